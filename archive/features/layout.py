"""How a pattern is laid out: the symmetries measured on one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["LAYOUT_KINDS", "LAYOUT_NAMES", "SHOWN_CONFIDENCE", "Layout", "Symmetry"]

#: Every name a symmetry of a kind may bear. Friezes in IUC notation; rosettes
#: by their group (Schoenflies: c turns only, d turns and mirrors) and order.
LAYOUT_NAMES: dict[str, tuple[str, ...]] = {
    "mirror": ("vertical", "horizontal", "diagonal"),
    "rotation": ("2", "3", "4", "5", "6", "8"),
    "lattice": ("square", "rectangular", "rhombic", "hexagonal", "oblique"),
    "frieze": ("p1", "p11g", "p1m1", "p2", "p2mg", "p11m", "p2mm"),
    "rosette": ("d1", *(f"{group}{order}" for order in (2, 3, 4, 5, 6, 8) for group in "cd")),
}
LAYOUT_KINDS = tuple(LAYOUT_NAMES)

#: Confidence from which a symmetry is shown as a suggestion: the confidence is
#: the measured share of right answers, and nine of ten is what we ask.
SHOWN_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Symmetry:
    """One symmetry of a pattern.

    Parameters
    ----------
    kind
        One of ``LAYOUT_KINDS``.
    name
        One of ``LAYOUT_NAMES[kind]``. ``mirror``: how the axis runs.
        ``rotation``: the order. ``frieze``: its group, along whatever way the
        strip runs. ``rosette``: the symmetry of a figure that stands alone.
    confidence
        0..1: the share of such findings that are right, 1 on a drawn chart,
        where it is exact. On photographs see
        ``ingest/features/symmetry/judging.py`` for what it was measured on.
    numbers
        What belongs to the kind, in pixels of the upright full-size photograph
        and degrees from the x axis, clockwise as seen: ``mirror``: x, y of a
        point of the axis, its direction (0 up to 180). ``rotation`` and
        ``rosette``: x, y of the centre. ``lattice``: the two shortest
        translations, x, y, x, y. ``frieze``: the translation, x, y.
    """

    kind: str
    name: str
    confidence: float
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every symmetry found, the surest first; empty when there is none."""

    symmetries: tuple[Symmetry, ...] = ()

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what is stored."""
        found = self.symmetries
        width = max((len(each.numbers) for each in found), default=0)
        numbers = np.full((len(found), width + 1), np.nan, np.float32)
        for row, each in zip(numbers, found, strict=True):
            row[0] = each.confidence
            row[1 : 1 + len(each.numbers)] = each.numbers
        names = [f"{each.kind} {each.name}" for each in found]
        return {"layout_names": np.array(names, np.str_), "layout_numbers": numbers}

    @classmethod
    def read(cls, stored: Mapping[str, npt.NDArray[np.generic]]) -> Layout:
        """Read what :meth:`arrays` returned."""
        found = []
        numbers = np.asarray(stored["layout_numbers"], dtype=np.float32)
        for text, row in zip(stored["layout_names"], numbers, strict=True):
            kind, _, name = str(text).partition(" ")
            own = tuple(float(value) for value in row[1:] if not np.isnan(value))
            found.append(Symmetry(kind, name, float(row[0]), own))
        return cls(tuple(found))
