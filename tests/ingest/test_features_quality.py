import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import Cloth, Quality
from ingest.features.cloth import find_cloth
from ingest.features.quality import COMPLAINTS, complaints, measure_quality
from ingest.features.tilt import measure_tilt, tilt_of_corners
from ingest.specimens import Shot, Specimen, draw, outline_in, photograph

TEXTILES = Path(__file__).parents[2].parent / "shared" / "data" / "textiles"
PIECE = draw(Specimen("bird", "flat-stitch", "shidong-red"), width_px=1000)
LIGHT_PIECE = draw(Specimen("bird", "flat-stitch", "white-ground"), width_px=1000)
GOOD = Quality(1.5, 0.2, 0.0, 0.0, 2.0, 900.0)


def quality(rgb: np.ndarray) -> Quality:
    return measure_quality(rgb, find_cloth(rgb), rgb.shape[1::-1])


def lit(rgb: np.ndarray, times: float) -> np.ndarray:
    return np.clip(rgb * times, 0, 255).astype(np.uint8)


def mirroring(spread_px: float) -> np.ndarray:
    height, width = PIECE.shape[:2]
    y, x = np.mgrid[:height, :width]
    spot = np.exp(-((x - width / 2) ** 2 + (y - height / 2) ** 2) / (2 * spread_px**2))
    return np.clip(PIECE + 330 * spot[..., None], 0, 255).astype(np.uint8)


def test_undisturbed_pieces_draw_no_complaint():
    palettes = ["festive-night", "white-ground", "indigo-white", "old-silk"]
    stitches = ["flat-stitch", "batik", "split-thread", "cross-stitch"]
    pieces = [
        draw(Specimen("fish", stitch, palette), width_px=1000)
        for stitch, palette in zip(stitches, palettes, strict=True)
    ]

    assert [complaints(quality(piece)) for piece in pieces] == [()] * 4


def test_sharpness_falls_with_blur_and_does_not_see_contrast():
    faded = np.rint(120 + (PIECE - 120.0) * 0.3).astype(np.uint8)
    blurred = [cv2.GaussianBlur(PIECE, (0, 0), sigma) for sigma in (1, 2, 3)]

    sharp = quality(PIECE).sharpness
    assert quality(faded).sharpness == pytest.approx(sharp, rel=0.15)
    found = [quality(rgb).sharpness for rgb in blurred]
    assert sharp > found[0] > found[1] > found[2]
    assert found[2] == pytest.approx(1 / 3, rel=0.2)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        (cv2.GaussianBlur(PIECE, (0, 0), 3), ("blurred",)),
        (lit(PIECE, 0.15), ("dark",)),
        (lit(LIGHT_PIECE, 2.0), ("bright",)),
        (mirroring(80), ("glare",)),
        (PIECE[:200, :200], ("small",)),
    ],
    ids=["blur", "dark", "bright", "glare", "small"],
)
def test_each_fault_draws_its_own_complaint(rgb, expected):
    assert complaints(quality(np.ascontiguousarray(rgb))) == expected


def test_a_steeply_seen_cloth_is_measured_and_complained_of():
    shot = Shot(scale=0.62, tilt_x=0.5, table="plaster", noise=2)
    rgb = photograph(PIECE, shot)
    full_size = rgb.shape[1::-1]

    found = quality(rgb)
    truth = tilt_of_corners(outline_in(rgb.shape[:2], shot), full_size)
    assert found.tilt_deg == pytest.approx(truth, abs=3)
    assert complaints(found) == ("tilted",)


def test_tilt_of_a_square_seen_under_45_degrees_is_45():
    focal, turned = 0.8 * 1000, math.radians(45)
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * 100.0
    x, depth = square[:, 0] * math.cos(turned), 1000 + square[:, 0] * math.sin(turned)
    seen = np.column_stack([x, square[:, 1]]) / depth[:, None] * focal + 500

    assert tilt_of_corners(seen, (1000, 1000)) == pytest.approx(45, abs=0.01)


@pytest.mark.parametrize(
    "cloth",
    [
        Cloth.whole(),
        Cloth(np.ones((40, 40), bool), 1.0),
        Cloth(np.hypot(*np.mgrid[-20:20, -20:20]) < 15, 1.0),
    ],
    ids=["nothing told apart", "fills the picture", "round"],
)
def test_tilt_is_unknown_without_four_corners_in_sight(cloth):
    assert math.isnan(measure_tilt(cloth, (400, 400)))


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (64, 64)])
@pytest.mark.parametrize("fill", [0, 128, 255])
def test_blank_pictures_of_any_size_are_measured(shape, fill):
    found = quality(np.full((*shape, 3), fill, np.uint8))

    assert math.isnan(found.sharpness)
    assert 0 <= found.dark <= 1
    assert found.cloth_px == pytest.approx(math.sqrt(shape[0] * shape[1]))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"cloth_px": 299}, "small"),
        ({"sharpness": 0.5}, "blurred"),
        ({"dark": 0.96}, "dark"),
        ({"bright": 0.21}, "bright"),
        ({"glare": 0.02}, "glare"),
        ({"tilt_deg": 19}, "tilted"),
    ],
)
def test_each_number_beyond_its_limit_is_complained_of(change, key):
    assert complaints(GOOD) == ()
    assert complaints(replace(GOOD, **change)) == (key,)


def test_what_was_not_measured_is_not_complained_of():
    assert complaints(Quality.unknown()) == ()


def test_several_complaints_come_in_their_order():
    found = complaints(Quality(0.1, 1.0, 0.0, 0.5, 40.0, 10.0))

    assert found == tuple(key for key in COMPLAINTS if key != "bright")


@pytest.mark.skipif(not TEXTILES.is_dir(), reason="the shared photographs are not on this machine")
def test_museum_photographs_draw_two_complaints_at_most():
    pictures = [cv2.imread(str(path))[..., ::-1] for path in TEXTILES.glob("*.jpg")]

    found = [complaints(quality(np.ascontiguousarray(rgb))) for rgb in pictures]
    assert sum(1 for keys in found if keys) <= 2
