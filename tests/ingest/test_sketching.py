"""Drawings that somebody searches with: what they are read as, and what is refused."""

import cv2
import numpy as np
import pytest

from archive.errors import BadInput
from ingest.limits import Limits
from ingest.sketching import outline_of_sketch, readings_of_sketch
from ingest.specimens import Specimen, draw
from tests.making import encoded, jpeg, picture

DROP = np.array([[180, 40], [300, 190], [290, 290], [180, 330], [110, 250], [150, 130]], np.int32)


def drawing(shape=(400, 400), ink=0, paper=255, pen=6, move=(0, 0), zoom=1.0):
    sheet = np.full((*shape, 3), paper, np.uint8)
    at = np.rint(DROP * zoom + move).astype(np.int32)
    cv2.polylines(sheet, [at], True, (ink, ink, ink), pen, cv2.LINE_AA)
    cv2.circle(sheet, [int(v) for v in at.mean(axis=0)], round(40 * zoom), (ink,) * 3, pen)
    return sheet


def likeness(first, second):
    """Product of the first readings, and the best of any."""
    product = first.descriptors.astype(np.float32) @ second.descriptors.astype(np.float32).T
    return float(product[0, 0]), float(product.max())


def png(array):
    return cv2.imencode(".png", array)[1].tobytes()


def test_a_drawing_has_six_readings_of_length_one_about_its_ink():
    outline = readings_of_sketch(drawing())

    assert np.linalg.norm(outline.descriptors.astype(float), axis=1) == pytest.approx(1, abs=0.01)
    assert len(outline.descriptors) == 6
    assert outline.windows[0] == pytest.approx([107, 37, 196, 296], abs=4)


@pytest.mark.parametrize(
    "other",
    [
        drawing(move=(60, 40), shape=(500, 520)),
        drawing(zoom=0.5),
        drawing(pen=14),
        drawing(ink=255, paper=0),
        drawing(ink=90, paper=200),
    ],
    ids=["elsewhere", "smaller", "thick", "white on black", "pencil"],
)
def test_place_size_pen_and_ink_of_a_drawing_hardly_matter(other):
    assert likeness(readings_of_sketch(drawing()), readings_of_sketch(other))[0] > 0.85


def test_a_mirrored_drawing_has_the_readings_of_the_other_in_another_order():
    plain, mirrored = (readings_of_sketch(side) for side in (drawing(), drawing()[:, ::-1].copy()))

    same, best = likeness(plain, mirrored)
    assert best > 0.97
    assert same < 0.8


def test_a_slightly_turned_drawing_is_read_as_the_upright_one():
    matrix = cv2.getRotationMatrix2D((200, 200), 9, 1)
    turned = cv2.warpAffine(drawing(), matrix, (400, 400), borderValue=(255, 255, 255))

    same, best = likeness(readings_of_sketch(drawing()), readings_of_sketch(turned))
    assert best > 0.9
    assert best > same


def test_another_figure_is_another_reading():
    cross = np.full((400, 400, 3), 255, np.uint8)
    cv2.line(cross, (60, 60), (340, 340), (0, 0, 0), 6)
    cv2.line(cross, (340, 60), (60, 340), (0, 0, 0), 6)

    assert likeness(readings_of_sketch(drawing()), readings_of_sketch(cross))[1] < 0.6


def test_specks_on_the_paper_do_not_make_the_drawing_larger():
    specked = drawing(shape=(600, 600))
    specked[580:583, 580:583] = 60

    assert readings_of_sketch(specked).windows[0] == pytest.approx([107, 37, 196, 296], abs=6)


def test_lines_on_nothing_are_lines_on_white():
    alpha = 255 - drawing()[..., 0]
    canvas = np.dstack([np.zeros((400, 400, 3), np.uint8), alpha])

    found = outline_of_sketch(png(canvas))

    assert likeness(found, readings_of_sketch(drawing()))[0] > 0.95


def test_the_window_of_a_large_file_is_in_its_own_pixels():
    large = cv2.resize(drawing(), (2000, 2000), interpolation=cv2.INTER_CUBIC)

    outline = outline_of_sketch(png(large))

    assert outline.windows[0] == pytest.approx([535, 185, 980, 1480], abs=30)


def test_a_photograph_of_cloth_is_read_by_its_edges():
    cloth = draw(Specimen("frog", "flat-stitch", "festive-night"), width_px=400)

    outline = outline_of_sketch(png(np.ascontiguousarray(cloth[..., ::-1])))

    assert np.linalg.norm(outline.descriptors.astype(float), axis=1) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    "content",
    [
        jpeg("white", (300, 300)),
        jpeg("white", (1, 1)),
        encoded(picture("white", (300, 200), "RGBA"), "PNG"),
        png(cv2.circle(np.full((400, 400, 3), 255, np.uint8), (200, 200), 3, (0, 0, 0), -1)),
    ],
    ids=["white", "one pixel", "see-through", "a dot"],
)
def test_next_to_nothing_drawn_is_refused_with_what_to_do(content):
    with pytest.raises(BadInput, match="next to nothing is drawn") as caught:
        outline_of_sketch(content)

    assert "draw the outline" in caught.value.hint


def test_what_is_no_picture_or_too_large_is_refused():
    with pytest.raises(BadInput, match="not a picture"):
        outline_of_sketch(b"<svg/>")
    with pytest.raises(BadInput, match="megapixels"):
        outline_of_sketch(png(np.zeros((1100, 1000, 3), np.uint8)), limits=Limits(pixels=1_000_000))
