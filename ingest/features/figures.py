"""Figures of a picture: edges that hang together, apart from what lies around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ingest.features.edges import Edges

__all__ = ["Figure", "find_figures", "spread"]

#: Strength below which an edge joins nothing.
_JOINS = 0.25
#: Gaps that are bridged, in pixels of the reduced picture: nothing but touching
#: edges, and ever looser figures.
_BRIDGES = (0, 1, 2, 4)
#: Share of the picture's longest side that a figure's longer, and its shorter,
#: side reaches at least.
_LEAST_LONG, _LEAST_SHORT = 0.08, 0.03
#: Boxes that overlap (intersection over union) by more say the same.
_SAME = 0.75

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """Edges that hang together, with all that they enclose.

    Parameters
    ----------
    box
        x, y, width, height in shares of the picture's longest side.
    mask
        uint8 ``(h, w)``, 1 inside.
    corner
        x, y of the mask's first pixel in the reduced picture.
    longest_px
        Longest side of that reduced picture.
    """

    box: Box
    mask: npt.NDArray[np.uint8]
    corner: tuple[int, int]
    longest_px: int

    def holds(self, edges: Edges) -> npt.NDArray[np.bool_]:
        """Tell which points of ``edges``, at whatever size, lie in the figure."""
        zoom = self.longest_px / edges.longest_px
        x = ((edges.x + 0.5) * zoom).astype(np.intp) - self.corner[0]
        y = ((edges.y + 0.5) * zoom).astype(np.intp) - self.corner[1]
        height, width = self.mask.shape
        inside: npt.NDArray[np.bool_] = (x >= 0) & (y >= 0) & (x < width) & (y < height)
        inside[inside] = self.mask[y[inside], x[inside]] > 0
        return inside


def find_figures(edges: Edges) -> list[Figure]:
    """Find every figure of a picture, small gaps bridged in several ways."""
    drawn = np.zeros((edges.height_px, edges.width_px), np.uint8)
    strong = edges.strength > _JOINS
    drawn[edges.y[strong], edges.x[strong]] = 1
    return [figure for bridge in _BRIDGES for figure in _joined(drawn, bridge)]


def _joined(drawn: npt.NDArray[np.uint8], bridge: int) -> list[Figure]:
    side = 2 * bridge + 1
    shape = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    wide = cv2.dilate(drawn, shape if bridge else np.ones((2, 2), np.uint8))
    count, labels, table, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    longest = max(drawn.shape)
    found = []
    for label in range(1, count):
        x, y, width, height = (int(value) for value in table[label, :4])
        if max(width, height) < _LEAST_LONG * longest:
            continue
        if min(width, height) < _LEAST_SHORT * longest:
            continue
        part = labels[y : y + height, x : x + width] == label
        # A mask one pixel wider: at another size points fall beside their place.
        mask = np.pad(part.astype(np.uint8), 1)
        around, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        cv2.drawContours(mask, around, -1, 1, 3)
        cv2.drawContours(mask, around, -1, 1, cv2.FILLED)
        inner = (x + bridge, y + bridge, max(1, width - 2 * bridge), max(1, height - 2 * bridge))
        left, top, wide_px, high_px = (value / longest for value in inner)
        found.append(Figure((left, top, wide_px, high_px), mask, (x - 1, y - 1), longest))
    return found


def spread(figures: Sequence[Figure], most: int) -> list[Figure]:
    """Choose ``most`` figures that say different things.

    Of boxes that nearly agree the largest is kept. Sizes half an octave apart
    take turns, the largest first, so that a repeated motif cannot take every place.
    """
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda each: -each.box[2] * each.box[3]):
        if all(_overlap(figure.box, other.box) < _SAME for other in kept):
            kept.append(figure)
    sizes: dict[int, int] = {}
    turns = []
    for place, figure in enumerate(kept):
        size = round(2 * np.log2(max(figure.box[2:])))
        sizes[size] = sizes.get(size, 0) + 1
        turns.append((sizes[size], -size, place))
    return [kept[place] for _, _, place in sorted(turns)[:most]]


def _overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes x, y, width, height."""
    across = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    down = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    shared = max(0.0, across) * max(0.0, down)
    return shared / max(first[2] * first[3] + second[2] * second[3] - shared, 1e-12)
