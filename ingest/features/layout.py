"""How the pattern is laid out: exact on drawn charts, likely on photographs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from archive.features import Cloth, Layout, Symmetry
from ingest.features.symmetry.exact import exact_symmetries
from ingest.features.symmetry.photograph import likely_symmetries
from ingest.features.symmetry.stitches import Stitches, recover_stitches

__all__ = ["measure_layout"]


def measure_layout(rgb: npt.NDArray[np.uint8], cloth: Cloth, full_size: tuple[int, int]) -> Layout:
    """Measure the symmetries of a pattern.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.
    cloth
        Where the textile lies; a drawn chart is measured whatever it says.
    full_size
        Width and height in pixels of the upright full-size photograph.

    Returns
    -------
    Layout
        The surest first. On a drawn chart (every block of pixels one stitch)
        exact, with confidence 1; on anything else calibrated, see ``judging``.
        Empty for one colour, one pixel and plain stripes.
    """
    stitches = recover_stitches(rgb)
    scale = full_size[0] / rgb.shape[1]
    if stitches is not None:
        found = [_in_pixels(each, stitches) for each in exact_symmetries(stitches.cells)]
        return Layout(tuple(_enlarged(each, scale) for each in found))
    found = [_enlarged(each, scale) for each in likely_symmetries(rgb, cloth.mask)]
    return Layout(tuple(found))


def _in_pixels(found: Symmetry, stitches: Stitches) -> Symmetry:
    """From stitches to pixels of the picture they were read from."""
    moved = _enlarged(found, stitches.size_px)
    if found.kind in ("lattice", "frieze"):
        return moved
    x, y, *rest = moved.numbers
    return replace(moved, numbers=(x + stitches.corner_px[0], y + stitches.corner_px[1], *rest))


def _enlarged(found: Symmetry, factor: float) -> Symmetry:
    """Lengths times ``factor``; the direction of an axis stays."""
    lengths = tuple(factor * value for value in found.numbers)
    if found.kind == "mirror":
        lengths = (*lengths[:2], found.numbers[2])
    return replace(found, numbers=lengths)
