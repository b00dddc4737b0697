"""Stitches to pixels: which stitch lies on top, and how its thread takes the light.

Each stitch is painted once into a picture of stitch numbers; then every pixel
knows its stitch, and its place on that stitch gives the light: round across,
dipping at the ends, with the silk's sheen along it. The sheen follows the
tangent model of Kajiya and Kay (1989), much simplified: a thread shines most
where it lies across the light.
"""

__all__ = ["numbered", "shaded"]

import cv2
import numpy as np
import numpy.typing as npt

from .shapes import FloatArray
from .stitches import CORD, KNOT, LINK, PLAIT, THREAD, Stitches

#: Direction towards the light on the cloth: from the upper left.
_LIGHT = (-0.57, -0.82)
#: Rows of pixels shaded at one time, so that they stay in the processor's cache.
_BAND = 96
#: Half outline of a stitch, along and across, for pointed threads and for round things.
_POINTED = np.array(
    [(-1, -0.45), (-0.86, -1), (0.86, -1), (1, -0.45), (1, 0.45), (0.86, 1), (-0.86, 1), (-1, 0.45)]
)
_ROUND = (
    np.column_stack(
        [np.cos(np.arange(8) * np.pi / 4 + 0.39), np.sin(np.arange(8) * np.pi / 4 + 0.39)]
    )
    * 1.06
)
_BOX = np.array(
    [(-1.35, -1), (-0.5, -1), (0.5, -1), (1.35, -1), (1.35, 1), (0.5, 1), (-0.5, 1), (-1.35, 1)]
)
_OUTLINES = {THREAD: _POINTED, KNOT: _ROUND, LINK: _ROUND, PLAIT: _BOX, CORD: _BOX}


def numbered(stitches: Stitches, px_per_cm: float, shape: tuple[int, int]) -> npt.NDArray[np.int32]:
    """Give number of the uppermost stitch at each pixel, from 1; 0 is bare cloth. Shape (h, w)."""
    canvas = np.zeros(shape, dtype=np.int32)
    outlines = _outlines(stitches, px_per_cm)
    low, high = outlines.min(axis=1), outlines.max(axis=1)
    limit = np.array([shape[1], shape[0]]) * 16
    seen = np.nonzero(((high > 0) & (low < limit)).all(axis=1))[0]
    for index in seen.tolist():
        cv2.fillConvexPoly(canvas, outlines[index], index + 1, cv2.LINE_8, 4)
    return canvas


def _axes(stitches: Stitches, px_per_cm: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Middle, unit direction and half length of every stitch, in pixels."""
    ends = stitches.ends * np.float32(px_per_cm)
    middle = (ends[:, :2] + ends[:, 2:]) / 2
    along = ends[:, 2:] - ends[:, :2]
    reach = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-3)
    return middle, along / reach[:, None], np.maximum(reach / 2, 0.5)


def _outlines(stitches: Stitches, px_per_cm: float) -> npt.NDArray[np.int32]:
    """Eight-cornered outline of every stitch in sixteenths of a pixel, shape (n, 8, 2)."""
    middle, along, half = _axes(stitches, px_per_cm)
    table = np.stack([_OUTLINES[kind] for kind in range(5)]).astype(np.float32)
    local = table[stitches.kind]
    # Filling paints the border pixels too, about half a pixel on each side.
    broad = np.maximum(stitches.width * px_per_cm / 2 - 0.4, 0.3)
    u, v = local[..., 0] * half[:, None], local[..., 1] * broad[:, None]
    x = middle[:, :1] + u * along[:, :1] - v * along[:, 1:]
    y = middle[:, 1:] + u * along[:, 1:] + v * along[:, :1]
    return np.rint(np.stack([x, y], axis=-1) * 16).astype(np.int32)


def shaded(
    cloth: FloatArray,
    numbers: npt.NDArray[np.int32],
    stitches: Stitches,
    threads_rgb: FloatArray,
    px_per_cm: float,
) -> None:
    """Light every stitched pixel and write it into ``cloth`` (h, w, 3), float sRGB, in place."""
    table = _attributes(stitches, px_per_cm)
    albedo = threads_rgb[stitches.colour] * stitches.shade[:, None]
    for top in range(0, len(cloth), _BAND):
        y, x = np.nonzero(numbers[top : top + _BAND])
        if len(y) == 0:
            continue
        which = numbers[top : top + _BAND][y, x] - 1
        light, gloss = _light(table, stitches.kind, which, x, y + top)
        tint = albedo[which]
        sheen = gloss[:, None] * (0.45 * tint + 60)
        cloth[top : top + _BAND][y, x] = tint * light[:, None] + sheen


def _attributes(stitches: Stitches, px_per_cm: float) -> FloatArray:
    """Give what the light needs of each stitch, shape (n, 10), float32."""
    middle, along, half = _axes(stitches, px_per_cm)
    broad = np.maximum(stitches.width * px_per_cm / 2, 0.6)
    facing = along @ np.array(_LIGHT, dtype=np.float32)
    side = along[:, 0] * _LIGHT[1] - along[:, 1] * _LIGHT[0]
    columns = (
        middle[:, 0],
        middle[:, 1],
        along[:, 0],
        along[:, 1],
        1 / half,
        1 / broad,
        facing,
        side,
        stitches.phase / np.maximum(stitches.width, 1e-6),
        half / broad,
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _light(
    table: FloatArray,
    kinds: npt.NDArray[np.uint8],
    which: npt.NDArray[np.int32],
    x: npt.NDArray[np.intp],
    y: npt.NDArray[np.intp],
) -> tuple[FloatArray, FloatArray]:
    """Brightness factor and gloss of each pixel."""
    own = table[which]
    dx, dy = x.astype(np.float32) - own[:, 0], y.astype(np.float32) - own[:, 1]
    u = (dx * own[:, 2] + dy * own[:, 3]) * own[:, 4]
    v = (dy * own[:, 2] - dx * own[:, 3]) * own[:, 5]
    kind = kinds[which]
    light, gloss = np.ones(len(u), np.float32), np.zeros(len(u), np.float32)
    for number, paint in enumerate((_thread, _knot, _link, _plait, _cord)):
        here = np.nonzero(kind == number)[0]
        if len(here) == len(u):
            return paint(u, v, own)
        if len(here):
            light[here], gloss[here] = paint(u[here], v[here], own[here])
    return light, gloss


def _thread(u: FloatArray, v: FloatArray, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Floss: round across, gleaming in the middle, dipping into the cloth at the ends."""
    facing, side = own[:, 6], own[:, 7]
    round_ = v * v
    light = 0.97 - 0.3 * round_ + 0.15 * v * side
    u2 = u * u
    light *= 1 - 0.3 * u2 * u2 * u2
    across = 1 - facing * facing
    swell = np.maximum(0, 1 - 1.5 * (u + 0.45 * facing) ** 2)
    gloss = (0.1 + 0.5 * across * across) * swell * swell * (1 - 0.75 * np.minimum(round_, 1))
    twist = np.sin((u * own[:, 9] * 0.9 + v * 1.6) * 2.2)
    return light + 0.04 * twist, gloss


def _knot(u: FloatArray, v: FloatArray, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Seed knot: a dome wound once around the needle, with a dimple."""
    far = np.sqrt(u * u + v * v)
    lit = u * own[:, 6] + v * own[:, 7]
    dome = np.sqrt(np.maximum(0.0, 1.05 - far * far))
    coil = np.sin(2 * np.arctan2(v, u) + far * 6.5)
    light = 0.5 + 0.48 * dome + 0.3 * lit + 0.09 * coil - 0.3 * np.exp(-(far * far) * 14)
    gloss = 0.5 * np.exp(-((u - 0.42 * own[:, 6]) ** 2 + (v - 0.42 * own[:, 7]) ** 2) * 9)
    return light, gloss


def _link(u: FloatArray, v: FloatArray, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Chain link: a loop of thread, narrow where it begins."""
    open_ = v / (0.78 + 0.22 * u)
    far = np.sqrt(u * u * 0.95 + open_ * open_)
    ring = (far - 0.66) / 0.36
    height = 1 - np.minimum(ring * ring, 1.6)
    lit = (u * own[:, 6] + v * own[:, 7]) * np.sign(ring)
    light = 0.62 + 0.36 * height + 0.16 * lit
    gloss = 0.42 * np.maximum(height, 0) ** 3 * (0.35 + 0.65 * (1 - own[:, 6] ** 2))
    return np.maximum(light, 0.25), gloss


def _plait(u: FloatArray, v: FloatArray, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Flat plait: strands run in from both sides and cross in the middle, like an ear of grain."""
    run = own[:, 8] + (u + 1) * own[:, 9] / 2
    half = np.where(v > 0, 0.5, 0.0)
    strand = np.abs(np.sin(np.pi * (run * 1.5 - 0.75 * np.abs(v) + half)))
    far = np.minimum(v * v, 1.2)
    light = 0.55 + 0.46 * strand - 0.24 * far * far + 0.12 * v * own[:, 7]
    light -= 0.16 * np.exp(-v * v * 60)
    gloss = 0.4 * strand**4 * (1 - 0.7 * far)
    return light, gloss


def _cord(u: FloatArray, v: FloatArray, own: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Twisted cord with slanting turns."""
    run = own[:, 8] + (u + 1) * own[:, 9] / 2
    turn = np.abs(np.sin(np.pi * (run * 1.25 + 0.4 * v)))
    far = np.minimum(v * v, 1.2)
    light = 0.68 + 0.34 * turn - 0.3 * far + 0.2 * v * own[:, 7]
    gloss = 0.42 * turn**3 * np.maximum(0, 1 - 1.3 * (v - 0.3 * own[:, 7]) ** 2)
    return light, gloss
