"""Colours to search by, and how well palettes answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["WantedColour", "colour_scores"]

_Floats = npt.NDArray[np.float32]

#: Colour difference at which two colours are alike by exp(-1/2). Of 4 to 9 the
#: smallest put most true pieces among the first ten for each named colour (104
#: drawn pieces, squarely seen and photographed).
_REACH = 4.0
#: CIE94 for textiles, but for lightness, which there counts half: 1.5 was as
#: good as 1 on photographed pieces, whose light falls unevenly.
_K_LIGHT, _K_CHROMA, _K_HUE = 1.5, 0.048, 0.014
#: Palettes compared at once: what a processor keeps near.
_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class WantedColour:
    """A colour that the cloth should have.

    Parameters
    ----------
    lab
        CIELAB (D65, 2 degrees), L in 0..100.
    share
        Of the cloth, above 0, at most 1; ``None`` for any, the more the better.
    """

    lab: tuple[float, float, float]
    share: float | None = None


def colour_scores(palettes: _Floats, wanted: Sequence[WantedColour]) -> _Floats:
    """Score palettes by the colours somebody wants.

    Each colour of a palette counts for the wanted colour it is most like, as
    much as it is like it: the difference is CIE94 with the weights for textiles
    (CIE 116:1995), seen from the wanted colour. What a wanted colour so gets is
    held against its share; the answer is the geometric mean, so that a colour
    which is missing cannot be made up for by the others.

    Parameters
    ----------
    palettes
        float32 of shape ``(n, m, 4)``: CIELAB and share of up to m colours;
        rows that are not used have share 0.
    wanted
        One colour or a few.

    Returns
    -------
    numpy.ndarray
        float32 of shape ``(n,)``, 0..1: 1 when the palette is the wanted colours
        in the wanted shares (any shares alike, for those left open), near 0 when
        one of them is missing. All 0 when nothing is wanted.

    Examples
    --------
    >>> red, blue = (42.5, 65.9, 35.7), (25.1, 8.9, -33.3)
    >>> palette = np.array([[(*red, 0.25), (*blue, 0.75)]], np.float32)
    >>> colour_scores(palette, [WantedColour(red, 0.25), WantedColour(blue)]).tolist()
    [1.0]
    >>> colour_scores(palette, [WantedColour(red, 0.5)]).round(2).tolist()
    [0.5]
    """
    scores = np.zeros(len(palettes), np.float32)
    if not wanted:
        return scores
    for start in range(0, len(palettes), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        fits = [_fit(amount, share) for amount, share in _met(palettes[part], wanted)]
        scores[part] = np.prod(fits, axis=0) ** (1 / len(wanted))
    return scores


def _met(
    palettes: _Floats, wanted: Sequence[WantedColour]
) -> list[tuple[_Floats, tuple[float, bool]]]:
    """Amount of each wanted colour in each palette, and the share it is held against."""
    light, a, b, share = (np.ascontiguousarray(palettes[..., k]) for k in range(4))
    alike = [np.exp(_difference(light, a, b, colour.lab) / (-2 * _REACH**2)) for colour in wanted]
    best = np.maximum.reduce(alike)
    given = sum(colour.share for colour in wanted if colour.share is not None)
    open_ones = sum(colour.share is None for colour in wanted)
    rest = max(0.05, 1 - given) / max(1, open_ones)
    met = []
    for likeness, colour in zip(alike, wanted, strict=True):
        amount = (share * likeness * (likeness >= best)).sum(axis=1)
        is_open = colour.share is None
        met.append((amount, (rest if colour.share is None else colour.share, is_open)))
    return met


def _fit(amount: _Floats, held_against: tuple[float, bool]) -> _Floats:
    """How well an amount is what was asked for, 0..1."""
    share, is_open = held_against
    if is_open:
        # The more the better, but most for the first: an accent counts.
        return np.asarray(1 - (1 - np.minimum(amount / share, 1)) ** 3, dtype=np.float32)
    share = max(share, 1e-3)
    fit = np.minimum(amount, share) / np.maximum(amount, share)
    return np.asarray(fit, dtype=np.float32)


def _difference(light: _Floats, a: _Floats, b: _Floats, lab: tuple[float, float, float]) -> _Floats:
    """Square of the CIE94 difference from ``lab``, weights for textiles."""
    chroma = float(np.hypot(lab[1], lab[2]))
    d_light = (light - np.float32(lab[0])) / np.float32(_K_LIGHT)
    d_chroma = np.hypot(a, b) - np.float32(chroma)
    d_hue_square = np.maximum(
        (a - np.float32(lab[1])) ** 2 + (b - np.float32(lab[2])) ** 2 - d_chroma**2, 0
    )
    by_chroma = (d_chroma / np.float32(1 + _K_CHROMA * chroma)) ** 2
    by_hue = d_hue_square / np.float32((1 + _K_HUE * chroma) ** 2)
    return np.asarray(d_light**2 + by_chroma + by_hue, dtype=np.float32)
