"""Where everything stands on the cloth: the motif's copies, fillers and border bands."""

__all__ = ["CANVAS_CM", "placements", "symmetry_moves"]

from collections.abc import Iterator

import numpy as np

from .borders import BORDERS, border_unit, corner_unit, sprinkle
from .fillers import Move, fill_ground
from .motifs import figure_of
from .placement import Placement, turn_matrix
from .recipe import Specimen

#: Width and height of the cloth in centimetres, by layout.
CANVAS_CM: dict[str, tuple[float, float]] = {
    "single": (24.0, 24.0),
    "mirror": (28.8, 21.6),
    "rosette": (24.0, 24.0),
    "frieze": (28.8, 12.0),
    "grid": (28.8, 21.6),
}
#: Half the width of a border band, in centimetres.
_BAND_CM = 0.9
#: Middle line of the border to the edge of the cloth, in centimetres.
_INSET_CM = 1.6
#: Middle of the cloth to middle of the motif, and its scale, in a mirrored pair and a rosette.
_PAIR_CM = (5.76, 5.3)
_ROSETTE_CM = (5.76, 3.7)


def placements(specimen: Specimen) -> tuple[Placement, ...]:
    """Every figure of the specimen's cloth: border, motif, then the fillers."""
    motifs = tuple(_motifs(specimen))
    fillers = fill_ground(
        motifs,
        _field(specimen),
        symmetry_moves(specimen),
        counted=specimen.stitch == "cross-stitch",
        seed=specimen.seed,
    )
    return (*_border(specimen), *motifs, *fillers)


def symmetry_moves(specimen: Specimen) -> tuple[Move, ...]:
    """Give the motions that map the specimen's field onto itself, the one that rests first."""
    w, h = CANVAS_CM[specimen.layout]
    known = specimen.symmetry
    if known.kind == "mirror":
        return Move(np.eye(2), (0.0, 0.0)), Move(np.diag([-1.0, 1.0]), (w, 0.0))
    if known.kind == "rotation":
        middle = np.array([w, h]) / 2
        turns = [turn_matrix(360 / known.order * k) for k in range(known.order)]
        shifts = [middle - middle @ turn for turn in turns]
        return tuple(
            Move(t, (float(s[0]), float(s[1]))) for t, s in zip(turns, shifts, strict=True)
        )
    across, down = known.repeats
    return tuple(
        Move(np.eye(2), (column * w / across, row * h / down))
        for row in _to_and_fro(down)
        for column in _to_and_fro(across)
    )


def _to_and_fro(count: int) -> tuple[int, ...]:
    """Give steps that reach every copy from any copy: 0, 1, -1, 2, -2 …, the first alone if one."""
    return (0, *(s * k for k in range(1, count) for s in (1, -1)))


def _field(specimen: Specimen) -> tuple[float, float, float, float]:
    """Give the ground inside the border: left, top, right, bottom, in cm."""
    w, h = CANVAS_CM[specimen.layout]
    if specimen.layout == "grid":
        return 0.0, 0.0, w, h
    reach_x, reach_y = _border_reach(specimen)
    rim = _BAND_CM + 0.25
    if specimen.layout == "frieze":
        return 0.0, h / 2 - reach_y + rim, w, h / 2 + reach_y - rim
    x, y = reach_x - rim, reach_y - rim
    return w / 2 - x, h / 2 - y, w / 2 + x, h / 2 + y


def _motifs(specimen: Specimen) -> Iterator[Placement]:
    figure = figure_of(specimen.motif, specimen.variant)
    w, h = CANVAS_CM[specimen.layout]
    across, down = specimen.symmetry.repeats
    x, y = w / 2, h / 2
    if specimen.layout == "single":
        yield Placement("motif", figure, 7.9, turn_matrix(0), (x, y))
    elif specimen.layout == "mirror":
        out, scale = _PAIR_CM
        yield Placement("motif", figure, scale, turn_matrix(0), (x - out, y))
        yield Placement("motif", figure, scale, turn_matrix(0, mirrored=True), (x + out, y))
    elif specimen.layout == "rosette":
        out, scale = _ROSETTE_CM
        for k, (dx, dy) in enumerate(((0, -1), (1, 0), (0, 1), (-1, 0))):
            yield Placement(
                "motif", figure, scale, turn_matrix(90 * k), (x + out * dx, y + out * dy)
            )
        yield Placement("heart", sprinkle(), 1.3, turn_matrix(0), (x, y))
    else:
        for k in range(across * down):
            at = ((k % across + 0.5) * w / across, (k // across + 0.5) * h / down)
            yield Placement("motif", figure, 3.15, turn_matrix(0), at)


def _border_reach(specimen: Specimen) -> tuple[float, float]:
    """Middle of the cloth to the middle line of the border, across and down; whole units fit."""
    w, h = CANVAS_CM[specimen.layout]
    if specimen.layout == "frieze":
        return w / 2, h / 2 - _INSET_CM + 0.3
    x, y = (round((side / 2 - _INSET_CM) / _BAND_CM) * _BAND_CM for side in (w, h))
    return x, y


def border_kind(specimen: Specimen) -> str:
    """Name of the border's ornament; thin scrolls cannot be counted out."""
    kind = BORDERS[specimen.seed % len(BORDERS)]
    return "lozenge" if specimen.stitch == "cross-stitch" and kind == "scroll" else kind


def _border(specimen: Specimen) -> Iterator[Placement]:
    """Bands around the field; a frieze has them above and below only, a grid none."""
    if specimen.layout == "grid":
        return
    w, h = CANVAS_CM[specimen.layout]
    far_x, far_y = _border_reach(specimen)
    unit = border_unit(border_kind(specimen))
    sides = [(0, far_x, far_y), (180, far_x, far_y)]
    if specimen.layout != "frieze":
        sides += [(90, far_y, far_x), (270, far_y, far_x)]
        corner = corner_unit(border_kind(specimen))
        for turn, x, y in ((0, -1, -1), (90, 1, -1), (180, 1, 1), (270, -1, 1)):
            at = (w / 2 + x * far_x, h / 2 + y * far_y)
            yield Placement("corner", corner, _BAND_CM, turn_matrix(turn), at)
    for turn, half, far in sides:
        spin = turn_matrix(turn)
        count = round(half / _BAND_CM) - (1 if specimen.layout != "frieze" else -1)
        for k in range(count):
            local = np.array([(2 * k - count + 1) * _BAND_CM, -far]) @ spin
            yield Placement("border", unit, _BAND_CM, spin, (w / 2 + local[0], h / 2 + local[1]))
