"""Butterfly, bird and phoenix."""

__all__ = ["bird", "butterfly", "phoenix"]

import numpy as np

from .pieces import banded, both_sides, diamond, eye, line_of, rosette, segmented, shape_numbers
from .shapes import Figure, FloatArray, Line, blob, curl, disc, leaf, petal, points, ribbon


def butterfly(variant: int) -> Figure:
    """Open wings seen from above, patterned in bands, with curled feelers."""
    tall, wide, tail, spots = shape_numbers(variant, 4)
    lift, reach = 1 + 0.1 * tall, 1 + 0.06 * wide
    upper = points(
        (0.05, -0.02),
        (0.18, -0.42 * lift),
        (0.46, -0.7 * lift),
        (0.8 * reach, -0.84 * lift),
        (0.97 * reach, -0.62),
        (0.86 * reach, -0.42),
        (0.9 * reach, -0.2),
        (0.62, -0.02),
        (0.3, 0.06),
    )
    lower = points(
        (0.05, 0.04),
        (0.4, 0.08),
        (0.74 * reach, 0.14),
        (0.86 * reach, 0.38),
        (0.7, 0.56),
        (0.62, 0.74 + 0.12 * tail),
        (0.42, 0.84 + 0.1 * tail),
        (0.28, 0.6),
        (0.12, 0.36),
    )
    colours = (1, 3, 2, 4) if variant % 2 == 0 else (2, 5, 1, 3)
    dots = _wing_dots(0.055 + 0.012 * spots, variant % 3)
    half: Figure = (
        *banded(lower, (0.1, 0.1), (1, 0.74, 0.46), (colours[2], colours[1], colours[0]), edge=6),
        *banded(upper, (0.1, -0.06), (1, 0.78, 0.5, 0.26), colours, edge=6),
        *dots,
        line_of(
            6,
            (0.03, -0.56),
            (0.07, -0.78),
            (0.2, -0.98),
            (0.36, -0.99),
            (0.42, -0.88),
            (0.34, -0.8),
            (0.27, -0.86),
            weight=1.2,
        ),
    )
    body = segmented(points((0, -0.5), (0, 0), (0, 0.62)), (0.08, 0.17, 0.15, 0.05), (6, 1), 7)
    head = (disc((0, -0.5), 0.1, 4, angle_deg=0), *both_sides(eye((0.055, -0.54), 0.045, 5)))
    return (*both_sides(half), *body, *head)


def _wing_dots(size: float, kind: int) -> Figure:
    if kind == 2:
        return (
            *rosette((0.62, -0.46), 0.15, 6, 5),
            disc((0.62, -0.46), 0.05, 3),
            *rosette((0.52, 0.4), 0.12, 6, 5),
            disc((0.52, 0.4), 0.04, 3),
        )
    if kind == 1:
        return (
            diamond((0.62, -0.48), 0.24, 0.3, 5),
            diamond((0.62, -0.48), 0.11, 0.14, 1),
            diamond((0.5, 0.38), 0.2, 0.24, 5),
            diamond((0.5, 0.38), 0.09, 0.11, 1),
        )
    spots = ((0.78, -0.64), (0.84, -0.3), (0.66, -0.2), (0.7, 0.3), (0.56, 0.6))
    return (
        disc((0.6, -0.5), size * 2, 5, edge=0),
        disc((0.6, -0.5), size, 1),
        *(disc(at, size * 0.8, 5) for at in spots),
    )


def bird(variant: int) -> Figure:
    """Round bird seen from the side, wing raised, fanned tail."""
    plump, tail_up, _ = shape_numbers(variant, 3)
    body = points(
        (0.34, -0.3),
        (0.46, -0.02),
        (0.36, 0.3 + 0.06 * plump),
        (0.04, 0.42 + 0.08 * plump),
        (-0.3, 0.3),
        (-0.42, 0.06),
        (-0.16, -0.06),
        (0.1, -0.22),
    )
    aims = np.linspace(158, 212, 5) - 12 * tail_up
    tail = [
        piece
        for k, aim in enumerate(aims)
        for piece in leaf((-0.3, 0.12), float(aim), 0.74, 0.2, ((1, 3), (2, 4), (5, 1))[k % 3])
    ]
    feathers = [
        petal((0.04, 0.02), -100 - 19 * k, 0.8 - 0.06 * k, 0.22, (2, 4, 3, 5)[k % 4], pointed=0.3)
        for k in range(5)
    ]
    wing = points((0.2, -0.04), (0.1, 0.22), (-0.14, 0.24), (-0.24, 0.02), (-0.04, -0.16))
    head = points(
        (0.2, -0.4), (0.34, -0.58), (0.54, -0.56), (0.6, -0.38), (0.48, -0.22), (0.28, -0.22)
    )
    crest = [
        petal((0.36, -0.52), -150 + 32 * k, 0.3, 0.12, (1, 4, 1)[k], pointed=0.5) for k in range(3)
    ]
    legs = (
        line_of(6, (0.06, 0.4), (0.1, 0.6), (0.22, 0.66)),
        line_of(6, (0.1, 0.6), (0.02, 0.68)),
        line_of(6, (-0.12, 0.38), (-0.08, 0.6), (0.04, 0.68)),
    )
    return (
        *tail,
        *feathers,
        *legs,
        *crest,
        *banded(body, (0.0, 0.1), (1, 0.7), (1, 3), edge=6),
        blob(head, 2, angle_deg=70, edge=6),
        blob(points((0.57, -0.46), (0.86, -0.36), (0.84, -0.3), (0.57, -0.32)), 3, angle_deg=90),
        *eye((0.46, -0.42), 0.085),
        *banded(wing, (-0.02, 0.04), (1, 0.6), (2, 5), edge=6),
        *_sprig(variant),
    )


def _sprig(variant: int) -> Figure:
    side = 1 if variant % 2 else -1
    return (
        Line(curl((0.84, -0.26), 70, 0.34, 1.2 * side), 6, 0.9),
        *rosette((0.8, 0.22), 0.17, 6, 4),
        disc((0.8, 0.22), 0.065, 3),
    )


def phoenix(variant: int) -> Figure:
    """Crested bird with lifted wings and three long trailing feathers."""
    sweep, neck, count = shape_numbers(variant, 3)
    feathers: list[Figure] = []
    tails = 3 if count < 0.3 else 4
    for k in range(tails):
        drop = 0.34 * k - 0.1
        spine = points(
            (-0.06, 0.2),
            (-0.34, 0.16 + drop * 0.4 + 0.05 * sweep),
            (-0.62, 0.02 + drop),
            (-0.86 + 0.08 * k, 0.06 + drop * 1.25 + 0.06 * sweep),
        )
        feathers.append(_tail_feather(spine, ((1, 5), (2, 3), (4, 5), (1, 3))[k % 4]))
    throat = points((0.12, 0.2), (0.36, 0.02), (0.38, -0.24), (0.46, -0.44 - 0.04 * neck))
    wings = [
        ribbon(
            points((0.08, 0.1), (-0.1 - 0.1 * k, -0.3), (-0.04 - 0.2 * k, -0.84 + 0.13 * k)),
            (0.14, 0.17, 0.12, 0.03),
            (1, 3, 2, 4, 5)[k % 5],
            slant=0.06,
        )
        for k in (4, 3, 2, 1, 0)
    ]
    body = points(
        (0.34, 0.06), (0.36, 0.3), (0.12, 0.44), (-0.14, 0.34), (-0.18, 0.14), (0.08, 0.02)
    )
    crest = [
        ribbon(
            points((0.44, -0.56), (0.36 - 0.12 * k, -0.76), (0.42 - 0.2 * k, -0.92 + 0.1 * k)),
            (0.07, 0.06, 0.1, 0.02),
            (1, 3, 4)[k],
        )
        for k in range(3)
    ]
    legs = (
        line_of(6, (0.16, 0.42), (0.24, 0.64), (0.4, 0.68)),
        line_of(6, (0.24, 0.64), (0.14, 0.72)),
        line_of(6, (0.02, 0.42), (0.06, 0.66), (0.2, 0.76)),
    )
    return (
        *(piece for feather in feathers for piece in feather),
        *wings,
        *legs,
        *segmented(throat, (0.3, 0.2, 0.17, 0.2), (1, 3, 2, 5), 7),
        *banded(body, (0.08, 0.2), (1, 0.66, 0.36), (2, 5, 1), edge=6),
        *crest,
        blob(
            points((0.36, -0.52), (0.48, -0.64), (0.62, -0.56), (0.62, -0.4), (0.46, -0.36)),
            4,
            angle_deg=60,
            edge=6,
        ),
        ribbon(points((0.6, -0.5), (0.74, -0.48), (0.82, -0.38)), (0.13, 0.09, 0.01), 3),
        *eye((0.52, -0.51), 0.07),
        Line(curl((0.62, -0.34), 60, 0.32, 1.3), 6),
        Line(curl((0.46, 0.36), 20, 0.4, -1.3), 6),
    )


def _tail_feather(spine: FloatArray, colours: tuple[int, int]) -> Figure:
    tip = (float(spine[-1][0]), float(spine[-1][1]))
    return (
        ribbon(spine, (0.06, 0.13, 0.15, 0.1), colours[0], slant=0.08, edge=6),
        *rosette(tip, 0.15, 7, colours[1]),
        disc(tip, 0.075, 4),
        disc(tip, 0.035, 5),
    )
