"""Every way in which one table of stitches lies exactly on another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt

__all__ = ["exact_shifts", "exact_translations"]

_Cells = npt.NDArray[np.intp]
_Shifts = npt.NDArray[np.intp]

#: A checkerboard of 400 stitches has 60,000 translations; two of the shortest make them all.
_ENOUGH = 300


def exact_shifts(first: _Cells, second: _Cells, least: float = 0.5) -> _Shifts:
    """Shifts of ``second`` at which it equals ``first`` wherever they overlap.

    The sum of squared differences over the overlap is a sum of correlations
    (Lewis 1995, "Fast normalized cross-correlation"). Colours are small whole
    numbers, so rounded it is exact, and 0 only where every stitch agrees.

    Parameters
    ----------
    first, second
        int of shape ``(h, w)`` and ``(k, l)``, 0 the ground, else 1 to 64.
    least
        Part of the stitches of ``first`` off the ground that the overlap must hold.

    Returns
    -------
    numpy.ndarray
        int of shape ``(n, 2)``: y, x of the shifts, the largest overlap first.
    """
    size = tuple(np.add(first.shape, second.shape) - 1)
    fast = tuple(int(2 ** np.ceil(np.log2(side))) for side in size)
    a, b = first.astype(float), second.astype(float)

    def correlated(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> _Shifts:
        spectrum = np.fft.rfft2(x, fast) * np.fft.rfft2(y[::-1, ::-1], fast)
        return np.rint(np.fft.irfft2(spectrum, fast)[: size[0], : size[1]]).astype(np.intp)

    here, there = np.ones(first.shape), np.ones(second.shape)
    apart = correlated(a * a, there) + correlated(here, b * b) - 2 * correlated(a, b)
    held = correlated((a > 0).astype(float), there)
    y, x = np.nonzero((apart == 0) & (held >= max(1.0, least * np.count_nonzero(first))))
    order = np.argsort(-held[y, x], kind="stable")
    shifts: _Shifts = np.stack([y, x], axis=1)[order] - (np.array(second.shape) - 1)
    return shifts


def exact_translations(cells: _Cells) -> _Shifts:
    """Return translations that map the pattern onto itself, shortest first, one of each pair.

    At least two copies must be there. Straight across or down nothing may be
    left between them but ground; for a slanting translation, whose copies do
    not fill the rectangle, a quarter of the stitches may lie outside.

    Parameters
    ----------
    cells
        int of shape ``(h, w)`` without margin, 0 the ground.

    Returns
    -------
    numpy.ndarray
        int of shape ``(n, 2)``, n at most 300: y, x, with y > 0, or y = 0 and x > 0.
    """
    shifts = [shift for shift in exact_shifts(cells, cells).tolist() if shift > [0, 0]]
    shifts.sort(key=lambda shift: (shift[0] ** 2 + shift[1] ** 2, shift))
    kept = islice((shift for shift in shifts if _is_covered(cells, *shift)), _ENOUGH)
    return np.array(list(kept), np.intp).reshape(-1, 2)


def _is_covered(cells: _Cells, down: int, across: int) -> bool:
    """Whether a pattern and its shifted copy hold (nearly) all of it."""
    left = np.ones(cells.shape, bool)
    for part in _halves(left, down, across):
        part[:] = False
    outside = int(np.count_nonzero(cells[left]))
    is_straight = down == 0 or across == 0
    return bool(outside <= (0 if is_straight else np.count_nonzero(cells) / 4))


def _halves(
    table: npt.NDArray[np.bool_], down: int, across: int
) -> Iterator[npt.NDArray[np.bool_]]:
    """Give views of the overlap where it is, and where it came from."""
    height, width = table.shape
    x = abs(across)
    to, back = (slice(x, width), slice(0, width - x))[:: 1 if across >= 0 else -1]
    yield table[down:, to]
    yield table[: height - down, back]
