"""A palette as a vector, so that many are compared by one product."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt

from archive.features import Swatch

__all__ = ["colour_vector"]

#: Reach of one colour in CIELAB units: dyes of one name lie within about 20.
_REACH = 20.0
#: Points of CIELAB a palette is measured from: everywhere sRGB reaches, one
#: reach and a half apart.
_POINTS = np.array(
    list(product(range(5, 100, 30), range(-75, 100, 30), range(-105, 105, 30))), float
)

_Floats = npt.NDArray[np.float32]


def colour_vector(palette: tuple[Swatch, ...]) -> _Floats:
    """Palette as a smooth density in CIELAB, L2 norm 1; zero without colours.

    The product of two such vectors is 1 for equal palettes and falls to 0 as
    no colour of one lies within reach of the other's. Names play no part.
    """
    density = np.zeros(len(_POINTS))
    for swatch in palette:
        apart = ((_POINTS - np.array(swatch.lab)) ** 2).sum(axis=1)
        density += swatch.share * np.exp(-apart / (2 * _REACH**2))
    return np.asarray(density / max(float(np.linalg.norm(density)), 1e-9), dtype=np.float32)
