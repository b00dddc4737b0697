from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import Cloth
from ingest.features.cloth import cloth_outline, find_cloth, is_cloth
from ingest.specimens import Shot, Specimen, draw, outline_in, photograph

CHARTS = Path(__file__).parents[2].parent / "shared" / "data" / "charts"
PIECE = draw(Specimen("butterfly", "flat-stitch", "festive-night"), width_px=640)


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float((first & second).sum() / (first | second).sum())


def truth(shot: Shot) -> np.ndarray:
    mask = np.zeros(PIECE.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(outline_in(PIECE.shape[:2], shot)).astype(np.int32)], 1)
    return mask > 0


@pytest.mark.parametrize("table", ["wood", "linen", "slate", "plaster"])
def test_cloth_on_a_table_is_told_from_the_table(table):
    shot = Shot(scale=0.65, turn_deg=12, crop_x=0.05, noise=3, light_strength=0.3, table=table)

    cloth = find_cloth(photograph(PIECE, shot))
    assert cloth.certainty >= 0.65
    assert overlap(is_cloth(cloth, PIECE.shape), truth(shot)) > 0.9


def test_cloth_that_runs_out_of_the_picture_is_told_from_the_table():
    shot = Shot(scale=0.9, crop_x=0.3, noise=3)

    cloth = find_cloth(photograph(PIECE, shot))
    assert overlap(is_cloth(cloth, PIECE.shape), truth(shot)) > 0.9


@pytest.mark.parametrize("motif", ["butterfly", "peony", "sun", "bronze-drum"])
def test_one_motif_on_its_own_cloth_is_not_taken_for_the_cloth(motif):
    piece = draw(Specimen(motif, "flat-stitch", "festive-night"), width_px=640)
    height, width = piece.shape[:2]
    middle = piece[height // 6 : -height // 6, width // 6 : -width // 6]

    assert find_cloth(np.ascontiguousarray(middle)).certainty == 0


def test_cloth_that_fills_the_picture_is_the_whole_picture():
    cloth = find_cloth(PIECE)

    assert (cloth.certainty, cloth.share) == (0, 1)


def test_a_motif_on_saturated_red_is_all_cloth_and_on_grey_is_not():
    grey, red = (np.full((300, 400, 3), colour, np.uint8) for colour in ((150,) * 3, (150, 20, 30)))
    for picture in (grey, red):
        picture[60:240, 80:320] = PIECE[100:280, 100:340]
        noise = np.random.default_rng(1).integers(-3, 4, picture.shape)
        picture[:] = np.clip(picture + noise, 0, 255)

    assert find_cloth(grey).certainty > 0
    assert find_cloth(red).certainty == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 2), (40, 50)])
@pytest.mark.parametrize("fill", [0, 127, 255])
def test_blank_pictures_are_all_cloth(shape, fill):
    cloth = find_cloth(np.full((*shape, 3), fill, np.uint8))

    assert (cloth.certainty, cloth.share) == (0, 1)


def test_the_same_pixels_give_the_same_cloth():
    picture = photograph(PIECE, Shot(scale=0.7, noise=5))

    first, second = find_cloth(picture), find_cloth(picture)
    assert first.certainty == second.certainty
    assert np.array_equal(first.mask, second.mask)


def test_mask_is_laid_over_another_size_cell_by_cell():
    cloth = Cloth(np.array([[True, False]]), 1.0)

    expected = [[True, True, False, False], [True, True, False, False]]
    assert is_cloth(cloth, (2, 4)).tolist() == expected


def test_outline_runs_round_the_largest_piece():
    mask = np.zeros((9, 9), bool)
    mask[0, 0] = mask[3:7, 3:7] = True

    x, y = cloth_outline(mask).T
    assert (x.min(), x.max(), y.min(), y.max()) == (3, 6, 3, 6)


@pytest.mark.skipif(not CHARTS.is_dir(), reason="the shared charts are not on this machine")
def test_the_blank_ground_of_a_chart_belongs_to_it():
    pictures = [cv2.imread(str(path))[..., ::-1] for path in sorted(CHARTS.glob("*.png"))[::20]]

    assert [find_cloth(np.ascontiguousarray(rgb)).certainty for rgb in pictures] == [0] * len(
        pictures
    )
