import numpy as np
import pytest

from search.visual.colours import WantedColour, colour_scores

RED, BLUE, WHITE = (42.5, 65.9, 35.7), (25.1, 8.9, -33.3), (95.5, -0.7, 5.2)


def palettes(*rows: list[tuple[tuple[float, float, float], float]]) -> np.ndarray:
    made = np.zeros((len(rows), 8, 4), np.float32)
    for palette, row in zip(made, rows, strict=True):
        palette[: len(row)] = [(*lab, share) for lab, share in row]
    return made


def test_palette_of_the_wanted_colours_in_the_wanted_shares_scores_one():
    wanted = [WantedColour(RED, 0.2), WantedColour(BLUE, 0.3), WantedColour(WHITE, 0.5)]

    scores = colour_scores(palettes([(WHITE, 0.5), (RED, 0.2), (BLUE, 0.3)]), wanted)
    assert scores == pytest.approx([1.0], abs=1e-4)
    assert scores.dtype == np.float32


@pytest.mark.parametrize("colours", [[RED], [RED, BLUE], [RED, BLUE, WHITE]])
def test_palette_that_is_nothing_but_the_wanted_colours_scores_one(colours):
    equal = [(lab, 1 / len(colours)) for lab in colours]

    scores = colour_scores(palettes(equal), [WantedColour(lab) for lab in colours])
    assert scores == pytest.approx([1.0], abs=1e-4)


def test_a_missing_colour_is_not_made_up_for_by_the_others():
    wanted = [WantedColour(RED), WantedColour(BLUE)]

    only_red, both = colour_scores(
        palettes([(RED, 1)], [(WHITE, 0.9), (RED, 0.05), (BLUE, 0.05)]), wanted
    )
    assert only_red < 0.01 < 0.2 < both


def test_share_that_is_nearer_scores_higher_from_both_sides():
    rows = [[(RED, share), (WHITE, 1 - share)] for share in (0.1, 0.2, 0.3, 0.6, 0.9)]

    scores = colour_scores(palettes(*rows), [WantedColour(RED, 0.3)])
    assert scores.argmax() == 2
    assert scores[0] < scores[1] < scores[2] > scores[3] > scores[4]


def test_colour_that_is_nearer_scores_higher_and_light_counts_less_than_hue():
    near, dark, orange = (44.0, 64.0, 36.0), (34.5, 65.9, 35.7), (42.5, 52.0, 54.0)

    scores = colour_scores(palettes([(near, 1)], [(dark, 1)], [(orange, 1)]), [WantedColour(RED)])
    assert scores[0] > scores[1] > scores[2]


def test_one_swatch_does_not_serve_two_wanted_colours():
    wanted = [WantedColour(RED, 0.5), WantedColour((44.0, 64.0, 36.0), 0.5)]

    assert colour_scores(palettes([(RED, 0.5)]), wanted)[0] < 0.6


def test_scores_do_not_depend_on_how_many_are_asked_at_once():
    rng = np.random.default_rng(4)
    many = rng.uniform([0, -60, -60, 0], [100, 70, 80, 0.12], (9000, 8, 4)).astype(np.float32)
    wanted = [WantedColour(RED, 0.3), WantedColour(BLUE)]

    scores = colour_scores(many, wanted)
    assert np.array_equal(scores[8990:], colour_scores(many[8990:], wanted))
    assert ((scores >= 0) & (scores <= 1)).all()


def test_nothing_wanted_and_empty_palettes_score_nothing():
    assert colour_scores(palettes([(RED, 1)]), []).tolist() == [0]
    assert colour_scores(np.zeros((1, 8, 4), np.float32), [WantedColour(RED)]).tolist() == [0]
    assert colour_scores(np.zeros((0, 8, 4), np.float32), [WantedColour(RED)]).shape == (0,)
