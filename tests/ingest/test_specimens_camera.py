"""The photographed specimen: shots, frames, files and the demonstration's table."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive.errors import BadInput
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTES,
    STITCHES,
    TABLES,
    Shot,
    Specimen,
    draw,
    outline_in,
    photograph,
    render_sheet,
    save_jpeg,
)
from ingest.specimens.sheet import read_drawings

DEMONSTRATION = Path(__file__).parents[2] / "collections" / "demonstration"
RED = np.full((60, 80, 3), (200, 20, 40), dtype=np.uint8)


@given(st.integers(0, 2**32), st.floats(0, 1))
def test_a_shot_read_back_is_the_same(seed, hardness):
    shot = Shot.random(np.random.default_rng(seed), hardness=hardness)

    assert Shot.from_row(shot.as_row()) == shot


def test_the_plain_shot_changes_nothing():
    assert np.array_equal(photograph(RED, Shot()), RED)


@pytest.mark.parametrize("table", TABLES)
def test_a_photograph_keeps_size_and_type(table):
    shot = Shot(turn_deg=20, tilt_x=0.1, scale=0.5, shadow=0.5, creases=0.5, noise=4, table=table)

    picture = photograph(RED, shot)

    assert picture.shape == RED.shape
    assert picture.dtype == np.uint8


def test_the_same_shot_gives_the_same_photograph():
    shot = Shot.random(np.random.default_rng(4))

    assert np.array_equal(photograph(RED, shot), photograph(RED, shot))


def test_a_smaller_scale_shows_the_table():
    corner = photograph(RED, Shot(scale=0.5, table="plaster"))[2, 2]

    assert corner.min() > 100


def test_a_quarter_turn_brings_the_upper_left_corner_to_the_upper_right():
    corners = outline_in((100, 100), Shot(turn_deg=90))

    assert corners[0] == pytest.approx((100, 0), abs=1e-6)


def test_warm_light_shifts_to_yellow():
    grey = np.full((20, 20, 3), 120, dtype=np.uint8)

    red, _, blue = photograph(grey, Shot(warmth=1.0)).mean(axis=(0, 1))

    assert red > 120 > blue


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(BadInput, match="did you mean wood"):
        Shot(table="wod")


def test_a_cloth_without_size_is_refused():
    with pytest.raises(BadInput, match="scale"):
        Shot(scale=0)


def test_a_shot_cell_that_is_no_number_names_its_column():
    with pytest.raises(BadInput) as caught:
        Shot.from_row({"shot_noise": "much"})

    assert caught.value.column == "shot_noise"


def test_a_saved_jpeg_carries_no_metadata(tmp_path):
    save_jpeg(tmp_path / "a.jpg", RED)

    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.size == (80, 60)
        assert len(picture.getexif()) == 0


def write_sheet(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_is_drawn_once(tmp_path):
    row = {"file": "a.jpg", **Specimen("sun", "braid", "old-silk").as_row(), **Shot().as_row()}
    write_sheet(tmp_path / "drawings.csv", row)

    first = render_sheet(tmp_path / "drawings.csv", tmp_path / "out", width_px=64)
    second = render_sheet(tmp_path / "drawings.csv", tmp_path / "out", width_px=64)

    assert first == [tmp_path / "out" / "a.jpg"]
    assert second == []


def test_a_sheet_cannot_write_outside_its_folder(tmp_path):
    row = {"file": "../a.jpg", **Specimen("sun", "braid", "old-silk").as_row()}
    write_sheet(tmp_path / "drawings.csv", row)

    with pytest.raises(BadInput) as caught:
        read_drawings(tmp_path / "drawings.csv")

    assert (caught.value.row, caught.value.column) == (2, "file")


def test_a_bad_row_is_named_with_its_place(tmp_path):
    row = {"file": "a.jpg", **Specimen("sun", "braid", "old-silk").as_row(), "stitch": "brade"}
    write_sheet(tmp_path / "drawings.csv", row)

    with pytest.raises(BadInput, match="did you mean braid") as caught:
        read_drawings(tmp_path / "drawings.csv")

    assert (caught.value.file, caught.value.row) == ("drawings.csv", 2)


def test_the_demonstration_covers_everything_that_can_be_drawn():
    specimens = [specimen for specimen, _ in read_drawings(DEMONSTRATION / "drawings.csv").values()]

    assert {s.motif for s in specimens} == set(MOTIFS)
    assert {s.stitch for s in specimens} == set(STITCHES)
    assert {s.palette for s in specimens} == set(PALETTES)
    assert {s.layout for s in specimens} == set(LAYOUTS)


def test_the_demonstrations_works_and_drawings_name_the_same_files():
    with (DEMONSTRATION / "works.csv").open(encoding="utf-8", newline="") as lines:
        cells = [row["file"] for row in csv.DictReader(lines)]
    named = [part.split(":")[1] for cell in cells for part in cell.split(";")]

    assert sorted(named) == sorted(read_drawings(DEMONSTRATION / "drawings.csv"))


def test_the_largest_picture_is_drawn_at_the_width_asked_for():
    assert draw(Specimen("sun", "batik", "indigo-white"), width_px=900).shape == (900, 900, 3)
