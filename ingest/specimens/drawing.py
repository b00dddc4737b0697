"""From recipe to picture: stitch the figures, lay them on the cloth, light them."""

__all__ = ["draw", "thread_order"]

from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from . import batik
from .cloth import woven_cloth
from .fill_counted import crosses
from .fill_rows import ROW_KINDS, knots, rows
from .fill_satin import satin
from .gauges import Gauge, gauge_of
from .layouts import CANVAS_CM, placements
from .palettes import palette_rgb
from .placement import Placement
from .recipe import Specimen
from .shapes import FloatArray
from .stitches import Stitches, joined, placed
from .threads import numbered, shaded

#: Part of the whole width that a detail shows.
_DETAIL = 0.27
#: Pixels drawn for each pixel kept, along one side: more for small pictures.
_FINE_BELOW_PX = 800


def draw(specimen: Specimen, *, width_px: int = 1600) -> npt.NDArray[np.uint8]:
    """Give the cloth squarely seen in even light.

    Parameters
    ----------
    specimen
        The recipe.
    width_px
        Width of the picture, 16 or more; the height follows the layout.

    Returns
    -------
    numpy.ndarray
        Shape (h, w, 3), uint8, sRGB in the order red, green, blue.
    """
    over = 2.0 if width_px < _FINE_BELOW_PX else 1.35
    x, y, w, h = _window(specimen)
    px_per_cm = width_px * over / w
    shape = (round(h * px_per_cm), round(w * px_per_cm))
    rng = np.random.default_rng((specimen.seed, specimen.variant))
    slug, colours = specimen.colours[0], _thread_colours(specimen)
    cloth = woven_cloth(shape, px_per_cm, slug, colours[0], rng)
    if specimen.stitch == "batik":
        batik.dyed(cloth, placements(specimen), (x, y), px_per_cm, colours, rng)
    else:
        stitches = _stitched(specimen, px_per_cm, rng)
        _sewn_on(cloth, placed(stitches, np.eye(2), (-x, -y)), colours, px_per_cm)
    height_px = max(1, round(width_px * h / w))
    small = cv2.resize(cloth, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.clip(small, 0, 255).astype(np.uint8)


def _window(specimen: Specimen) -> tuple[float, float, float, float]:
    """Part of the cloth that is seen, in cm: left, top, width, height."""
    w, h = CANVAS_CM[specimen.layout]
    if specimen.view == "whole":
        return 0.0, 0.0, w, h
    first = next(p for p in placements(specimen) if p.name == "motif")
    rng = np.random.default_rng((specimen.seed, 5))
    wide = w * _DETAIL
    high = wide * 0.75
    sway = rng.uniform(-0.35, 0.35, 2) * first.scale_cm
    left = float(np.clip(first.at_cm[0] + sway[0] - wide / 2, 0, w - wide))
    top = float(np.clip(first.at_cm[1] + sway[1] - high / 2, 0, h - high))
    return left, top, wide, high


def thread_order(specimen: Specimen) -> tuple[int, ...]:
    """Place in the palette of each thread the figures name; variants change places 1 to 4."""
    shift = specimen.variant // 2
    return (0, *(1 + (k - shift) % 4 for k in range(4)), 5, 6)


def _thread_colours(specimen: Specimen) -> FloatArray:
    return palette_rgb(specimen.palette)[list(thread_order(specimen))]


def _stitched(specimen: Specimen, px_per_cm: float, rng: np.random.Generator) -> Stitches:
    """All stitches of the cloth; figures of one name are stitched once and copied."""
    gauge = gauge_of(specimen.stitch, px_per_cm)
    counted = specimen.stitch == "cross-stitch"
    ready: dict[str, Stitches] = {}
    parts = []
    for place in placements(specimen):
        if place.name not in ready:
            ready[place.name] = _filled(specimen.stitch, place, gauge, rng)
        at = (
            _snapped(place.at_cm, CANVAS_CM[specimen.layout], gauge.pitch)
            if counted
            else place.at_cm
        )
        parts.append(placed(ready[place.name], place.matrix, at))
    return joined(parts)


def _snapped(
    at_cm: tuple[float, float], canvas_cm: tuple[float, float], cell: float
) -> tuple[float, float]:
    """Bring a place to the nearest cell of a grid whose middle cell is the cloth's middle."""
    off = (np.array(at_cm) - np.array(canvas_cm) / 2) / cell
    # Halves go away from the middle, so that mirrored places stay mirrored.
    cells = np.sign(off) * np.floor(np.abs(off) + 0.5 + 1e-6)
    x, y = cells * cell + np.array(canvas_cm) / 2
    return float(x), float(y)


def _filled(stitch: str, place: Placement, gauge: Gauge, rng: np.random.Generator) -> Stitches:
    if stitch == "cross-stitch":
        fill = crosses
    elif stitch == "seed-knot":
        fill = knots
    elif stitch in ROW_KINDS:
        fill = partial(rows, kind=ROW_KINDS[stitch])
    else:
        fill = satin
    return fill(place.figure, place.scale_cm, gauge, rng)


def _sewn_on(cloth: FloatArray, stitches: Stitches, colours: FloatArray, px_per_cm: float) -> None:
    """Draw the stitches and their shadow onto the cloth, in place."""
    numbers = numbered(stitches, px_per_cm, (cloth.shape[0], cloth.shape[1]))
    cover = (numbers > 0).astype(np.float32)
    blur = max(0.8, 0.05 * px_per_cm)
    fall = max(1, round(0.045 * px_per_cm))
    soft = cv2.GaussianBlur(cover, (0, 0), blur)
    shadow = cv2.copyMakeBorder(soft, fall, 0, fall, 0, cv2.BORDER_REPLICATE)[:-fall, :-fall]
    cloth *= (1 - 0.62 * shadow)[..., None]
    shaded(cloth, numbers, stitches, colours, px_per_cm)
