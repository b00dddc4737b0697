"""The name of a translation lattice."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["lattice_name", "shortest_pair"]


def shortest_pair(
    translations: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Return the first translation and the first that runs another way.

    Parameters
    ----------
    translations
        Shape ``(n, 2)``, x, y, the shortest first.

    Returns
    -------
    tuple of two numpy.ndarray or None
        Each of shape ``(2,)``; ``None`` when all run the same way.
    """
    for other in translations[1:]:
        first = translations[0]
        if abs(first[0] * other[1] - first[1] * other[0]) > 1e-9:
            return first, other
    return None


def lattice_name(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], slack: float = 0.0
) -> str:
    """Name the lattice of two shortest translations (the five Bravais lattices of the plane).

    Parameters
    ----------
    first, second
        Shape ``(2,)``, the two shortest independent translations, in one unit.
    slack
        How far lengths and angles may be off, relative and in radians; 0 on charts.

    Returns
    -------
    str
        One of ``LAYOUT_NAMES["lattice"]``. ``lattice_name((4, 0), (0, 4))`` is
        ``square``; ``((4, 0), (2, 3))`` is ``rhombic``: a centred rectangle.
    """
    slack += 1e-9
    short, long = sorted((np.asarray(first, float), np.asarray(second, float)), key=np.linalg.norm)
    lengths = np.linalg.norm(short), np.linalg.norm(long)
    is_equal = lengths[1] / lengths[0] - 1 <= slack
    lean = abs(float(short @ long)) / (lengths[0] * lengths[1])
    if lean <= slack:
        return "square" if is_equal else "rectangular"
    if is_equal:
        return "hexagonal" if abs(np.arccos(lean) - np.pi / 3) <= slack else "rhombic"
    # Half a step along the short one: the long one ends over its middle.
    if abs(lean * lengths[1] / lengths[0] - 0.5) <= slack:
        return "rhombic"
    return "oblique"
