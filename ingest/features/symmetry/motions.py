"""Motions of the picture plane as 3 by 3 matrices that act on x, y, 1."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = [
    "Matrix",
    "applied",
    "axis_of",
    "centre_of",
    "local_part",
    "mirroring",
    "rescaled",
    "shifting",
    "turning",
]

Matrix = npt.NDArray[np.float64]


def mirroring(direction_deg: float, at: tuple[float, float]) -> Matrix:
    """Mirror at the axis through ``at`` that runs ``direction_deg`` clockwise from the x axis."""
    angle = np.radians(2 * direction_deg)
    cos, sin = np.cos(angle), np.sin(angle)
    return _about(np.array([[cos, sin], [sin, -cos]]), at)


def turning(degrees: float, at: tuple[float, float]) -> Matrix:
    """Turn clockwise as seen, about ``at``."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return _about(np.array([[cos, -sin], [sin, cos]]), at)


def shifting(across: float, down: float) -> Matrix:
    """Move by x, y."""
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], np.float64)


def _about(linear: Matrix, at: tuple[float, float]) -> Matrix:
    motion = np.eye(3)
    motion[:2, :2] = linear
    motion[:2, 2] = np.array(at) - linear @ np.array(at)
    return motion


def rescaled(motion: Matrix, factor: float) -> Matrix:
    """Return the same motion in a picture ``factor`` times the size, pixel middles counted."""
    change = np.diag([factor, factor, 1.0])
    change[:2, 2] = (factor - 1) / 2
    return np.asarray(change @ motion @ np.linalg.inv(change))


def applied(motion: Matrix, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Move points of shape ``(n, 2)``."""
    if not len(points):
        return points
    return np.asarray(cv2.perspectiveTransform(points[None], motion)[0], dtype=np.float64)


def local_part(motion: Matrix, at: npt.NDArray[np.float64]) -> Matrix:
    """Return the derivative of a motion at a point, shape ``(2, 2)``."""
    x, y, depth = motion @ np.array([*at, 1.0])
    return np.asarray((motion[:2, :2] - np.outer([x / depth, y / depth], motion[2, :2])) / depth)


def axis_of(motion: Matrix, at: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """x, y of a point of a mirror's axis near ``at``, and its direction, 0 up to 180 degrees."""
    linear = local_part(motion, at)
    angle = np.arctan2(linear[0, 1] + linear[1, 0], linear[0, 0] - linear[1, 1]) / 2
    middle = (at + applied(motion, at[None])[0]) / 2
    return float(middle[0]), float(middle[1]), float(np.degrees(angle) % 180)


def centre_of(motion: Matrix, at: npt.NDArray[np.float64]) -> tuple[float, float]:
    """x, y of the point a turn leaves in place, by Newton's method from ``at``."""
    point = at.astype(np.float64)
    for _ in range(5):
        off = applied(motion, point[None])[0] - point
        point = point - np.linalg.lstsq(local_part(motion, point) - np.eye(2), off, rcond=None)[0]
    return float(point[0]), float(point[1])
