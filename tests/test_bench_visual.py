"""The benchmark of search by pattern measures what it says, and can say no."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bench.visual.asking import gallery_of
from bench.visual.changes import CHANGES, cropped
from bench.visual.kept import Measured
from bench.visual.measures import average_precision, overlap
from bench.visual.pool import Pool
from bench.visual.run import measure
from bench.visual.specimens import HELD_OUT, Piece, pieces
from bench.visual.table import Table
from bench.visual.textiles import measure_changes
from ingest.specimens import MOTIFS, Shot, Specimen

WIDTH_PX = 320


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def pool(cache):
    drawn = [replace(piece, width_px=WIDTH_PX) for piece in pieces(("bird", "frog"), 2)]
    with gallery_of(Measured(cache / "features")) as gallery:
        yield Pool(gallery, None, cache / "specimens", 2, drawn)


def rows(table):
    return {row["name"]: row["values"] for part in table.figures() for row in part["rows"]}


def test_every_third_motif_is_held_out_of_tuning():
    assert sorted(MOTIFS)[::3] == [*HELD_OUT]


def test_average_precision_counts_what_was_not_found_as_nothing():
    assert average_precision(["x", "a"], {"a", "b"}) == pytest.approx(0.25)


def test_boxes_overlap_by_the_share_of_both_together():
    assert overlap((0, 0, 2, 1), (1, 0, 2, 1)) == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gives_a_picture(name):
    rgb = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)

    changed = CHANGES[name](rgb, np.random.default_rng(2))
    assert (changed.dtype, changed.ndim, changed.shape[2]) == (np.uint8, 3, 3)


def test_a_box_is_found_again_in_another_photograph_of_the_cloth():
    cloth = Specimen("butterfly", "flat-stitch", "old-silk", "grid")
    straight = Piece(cloth, Shot(), 0)
    smaller = Piece(cloth, Shot(scale=0.5, crop_x=0.1), 0)

    boxes = [straight.box_from(smaller, box) for box in smaller.motif_boxes()]
    assert np.array(boxes) == pytest.approx(np.array(straight.motif_boxes()), abs=0.01)


def test_a_box_shows_the_same_part_of_the_cloth_in_both_photographs(cache):
    cloth = Specimen("fish", "flat-stitch", "old-silk", "mirror")
    straight = Piece(cloth, Shot(), 0, WIDTH_PX)
    smaller = Piece(cloth, Shot(scale=0.6, crop_x=0.1, crop_y=-0.1), 0, WIDTH_PX)

    seen = [part_of(smaller.picture(cache), box) for box in smaller.motif_boxes()]
    meant = [part_of(straight.picture(cache), box) for box in straight.motif_boxes()]
    agreement = np.corrcoef([*seen, *meant])
    assert agreement[0, 2] > 0.8
    assert agreement[1, 3] > 0.8
    assert agreement[0, 3] < 0.5


def test_a_box_in_a_grid_repeats_at_every_copy_of_the_motif():
    grid = Piece(Specimen("frog", "flat-stitch", "old-silk", "grid"), Shot(), 0)
    boxes = grid.motif_boxes()

    repeats = grid.repeats_of(boxes[5])
    assert np.array(sorted(repeats)) == pytest.approx(np.array(sorted(boxes)), abs=0.01)


def test_a_tiny_run_finds_every_piece_by_its_half_and_where_it_lies(pool, capsys):
    table = Table()

    measure(pool, table, ["kinds", "regions"])
    measure_changes(pool, table, sorted(pool.drawn()), None, changes=halved())
    figures = rows(table)
    assert figures["measured and indexed"][0] == 4
    assert figures["mirrored half"][0] == {"hits": 4, "of": 4}
    assert figures["30%, plain"][3] == {"hits": 1, "of": 1}
    assert "same motif, other stitches, held-out motifs" in capsys.readouterr().out


def test_a_gallery_with_exchanged_names_scores_nothing(pool):
    table = Table()
    table.section("exchanged")
    names = sorted(pool.drawn())
    exchanged = zip(names, names[1:] + names[:1], strict=True)
    pool.gallery.add((name, pool.picture(other)) for name, other in exchanged)

    measure_changes(pool, table, names, None, changes=halved())
    assert rows(table)["mirrored half"][0] == {"hits": 0, "of": 4}


def part_of(rgb, box):
    grey = Image.fromarray(np.ascontiguousarray(cropped(rgb, box))).convert("L")
    return np.asarray(grey.resize((32, 32)), float).ravel()


def halved():
    return {"mirrored half": lambda rgb, rng: rgb[:, : rgb.shape[1] // 2][:, ::-1]}
