"""A figure at its place on the cloth."""

__all__ = ["Placement", "turn_matrix"]

from dataclasses import dataclass

import numpy as np

from .shapes import Figure, FloatArray


@dataclass(frozen=True, slots=True)
class Placement:
    """A figure on the cloth.

    Parameters
    ----------
    name
        Same name, same figure: it is stitched once and copied.
    figure
        Its pieces in the square from -1 to 1.
    scale_cm
        Centimetres per unit of the figure.
    matrix
        Turn or mirror, 2x2, for row vectors.
    at_cm
        Where its middle comes to lie.
    """

    name: str
    figure: Figure
    scale_cm: float
    matrix: FloatArray
    at_cm: tuple[float, float]


def turn_matrix(angle_deg: float, *, mirrored: bool = False) -> FloatArray:
    """Matrix for row vectors that mirrors left to right if asked, then turns clockwise as seen."""
    a = np.radians(angle_deg)
    spin = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return np.asarray(np.round(np.diag([-1.0 if mirrored else 1.0, 1.0]) @ spin, 12))
