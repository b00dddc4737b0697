"""Peony, pomegranate, maple leaf, fern and four-petal flower."""

__all__ = ["fern", "four_petal", "maple_leaf", "peony", "pomegranate"]

import numpy as np

from .pieces import banded, both_sides, diamond, line_of, rosette, shape_numbers
from .shapes import (
    Figure,
    FloatArray,
    Line,
    curl,
    disc,
    leaf,
    moved,
    petal,
    points,
    ribbon,
    smooth,
    turned,
)


def peony(variant: int) -> Figure:
    """Large ruffled flower of three rings of petals, with leaves and tendrils."""
    ruffle, open_, _ = shape_numbers(variant, 3)
    outer = 8 if variant % 2 == 0 else 9
    leaves = [
        piece for aim in (35, 145, 215, 325) for piece in leaf((0, 0), aim, 0.98, 0.34, (2, 2))
    ]
    shoots = tuple(Line(curl((0, 0.62), 90 - s * 26, 0.42, 1.2 * s), 6) for s in (1, -1))
    sky = tuple(Line(curl((0, -0.62), -90 + s * 26, 0.42, -1.2 * s), 6) for s in (1, -1))
    return (
        *leaves,
        *shoots,
        *sky,
        *rosette((0, 0), 0.78 + 0.04 * open_, outer, 1, fat=1.12, edge=6),
        *rosette(
            (0, 0), 0.55, outer, 4, start_deg=-90 + 180 / outer, fat=1.15 + 0.05 * ruffle, edge=5
        ),
        *rosette((0, 0), 0.36, 6, 1, fat=1.1, edge=6),
        disc((0, 0), 0.16, 3, edge=6),
        *(
            disc((0.09 * float(np.cos(a)), 0.09 * float(np.sin(a))), 0.032, 5)
            for a in np.arange(6) * np.pi / 3
        ),
        disc((0, 0), 0.035, 1),
    )


def pomegranate(variant: int) -> Figure:
    """Crowned fruit that opens to show its seeds, on a stem with leaves."""
    fat, gape, _ = shape_numbers(variant, 3)
    w = 0.56 * (1 + 0.08 * fat)
    fruit = points(
        (0, -0.36),
        (0.3, -0.4),
        (w, -0.1),
        (w, 0.26),
        (0.3, 0.58),
        (0, 0.64),
        (-0.3, 0.58),
        (-w, 0.26),
        (-w, -0.1),
        (-0.3, -0.4),
    )
    gap = 0.3 + 0.04 * gape
    mouth = points(
        (0, -0.26), (gap, 0.0), (gap * 0.9, 0.28), (0, 0.46), (-gap * 0.9, 0.28), (-gap, 0.0)
    )
    seeds = [
        disc((x, y), 0.052, 5 if (row + col) % 2 else 4)
        for row, y in enumerate((-0.1, 0.02, 0.14, 0.26))
        for col, x in enumerate(
            ((-0.06, 0.06), (-0.13, 0, 0.13), (-0.13, 0, 0.13), (-0.06, 0.06))[row]
        )
    ]
    crown = [
        petal((0, -0.36), aim, 0.42, 0.2, colour, pointed=0.8, edge=6)
        for aim, colour in ((-140, 4), (-40, 4), (-115, 3), (-65, 3), (-90, 1))
    ]
    half: Figure = (
        *leaf((0.06, 0.72), -12, 0.86, 0.28, (2, 3), bend=-0.12),
        *leaf((0.04, 0.8), 18, 0.6, 0.2, (2, 5)),
        Line(curl((0.5, -0.42), -70, 0.36, 1.3), 6),
    )
    return (
        ribbon(points((0, 0.6), (0.02, 0.8), (0, 0.96)), (0.1, 0.08, 0.06), 6),
        *both_sides(half),
        *crown,
        *banded(fruit, (0, 0.1), (1, 0.8), (1, 4) if variant % 2 == 0 else (4, 3), edge=6),
        *banded(mouth, (0, 0.1), (1, 0.84), (3, 1), edge=6),
        *seeds,
    )


def maple_leaf(variant: int) -> Figure:
    """Three-lobed leaf of the sweetgum with veins and stem."""
    spread, slim, _ = shape_numbers(variant, 3)
    wide, out = 0.3 + 0.03 * slim, 0.92 + 0.05 * spread
    rim = points(
        (0, 0.5),
        (-0.3, 0.52),
        (-0.6, 0.36),
        (-out, 0.1),
        (-0.82, -0.06),
        (-0.62, -0.14),
        (-wide, -0.04),
        (-wide * 1.18, -0.42),
        (-0.2, -0.74),
        (0, -1.0),
        (0.2, -0.74),
        (wide * 1.18, -0.42),
        (wide, -0.04),
        (0.62, -0.14),
        (0.82, -0.06),
        (out, 0.1),
        (0.6, 0.36),
        (0.3, 0.52),
    )
    colours = (1, 3, 4) if variant % 2 == 0 else (2, 5, 3)
    veins: Figure = (
        line_of(6, (0, 0.4), (0.36, 0.2), (0.8, 0.08), weight=1.2),
        *(
            line_of(6, (0.3 + 0.2 * k, 0.24 - 0.07 * k), (0.44 + 0.18 * k, 0.02 - 0.02 * k))
            for k in range(2)
        ),
        *(line_of(6, (0.0, 0.08 - 0.26 * k), (0.2 - 0.03 * k, -0.12 - 0.26 * k)) for k in range(3)),
        *leaf((0.0, 0.72), 14, 0.62, 0.22, (2, 2)),
    )
    return (
        ribbon(points((0, 0.44), (0.02, 0.72), (-0.04, 0.99)), (0.07, 0.08, 0.06), 6),
        *banded(rim, (0, 0.3), (1, 0.8, 0.55), colours, edge=6),
        *both_sides(veins),
        line_of(6, (0, 0.4), (0.01, -0.2), (0, -0.84), weight=1.4),
        *rosette((0, 0.36), 0.15, 6, 5),
        disc((0, 0.36), 0.06, 2),
    )


def fern(variant: int) -> Figure:
    """Pair of curled young fronds with leaflets, around a central shoot."""
    height, _, curlier = shape_numbers(variant, 3)
    frond = _crozier(0.06 * height, 1.5 + 0.15 * curlier)
    leaflets = [
        piece
        for k, index in enumerate((3, 5, 7, 9, 11))
        for piece in leaf(
            (float(frond[index, 0]), float(frond[index, 1])),
            14 - 13 * k,
            0.42 - 0.03 * k,
            0.17,
            ((2, 3), (1, 4))[k % 2],
            bend=-0.1,
        )
    ]
    half: Figure = (
        *leaflets,
        ribbon(frond, (0.1, 0.11, 0.11, 0.1, 0.09, 0.07, 0.05), 2, slant=0.03, edge=6),
        Line(curl((0.02, 0.9), 12, 0.5, -1.2), 6),
    )
    shoot = (*leaf((0, 0.86), -90, 1.2, 0.2, (3, 1)), *leaf((0, -0.42), -90, 0.46, 0.22, (4, 4)))
    return (
        *shoot,
        *both_sides(half),
        diamond((0, -0.5), 0.17, 0.2, 5),
        disc((0, 0.86), 0.12, 3, edge=6),
    )


def _crozier(rise: float, turns: float) -> FloatArray:
    """Stem that climbs, leans out and winds up into a crozier."""
    t = np.linspace(0, 1, 26)
    stem = points((0.02, 0.9), (0.06, 0.6), (0.1, 0.3), (0.15, 0.0), (0.22, -0.3))
    a = np.radians(190 + 360 * turns * t)
    r = 0.33 * (1 - 0.8 * t)
    coil = np.column_stack([0.56 + r * np.cos(a), -0.52 - rise + r * np.sin(a)])
    return np.vstack([smooth(stem, steps=3)[:-1], coil])


def four_petal(variant: int) -> Figure:
    """Four broad petals, a small flower in each, leaves between them."""
    fat, notch, _ = shape_numbers(variant, 3)
    w, dip = 0.4 * (1 + 0.08 * fat), 0.8 + 0.04 * notch
    rim = points(
        (0, -0.08),
        (w * 0.62, -0.26),
        (w, -0.6),
        (w * 0.6, -0.92),
        (0, -dip),
        (-w * 0.6, -0.92),
        (-w, -0.6),
        (-w * 0.62, -0.26),
    )
    inside: Figure = (
        (*rosette((0, -0.56), 0.16, 6, 5), disc((0, -0.56), 0.06, 3))
        if variant % 2 == 0
        else (diamond((0, -0.56), 0.3, 0.36, 5), diamond((0, -0.56), 0.14, 0.17, 1))
    )
    one: Figure = (*banded(rim, (0, -0.2), (1, 0.76), (1, 4), edge=6), *inside)
    other: Figure = (*banded(rim, (0, -0.2), (1, 0.76), (4, 3), edge=6), *inside)
    leaves: Figure = (
        *leaf((0, -0.1), -90, 0.92, 0.26, (2, 2)),
        Line(points((0, -0.2), (0, -0.9)), 6),
    )
    return (
        *(p for k in range(4) for p in turned(leaves, 45 + 90 * k)),
        *(p for k in range(4) for p in turned((one, other)[k % 2], 90 * k)),
        *moved(rosette((0, 0), 0.24, 8, 2)),
        disc((0, 0), 0.12, 3, edge=6),
        disc((0, 0), 0.05, 1),
    )
