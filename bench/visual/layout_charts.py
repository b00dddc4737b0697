"""The symmetries of the charts found the slow way, to hold the quick way against.

Nothing here is shared with ``ingest.features.symmetry``: the stitch comes from
``labels.csv``, the ground is the one colour of the collection, and every motion
is tried stitch by stitch.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

__all__ = ["Chart", "charts", "slow_names"]

_GROUND = (245, 240, 228)
_Cells = npt.NDArray[np.intp]
#: What each motion makes of row y, column x in a table of h rows and w columns.
_MIRRORS = {
    "vertical": lambda y, x, h, w: (y, w - 1 - x),
    "horizontal": lambda y, x, h, w: (h - 1 - y, x),
    "falling": lambda y, x, h, w: (x, y),
    "rising": lambda y, x, h, w: (w - 1 - x, h - 1 - y),
}
_TURNS = {
    "2": lambda y, x, h, w: (h - 1 - y, w - 1 - x),
    "4": lambda y, x, h, w: (w - 1 - x, y),
}


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart: its file's name, its motif family, its pixels, its stitches (0 the ground)."""

    name: str
    family: str
    rgb: npt.NDArray[np.uint8]
    cells: _Cells
    corner_px: tuple[int, int]
    stitch_px: int


def charts(folder: Path) -> Iterator[Chart]:
    """Every chart of the folder, as ``labels.csv`` describes it."""
    with (folder / "labels.csv").open(encoding="utf-8-sig") as stream:
        for line in csv.DictReader(stream):
            rgb = np.asarray(Image.open(folder / line["file"]).convert("RGB"))
            side = rgb.shape[1] // int(line["cells_w"])
            picked = rgb[side // 2 :: side, side // 2 :: side].astype(np.intp)
            codes = picked @ np.array([65536, 256, 1])
            figure = (picked != _GROUND).any(axis=2)
            y, x = np.nonzero(figure)
            box = np.s_[y.min() : y.max() + 1, x.min() : x.max() + 1]
            cells = np.where(figure, codes + 1, 0)[box]
            corner = int(x.min()) * side, int(y.min()) * side
            yield Chart(line["file"], line["motif_family"], rgb, cells, corner, side)


def slow_names(cells: _Cells) -> set[str]:
    """Kind and name of the whole figure's symmetries, or the way and period of its repeating."""
    across = _periods(cells)
    down = _periods(cells.T)
    if across or down:
        found = {f"every {across} across"} if across else set()
        return found | ({f"every {down} down"} if down else set())
    same = [name for name, at in (_MIRRORS | _TURNS).items() if _is_same(cells, at)]
    order = "4" if "4" in same else "2" if "2" in same else "1"
    mirrors = [name for name in same if name in _MIRRORS]
    found = {
        f"mirror {name if name in ('vertical', 'horizontal') else 'diagonal'}" for name in mirrors
    }
    if order != "1":
        found.add(f"rotation {order}")
    if same:
        found.add(f"rosette {'d' if mirrors else 'c'}{order}")
    return found


def _is_same(cells: _Cells, at: object) -> bool:
    height, width = cells.shape
    for y in range(height):
        for x in range(width):
            row, column = at(y, x, height, width)  # type: ignore[operator]
            if not (0 <= row < height and 0 <= column < width):
                return False
            if cells[y, x] != cells[row, column]:
                return False
    return True


def _periods(cells: _Cells) -> int:
    """Shortest repeat across of which two copies are there, with ground at most between; or 0."""
    width = cells.shape[1]
    for period in range(1, width):
        pairs = [(x, x + period) for x in range(width - period)]
        if not all((cells[:, a] == cells[:, b]).all() for a, b in pairs):
            continue
        between = range(width - period, period)
        if not any(cells[:, x].any() for x in between) and 2 * np.count_nonzero(
            cells[:, : width - period]
        ) >= np.count_nonzero(cells):
            return period
    return 0
