"""Edges, figures and outlines of pictures."""

import cv2
import numpy as np
import pytest

from archive.features import Cloth, Outline
from ingest.features.edges import find_edges
from ingest.features.figures import find_figures, spread
from ingest.features.outline import measure_outline
from ingest.specimens import Shot, Specimen, draw, photograph

GREY = 120


def scene(size=(400, 400)):
    """A red disc and a smaller square of the same lightness as the grey ground."""
    rgb = np.full((*size, 3), GREY, np.uint8)
    cv2.circle(rgb, (130, 140), 80, (196, 60, 70), -1)
    cv2.rectangle(rgb, (270, 260), (350, 340), (40, 135, 130), -1)
    return rgb


def outline(rgb, cloth=None, full_size=None):
    return measure_outline(rgb, cloth or Cloth.whole(), full_size or rgb.shape[1::-1])


def has_window(found, box, within=8):
    return bool((np.abs(found.windows - np.array(box)).max(axis=1) <= within).any())


def test_an_edge_is_one_pixel_thin_and_knows_its_direction():
    rgb = np.full((100, 200, 3), GREY, np.uint8)
    rgb[:, 100:] = 200

    edges = find_edges(rgb, 200)

    assert set(edges.x.tolist()) <= {99, 100}
    assert np.abs(edges.angle).max() < 0.05
    assert len(edges.x) <= 200


def test_colours_of_one_lightness_have_an_edge_between_them():
    lab = np.full((60, 120, 3), (60, 50, 20), np.float32)
    lab[:, 60:] = (60, -40, 20)
    rgb = np.rint(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB) * 255).astype(np.uint8)

    assert len(find_edges(rgb, 120).x) >= 58


def test_faded_cloth_keeps_the_edges_it_had():
    faded = np.rint(GREY + (scene() - float(GREY)) * 0.2).astype(np.uint8)

    fresh, old = find_edges(scene(), 256), find_edges(faded, 256)

    assert len(old.x) == pytest.approx(len(fresh.x), rel=0.1)


def test_thread_is_no_edge_but_a_pen_line_is():
    paper = np.full((256, 256, 3), 255, np.uint8)
    cv2.line(paper, (20, 128), (236, 128), (0, 0, 0), 1)

    assert len(find_edges(paper, 256).x) == 0
    assert len(find_edges(paper, 256, has_threads=False).x) > 200


def test_every_figure_is_found_with_what_it_encloses():
    edges = find_edges(scene(), 400)
    boxes = np.array([figure.box for figure in spread(find_figures(edges), 24)]) * 400

    for box in ((50, 60, 161, 161), (270, 260, 81, 81)):
        assert (np.abs(boxes - box).max(axis=1) < 6).any()
    disc = next(f for f in find_figures(edges) if abs(f.box[0] * 400 - 50) < 6)
    x, y = disc.corner
    assert disc.mask[140 - y, 130 - x] == 1


def test_repeats_of_one_motif_leave_places_for_the_others():
    rgb = np.full((600, 600, 3), GREY, np.uint8)
    for x in range(40, 600, 75):
        for y in range(40, 330, 75):
            cv2.circle(rgb, (x, y), 28, (196, 60, 70), -1)
    cv2.rectangle(rgb, (200, 400), (400, 560), (40, 135, 130), -1)

    found = spread(find_figures(find_edges(rgb, 512)), 6)

    assert len(found) == 6
    assert any(abs(figure.box[2] * 600 - 200) < 12 for figure in found)


def test_windows_are_in_pixels_of_the_photograph_the_whole_first():
    found = outline(scene(), full_size=(4000, 4000))

    assert found.windows[0].tolist() == [0, 0, 4000, 4000]
    assert has_window(found, (500, 600, 1610, 1610), 60)
    assert found.windows.dtype == np.float32
    assert found.descriptors.dtype == np.float16


def test_rows_have_length_one_or_are_empty():
    half = np.full((200, 600, 3), GREY, np.uint8)
    cv2.circle(half, (60, 100), 40, (196, 60, 70), -1)

    lengths = np.linalg.norm(outline(half).descriptors.astype(float), axis=1)

    assert ((lengths == 0) | (np.abs(lengths - 1) < 0.01)).all()
    assert {bool(length) for length in lengths} == {True, False}


def test_a_figure_is_described_alike_with_and_without_others_around_it():
    alone = np.full((800, 800, 3), GREY, np.uint8)
    cv2.circle(alone, (300, 300), 200, (196, 60, 70), -1)
    among = alone.copy()
    for x, y in ((104, 104), (456, 104), (104, 456), (456, 456)):
        cv2.rectangle(among, (x, y), (x + 40, y + 40), (40, 135, 130), -1)
    box = np.array((100, 100, 401, 401))

    rows = []
    for rgb in (alone, among):
        found = outline(rgb)
        rows.append(found.descriptors[np.abs(found.windows - box).max(axis=1).argmin()])

    assert rows[0].astype(float) @ rows[1].astype(float) > 0.95


def test_what_is_surely_not_cloth_is_left_out():
    mask = np.zeros((40, 40), bool)
    mask[:, :25] = True

    found = outline(scene(), Cloth(mask, 0.9))

    assert has_window(found, (50, 60, 161, 161))
    assert not has_window(found, (270, 260, 81, 81))
    assert has_window(outline(scene(), Cloth(mask, 0.2)), (270, 260, 81, 81))


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (300, 2), (64, 64)])
def test_a_blank_or_tiny_picture_has_no_outline(size):
    found = outline(np.full((*size, 3), 90, np.uint8))

    assert found.windows.shape == (0, 4)
    assert len(found.descriptors) == 0


def test_noise_of_any_shape_is_measured_within_twelve_kilobytes():
    rng = np.random.default_rng(5)
    for size in ((40, 300), (300, 40), (257, 311)):
        rgb = cv2.GaussianBlur(rng.integers(0, 255, (*size, 3)).astype(np.uint8), (0, 0), 2)
        found = outline(rgb)
        assert sum(part.nbytes for part in found.arrays().values()) <= 12_000
        assert np.isfinite(found.descriptors).all()


def test_the_motif_of_a_photographed_piece_gets_a_window_of_its_own():
    cloth = draw(Specimen("butterfly", "flat-stitch", "festive-night"), width_px=600)
    shot = Shot(turn_deg=8, scale=0.85, light_strength=0.3, noise=3)

    found = outline(photograph(cloth, shot))

    middle = found.windows[:, :2] + found.windows[:, 2:] / 2
    near = np.abs(middle - 300).max(axis=1) < 40
    size = found.windows[:, 2:].max(axis=1)
    assert (near & (size > 230) & (size < 380)).any()


def test_the_same_pixels_give_the_same_outline_and_it_comes_back_from_storage():
    found = outline(scene())
    again = Outline.read(outline(scene()).arrays())

    assert np.array_equal(found.windows, again.windows)
    assert np.array_equal(found.descriptors, again.descriptors)
