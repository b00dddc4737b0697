"""The palette: the few colours a cloth is seen to have, with names and shares."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth, Swatch
from ingest.features.cloth import is_cloth
from ingest.features.colour import NamedColour, ciede2000, lab_of, nearest_named

__all__ = ["measure_palette"]

#: Pixels of the longest side measured: 20,000 samples settle shares to 1 %.
_SIDE_PX = 160
#: Width of a histogram cell in CIELAB units, well below the merging radius.
_CELL = 6.0
#: Cells nearer than this (CIEDE2000) to a heavier one are the same thread in
#: another light. On drawn charts (known palettes) 8 splits anti-aliased edges
#: from their thread and 16 merges neighbouring reds.
_MERGE = 11.0
#: Below this share a colour is dirt, an edge between threads, or JPEG.
_MIN_SHARE = 0.01
_MAX_SWATCHES = 8
#: Chroma below which a colour is seen as grey; the undyed white has 5.2.
_NEUTRAL = 5.5


def measure_palette(
    rgb: npt.NDArray[np.uint8], named: Sequence[NamedColour], cloth: Cloth | None = None
) -> tuple[Swatch, ...]:
    """Measure the named colours of the cloth in a picture.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, at least one pixel.
    named
        The dyes of the vocabulary; without any the palette is empty, because
        a colour is only stored under a name.
    cloth
        Where the cloth lies; shares are of it alone. Left out, or when no cell
        of it meets a sampled pixel, the whole picture is cloth.

    Returns
    -------
    tuple of Swatch
        Largest share first, at most eight, no name twice; ``lab`` is the mean
        of the pixels, not the dye's own colour. A one-colour picture gives one
        swatch with share 1.
    """
    if not named:
        return ()
    sampled = lab_of(_sample(rgb))
    within = None if cloth is None else is_cloth(cloth, sampled.shape)
    pixels = sampled.reshape(-1, 3) if within is None or not within.any() else sampled[within]
    labs, shares = _clusters(_cells(pixels))
    names = _names(labs, named)
    merged = [
        (float(shares[names == name].sum()), int(name), _mean(labs, shares, names == name))
        for name in dict.fromkeys(names.tolist())
    ]
    merged.sort(key=lambda item: (-item[0], item[1]))
    return tuple(
        Swatch(named[name].slug, lab, share) for share, name, lab in merged[:_MAX_SWATCHES]
    )


def _names(labs: npt.NDArray[np.float64], named: Sequence[NamedColour]) -> npt.NDArray[np.intp]:
    """Index of the name of each colour: the nearest by CIEDE2000.

    One departure: what has next to no chroma takes the nearest neutral name,
    where there is one. By distance alone a dark grey would be called "coffee",
    because the vocabulary has nothing between black and middle grey.
    """
    names, _ = nearest_named(labs, named)
    neutral = [i for i, c in enumerate(named) if np.hypot(c.lab[1], c.lab[2]) < _NEUTRAL]
    if neutral:
        closest, _ = nearest_named(labs, [named[index] for index in neutral])
        grey = np.hypot(labs[:, 1], labs[:, 2]) < _NEUTRAL
        names = np.where(grey, np.array(neutral)[closest], names)
    return names


def _sample(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """At most 160 px a side by nearest pixel: averaging would invent colours."""
    height, width = rgb.shape[:2]
    if max(height, width) <= _SIDE_PX:
        return rgb
    # A light blur first: single pixels of cloth are thread shadows and glints.
    step = max(height, width) / _SIDE_PX
    soft = cv2.blur(rgb, (3, 3)) if step >= 2 else rgb
    rows = ((np.arange(round(height / step) or 1) + 0.5) * step).astype(int)
    columns = ((np.arange(round(width / step) or 1) + 0.5) * step).astype(int)
    picked = soft[np.minimum(rows, height - 1)][:, np.minimum(columns, width - 1)]
    return np.asarray(picked, dtype=np.uint8)


def _cells(
    lab: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean colour and share of each occupied histogram cell, heaviest first."""
    keys = np.floor(lab / _CELL).astype(np.int64)
    code = (keys[:, 0] * 1000 + keys[:, 1] + 500) * 1000 + keys[:, 2] + 500
    _, where, count = np.unique(code, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(where, lab[:, i]) / count for i in range(3)], axis=1)
    order = np.argsort(-count, kind="stable")
    shares = np.asarray(count[order] / len(lab), dtype=np.float64)
    return np.asarray(means[order], dtype=np.float64), shares


def _clusters(
    cells: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Merge cells around the heaviest ones; shares below one percent go.

    Deterministic and free of any starting guess, unlike k-means: seeds are
    taken by weight, every cell joins its nearest seed.
    """
    means, shares = cells
    seeds: list[int] = []
    nearest = np.full(len(means), np.inf)
    for index in range(len(means)):
        if nearest[index] > _MERGE and (shares[index] >= _MIN_SHARE / 4 or not seeds):
            seeds.append(index)
            nearest = np.minimum(nearest, ciede2000(means, means[index]))
    owner = ciede2000(means[:, None], means[seeds][None]).argmin(axis=1)
    total = np.bincount(owner, shares, minlength=len(seeds))
    kept = np.flatnonzero(total >= min(_MIN_SHARE, total.max()))
    labs = np.array([_mean(means, shares, owner == index) for index in kept], np.float64)
    return labs, np.asarray(total[kept], dtype=np.float64)


def _mean(
    labs: npt.NDArray[np.float64],
    shares: npt.NDArray[np.float64],
    chosen: npt.NDArray[np.bool_],
) -> tuple[float, float, float]:
    light, a, b = np.average(labs[chosen], axis=0, weights=shares[chosen])
    return float(light), float(a), float(b)
