"""Search by sketch: whose outlines run as somebody drew them, and where.

In memory stand eight-bit rows, one a window of a photograph. Every reading of
the sketch (as drawn, turned a little, mirrored) is multiplied with all of them;
a photograph counts by its best window. Only matrix products: no picture is
opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import Outline
from search.visual.region import Region

__all__ = ["OutlineRows", "SketchScores", "outline_rows", "sketch_scores", "window_region"]

#: Steps of eight bits for one: entries of a unit row above one half are rare and clipped.
_STEPS = 254.0
#: Rows multiplied at a time: 2 MB as float32.
_BLOCK = 4096

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class OutlineRows:
    """The windows of many photographs, ready to compare.

    Parameters
    ----------
    owners
        int32 ``(n,)``: row of the photograph, never falling.
    rows
        int8 ``(n, d)``: descriptors in steps of 1/254.
    """

    owners: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int8]

    def followed_by(self, other: OutlineRows) -> OutlineRows:
        """Return the rows of both; those of ``other`` belong to later photographs."""
        if not len(self.owners) or not len(other.owners):
            return other if not len(self.owners) else self
        return OutlineRows(
            np.concatenate([self.owners, other.owners]), np.concatenate([self.rows, other.rows])
        )


@dataclass(frozen=True, slots=True, eq=False)
class SketchScores:
    """How well each photograph answers a sketch.

    Parameters
    ----------
    scores
        float32 ``(p,)``, 0..1; 0 for a photograph without outlines.
    windows
        int32 ``(p,)``: number of the best window in the photograph's own
        ``Outline.windows``; -1 without one.
    """

    scores: _Floats
    windows: npt.NDArray[np.int32]


def outline_rows(descriptors: Sequence[npt.NDArray[np.float16]], first_row: int) -> OutlineRows:
    """Pack ``Outline.descriptors`` of photographs, the first of which is row ``first_row``.

    A photograph without outlines is an array without rows.
    """
    filled = [each for each in descriptors if len(each)]
    counts = [len(each) for each in descriptors]
    numbers = np.arange(first_row, first_row + len(counts), dtype=np.int32)
    if not filled:
        return OutlineRows(np.zeros(0, np.int32), np.zeros((0, 0), np.int8))
    steps = np.rint(np.concatenate(filled).astype(np.float32) * _STEPS)
    return OutlineRows(np.repeat(numbers, counts), np.clip(steps, -127, 127).astype(np.int8))


def sketch_scores(rows: OutlineRows, photos: int, sketch: Outline) -> SketchScores:
    """Score ``photos`` photographs, those of rows 0 to ``photos - 1``.

    Parameters
    ----------
    rows
        Of all of them.
    photos
        How many there are, with or without outlines.
    sketch
        Its readings, by :func:`ingest.sketching.outline_of_sketch`.
    """
    scores = np.zeros(photos, np.float32)
    windows = np.full(photos, -1, np.int32)
    if not len(rows.owners) or not len(sketch.descriptors):
        return SketchScores(scores, windows)
    asked = sketch.descriptors.astype(np.float32).T / np.float32(_STEPS)
    best = np.empty(len(rows.owners), np.float32)
    for start in range(0, len(best), _BLOCK):
        some = slice(start, start + _BLOCK)
        best[some] = (rows.rows[some].astype(np.float32) @ asked).max(axis=1)
    starts = np.flatnonzero(np.r_[True, rows.owners[1:] != rows.owners[:-1]])
    found = rows.owners[starts]
    scores[found] = np.maximum.reduceat(best, starts)
    place = np.arange(len(best), dtype=np.int32)
    is_best = best == scores[rows.owners]
    first = np.unique(rows.owners[is_best], return_index=True)[1]
    windows[found] = place[is_best][first] - starts
    return SketchScores(np.clip(scores, 0, 1), windows)


def window_region(outline: Outline, window: int, size: tuple[int, int]) -> Region | None:
    """Return a window in whole pixels inside a photograph of ``size`` (width, height)."""
    if not 0 <= window < len(outline.windows):
        return None
    x, y, width, height = (float(value) for value in outline.windows[window])
    left, top = max(0, round(x)), max(0, round(y))
    right, bottom = min(size[0], round(x + width)), min(size[1], round(y + height))
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None
