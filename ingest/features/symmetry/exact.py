"""The symmetries of a drawn chart, stitch by stitch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import Symmetry
from ingest.features.symmetry.friezes import frieze_group
from ingest.features.symmetry.lattices import lattice_name, shortest_pair
from ingest.features.symmetry.matching import exact_shifts, exact_translations

__all__ = ["exact_symmetries"]

_Cells = npt.NDArray[np.intp]

_TURNS: dict[str, Callable[[_Cells], _Cells]] = {
    "half": lambda cells: cells[::-1, ::-1],
    "quarter": lambda cells: np.rot90(cells),
    "vertical": lambda cells: cells[:, ::-1],
    "horizontal": lambda cells: cells[::-1],
    "falling": lambda cells: cells.T,
    "rising": lambda cells: cells[::-1, ::-1].T,
}
_MIRRORS = ("vertical", "horizontal", "falling", "rising")


@dataclass(frozen=True, slots=True)
class _Found:
    """Which of the eight motions of a square map the pattern onto itself, and at which shift."""

    shape: tuple[int, int]
    shifts: dict[str, tuple[int, int]]

    @property
    def order(self) -> int:
        return 4 if "quarter" in self.shifts else 2 if "half" in self.shifts else 1

    @property
    def mirrors(self) -> list[str]:
        return [name for name in _MIRRORS if name in self.shifts]

    def centre(self) -> tuple[float, float]:
        """x, y of a point the pattern turns about."""
        height, width = self.shape
        if "quarter" in self.shifts:
            down, across = self.shifts["quarter"]
            x = (width + down + across) / 2
            return x, x - across
        down, across = self.shifts.get("half", (0, 0))
        return (width + across) / 2, (height + down) / 2

    def axis(self, mirror: str) -> tuple[float, float, float]:
        """x, y of a point of the axis and its direction in degrees."""
        (height, width), (down, across) = self.shape, self.shifts[mirror]
        if mirror == "vertical":
            return (width + across) / 2, height / 2, 90.0
        if mirror == "horizontal":
            return width / 2, (height + down) / 2, 0.0
        if mirror == "falling":
            return height / 2 + across, height / 2, 45.0
        return (height + across) - height / 2, height / 2, 135.0


def exact_symmetries(cells: _Cells) -> tuple[Symmetry, ...]:
    """Every symmetry of a table of stitches, exactly, with confidence 1.

    A figure that stands alone is compared as a whole (its rosette: one of c2,
    c4, d1, d2, d4, all that square stitches allow). A pattern that repeats is
    taken as part of an endless one, so that a band cut anywhere keeps its
    group: one way of repeating is a frieze, two are a lattice.

    Parameters
    ----------
    cells
        int of shape ``(h, w)``, one number a stitch, 0 the ground, without an
        empty margin; see :func:`recover_stitches`.

    Returns
    -------
    tuple of Symmetry
        ``numbers`` in stitches from the upper left corner of ``cells``. Empty
        for a pattern one stitch wide, for one colour and for plain stripes,
        which have every symmetry along their length and so say nothing.
    """
    if min(cells.shape) < 2 or _is_plain(cells):
        return ()
    translations = exact_translations(cells)
    if not len(translations):
        return _of_figure(_whole(cells))
    if np.abs(translations[0]).max() == 1 and _is_striped(translations):
        return _of_figure(_whole(cells))
    pair = shortest_pair(translations[:, ::-1].astype(float))
    if pair is not None and _has_room(cells.shape, pair):
        found = Symmetry("lattice", lattice_name(*pair), 1.0, (*_plain(pair[0]), *_plain(pair[1])))
        return (found, *_turns_and_mirrors(_endless(cells)))
    straight = translations[(translations == 0).any(axis=1)]
    down, across = (straight if len(straight) else translations)[0]
    return _of_strip(cells, (int(across), int(down)))


def _is_plain(cells: _Cells) -> bool:
    """Whether all rows, or all columns, are the same."""
    return bool((cells == cells[:1]).all() or (cells == cells[:, :1]).all())


def _has_room(
    shape: tuple[int, ...], pair: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
) -> bool:
    """Whether one and a half cells fit both ways: a narrow band of a lattice is a frieze."""
    across, down = np.abs(pair).sum(axis=0)
    return bool(shape[0] >= 1.5 * down and shape[1] >= 1.5 * across)


def _is_striped(translations: npt.NDArray[np.intp]) -> bool:
    """Whether slanting stripes: one stitch on is the same, but only one way. No frieze."""
    pair = shortest_pair(translations[:, ::-1].astype(float))
    return pair is None or bool(np.abs(pair[1]).max() > 1)


def _plain(vector: npt.NDArray[np.float64]) -> tuple[float, float]:
    return float(vector[0]), float(vector[1])


def _whole(cells: _Cells) -> _Found:
    """Compare the pattern with itself turned and mirrored in place."""
    same = {
        name: (0, 0)
        for name, turn in _TURNS.items()
        if turn(cells).shape == cells.shape and np.array_equal(turn(cells), cells)
    }
    return _Found(cells.shape, same)


def _endless(cells: _Cells) -> _Found:
    """Compare with itself turned and mirrored at every place that leaves half of it."""
    found = {}
    for name, turn in _TURNS.items():
        for down, across in exact_shifts(cells, turn(cells)).tolist():
            if _is_no_glide(name, cells.shape, down, across):
                found[name] = (down, across)
                break
    return _Found(cells.shape, found)


def _is_no_glide(name: str, shape: tuple[int, int], down: int, across: int) -> bool:
    """Whether a motion is a turn or a mirror, not a mirror with a slide along its axis."""
    along = {
        "vertical": down,
        "horizontal": across,
        "falling": down + across,
        "rising": shape[0] + across - shape[1] - down,
    }
    return along.get(name, 0) == 0


def _of_figure(found: _Found) -> tuple[Symmetry, ...]:
    if not found.shifts:
        return ()
    name = f"{'d' if found.mirrors else 'c'}{found.order}"
    rosette = Symmetry("rosette", name, 1.0, found.centre())
    return (rosette, *_turns_and_mirrors(found))


def _turns_and_mirrors(found: _Found) -> tuple[Symmetry, ...]:
    named = [(each if each in _MIRRORS[:2] else "diagonal", each) for each in found.mirrors]
    mirrors = [Symmetry("mirror", name, 1.0, found.axis(each)) for name, each in named]
    turns = [Symmetry("rotation", str(found.order), 1.0, found.centre())] * (found.order > 1)
    return (*turns, *mirrors)


def _of_strip(cells: _Cells, step: tuple[int, int]) -> tuple[Symmetry, ...]:
    """Name the frieze; a slanting band only by what the whole of it shows."""
    across, down = step
    if across and down:
        whole = _whole(cells)
        along = "falling" if across == down else "rising" if across == -down else ""
        over = {"falling": "rising", "rising": "falling"}.get(along, "")
        name = frieze_group(
            over in whole.shifts, along in whole.shifts, glides=False, turns="half" in whole.shifts
        )
        found = whole
    else:
        name, shifts = _straight_strip(cells if across else cells.T, across or down)
        if not across:
            swapped = {"vertical": "horizontal", "horizontal": "vertical", "half": "half"}
            shifts = {swapped[key]: (x, y) for key, (y, x) in shifts.items()}
        found = _Found(cells.shape, shifts)
    frieze = Symmetry("frieze", name, 1.0, (float(across), float(down)))
    return (frieze, *_turns_and_mirrors(found))


def _straight_strip(cells: _Cells, period: int) -> tuple[str, dict[str, tuple[int, int]]]:
    """Group and shifts of a band that runs across; one period of it is taken as endless."""
    width = cells.shape[1]
    cell = cells[:, :period]

    def steps(name: str) -> list[int]:
        turned = _TURNS[name](cell)
        return [s for s in range(period) if np.array_equal(np.roll(turned, s, axis=1), cell)]

    shifts = {}
    for name in ("vertical", "half"):
        # Mirrors and turns come back every half period: the one nearest the middle.
        found = [(s - width) % period - back for s in steps(name) for back in (0, period)]
        if found:
            shifts[name] = (0, min(found, key=abs))
    along = steps("horizontal")
    if 0 in along:
        shifts["horizontal"] = (0, 0)
    group = frieze_group(
        "vertical" in shifts,
        "horizontal" in shifts,
        glides=period / 2 in along,
        turns="half" in shifts,
    )
    return group, shifts
