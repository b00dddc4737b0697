"""Drawn specimens: the recipe, the drawing and what is promised of it."""

import dataclasses

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTE_COLOURS,
    PALETTES,
    STITCHES,
    VIEWS,
    Specimen,
    draw,
)
from ingest.specimens.layouts import CANVAS_CM, placements, symmetry_moves
from ingest.specimens.palettes import palette_rgb

RECIPES = st.builds(
    Specimen,
    motif=st.sampled_from(MOTIFS),
    stitch=st.sampled_from(STITCHES),
    palette=st.sampled_from(PALETTES),
    layout=st.sampled_from(LAYOUTS),
    variant=st.integers(0, 9),
    seed=st.integers(0, 99),
    view=st.sampled_from(VIEWS),
)


def soft(picture):
    """The picture without threads: what is left must show the layout's symmetry."""
    return cv2.GaussianBlur(picture, (0, 0), 4).astype(float)


def difference(one, other):
    """Mean difference of two pictures against the spread of the first."""
    return np.abs(soft(one) - soft(other)).mean() / soft(one).std()


@given(RECIPES)
def test_a_row_read_back_is_the_same_specimen(specimen):
    assert Specimen.from_row(specimen.as_row()) == specimen


def test_other_columns_and_empty_cells_are_left_alone():
    row = {"file": "a.jpg", "motif": "fish", "stitch": "braid", "palette": "old-silk", "seed": ""}

    assert Specimen.from_row(row) == Specimen("fish", "braid", "old-silk")


def test_a_missing_motif_is_named():
    with pytest.raises(BadInput) as caught:
        Specimen.from_row({"stitch": "braid", "palette": "old-silk"})

    assert caught.value.column == "motif"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(BadInput, match="did you mean butterfly"):
        Specimen("buterfly", "braid", "old-silk")


@pytest.mark.parametrize(
    ("field", "value"),
    [("stitch", "x"), ("palette", "x"), ("layout", "x"), ("view", "x"), ("seed", -1)],
)
def test_a_wrong_cell_names_its_column(field, value):
    row = {**Specimen("fish", "braid", "old-silk").as_row(), field: str(value)}

    with pytest.raises(BadInput) as caught:
        Specimen.from_row(row)

    assert caught.value.column == field


def test_a_seed_that_is_no_number_is_refused():
    row = {**Specimen("fish", "braid", "old-silk").as_row(), "seed": "two"}

    with pytest.raises(BadInput, match="not a whole number"):
        Specimen.from_row(row)


@pytest.mark.parametrize("stitch", STITCHES)
@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_is_drawn_in_every_stitch(motif, stitch):
    picture = draw(Specimen(motif, stitch, "festive-night", variant=1), width_px=96)

    assert picture.shape == (96, 96, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 15


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_recipe_gives_the_same_picture(layout, view):
    specimen = Specimen("bird", "flat-stitch", "old-silk", layout, 1, 3, view)

    assert np.array_equal(draw(specimen, width_px=120), draw(specimen, width_px=120))


def test_another_seed_gives_another_hand():
    first = Specimen("bird", "flat-stitch", "old-silk")
    second = dataclasses.replace(first, seed=5)

    assert not np.array_equal(draw(first, width_px=120), draw(second, width_px=120))


def test_another_variant_gives_another_shape():
    first = Specimen("bird", "flat-stitch", "old-silk")
    second = dataclasses.replace(first, variant=2)

    assert difference(draw(first, width_px=200), draw(second, width_px=200)) > 0.05


@pytest.mark.parametrize("palette", PALETTES)
def test_the_threads_have_the_colours_of_the_palette(palette):
    picture = draw(Specimen("peony", "flat-stitch", palette), width_px=480).reshape(-1, 3)

    for swatch in palette_rgb(palette):
        near = np.abs(picture.astype(float) - swatch).max(axis=1) < 30
        assert near.mean() > 0.002, swatch


def test_every_palette_begins_with_its_ground():
    assert {colours[0] for colours in PALETTE_COLOURS.values()} <= {
        "indigo-blue",
        "blue-black",
        "glazed-purple",
        "bright-red",
        "white",
    }


@pytest.mark.parametrize("stitch", STITCHES)
def test_a_rosette_turned_by_a_quarter_is_itself(stitch):
    picture = draw(Specimen("fish", stitch, "festive-night", "rosette", 0, 1), width_px=400)

    assert difference(picture, np.rot90(picture)) < 0.16


@pytest.mark.parametrize("stitch", STITCHES)
def test_a_mirrored_pair_is_its_own_mirror_image(stitch):
    picture = draw(Specimen("bird", stitch, "festive-night", "mirror", 0, 1), width_px=400)

    assert difference(picture, picture[:, ::-1]) < 0.16


def test_a_frieze_moved_by_one_step_is_itself():
    specimen = Specimen("bird", "flat-stitch", "festive-night", "frieze", 0, 1)
    across, _ = specimen.symmetry.repeats
    picture = draw(specimen, width_px=400)[50:110]

    assert difference(picture, np.roll(picture, 400 // across, axis=1)) < 0.16


@settings(max_examples=30, deadline=None)
@given(RECIPES)
def test_the_field_is_mapped_onto_itself_exactly(specimen):
    places = [p for p in placements(specimen) if p.name not in ("border", "corner")]
    known = {(p.name, round(p.at_cm[0], 5), round(p.at_cm[1], 5)) for p in places}
    w, h = CANVAS_CM[specimen.layout]

    for move in symmetry_moves(specimen):
        for place in places:
            x, y = move.of(np.array(place.at_cm))
            if 0 <= x <= w and 0 <= y <= h:
                assert any(
                    name == place.name and abs(x - kx) < 1e-3 and abs(y - ky) < 1e-3
                    for name, kx, ky in known
                )


def test_a_symmetric_motif_alone_is_known_to_be_symmetric():
    assert Specimen("butterfly", "braid", "old-silk").symmetry.kind == "mirror"
    assert Specimen("sun", "braid", "old-silk").symmetry.order == 4
    assert Specimen("bird", "braid", "old-silk").symmetry.kind == "none"


def test_a_detail_shows_single_stitches_larger():
    whole = Specimen("peony", "cross-stitch", "white-ground")
    detail = dataclasses.replace(whole, view="detail")

    assert draw(detail, width_px=200).shape == (150, 200, 3)
    assert not np.array_equal(draw(detail, width_px=200), draw(whole, width_px=200)[:150])
