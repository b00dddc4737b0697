"""Where the query lies in a photograph that agrees with it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.verify import Agreement

__all__ = ["Placement", "Region", "place"]

#: x, y, width, height in pixels of the upright full-size photograph.
Region = tuple[int, int, int, int]

#: A match may lie this share of the photograph's diagonal from its place:
#: cloth bends, so several times what a rigid picture would need.
_TOLERANCE = 0.02
_LEAST_PAIRS = 4
#: A matched part that comes this near the query's edge reaches to it.
_SNAP = 0.15

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Placement:
    """A query laid on a photograph.

    Parameters
    ----------
    inliers
        Matches that one shift, turn and scaling explains.
    region
        Bounding box of the matched part; ``None`` when nothing fits.
    query_region
        Bounding box of the same in pixels of the query.
    """

    inliers: int
    region: Region | None
    query_region: Region | None = None


def place(query: PatternFeatures, photo: PatternFeatures, agreement: Agreement) -> Placement:
    """Lay the query on the photograph by RANSAC over a similarity transform.

    Fischler and Bolles (1981); OpenCV's ``estimateAffinePartial2D``, whose
    random numbers have a fixed seed, so that the answer is always the same.

    Parameters
    ----------
    query
        Features, mirrored where the agreement is with the mirrored query.
    photo
        Features of the photograph.
    agreement
        What :func:`search.visual.verify.agree` found.
    """
    if len(agreement.pairs) < _LEAST_PAIRS:
        return Placement(0, None)
    matched = query.keypoints[agreement.pairs[:, 0]]
    source = np.ascontiguousarray(matched[:, :2])
    target = photo.keypoints[agreement.pairs[:, 1], :2]
    tolerance = _TOLERANCE * float(np.hypot(photo.width_px, photo.height_px))
    transform, mask = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=tolerance, maxIters=500
    )
    # OpenCV answers None where its stubs promise an array.
    if transform is None or not np.isfinite(transform).all():
        return Placement(0, None)
    inside = np.asarray(mask).ravel().astype(bool)
    count = int(inside.sum())
    if count < _LEAST_PAIRS:
        return Placement(count, None)
    corners = _matched_corners(query, matched[inside])
    laid = corners @ np.asarray(transform)[:, :2].T + np.asarray(transform)[:, 2]
    size = (query.width_px, query.height_px)
    return Placement(
        count, _clipped(laid, (photo.width_px, photo.height_px)), _clipped(corners, size)
    )


def _matched_corners(query: PatternFeatures, matched: _Floats) -> _Floats:
    """Corners ``(4, 2)`` of the part of the query that its matched keypoints cover.

    A keypoint stands for the patch around it, about its diameter either way.
    """
    size = np.array([query.width_px, query.height_px], np.float32)
    low = (matched[:, :2] - matched[:, 2:3]).min(axis=0)
    high = (matched[:, :2] + matched[:, 2:3]).max(axis=0)
    low, high = np.clip(low, 0, size), np.clip(high, 0, size)
    low = np.where(low < _SNAP * size, 0, low)
    high = np.where(high > (1 - _SNAP) * size, size, high)
    (left, top), (right, bottom) = low, high
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _clipped(corners: npt.NDArray[np.floating], size: tuple[int, int]) -> Region | None:
    """Bounding box in whole pixels inside a picture of this size, if anything is left."""
    left, top = (int(value) for value in np.clip(np.floor(corners.min(axis=0)), 0, size))
    right, bottom = (int(value) for value in np.clip(np.ceil(corners.max(axis=0)), 0, size))
    if right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top
