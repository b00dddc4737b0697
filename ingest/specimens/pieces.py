"""Parts that several motifs share: banded areas, segmented bodies, eyes, halves."""

__all__ = [
    "banded",
    "both_sides",
    "diamond",
    "eye",
    "line_of",
    "rosette",
    "segmented",
    "shape_numbers",
    "spikes",
]

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .shapes import (
    Figure,
    FloatArray,
    Line,
    Patch,
    disc,
    moved,
    petal,
    points,
    polygon,
    ribbon,
    smooth,
)


def shape_numbers(variant: int, count: int) -> tuple[float, ...]:
    """Numbers from -1 to 1 that shape one variant; variant 0 is all zeros."""
    if variant == 0:
        return (0.0,) * count
    return tuple(np.random.default_rng(7919 * variant).uniform(-1, 1, count).tolist())


def banded(
    control: FloatArray,
    root: tuple[float, float],
    levels: Sequence[float],
    colours: Sequence[int],
    *,
    edge: int = 0,
) -> Figure:
    """Area in nested bands of colour around a root, stitches radiating from it.

    ``levels`` are the outer sizes of the bands, the whole area being 1, falling.
    """
    rim = smooth(control, closed=True)
    loop = np.vstack([rim, rim[:1]])
    centre = np.array(root)
    inner = [*levels[1:], 0.0]
    out = []
    for index, (size, core, colour) in enumerate(zip(levels, inner, colours, strict=True)):
        near, far = centre + (loop - centre) * core * 0.96, centre + (loop - centre) * size
        outline = centre + (rim - centre) * size
        out.append(Patch(outline, colour, rails=(near, far), edge=edge if index == 0 else 0))
    return tuple(out)


def segmented(
    spine: FloatArray, widths: Sequence[float], colours: Sequence[int], count: int
) -> Figure:
    """Body along a spine in ``count`` pieces of changing colour."""
    line = smooth(spine, steps=24)
    lengths = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    stops = np.linspace(0, 1, count + 1)
    out = []
    for index, (start, stop) in enumerate(pairwise(stops)):
        at = np.linspace(start, stop, 7) * lengths[-1]
        part = np.column_stack([np.interp(at, lengths, line[:, k]) for k in (0, 1)])
        width = np.interp(
            np.linspace(start, stop, 5), np.linspace(0, 1, len(widths)), np.array(widths)
        )
        out.append(ribbon(part, width.tolist(), colours[index % len(colours)], slant=0.0))
    return tuple(out)


def spikes(spine: FloatArray, offset: float, height: float, colour: int, count: int) -> Figure:
    """Row of flames standing on one side of a spine (the sign of ``offset``)."""
    line = smooth(spine, steps=24)
    where = np.linspace(0.1, 0.93, count)
    index = (where * (len(line) - 2)).astype(int)
    along = np.gradient(line, axis=0)[index]
    aim = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    side = float(np.sign(offset))
    out = []
    for at, turn, slim in zip(line[index], aim, 1 - 0.5 * where, strict=True):
        a = np.radians(turn + 90 * side)
        root = (
            float(at[0] + np.cos(a) * abs(offset) * slim),
            float(at[1] + np.sin(a) * abs(offset) * slim),
        )
        out.append(petal(root, turn + 62 * side, height * slim, height * 0.62, colour, pointed=0.9))
    return tuple(out)


def eye(centre: tuple[float, float], radius: float, ring: int = 6) -> Figure:
    """Big round eye: ring, white, pupil in the ground's colour."""
    glance = (centre[0] + radius * 0.08, centre[1])
    return (
        disc(centre, radius, ring, angle_deg=90),
        disc(centre, radius * 0.74, 5),
        disc(glance, radius * 0.4, 0, angle_deg=45),
    )


def both_sides(half: Figure) -> Figure:
    """Give the right half and its mirror image, piece by piece so that both overlap alike."""
    other = moved(half, mirrored=True)
    return tuple(piece for pair in zip(half, other, strict=True) for piece in pair)


def rosette(
    centre: tuple[float, float],
    radius: float,
    count: int,
    colour: int,
    *,
    start_deg: float = -90.0,
    fat: float = 1.0,
    pointed: float = 0.0,
    edge: int = 0,
) -> Figure:
    """Ring of petals around a centre."""
    width = 2.35 * np.pi * radius * 0.62 / count * fat
    return tuple(
        petal(
            centre, start_deg + 360 * k / count, radius, width, colour, pointed=pointed, edge=edge
        )
        for k in range(count)
    )


def diamond(centre: tuple[float, float], width: float, height: float, colour: int) -> Patch:
    """Lozenge with level stitches."""
    x, y = centre
    half_w, half_h = width / 2, height / 2
    corners = points((x - half_w, y), (x, y - half_h), (x + half_w, y), (x, y + half_h))
    return polygon(corners, colour)


def line_of(colour: int, *xy: tuple[float, float], weight: float = 1.0) -> Line:
    """Give rounded line through the given points."""
    return Line(smooth(points(*xy)), colour, weight)
