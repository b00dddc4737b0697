"""Copies of one photograph, as apart from other photographs of like things.

A copy is another file of the same exposure: saved again, made smaller, its
edges cut. Hashes that hardly differ say so alone; where edges were cut hashes
propose and keypoints decide, since in a copy nearly everything that can be
matched lies where it lay, to a fraction of a percent. Another photograph of the
same cloth, or the same motif drawn again, never agrees so closely.

Measured on 21 textiles: copies of worse quality, half to an eighth of the size
or brighter differ in at most 12 bits of 256; cut by 3 to 5 % on two sides in 36
to 88, with 0.87 and more of the keypoints in place. Neighbouring frames of one
film of a bag differ in 30 bits and more (0.73 in place), the nearest two of 330
charts in 26 (0.75), two textiles in 108.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.entries import hash_words
from search.visual.index import VisualIndex
from search.visual.ranking import FeaturesOf
from search.visual.verify import mutual, unit_rows

__all__ = ["DUPLICATES_VERSION", "Duplicate", "copy_score", "find_duplicates"]

#: Raised by hand whenever another pair is found.
DUPLICATES_VERSION = 1
#: Bits of 256 in which the hashes of a copy differ, whole and with cut edges.
_WHOLE_BITS, _CUT_BITS = 14, 92
#: Photographs opened at most, the nearest.
_OPENED = 12
#: Where a matched keypoint may lie, in shares of the diagonal.
_TOLERANCE = 0.003
#: Share of the edges that may be cut, on either side.
_CUT = 0.06
#: Keypoints below which a picture is too plain to tell.
_LEAST = 25
#: Share of the matches that must lie in place.
_COPY = 0.82


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another file of the same exposure.

    Parameters
    ----------
    photo
        Its id.
    score
        Share of the hash that is equal or of the matched keypoints that lie
        where they lay, 0..1.
    """

    photo: str
    score: float


def find_duplicates(
    index: VisualIndex,
    photo: str,
    features: PatternFeatures,
    features_of: FeaturesOf,
) -> list[Duplicate]:
    """Find the copies of one photograph, surest first; itself is none.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    if not len(snapshot.photos):
        return []
    hashes = np.asarray(snapshot.column("phash"), np.uint64)
    bits = np.bitwise_count(hashes ^ hash_words(features.phash)).sum(axis=1, dtype=np.intp)
    near = np.flatnonzero(snapshot.alive & (bits <= _CUT_BITS) & (snapshot.photos != photo))
    found = []
    for row in near[np.argsort(bits[near], kind="stable")][:_OPENED]:
        other = str(snapshot.photos[row])
        stored = features_of(other)
        if stored is not None and min(len(features.keypoints), len(stored.keypoints)) >= _LEAST:
            is_whole = bits[row] <= _WHOLE_BITS
            score = 1 - float(bits[row]) / 256 if is_whole else copy_score(features, stored)
            if score >= _COPY:
                found.append(Duplicate(other, round(score, 3)))
    return sorted(found, key=lambda each: (-each.score, each.photo))


def copy_score(first: PatternFeatures, second: PatternFeatures) -> float:
    """Share of the matched keypoints that lie in both where a copy has them, 0..1.

    Pictures with too few keypoints to tell give 0.
    """
    a, b, _ = mutual(unit_rows(first.descriptors), unit_rows(second.descriptors))
    if len(a) < _LEAST:
        return 0.0
    source, target = _placed(first, a), _placed(second, b)
    transform, mask = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=500
    )
    if transform is None or not _is_upright(np.asarray(transform), first):
        return 0.0
    return float(np.asarray(mask).mean())


def _placed(features: PatternFeatures, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Places of keypoints in shares of the picture's diagonal."""
    diagonal = np.hypot(features.width_px, features.height_px)
    return np.ascontiguousarray(features.keypoints[rows, :2] / np.float32(diagonal))


def _is_upright(transform: npt.NDArray[np.float64], picture: PatternFeatures) -> bool:
    """Say whether a transform only cuts edges: hardly any turn, shift or scaling."""
    diagonal = float(np.hypot(picture.width_px, picture.height_px))
    width, height = picture.width_px / diagonal, picture.height_px / diagonal
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners @ transform[:, :2].T + transform[:, 2]
    turn = abs(float(np.arctan2(transform[1, 0], transform[0, 0])))
    return bool(np.abs(moved - corners).max() <= 2 * _CUT and turn < np.radians(2))
