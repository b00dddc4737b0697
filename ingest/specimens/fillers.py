"""Small ornaments for open ground, as embroiderers fill it, keeping the layout's symmetry."""

__all__ = ["Move", "fill_ground"]

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .borders import bud, sprinkle
from .pieces import both_sides
from .placement import Placement, turn_matrix
from .shapes import Figure, FloatArray, Line, curl, disc, leaf

#: Pixels per centimetre of the map of free ground.
_FINE = 6.0
#: Sizes in which fillers are stitched, half widths in centimetres.
_SIZES = (0.34, 0.46, 0.6, 0.8, 1.05, 1.4)
#: Most kinds of places filled on one cloth; each stands as often as the symmetry asks.
_MOST = 22


@dataclass(frozen=True, slots=True)
class Move:
    """A motion of the cloth onto itself: ``at @ matrix + shift``, lengths in centimetres."""

    matrix: FloatArray
    shift: tuple[float, float]

    def of(self, at: FloatArray) -> FloatArray:
        """Where a point goes."""
        return np.asarray(at @ self.matrix + self.shift)


def fill_ground(
    placed: Sequence[Placement],
    field: tuple[float, float, float, float],
    moves: Sequence[Move],
    *,
    counted: bool,
    seed: int,
) -> Iterator[Placement]:
    """Fillers for the free ground, the widest places first.

    Parameters
    ----------
    placed
        What already lies on the cloth.
    field
        Left, top, right and bottom of the ground to fill, in cm.
    moves
        The symmetry: every filler appears at each of its images.
    counted
        Whether ornaments turn by right angles only and small ones are left out.
    seed
        Chooses the ornaments.
    """
    ground = _free_ground(placed, field)
    sizes = _SIZES[3:] if counted else _SIZES
    for number in range(_MOST):
        spot, room = _widest(ground)
        images = [move.of(spot + np.array(field[:2])) for move in moves]
        size = _size(sizes, min(0.86 * room, _apart(images)))
        if size is None:
            if room < sizes[0]:
                return
            cv2.circle(ground, _pixel(spot), 2, 0, -1)
            continue
        kind = _kind(size, number + seed, counted=counted)
        aim = _outward(images[0], field, 90 if counted else 15)
        for image, move in zip(images, moves, strict=True):
            cv2.circle(ground, _pixel(image - field[:2]), int(size * 1.12 * _FINE), 0, -1)
            at = (float(image[0]), float(image[1]))
            yield Placement(
                f"{kind}-{size}", _FIGURES[kind], size, turn_matrix(aim) @ move.matrix, at
            )


def _pixel(at: FloatArray) -> tuple[int, int]:
    return round(float(at[0]) * _FINE), round(float(at[1]) * _FINE)


def _free_ground(
    placed: Sequence[Placement], field: tuple[float, float, float, float]
) -> npt.NDArray[np.uint8]:
    """Map of the field: 255 where the cloth is free."""
    left, top, right, bottom = field
    ground = np.full((round((bottom - top) * _FINE), round((right - left) * _FINE)), 255, np.uint8)
    for place in placed:
        for piece in place.figure:
            line = piece.path if isinstance(piece, Line) else piece.outline
            at = (line * place.scale_cm) @ place.matrix + place.at_cm - (left, top)
            curve = [np.rint(at * _FINE * 16).astype(np.int32)]
            if not isinstance(piece, Line):
                cv2.fillPoly(ground, curve, 0, cv2.LINE_8, 4)
            cv2.polylines(ground, curve, False, 0, 2, cv2.LINE_8, 4)
    return ground


def _widest(ground: npt.NDArray[np.uint8]) -> tuple[FloatArray, float]:
    """Middle of the widest free place, in cm from the field's corner, and its radius."""
    walled = cv2.copyMakeBorder(ground, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    room = cv2.distanceTransform(walled, cv2.DIST_L2, 5)
    _, most, _, (x, y) = cv2.minMaxLoc(room)
    return np.array([x - 1.0, y - 1.0]) / _FINE, most / _FINE


def _apart(images: Sequence[FloatArray]) -> float:
    """Half the least distance between two different images; images that coincide count as one."""
    far = [float(np.hypot(*(a - images[0]))) for a in images[1:]]
    return min([d / 2.1 for d in far if d > 0.05], default=9.0)


def _size(sizes: Sequence[float], room: float) -> float | None:
    fitting = [size for size in sizes if size <= room]
    return fitting[-1] if fitting else None


def _outward(at: FloatArray, field: tuple[float, float, float, float], step: int) -> float:
    """Turn that lets an upright ornament point away from the middle, in whole steps."""
    dx, dy = at[0] - (field[0] + field[2]) / 2, at[1] - (field[1] + field[3]) / 2
    return round((float(np.degrees(np.arctan2(dy, dx))) + 90) / step) * step


def _kind(size: float, number: int, *, counted: bool) -> str:
    if counted:
        return ("bud", "sprinkle")[number % 2]
    if size >= 0.8:
        return ("bud", "sprinkle", "twirl")[number % 3]
    if size >= 0.46:
        return ("sprinkle", "sprig")[number % 2]
    return "berry"


def _twirl() -> Figure:
    """Two tendrils that part from a bud."""
    half = (
        Line(curl((0.04, 0.8), -76, 1.2, 1.3), 6, 1.0),
        *leaf((0.05, 0.8), -30, 0.7, 0.3, (2, 3)),
    )
    return (*both_sides(half), *leaf((0, 0.8), -90, 1.3, 0.36, (1, 4)), disc((0, 0.8), 0.16, 5))


def _sprig() -> Figure:
    """Stalk with three leaves."""
    leaves = ((-90, (1, 4)), (-150, (2, 3)), (-30, (2, 3)))
    return tuple(p for aim, pair in leaves for p in leaf((0, 0.55), aim, 1.3, 0.5, pair))


def _berry() -> Figure:
    return (disc((0, 0), 0.8, 3, edge=6), disc((0, 0), 0.36, 1, angle_deg=90))


_FIGURES: dict[str, Figure] = {
    "bud": bud(),
    "sprinkle": sprinkle(),
    "twirl": _twirl(),
    "sprig": _sprig(),
    "berry": _berry(),
}
