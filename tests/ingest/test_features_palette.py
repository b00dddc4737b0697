import numpy as np
import pytest

from archive.features import Cloth
from ingest.features.colour import NamedColour
from ingest.features.palette import measure_palette

DYES = [
    NamedColour("black", (9.3, 0, 0)),
    NamedColour("coffee", (24.0, 8.3, 12.9)),
    NamedColour("grey", (58.3, 0, 0)),
    NamedColour("bright-red", (42.5, 65.9, 35.7)),
    NamedColour("indigo-blue", (25.1, 8.9, -33.3)),
]
RED, BLUE = (200, 16, 46), (31, 58, 110)


def striped() -> np.ndarray:
    picture = np.full((90, 120, 3), BLUE, np.uint8)
    picture[:, :30] = RED
    return picture


def test_picture_in_two_dyes_has_both_names_and_their_shares():
    palette = measure_palette(striped(), DYES)

    found = [(swatch.colour, swatch.share) for swatch in palette]
    assert found == [("indigo-blue", 0.75), ("bright-red", 0.25)]


def test_swatch_carries_the_colour_of_the_cloth_not_of_the_dye():
    palette = measure_palette(np.full((4, 4, 3), 119, np.uint8), DYES)

    assert palette[0].lab == pytest.approx((50.0, 0, 0), abs=0.5)


def test_dark_grey_is_not_called_by_the_name_of_a_brown():
    palette = measure_palette(np.full((4, 4, 3), 77, np.uint8), DYES)

    assert [swatch.colour for swatch in palette] == ["black"]


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (7, 3)])
def test_blank_picture_of_any_size_is_one_swatch(shape):
    palette = measure_palette(np.full((*shape, 3), RED, np.uint8), DYES)

    assert [(swatch.colour, swatch.share) for swatch in palette] == [("bright-red", 1.0)]


def test_quarter_turn_leaves_names_and_nearly_the_shares():
    noisy = np.random.default_rng(1).integers(0, 256, (12, 15, 3), np.uint8)
    picture = noisy.repeat(30, axis=0).repeat(30, axis=1)

    first, second = measure_palette(picture, DYES), measure_palette(np.rot90(picture), DYES)
    assert {s.colour for s in first} == {s.colour for s in second}
    shares = {s.colour: s.share for s in second}
    assert [shares[s.colour] for s in first] == pytest.approx([s.share for s in first], abs=0.05)


def test_no_name_comes_twice_and_shares_stay_within_one():
    picture = np.random.default_rng(2).integers(0, 256, (80, 80, 3), np.uint8)

    palette = measure_palette(picture, DYES)
    assert len({swatch.colour for swatch in palette}) == len(palette)
    assert sum(swatch.share for swatch in palette) <= 1 + 1e-9


def test_without_names_there_is_no_palette():
    assert measure_palette(striped(), []) == ()


def test_only_the_cloth_gives_colours():
    left = Cloth(np.array([[True, False, False, False]]), 0.9)

    assert [s.colour for s in measure_palette(striped(), DYES, left)] == ["bright-red"]
    assert measure_palette(striped(), DYES, left)[0].share == 1


def test_cloth_without_a_cell_is_the_whole_picture():
    nothing = Cloth(np.zeros((4, 4), bool), 0.9)

    assert measure_palette(striped(), DYES, nothing) == measure_palette(striped(), DYES)
