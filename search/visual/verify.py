"""Do two pictures show the same pattern, and where: voting, then a region.

Mutual nearest neighbours vote in bins of relative scale by relative
orientation (weak geometric consistency: Jégou, Douze, Schmid 2008, "Hamming
Embedding and Weak Geometric Consistency for Large Scale Image Search"). No
ratio test: on cloth, where motifs repeat, it throws away the right matches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures

__all__ = ["Agreement", "agree", "mutual", "unit_rows"]

_ANGLE_BINS = 24
#: Bins an octave, and octaves either way.
_SCALE_STEPS, _OCTAVES = 2, 4
_SCALE_BINS = 2 * _OCTAVES * _SCALE_STEPS + 1
#: Cosine of RootSIFT below which a nearest neighbour says nothing.
_MIN_COSINE = 0.75

_Floats = npt.NDArray[np.float32]
_Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How far two pictures agree.

    Parameters
    ----------
    votes
        Weight in the winning bin of relative scale and orientation, 0 or more.
    pairs
        int of shape ``(m, 2)``: row in the query, row in the photograph, of
        the matches in that bin.
    matched
        All matches, in whatever bin.
    """

    votes: float
    pairs: _Indices
    matched: int = 0


def unit_rows(descriptors: npt.NDArray[np.uint8]) -> _Floats:
    """Descriptors as float32 rows of length one; zero rows stay zero."""
    rows = descriptors.astype(np.float32)
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def agree(
    query: PatternFeatures, query_rows: _Floats, photo: PatternFeatures, photo_rows: _Floats
) -> Agreement:
    """Vote on the relative scale and orientation of two pictures.

    Parameters
    ----------
    query, photo
        Features; only keypoints are read.
    query_rows, photo_rows
        Their descriptors by :func:`unit_rows`.
    """
    first, second, cosine = mutual(query_rows, photo_rows)
    if not len(first):
        return Agreement(0.0, np.zeros((0, 2), np.intp))
    weight = (cosine - _MIN_COSINE) / (1 - _MIN_COSINE)
    a, b = query.keypoints[first], photo.keypoints[second]
    turn = (b[:, 3] - a[:, 3]) % 360 * (_ANGLE_BINS / 360)
    scale = np.log2(np.maximum(b[:, 2], 1e-6) / np.maximum(a[:, 2], 1e-6))
    votes, inside = _vote(turn, (scale + _OCTAVES) * _SCALE_STEPS, weight)
    pairs = np.stack([first[inside], second[inside]], axis=1)
    return Agreement(votes, pairs, len(first))


def mutual(first: _Floats, second: _Floats) -> tuple[_Indices, _Indices, _Floats]:
    """Return rows that are each other's nearest, above the least cosine."""
    if not len(first) or not len(second):
        none = np.zeros(0, np.intp)
        return none, none, np.zeros(0, np.float32)
    cosine = first @ second.T
    nearest = cosine.argmax(axis=1)
    value = cosine[np.arange(len(first)), nearest]
    # The greatest of a column, not its place: numpy finds that four times as fast.
    kept = np.flatnonzero((value > _MIN_COSINE) & (value >= cosine.max(axis=0)[nearest]))
    return kept, nearest[kept], value[kept]


def _vote(
    turn: npt.NDArray[np.floating], scale: npt.NDArray[np.floating], weight: _Floats
) -> tuple[float, npt.NDArray[np.bool_]]:
    """Weight of the best 3 by 3 neighbourhood of bins, and who is in it."""
    column = turn.astype(np.intp) % _ANGLE_BINS
    row = np.clip(np.rint(scale).astype(np.intp), 0, _SCALE_BINS - 1)
    flat = np.bincount(row * _ANGLE_BINS + column, weight, minlength=_SCALE_BINS * _ANGLE_BINS)
    grid = flat.reshape(_SCALE_BINS, _ANGLE_BINS)
    wide = grid + np.roll(grid, 1, axis=1) + np.roll(grid, -1, axis=1)
    padded = np.pad(wide, ((1, 1), (0, 0)))
    total = padded[:-2] + padded[1:-1] + padded[2:]
    best_row, best_column = np.unravel_index(total.argmax(), total.shape)
    around = (column - best_column + 1) % _ANGLE_BINS <= 2
    inside = around & (np.abs(row - best_row) <= 1)
    return float(total[best_row, best_column]), inside
