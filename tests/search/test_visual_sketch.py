"""Comparing the readings of a sketch with the windows of photographs."""

import numpy as np
import pytest

from archive.features import Outline
from search.visual.sketch import outline_rows, sketch_scores, window_region

RNG = np.random.default_rng(3)


def unit(*shape):
    rows = RNG.normal(size=shape)
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float16)


def sketch(rows):
    return Outline(np.zeros((len(rows), 4), np.float32), rows)


SHELF = [unit(4, 128), np.zeros((0, 0), np.float16), unit(7, 128), unit(1, 128)]


@pytest.mark.parametrize(("photo", "window"), [(0, 3), (2, 0), (2, 6), (3, 0)])
def test_a_window_is_found_by_itself_at_its_place(photo, window):
    found = sketch_scores(outline_rows(SHELF, 0), 4, sketch(SHELF[photo][window : window + 1]))

    assert int(found.scores.argmax()) == photo
    assert found.scores[photo] == pytest.approx(1, abs=0.02)
    assert int(found.windows[photo]) == window


def test_scores_are_the_best_products_of_any_reading_and_window():
    asked = unit(6, 128)

    found = sketch_scores(outline_rows(SHELF, 0), 4, sketch(asked))

    exact = [
        float((rows.astype(float) @ asked.astype(float).T).max()) for rows in SHELF if len(rows)
    ]
    assert found.scores[[0, 2, 3]] == pytest.approx(np.maximum(exact, 0), abs=0.01)


def test_a_photograph_without_outlines_scores_nothing_and_has_no_window():
    found = sketch_scores(outline_rows(SHELF, 0), 5, sketch(SHELF[0]))

    assert found.scores[[1, 4]].tolist() == [0, 0]
    assert found.windows[[1, 4]].tolist() == [-1, -1]


def test_an_empty_shelf_and_an_empty_sketch_find_nothing():
    none = outline_rows([], 0)

    assert sketch_scores(none, 0, sketch(unit(6, 128))).scores.shape == (0,)
    assert sketch_scores(outline_rows(SHELF, 0), 4, Outline.nothing()).scores.tolist() == [0] * 4


def test_rows_added_later_are_as_if_they_had_been_there():
    early, late = outline_rows(SHELF[:2], 0), outline_rows(SHELF[2:], 2)
    asked = sketch(unit(6, 128))

    grown = sketch_scores(early.followed_by(late), 4, asked)
    whole = sketch_scores(outline_rows(SHELF, 0), 4, asked)

    assert np.array_equal(grown.scores, whole.scores)
    assert np.array_equal(grown.windows, whole.windows)


def test_more_rows_than_a_block_are_all_compared(monkeypatch):
    monkeypatch.setattr("search.visual.sketch._BLOCK", 3)
    asked = sketch(SHELF[2][5:6])

    found = sketch_scores(outline_rows(SHELF, 0), 4, asked)

    assert (int(found.scores.argmax()), int(found.windows[2])) == (2, 5)


@pytest.mark.parametrize(
    ("window", "region"),
    [(0, (0, 0, 100, 80)), (1, (10, 20, 30, 40)), (2, (90, 0, 10, 15)), (3, None), (-1, None)],
)
def test_a_window_becomes_whole_pixels_inside_the_photograph(window, region):
    windows = np.array([[0, 0, 100, 80], [10.2, 19.8, 30, 40], [90, -5, 40, 20]], np.float32)
    outline = Outline(windows, np.zeros((3, 128), np.float16))

    assert window_region(outline, window, (100, 80)) == region
