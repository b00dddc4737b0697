"""How far the camera looked askew, told from the outline of a four-cornered cloth."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth
from ingest.features.cloth import cloth_outline

__all__ = ["measure_tilt", "tilt_of_corners"]

_Floats = npt.NDArray[np.float64]

#: Focal length as a part of the picture's longest side: phones' main lenses are
#: 24 to 28 mm on 36 mm film, 0.67 to 0.78; the pictures are often trimmed a little.
_FOCAL = 0.8
#: The four-cornered shape must cover the mask as well as this (intersection over union).
_FITS = 0.94
#: Part of each side, about its middle, that its line is fitted to: corners are round.
_SIDE_PART = 0.8
#: Mask cells left free of the picture's edge: where the cloth runs out of the
#: picture its corner is not seen.
_EDGE_CELLS = 1


def measure_tilt(cloth: Cloth, full_size: tuple[int, int]) -> float:
    """Measure the angle between the line of sight and the cloth's upright.

    Parameters
    ----------
    cloth
        Where the cloth lies.
    full_size
        Width and height in pixels of the upright full-size photograph.

    Returns
    -------
    float
        Degrees, 0..90; NaN when no cloth was told apart, when it has not four
        corners, or when one of them lies outside the picture.
    """
    if not cloth.certainty > 0 or not cloth.mask.any():
        return float("nan")
    height, width = cloth.mask.shape
    outline = cloth_outline(cloth.mask)
    x, y = outline.T
    if min(x.min(), y.min()) < _EDGE_CELLS or x.max() > width - 2 or y.max() > height - 2:
        return float("nan")
    corners = _four_corners(outline)
    if corners is None or not _covers(corners, cloth.mask):
        return float("nan")
    cell = np.array(full_size, np.float64) / (width, height)
    return tilt_of_corners((corners + 0.5) * cell, full_size)


def tilt_of_corners(corners: _Floats, full_size: tuple[int, int]) -> float:
    """Angle under which a rectangle of any proportions is seen.

    The two points where opposite sides meet span the vanishing line ``l``; the
    plane's upright is ``K^T l`` for the camera matrix ``K`` (Hartley, Zisserman
    2004, "Multiple View Geometry", 8.6). ``K`` is a guess: the middle of the
    picture, and a focal length of 0.8 of its longest side.

    Parameters
    ----------
    corners
        float64 ``(4, 2)``: x and y in pixels, in order around.
    full_size
        Width and height of the picture in pixels.

    Examples
    --------
    >>> square = np.array([(0, 0), (100, 0), (100, 100), (0, 100)], np.float64)
    >>> tilt_of_corners(square, (100, 100))
    0.0
    """
    middle, focal = np.array(full_size, np.float64) / 2, _FOCAL * max(full_size)
    points = np.column_stack([(corners - middle) / focal, np.ones(4)])
    sides = np.cross(points, np.roll(points, -1, axis=0))
    upright = np.cross(np.cross(sides[0], sides[2]), np.cross(sides[1], sides[3]))
    length = float(np.linalg.norm(upright))
    if length < 1e-12:
        return float("nan")
    return float(np.degrees(np.arccos(min(1.0, abs(float(upright[2])) / length))))


def _four_corners(outline: npt.NDArray[np.int32]) -> _Floats | None:
    """Corners of the outline's hull, each the crossing of two fitted sides."""
    hull = cv2.convexHull(outline)
    around = cv2.arcLength(hull, True)
    for part in (0.02, 0.04, 0.06, 0.08):
        rough = np.asarray(cv2.approxPolyDP(hull, part * around, True), np.float64).reshape(-1, 2)
        if len(rough) == 4:
            break
    else:
        return None
    lines = [_fitted(outline, rough[k], rough[(k + 1) % 4]) for k in range(4)]
    if any(line is None for line in lines):
        return None
    crossed = [np.cross(lines[k - 1], lines[k]) for k in range(4)]  # type: ignore[arg-type]
    if any(abs(point[2]) < 1e-9 for point in crossed):
        return None
    return np.array([point[:2] / point[2] for point in crossed])


def _fitted(outline: npt.NDArray[np.int32], start: _Floats, end: _Floats) -> _Floats | None:
    """Homogeneous line through the outline's points beside one rough side."""
    along = end - start
    length = float(np.hypot(*along))
    away = outline - start
    place = away @ along / length**2
    aside = np.abs(away[:, 0] * along[1] - away[:, 1] * along[0]) / length
    near = outline[(np.abs(place - 0.5) < _SIDE_PART / 2) & (aside < max(2.0, 0.06 * length))]
    if len(near) < 5:
        return None
    vx, vy, x, y = np.asarray(
        cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01), np.float64
    ).ravel()
    return np.array([vy, -vx, vx * y - vy * x])


def _covers(corners: _Floats, mask: npt.NDArray[np.bool_]) -> bool:
    drawn = np.zeros(mask.shape, np.uint8)
    if np.abs(corners).max() > 4 * max(mask.shape):
        return False
    cv2.fillPoly(drawn, [np.round(corners).astype(np.int32)], 1)
    seen = drawn > 0
    return bool((seen & mask).sum() >= _FITS * (seen | mask).sum())
