"""Border bands: small units that stand in a row, and their corner pieces."""

__all__ = ["BORDERS", "border_unit", "corner_unit"]

import numpy as np

from .pieces import diamond, line_of, rosette
from .shapes import Figure, Line, curl, disc, leaf, moved, petal, points, polygon, ribbon

BORDERS: tuple[str, ...] = ("sawtooth", "lozenge", "scroll", "blossom", "stripe")


def border_unit(kind: str) -> Figure:
    """One unit in the square from -1 to 1, two selvage strips and an ornament between.

    The strips reach from side to side, so that units in a row make one band; the
    inner side of the border is down (y = 1).
    """
    return (*_strips(kind), *_ornament(kind))


def corner_unit(kind: str) -> Figure:
    """Give the piece where two bands meet, its outer corner up and left."""
    flower = (
        *rosette((0, 0), 0.78, 8, 3, fat=1.1),
        disc((0, 0), 0.34, 1, edge=6),
        disc((0, 0), 0.14, 5),
    )
    star = (
        diamond((0, 0), 1.6, 1.6, 1),
        diamond((0, 0), 1.05, 1.05, 3),
        diamond((0, 0), 0.5, 0.5, 2),
    )
    colour = 6 if kind in ("scroll", "stripe") else {"lozenge": 2}.get(kind, 1)
    corner = (
        ribbon(points((-1, -0.88), (0, -0.88), (1, -0.88)), (0.22, 0.22), colour),
        ribbon(points((-0.88, -0.78), (-0.88, 0), (-0.88, 1)), (0.22, 0.22), colour),
    )
    middle = moved(star if kind in ("lozenge", "sawtooth") else flower, (0.06, 0.06), 0.8)
    return (*corner, *middle)


def _strips(kind: str) -> Figure:
    top, low = {
        "sawtooth": (1, 6),
        "lozenge": (2, 6),
        "scroll": (6, 1),
        "blossom": (1, 2),
        "stripe": (6, 6),
    }[kind]
    return tuple(
        ribbon(points((-1, y), (0, y), (1, y)), (0.22, 0.22), colour)
        for y, colour in ((-0.88, top), (0.88, low))
    )


def _ornament(kind: str) -> Figure:
    if kind == "sawtooth":
        return (
            polygon(points((-1, 0.66), (0, -0.66), (1, 0.66)), 1),
            polygon(points((-0.5, 0.66), (0, 0.02), (0.5, 0.66)), 3),
            polygon(points((-1, -0.66), (-0.42, -0.66), (-1, 0.06)), 2),
            polygon(points((1, -0.66), (0.42, -0.66), (1, 0.06)), 2),
        )
    if kind == "lozenge":
        return (
            diamond((0, 0), 1.9, 1.3, 1),
            diamond((0, 0), 1.2, 0.84, 3),
            diamond((0, 0), 0.54, 0.4, 5),
            polygon(points((-1, -0.66), (-0.6, -0.66), (-1, -0.3)), 4),
            polygon(points((1, -0.66), (0.6, -0.66), (1, -0.3)), 4),
            polygon(points((-1, 0.66), (-0.6, 0.66), (-1, 0.3)), 4),
            polygon(points((1, 0.66), (0.6, 0.66), (1, 0.3)), 4),
        )
    if kind == "scroll":
        return (
            line_of(6, (-1, 0.3), (-0.5, -0.3), (0, 0.0), (0.5, 0.36), (1, 0.3)),
            Line(curl((-0.5, -0.24), -10, 0.62, 1.2), 6),
            *leaf((0.1, 0.08), -38, 0.86, 0.4, (2, 3)),
            *leaf((0.0, 0.02), 130, 0.66, 0.32, (2, 2)),
            *rosette((-0.62, 0.3), 0.26, 6, 4),
            disc((-0.62, 0.3), 0.1, 3),
        )
    if kind == "blossom":
        return (
            *leaf((0.0, 0.0), 0, 1.0, 0.5, (2, 3)),
            *leaf((0.0, 0.0), 180, 1.0, 0.5, (3, 2)),
            *rosette((0, 0), 0.6, 6, 1, fat=1.1),
            *rosette((0, 0), 0.36, 6, 4, start_deg=-60),
            disc((0, 0), 0.16, 3),
        )
    blocks = ((-0.83, 1), (-0.5, 3), (-0.17, 2), (0.17, 5), (0.5, 4), (0.83, 2))
    return tuple(
        ribbon(points((x, -0.6), (x, 0), (x, 0.6)), (0.34, 0.34), colour) for x, colour in blocks
    )


def bud() -> Figure:
    """Small bud with two leaves for bare corners, in the square from -1 to 1."""
    return (
        *leaf((0, 0.6), -20, 0.95, 0.42, (2, 3)),
        *leaf((0, 0.6), 200, 0.95, 0.42, (3, 2)),
        *(
            petal((0, 0.62), aim, 1.3, 0.5, colour, pointed=0.35, edge=6)
            for aim, colour in ((-122, 4), (-58, 4), (-90, 1))
        ),
        disc((0, 0.6), 0.18, 5),
    )


def sprinkle() -> Figure:
    """Small six-petalled flower for open ground, in the square from -1 to 1."""
    spin = np.arange(6) * 60
    return (
        *(p for aim in spin for p in leaf((0, 0), float(aim) + 30, 0.95, 0.3, (2, 2))),
        *rosette((0, 0), 0.78, 6, 4),
        disc((0, 0), 0.3, 3),
    )
