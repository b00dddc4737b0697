"""Cross-stitch: the figure counted out on the threads of the cloth."""

__all__ = ["counted_labels", "crosses"]

import cv2
import numpy as np
import numpy.typing as npt

from .gauges import Gauge
from .shapes import Figure, Line
from .stitches import THREAD, Stitches, row_of

#: Fine squares per cell when a patch is counted out; odd, so that one is the middle.
_FINE = 5


def counted_labels(figure: Figure, scale: float, cell: float) -> npt.NDArray[np.int16]:
    """Colour of each cell of the counted grid, -1 where the cloth stays free.

    The grid is square with an odd side, its middle cell on the figure's centre.
    """
    half = max(1, int(scale / cell))
    side = 2 * half + 1
    fine = np.full((side * _FINE, side * _FINE), -1, dtype=np.int16)
    lines = np.full((side, side), -1, dtype=np.int16)
    for piece in figure:
        if isinstance(piece, Line):
            path = np.rint(piece.path * scale / cell + half).astype(np.int32)
            cv2.polylines(lines, [path], False, piece.colour, 1)
        else:
            at = (piece.outline * scale / cell + half + 0.5) * _FINE - 0.5
            cv2.fillPoly(fine, [np.rint(at * 16).astype(np.int32)], piece.colour, cv2.LINE_8, 4)
    filled = fine[_FINE // 2 :: _FINE, _FINE // 2 :: _FINE]
    return np.where(lines >= 0, lines, filled)


def crosses(figure: Figure, scale: float, gauge: Gauge, rng: np.random.Generator) -> Stitches:
    """Give a cross of two threads in every filled cell, the upper ones all leaning one way."""
    labels = counted_labels(figure, scale, gauge.pitch)
    y, x = np.nonzero(labels >= 0)
    at = (np.column_stack([x, y]) - labels.shape[0] // 2) * gauge.pitch
    reach = gauge.pitch * 0.47
    under = np.column_stack([at - reach, at + reach])
    lean = np.array([reach, -reach])
    over = np.column_stack([at - lean, at + lean])
    ends = np.stack([under, over], axis=1).reshape(-1, 4)
    ends = ends + rng.normal(0, gauge.pitch * 0.022, ends.shape)
    colour = np.repeat(labels[y, x], 2).astype(np.uint8)
    tone = np.tile([0.86, 1.04], len(at)) * rng.normal(1, 0.035, 2 * len(at))
    width = gauge.pitch * gauge.overlap * rng.uniform(0.94, 1.06, len(ends))
    return row_of(ends, width, THREAD, colour, shade=tone)
