"""Star, sun, drum, spirals, lozenge and meander."""

__all__ = ["bronze_drum", "eight_petal", "lozenge", "meander", "sun", "wotuo"]

from itertools import pairwise

import numpy as np

from .pieces import banded, diamond, rosette, shape_numbers
from .shapes import (
    Figure,
    FloatArray,
    Line,
    Patch,
    arc,
    curl,
    disc,
    petal,
    points,
    polygon,
    ribbon,
    turned,
)


def _ring(inner: float, outer: float, colour: int, *, edge: int = 0) -> Patch:
    near, far = arc((0, 0), inner, 0, 360), arc((0, 0), outer, 0, 360)
    return Patch(far[:-1], colour, rails=(near, far), edge=edge)


def _around(figure: Figure, count: int, start_deg: float = 0.0) -> Figure:
    return tuple(p for k in range(count) for p in turned(figure, start_deg + 360 * k / count))


def _square(size: float, colour: int, angle_deg: float = 0.0) -> Patch:
    return polygon(
        points((-size, -size), (size, -size), (size, size), (-size, size)),
        colour,
        angle_deg=angle_deg,
    )


def eight_petal(variant: int) -> Figure:
    """Eight-pointed star of parted rhombs in a square frame."""
    plump, _ = shape_numbers(variant, 2)
    a, b = 0.29 + 0.02 * plump, 0.7
    left = polygon(points((0, 0), (-a, -a), (-a, -b), (0, -a)), 1, angle_deg=45)
    right = polygon(points((0, 0), (0, -a), (a, -b), (a, -a)), 4, angle_deg=-45)
    gap = polygon(points((0, -0.36), (0.2, -0.78), (-0.2, -0.78)), 2)
    corner = polygon(points((0.5, -0.5), (0.8, -0.5), (0.8, -0.8), (0.5, -0.8)), 3, angle_deg=45)
    heart = diamond((0.65, -0.65), 0.2, 0.2, 5)
    frame: Figure = tuple(
        polygon(points((x, -0.96), (x + 0.107, -0.86), (x - 0.107, -0.86)), c)
        for x, c in zip(np.linspace(-0.75, 0.75, 8), (1, 3) * 4, strict=True)
    )
    star = _around((left, right), 4)
    return (
        *(_around(frame, 4) if variant % 3 != 2 else ()),
        *_around((gap, corner, heart), 4),
        *star,
        diamond((0, 0), 0.3, 0.3, 5),
        diamond((0, 0), 0.15, 0.15, 1),
    )


def sun(variant: int) -> Figure:
    """Disc with rays and a toothed rim."""
    slim, glow = shape_numbers(variant, 2)
    count = (12, 16, 20)[variant % 3]
    flare = ribbon(
        points((0, -0.42), (0.1, -0.62), (0.02, -0.78), (0.1, -0.94)),
        (0.13 + 0.02 * slim, 0.13, 0.07, 0.02),
        3,
        slant=0.05,
    )
    ray = polygon(points((-0.1, -0.44), (0, -0.98), (0.1, -0.44)), 1)
    return (
        *_around((flare,), count, 180 / count),
        *_around((ray,), count),
        _ring(0.38, 0.52, 2, edge=6),
        _ring(0.26, 0.4, 3),
        disc((0, 0), 0.28 + 0.02 * glow, 1, edge=6),
        *rosette((0, 0), 0.22, 8, 5),
        disc((0, 0), 0.08, 4),
        *_around((disc((0, -0.46), 0.035, 5),), count * 2),
    )


def bronze_drum(variant: int) -> Figure:
    """Rings of changing ornament around a rayed centre, like the face of a drum."""
    width, _ = shape_numbers(variant, 2)
    rays = 12 if variant % 2 == 0 else 8
    r = 0.36 + 0.02 * width
    ray = polygon(points((-0.07, -0.12), (0, -r), (0.07, -0.12)), 3)
    tooth = polygon(points((-0.085, -0.84), (0, -0.97), (0.085, -0.84)), 1)
    wave = Line(curl((-0.06, -0.62), 20, 0.15, 1.3), 6, 0.8)
    return (
        *_around((tooth,), 32),
        _ring(0.74, 0.86, 2, edge=6),
        *_around((diamond((0, -0.8), 0.1, 0.07, 5),), 24),
        _ring(0.5, 0.52, 6),
        _ring(0.53, 0.55, 6),
        *_around((wave,), 20),
        _ring(0.4, 0.48, 1, edge=6),
        *_around((disc((0, -0.44), 0.026, 5),), 20),
        *_around((ray,), rays),
        disc((0, 0), 0.15, 1, edge=6),
        disc((0, 0), 0.07, 3),
    )


def wotuo(variant: int) -> Figure:
    """Eight tight spirals in a ring, the wotuo of shoulder and sleeve."""
    tight, _ = shape_numbers(variant, 2)
    coil = _spiral((0, -0.62), 0.3, 2.1 + 0.2 * tight, -90)
    arms: list[Patch | Line] = []
    for k in range(8):
        arms += turned(
            (
                ribbon(
                    coil,
                    (0.09, 0.085, 0.07, 0.05, 0.03),
                    5 if variant % 2 else (1, 5)[k % 2],
                    edge=0,
                ),
            ),
            45 * k,
        )
    bud = petal((0, -0.5), -90, 0.46, 0.14, 3, pointed=0.7)
    return (
        *_around((bud,), 8, 22.5),
        *arms,
        *rosette((0, 0), 0.26, 8, 2, start_deg=-67.5),
        disc((0, 0), 0.13, 4, edge=6),
        disc((0, 0), 0.05, 5),
    )


def _spiral(centre: tuple[float, float], radius: float, turns: float, start: float) -> FloatArray:
    """Spiral from the middle of the figure outwards and in again."""
    t = np.linspace(0, 1, int(16 * turns))
    a = np.radians(start + 180 + 360 * turns * t)
    r = radius * (1 - 0.86 * t)
    coil = np.column_stack([centre[0] + r * np.cos(a), centre[1] + r * np.sin(a)])
    return np.vstack([[[0.0, -0.12]], coil])


def lozenge(variant: int) -> Figure:
    """Nested diamonds with hooks at the corners."""
    tall, _ = shape_numbers(variant, 2)
    h = 1.5 + 0.1 * tall
    order = (1, 3, 2, 5, 1, 3) if variant % 2 == 0 else (2, 5, 4, 1, 3, 5)
    nest = tuple(
        diamond((0, 0), 1.5 * s, h * s, c)
        for s, c in zip((1, 0.84, 0.68, 0.48, 0.3, 0.13), order, strict=True)
    )
    small = (diamond((0.74, -0.74), 0.34, 0.34, 4), diamond((0.74, -0.74), 0.16, 0.16, 5))
    hook: Figure = (
        Line(points((0.3, -0.56), (0.46, -0.72), (0.46, -0.88), (0.3, -0.88), (0.3, -0.8)), 6, 1.2),
        Line(points((0.56, -0.3), (0.72, -0.46), (0.88, -0.46), (0.88, -0.3), (0.8, -0.3)), 6, 1.2),
    )
    return (*_around((*hook, *small), 4), *nest)


def meander(variant: int) -> Figure:
    """Right-angled returning line, four keys around a lozenge."""
    thick, _ = shape_numbers(variant, 2)
    w = 0.062 + 0.006 * thick
    key = points(
        (0.1, -0.1),
        (0.94, -0.1),
        (0.94, -0.94),
        (0.28, -0.94),
        (0.28, -0.28),
        (0.76, -0.28),
        (0.76, -0.76),
        (0.46, -0.76),
        (0.46, -0.46),
        (0.6, -0.46),
    )
    fours = (1, 2, 1, 2) if variant % 2 == 0 else (3, 1, 3, 1)
    out: list[Patch | Line] = []
    for k, colour in enumerate(fours):
        out += turned(tuple(_bar(a, b, w, colour) for a, b in pairwise(key)), 90 * k)
    return (*out, *banded(arc((0, 0), 0.1, 0, 315), (0, 0), (1, 0.5), (3, 5)))


def _bar(a: FloatArray, b: FloatArray, half: float, colour: int) -> Patch:
    """Straight bar between two points of a right-angled line, ends filled; stitches cross it."""
    along = (b - a) / np.hypot(*(b - a))
    side = np.array([-along[1], along[0]]) * half
    start, end = a - along * half, b + along * half
    near, far = np.array([start + side, end + side]), np.array([start - side, end - side])
    return Patch(np.vstack([near, far[::-1]]), colour, rails=(near, far))
