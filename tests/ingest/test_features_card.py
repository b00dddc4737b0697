from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import Card, Quality
from ingest.features.card import find_card
from ingest.specimens import Shot, Specimen, draw, photograph

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SHEET = np.array(
    [
        [(115, 82, 68), (194, 150, 130), (98, 122, 157), (87, 108, 67), (133, 128, 177)],
        [(214, 126, 44), (80, 91, 166), (193, 90, 99), (94, 60, 108), (157, 188, 64)],
        [(56, 61, 150), (70, 148, 73), (175, 54, 60), (231, 199, 31), (187, 86, 149)],
        [(243, 243, 242), (200, 200, 200), (160, 160, 160), (122, 122, 121), (60, 60, 60)],
    ],
    np.uint8,
)
ON_TABLE = photograph(
    draw(Specimen("sun", "flat-stitch", "old-silk"), width_px=1000), Shot(scale=0.6, crop_y=-0.15)
)


def card_of(patches: np.ndarray, side: int = 40, gap: int = 6) -> np.ndarray:
    rows, columns = patches.shape[:2]
    card = np.full((rows * (side + gap) + gap, columns * (side + gap) + gap, 3), 25, np.uint8)
    for row, column in np.ndindex(rows, columns):
        y, x = gap + row * (side + gap), gap + column * (side + gap)
        card[y : y + side, x : x + side] = patches[row, column]
    return card


def beside(card: np.ndarray) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    picture = ON_TABLE.copy()
    height, width = card.shape[:2]
    y, x = picture.shape[0] - height - 10, 60
    picture[y : y + height, x : x + width] = card
    noisy = picture + np.random.default_rng(1).normal(0, 3, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8), (x, y, width, height)


def test_a_card_beside_the_cloth_is_found_in_pixels_of_the_full_photograph():
    picture, place = beside(card_of(SHEET))

    card = find_card(picture, (2000, picture.shape[0] * 2))
    assert card is not None
    assert card.kind == "colours"
    assert card.region == pytest.approx(np.array(place) * 2, abs=40)


@pytest.mark.parametrize(
    "patches",
    [SHEET[:3], SHEET[3:].repeat(4, axis=0), SHEET[::3, ::3]],
    ids=["no greys", "nothing but greys", "too few"],
)
def test_other_grids_are_no_cards(patches):
    assert find_card(beside(card_of(patches))[0], (1000, 1000)) is None


def test_cloth_alone_has_no_card():
    assert find_card(ON_TABLE, (1000, 1000)) is None


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (64, 64)])
def test_blank_pictures_have_no_card(shape):
    assert find_card(np.full((*shape, 3), 90, np.uint8), shape[::-1]) is None


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared pictures are not on this machine")
def test_no_textile_or_chart_is_taken_for_a_card():
    paths = [*sorted(DATA.glob("textiles/*.jpg")), *sorted(DATA.glob("charts/*.png"))[::10]]
    pictures = [cv2.imread(str(path))[..., ::-1] for path in paths]

    assert [find_card(np.ascontiguousarray(rgb), (1, 1)) for rgb in pictures] == [None] * len(paths)


@pytest.mark.parametrize("card", [None, Card("colours", (1.5, 2.0, 30.0, 40.0))])
def test_a_card_is_stored_with_the_quality(card):
    quality = Quality(1.0, 0.5, 0.25, 0.0, 2.0, 900.0, card)

    assert Quality.read(quality.arrays()) == quality
