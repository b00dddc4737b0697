"""The stitches of a drawn chart, where every block of pixels is one stitch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Stitches", "recover_stitches"]

#: A chart of more stitches a side, or more colours, is taken for a photograph:
#: the largest of 330 charts has 100 stitches and 9 colours, while 200 square
#: pixels of any photograph have thousands of colours.
_MOST_STITCHES = 400
_MOST_COLOURS = 64

_Cells = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Stitches:
    """A chart reduced to one number a stitch, without its empty margin.

    Parameters
    ----------
    cells
        int of shape ``(h, w)``: the colour of each stitch, 0 the ground.
    size_px
        Side of a stitch in pixels of the picture it was read from.
    corner_px
        x, y of the upper left corner of ``cells`` in that picture.
    """

    cells: _Cells
    size_px: int
    corner_px: tuple[int, int]


def recover_stitches(rgb: npt.NDArray[np.uint8]) -> Stitches | None:
    """Read a drawn chart.

    Colours change at multiples of the stitch only, so the greatest common
    divisor of the distances between changes is its side. Where a chart is
    drawn coarser than its stitches (every figure two stitches wide) the
    double stitch is found; no symmetry depends on it.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, at least one pixel. It must be as
        drawn: enlarged by whole pixels at most, no JPEG.

    Returns
    -------
    Stitches or None
        ``None`` when the picture is no chart. A picture of one colour gives
        ``cells`` of shape ``(0, 0)``.
    """
    codes = rgb.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    across = _changes(codes[:: max(1, len(codes) // 8)])
    if len(across) > 2 * _MOST_STITCHES:  # a few rows rule most photographs out
        return None
    across, down = _changes(codes), _changes(codes.T)
    size = int(np.gcd.reduce([*np.diff(across), *np.diff(down)] or [0])) or max(codes.shape)
    rows, top = _starts(down, size, codes.shape[0])
    columns, left = _starts(across, size, codes.shape[1])
    if max(len(rows), len(columns)) > _MOST_STITCHES:
        return None
    colours, cells = np.unique(codes[np.ix_(rows, columns)], return_inverse=True)
    if len(colours) > _MOST_COLOURS:
        return None
    trimmed, (y, x) = _trimmed(cells.reshape(len(rows), len(columns)))
    return Stitches(trimmed, size, (left + x * size, top + y * size))


def _changes(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    """Columns that differ from the one before."""
    return np.flatnonzero((codes[:, 1:] != codes[:, :-1]).any(axis=0)) + 1


def _starts(
    changes: npt.NDArray[np.intp], size: int, length: int
) -> tuple[npt.NDArray[np.intp], int]:
    """Return a pixel of each stitch along one side, and where the first one begins (0 or below)."""
    first = int(changes[0]) % size if len(changes) else 0
    begin = first - size if first else 0
    return np.maximum(np.arange(begin, length, size), 0), begin


def _trimmed(cells: _Cells) -> tuple[_Cells, tuple[int, int]]:
    """Cut the rows and columns of bare ground off; renumber, so that the ground is 0.

    The ground is the commonest colour along the edge.
    """
    edge = np.concatenate([cells[0], cells[-1], cells[:, 0], cells[:, -1]])
    ground = int(np.bincount(edge).argmax())
    figure = cells != ground
    rows, columns = np.flatnonzero(figure.any(axis=1)), np.flatnonzero(figure.any(axis=0))
    if not len(rows):
        return np.zeros((0, 0), np.intp), (0, 0)
    renumbered = np.where(figure, cells + 1, 0)
    part = renumbered[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return part, (int(rows[0]), int(columns[0]))
