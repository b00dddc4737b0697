"""Flat and split-thread stitch: parallel threads from edge to edge."""

__all__ = ["across_polygon", "between_rails", "follow_cord", "satin"]

from collections.abc import Iterator

import numpy as np

from .gauges import Gauge
from .shapes import Figure, FloatArray, Line, Patch
from .stitches import CORD, THREAD, Stitches, joined, row_of


def satin(figure: Figure, scale: float, gauge: Gauge, rng: np.random.Generator) -> Stitches:
    """Every patch filled with threads, every line and edge laid with cord.

    Parameters
    ----------
    figure
        Pieces in the square from -1 to 1.
    scale
        Centimetres per unit of the figure.
    gauge
        Widths of thread and cord.
    rng
        Source of the hand's irregularities.
    """
    return joined(list(_pieces(figure, scale, gauge, rng)))


def _pieces(
    figure: Figure, scale: float, gauge: Gauge, rng: np.random.Generator
) -> Iterator[Stitches]:
    for piece in figure:
        if isinstance(piece, Line):
            yield follow_cord(piece.path * scale, piece.colour, gauge.cord * piece.weight)
            continue
        yield _fill(piece, scale, gauge, rng)
        if piece.edge:
            loop = np.vstack([piece.outline, piece.outline[:1]]) * scale
            yield follow_cord(loop, piece.edge, gauge.cord * 0.8)


def _fill(patch: Patch, scale: float, gauge: Gauge, rng: np.random.Generator) -> Stitches:
    if patch.rails:
        ends = between_rails(patch.rails[0] * scale, patch.rails[1] * scale, gauge.pitch)
    else:
        ends = across_polygon(patch.outline * scale, patch.angle_deg, gauge.pitch)
    ends = _wavered(_parted(ends, gauge.longest, rng), gauge, rng)
    width = gauge.pitch * gauge.overlap * rng.uniform(0.9, 1.12, len(ends))
    dye = rng.uniform(0.95, 1.04)
    return row_of(ends, width, THREAD, patch.colour, shade=dye * rng.normal(1, 0.05, len(ends)))


def between_rails(near: FloatArray, far: FloatArray, pitch: float) -> FloatArray:
    """Give ends of threads from one rail to the other, no further apart than ``pitch``."""
    lengths = [np.hypot(*np.diff(rail, axis=0).T).sum() for rail in (near, far)]
    count = max(2, int(np.ceil(max(lengths) / pitch)))
    at = (np.arange(count) + 0.5) / count
    # Places are even on the longer rail, so that its threads lie side by side.
    longer = (near, far)[int(np.argmax(lengths))]
    steps = np.r_[0.0, np.cumsum(np.hypot(*np.diff(longer, axis=0).T))]
    grid = np.interp(at, steps / max(steps[-1], 1e-9), np.linspace(0, 1, len(longer)))
    own = np.linspace(0, 1, len(near))
    return np.column_stack(
        [np.interp(grid, own, rail[:, k]) for rail in (near, far) for k in (0, 1)]
    )


def across_polygon(outline: FloatArray, angle_deg: float, pitch: float) -> FloatArray:
    """Give ends of parallel threads at an angle, from one side of a closed outline to the other."""
    a = np.radians(angle_deg)
    spin = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    level = outline @ spin
    x, y = level.T
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    low, high = y.min(), y.max()
    count = max(1, round((high - low) / pitch))
    rows = low + (np.arange(count) + 0.5) * (high - low) / count
    row, side = np.nonzero((y <= rows[:, None]) != (y2 <= rows[:, None]))
    cut = x[side] + (rows[row] - y[side]) / (y2[side] - y[side]) * (x2[side] - x[side])
    order = np.lexsort((cut, row))
    pairs = np.column_stack([cut[order], rows[row[order]]]).reshape(-1, 4)
    return np.asarray((pairs.reshape(-1, 2) @ spin.T).reshape(-1, 4))


def _parted(ends: FloatArray, longest: float, rng: np.random.Generator) -> FloatArray:
    """Long threads parted into stitches, their joints staggered from row to row."""
    reach = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    count = np.maximum(1, np.ceil(reach / longest - 0.3)).astype(int)
    row = np.repeat(np.arange(len(ends)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    total = count[row]
    sway = rng.uniform(-0.28, 0.28, len(ends))[row] + 0.18 * np.where(row % 2, 1, -1)
    start = np.where(place == 0, 0.0, (place + sway) / total)[:, None]
    stop = np.where(place == total - 1, 1.0, (place + 1 + sway) / total)[:, None]
    near, far = ends[row, :2], ends[row, 2:]
    return np.column_stack([near + (far - near) * start, near + (far - near) * stop])


def _wavered(ends: FloatArray, gauge: Gauge, rng: np.random.Generator) -> FloatArray:
    """Give ends moved a little, as no hand sets a needle exactly."""
    along = ends[:, 2:] - ends[:, :2]
    reach = np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    slip = rng.normal(0, gauge.slip, (len(ends), 2))
    drift = rng.normal(0, 0.12 * gauge.pitch, ends.shape)
    unit = along / reach
    return np.asarray(ends + drift + np.column_stack([unit * slip[:, :1], unit * slip[:, 1:]]))


def follow_cord(path: FloatArray, colour: int, width: float) -> Stitches:
    """Cord laid along a line, in short pieces."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    lengths = np.r_[0.0, np.cumsum(steps)]
    count = max(2, int(np.ceil(lengths[-1] / (width * 0.9))))
    at = np.linspace(0, lengths[-1], count + 1)
    line = np.column_stack([np.interp(at, lengths, path[:, k]) for k in (0, 1)])
    ends = np.column_stack([line[:-1], line[1:]])
    return row_of(ends, width, CORD, colour, phase=at[:-1])
