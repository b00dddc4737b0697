"""Whole-picture vectors: aggregated shape, texture and colour, side by side."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures, Swatch
from search.visual.codebook import Codebook, aggregate, project

__all__ = ["Likeness", "colour_vector", "likeness", "picture_vector"]

#: Reach of one colour in CIELAB units: dyes of one name lie within about 20.
_REACH = 20.0
#: Points of CIELAB a palette is measured from: everywhere sRGB reaches, one
#: reach and a half apart.
_POINTS = np.array(
    list(product(range(5, 100, 30), range(-75, 100, 30), range(-105, 105, 30))), float
)

_Floats = npt.NDArray[np.float32]


class Likeness:
    """Likeness of one query to every photograph, each float32 ``(p,)`` in 0..1."""

    def __init__(self, shape: _Floats, texture: _Floats, colour: _Floats) -> None:
        self.shape, self.texture, self.colour = shape, texture, colour


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


def picture_vector(codebook: Codebook, features: PatternFeatures) -> npt.NDArray[np.float16]:
    """Return the stored vector: VLAD, texture, colour, each of norm 1 or 0."""
    parts = (
        aggregate(codebook, project(codebook, features.descriptors)),
        features.texture,
        colour_vector(features.palette),
    )
    return np.concatenate(parts).astype(np.float16)


def likeness(codebook: Codebook, query: PatternFeatures, vectors: _Floats) -> Likeness:
    """Compare a query with stored vectors (float32, ``(p, v)``).

    Texture vectors are square roots of shares, so that unrelated cloths still
    agree to about 0.9; the scale is stretched to start there.
    """
    own = picture_vector(codebook, query).astype(np.float32)
    shape_end, colour_start = codebook.centres.size, -len(_POINTS)
    shape = vectors[:, :shape_end] @ own[:shape_end]
    texture = vectors[:, shape_end:colour_start] @ own[shape_end:colour_start]
    colour = vectors[:, colour_start:] @ own[colour_start:]
    return Likeness(
        np.clip(shape, 0, 1).astype(np.float32),
        np.clip((texture - 0.9) / 0.1, 0, 1).astype(np.float32),
        np.clip(colour, 0, 1).astype(np.float32),
    )
