"""Curves and pieces that a motif is cut from, like a paper pattern.

A motif is drawn in a square from -1 to 1, y downwards, as a tuple of
:class:`Patch` (an area to fill) and :class:`Line` (a line to follow), the
later ones on top. Nothing here knows thread or pixels.
"""

__all__ = [
    "Figure",
    "FloatArray",
    "Line",
    "Patch",
    "arc",
    "blob",
    "curl",
    "disc",
    "leaf",
    "moved",
    "petal",
    "points",
    "polygon",
    "ribbon",
    "smooth",
    "turned",
]

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Patch:
    """An area filled with stitches of one colour.

    Parameters
    ----------
    outline
        Closed outline, shape (n, 2), the first point not repeated.
    colour
        Place of the thread in the palette, 1 is the leading thread.
    angle_deg
        Lie of the stitches where no rails are given.
    rails
        Two lines of the same number of points; stitches run from one to the other.
    edge
        Thread of a line laid around the outline, 0 for none.
    """

    outline: FloatArray
    colour: int
    angle_deg: float = 0.0
    rails: tuple[FloatArray, FloatArray] | None = None
    edge: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line followed by outline or couched thread, shape (n, 2)."""

    path: FloatArray
    colour: int
    weight: float = 1.0


Figure = tuple[Patch | Line, ...]


def points(*xy: tuple[float, float]) -> FloatArray:
    """Points as an array of shape (n, 2)."""
    return np.array(xy, dtype=np.float64)


def smooth(control: FloatArray, *, closed: bool = False, steps: int = 8) -> FloatArray:
    """Catmull-Rom curve through the control points (Catmull and Rom 1974)."""
    if len(control) < 3:
        return _evenly(control, steps * 2)
    if closed:
        p = np.vstack([control[-1:], control, control[:2]])
    else:
        first, last = 2 * control[0] - control[1], 2 * control[-1] - control[-2]
        p = np.vstack([first, control, last])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    flat = curve.reshape(-1, 2)
    return flat if closed else np.vstack([flat, control[-1:]])


def _evenly(line: FloatArray, count: int) -> FloatArray:
    """Give the same line by ``count`` points at equal distances."""
    lengths = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    at = np.linspace(0, lengths[-1], count)
    return np.column_stack([np.interp(at, lengths, line[:, k]) for k in (0, 1)])


def polygon(xy: FloatArray, colour: int, *, angle_deg: float = 0.0, edge: int = 0) -> Patch:
    """Patch with straight sides."""
    return Patch(xy, colour, angle_deg, edge=edge)


def blob(xy: FloatArray, colour: int, *, angle_deg: float = 0.0, edge: int = 0) -> Patch:
    """Patch with a rounded outline through the given points."""
    return Patch(smooth(xy, closed=True), colour, angle_deg, edge=edge)


def arc(centre: tuple[float, float], radius: float, start: float, stop: float) -> FloatArray:
    """Part of a circle, angles in degrees clockwise from the right (y is down)."""
    count = max(6, int(abs(stop - start) / 10))
    t = np.radians(np.linspace(start, stop, count))
    return np.column_stack([centre[0] + radius * np.cos(t), centre[1] + radius * np.sin(t)])


def disc(
    centre: tuple[float, float],
    radius: float,
    colour: int,
    *,
    angle_deg: float = 0.0,
    edge: int = 0,
) -> Patch:
    """Round patch."""
    return Patch(arc(centre, radius, 0, 345), colour, angle_deg, edge=edge)


def ribbon(
    spine: FloatArray, widths: Sequence[float], colour: int, *, slant: float = 0.0, edge: int = 0
) -> Patch:
    """Band along a smooth spine; stitches run across it, leaning by ``slant`` (0 to 0.3)."""
    line = _evenly(smooth(spine), 48)
    half = np.interp(np.linspace(0, 1, 48), np.linspace(0, 1, len(widths)), widths) / 2
    tangent = np.gradient(line, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) * half[:, None]
    left, right = line + normal, line - normal
    lean = np.clip(np.linspace(0, 1, 48) + slant, 0, 1)
    grid = np.linspace(0, 1, 48)
    leaned = np.column_stack([np.interp(lean, grid, right[:, k]) for k in (0, 1)])
    return Patch(np.vstack([left, right[::-1]]), colour, rails=(left, leaned), edge=edge)


def petal(
    root: tuple[float, float],
    aim_deg: float,
    length: float,
    width: float,
    colour: int,
    *,
    pointed: float = 0.0,
    edge: int = 0,
) -> Patch:
    """Petal from its root; long stitches fan from the root to the rim.

    ``pointed`` 0 is a round petal, 1 a sharp one.
    """
    blunt = points((0.02, 0.06), (0.22, 0.3), (0.55, 0.5), (0.84, 0.41), (0.97, 0.2), (1, 0))
    sharp = points((0.02, 0.06), (0.2, 0.36), (0.42, 0.5), (0.66, 0.35), (0.86, 0.15), (1, 0))
    side = ((1 - pointed) * blunt + pointed * sharp) * (length, width)
    rim = smooth(np.vstack([side * (1, -1), side[-2::-1]]), steps=4)
    t = np.linspace(-1, 1, len(rim))
    inner = np.column_stack([np.zeros(len(t)), t * width * 0.05])
    rim, inner = (_turn(line, aim_deg) + root for line in (rim, inner))
    return Patch(np.vstack([inner, rim[::-1]]), colour, rails=(inner, rim), edge=edge)


def leaf(
    root: tuple[float, float],
    aim_deg: float,
    length: float,
    width: float,
    colours: tuple[int, int],
    *,
    bend: float = 0.0,
) -> tuple[Patch, Patch]:
    """Leaf in two halves whose stitches slant from the midrib to the edge."""
    t = np.linspace(0, 1, 25)
    swell = np.sin(np.pi * t**0.8) ** 0.9 * width / 2
    rib = np.column_stack([t * length, bend * length * np.sin(np.pi * t / 2) ** 2])
    ahead = np.clip(t * 0.86 + 0.14, 0, 1)
    halves = []
    for side, colour in zip((-1, 1), colours, strict=True):
        rim = rib + np.column_stack([np.zeros(25), side * swell])
        slanted = np.column_stack([np.interp(ahead, t, rim[:, k]) for k in (0, 1)])
        lines = [_turn(line, aim_deg) + root for line in (rib, rim, slanted)]
        outline = np.vstack([lines[0], lines[1][::-1]])
        halves.append(Patch(outline, colour, rails=(lines[0], lines[2])))
    return halves[0], halves[1]


def curl(root: tuple[float, float], aim_deg: float, size: float, turns: float = 1.4) -> FloatArray:
    """Tendril that leaves its root and winds up; negative ``turns`` wind the other way."""
    t = np.linspace(0, 1, 40)
    angle = np.sign(turns) * 2 * np.pi * abs(turns) * t**1.4
    step = (1.02 - t) ** 0.8
    heading = np.column_stack([np.cos(angle), np.sin(angle)]) * step[:, None]
    path = np.cumsum(heading, axis=0)
    path = (path - path[0]) * size / np.ptp(path, axis=0).max()
    return _turn(path, aim_deg) + root


def _turn(line: FloatArray, angle_deg: float) -> FloatArray:
    a = np.radians(angle_deg)
    spin = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return np.asarray(line @ spin, dtype=np.float64)


def _mapped(figure: Figure, matrix: FloatArray, shift: tuple[float, float], spin: float) -> Figure:
    out: list[Patch | Line] = []
    for piece in figure:
        if isinstance(piece, Line):
            out.append(replace(piece, path=piece.path @ matrix + shift))
            continue
        rails = piece.rails and (piece.rails[0] @ matrix + shift, piece.rails[1] @ matrix + shift)
        lie = piece.angle_deg * float(np.sign(np.linalg.det(matrix))) + spin
        outline = piece.outline @ matrix + shift
        out.append(replace(piece, outline=outline, rails=rails, angle_deg=lie))
    return tuple(out)


def turned(figure: Figure, angle_deg: float) -> Figure:
    """Give the figure turned about the origin, clockwise as seen."""
    a = np.radians(angle_deg)
    matrix = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return _mapped(figure, matrix, (0.0, 0.0), angle_deg)


def moved(
    figure: Figure,
    shift: tuple[float, float] = (0.0, 0.0),
    scale: float = 1.0,
    *,
    mirrored: bool = False,
) -> Figure:
    """Give the figure scaled, mirrored left to right if asked, then shifted."""
    matrix = np.diag([-scale if mirrored else scale, scale])
    return _mapped(figure, matrix, shift, 0.0)
