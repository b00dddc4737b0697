"""Whole-picture vectors: aggregated shape, texture and colour, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures, Swatch
from search.visual.codebook import Codebook, aggregate, project

__all__ = ["Likeness", "Vectors", "colour_vector", "likeness", "picture_vector", "vectors_of"]

#: Reach of one colour in CIELAB units: dyes of one name lie within about 20.
_REACH = 20.0
#: Points of CIELAB a palette is measured from: everywhere sRGB reaches, one
#: reach and a half apart.
_POINTS = np.array(
    list(product(range(5, 100, 30), range(-75, 100, 30), range(-105, 105, 30))), float
)

#: Rows multiplied at a time: 16 MB as float32.
_BLOCK = 1024

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Vectors of many photographs, in about a quarter of their size as float32.

    Eight bits a number of the long part change its products by less than
    0.001, and numpy widens them ten times faster than float16.

    Parameters
    ----------
    shape
        int8 ``(p, s)``: VLAD in steps.
    step
        float32 ``(p,)``: the size of a row's steps.
    rest
        float32 ``(p, r)``: texture and colour.
    """

    shape: npt.NDArray[np.int8]
    step: _Floats
    rest: _Floats

    def followed_by(self, other: Vectors) -> Vectors:
        """Return the rows of both."""
        return Vectors(
            np.concatenate([self.shape, other.shape]),
            np.concatenate([self.step, other.step]),
            np.concatenate([self.rest, other.rest]),
        )


def vectors_of(codebook: Codebook, stored: Sequence[npt.NDArray[np.float16]]) -> Vectors:
    """Return vectors as :func:`picture_vector` made them, ready to compare; one or more."""
    size = codebook.centres.size
    shape = np.empty((len(stored), size), np.int8)
    step = np.empty(len(stored), np.float32)
    for row, vector in enumerate(stored):
        step[row] = max(float(np.abs(vector[:size]).max()), 1e-9) / np.iinfo(np.int8).max
        shape[row] = np.rint(vector[:size].astype(np.float32) / step[row])
    return Vectors(shape, step, np.stack([vector[size:] for vector in stored]).astype(np.float32))


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


def likeness(codebook: Codebook, query: PatternFeatures, vectors: Vectors) -> Likeness:
    """Compare a query with stored vectors.

    Texture vectors are square roots of shares, so that unrelated cloths still
    agree to about 0.9; the scale is stretched to start there.
    """
    own = picture_vector(codebook, query).astype(np.float32)
    shape_end, colours = codebook.centres.size, len(_POINTS)
    shape = np.empty(len(vectors.step), np.float32)
    for start in range(0, len(shape), _BLOCK):
        some = slice(start, start + _BLOCK)
        shape[some] = vectors.shape[some].astype(np.float32) @ own[:shape_end]
    texture = vectors.rest[:, :-colours] @ own[shape_end:-colours]
    colour = vectors.rest[:, -colours:] @ own[-colours:]
    return Likeness(
        np.clip(shape * vectors.step, 0, 1).astype(np.float32),
        np.clip((texture - 0.9) / 0.1, 0, 1).astype(np.float32),
        np.clip(colour, 0, 1).astype(np.float32),
    )
