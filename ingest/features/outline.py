"""Outlines, to compare with a sketch: which way edges run, in the figures of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth, Outline
from ingest.features.edges import Edges, find_edges
from ingest.features.figures import Box, Figure, find_figures, spread

__all__ = ["CELLS", "DIRECTIONS", "directions_in", "measure_outline", "project_outlines"]

#: A window is measured on the reduction of the picture in which its longer side
#: has about so many pixels: an outline is what is seen from that far away. On the
#: tuning part of bench/visual/sketch.py 128 put 68 % of pieces first, 96 62 %.
_WINDOW_PX = 128
#: Window sides for which there is a reduction, in shares of the longest side.
_SHARES = (1.0, 0.7, 0.5, 0.35, 0.25)
#: The reductions that figures are looked for in: whole motifs, and small repeats.
_FIGURES_AT = (1, 2, 4)
#: Figures kept at most.
_FIGURES = 24
#: Windows of a fixed place, for cloth whose figures do not stand apart: side in
#: shares of the longest side, and how many a side.
_TILES = ((0.7, 2), (0.5, 3))
#: Cells a side, and directions from 0 to 180 degrees, of a window's description.
CELLS, DIRECTIONS = 8, 6
#: Standard deviation of a cell's reach, in cells.
_REACH = 0.6
#: Blank border round a figure, in shares of its longer side.
_MARGIN = 0.06
#: How far a long box is pressed towards a square: 0 leaves a dragon most of its
#: cells blank, 1 makes a band of it what a disc is. Mean reciprocal rank on the
#: tuning part 0.785, against 0.766 with 0 and 0.778 with 0.3.
_FILLS = 0.5
#: Certainty of the cloth above which edges outside it are left out.
_SURE = 0.65
#: Cells of the cloth's mask that an edge may lie outside it.
_BESIDE = 1
_BASIS = Path(__file__).with_name("outline.npz")

_Floats = npt.NDArray[np.float32]


def measure_outline(
    rgb: npt.NDArray[np.uint8], cloth: Cloth, full_size: tuple[int, int]
) -> Outline:
    """Describe the figures of a picture, some windows of it, and all of it.

    A figure is a group of edges that hang together; it is described by its own
    edges alone, so that what lies around it, a border or small fillers, does not
    matter. The description, edge directions in a grid of cells, follows
    Dalal and Triggs (2005) and, for sketches, Hu and Collomosse (2013); whitened
    as in Hariharan, Malik and Ramanan (2012).

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.
    cloth
        Where the cloth lies; what is surely not cloth is left out.
    full_size
        Width and height in pixels of the upright full-size photograph.

    Returns
    -------
    Outline
        At most 38 windows, 10.3 kB; none for a picture without an edge.
    """
    levels = [_on_cloth(find_edges(rgb, round(_WINDOW_PX / share)), cloth) for share in _SHARES]
    if not any(len(each.x) for each in levels):
        return Outline.nothing()
    size = np.array([rgb.shape[1], rgb.shape[0]]) / max(rgb.shape[:2])
    found = [figure for level in _FIGURES_AT for figure in find_figures(levels[level])]
    figures: list[Figure | None] = [*spread(found, _FIGURES)]
    tiles = _tiles(float(size[0]), float(size[1]))
    boxes = tiles + [figure.box for figure in figures if figure]
    masks = [None] * len(tiles) + figures
    raw = np.stack([_described(levels, *pair) for pair in zip(boxes, masks, strict=True)])
    to_full = np.tile(np.array(full_size) / size, 2)
    return Outline((np.array(boxes) * to_full).astype(np.float32), project_outlines(raw))


def _on_cloth(edges: Edges, cloth: Cloth) -> Edges:
    if cloth.certainty < _SURE:
        return edges
    near = np.ones((2 * _BESIDE + 1,) * 2, np.uint8)
    mask = cv2.dilate(cloth.mask.astype(np.uint8), near)
    row = edges.y * mask.shape[0] // edges.height_px
    column = edges.x * mask.shape[1] // edges.width_px
    kept = mask[row, column] > 0
    return Edges(
        edges.width_px,
        edges.height_px,
        *(part[kept] for part in (edges.x, edges.y, edges.strength, edges.angle)),
    )


def _tiles(width: float, height: float) -> list[Box]:
    """All of the picture, then squares evenly over it, in shares of the longest side."""
    tiles: list[Box] = [(0.0, 0.0, width, height)]
    for side, count in _TILES:
        rows, columns = (
            np.linspace(0, length - side, count if length > 1.05 * side else 1)
            if length > side
            else [(length - side) / 2]
            for length in (height, width)
        )
        tiles += [(float(x), float(y), side, side) for y, x in product(rows, columns)]
    return tiles


def _described(levels: Sequence[Edges], box: Box, figure: Figure | None) -> _Floats:
    nearest = np.argmin([abs(np.log(share / max(box[2:]))) for share in _SHARES])
    edges = levels[int(nearest)]
    kept = np.ones(len(edges.x), bool) if figure is None else figure.holds(edges)
    in_pixels = np.array(box) * edges.longest_px
    return directions_in(edges, in_pixels, kept, margin=0.0 if figure is None else _MARGIN)


def directions_in(
    edges: Edges,
    box: npt.NDArray[np.floating],
    kept: npt.NDArray[np.bool_],
    *,
    margin: float = _MARGIN,
) -> _Floats:
    """Directions of edges in the cells of the square around a box.

    Parameters
    ----------
    edges
        Of one size of the picture.
    box
        x, y, width, height in pixels of that size.
    kept
        bool ``(n,)``: the points that count.
    margin
        Blank border, in shares of the box's longer side.

    Returns
    -------
    numpy.ndarray
        float32 of shape ``(DIRECTIONS * CELLS * CELLS,)``, 0 and more: square
        root of the length of edge in each cell, direction by direction.
    """
    sides = np.maximum(box[2:], 1.0) ** _FILLS * max(box[2], box[3], 1.0) ** (1 - _FILLS)
    sides *= 1 + 2 * margin
    corner = box[:2] + box[2:] / 2 - sides / 2
    cells = [
        (point[kept] + 0.5 - start) * (CELLS / side)
        for point, start, side in zip((edges.x, edges.y), corner, sides, strict=True)
    ]
    near = np.all([(at > -1) & (at < CELLS + 1) for at in cells], axis=0)
    middles = np.arange(CELLS)[:, None] + 0.5
    across, down = (np.exp(-0.5 * ((middles - at[near]) / _REACH) ** 2) for at in cells)
    strength, angle = edges.strength[kept][near], edges.angle[kept][near]
    turn = angle % np.pi * (DIRECTIONS / np.pi)
    apart = np.abs(turn - np.arange(DIRECTIONS)[:, None])
    weight = np.maximum(0, 1 - np.minimum(apart, DIRECTIONS - apart)) * strength
    lengths = (down[None] * weight[:, None]) @ across.T * (CELLS / sides.max())
    return np.asarray(np.sqrt(lengths).ravel(), dtype=np.float32)


def project_outlines(raw: _Floats) -> npt.NDArray[np.float16]:
    """Shorten and whiten descriptions, ``(n, 384)``, to unit rows, ``(n, 128)``.

    Rows without an edge stay zero.
    """
    mean, axes = _basis()
    length = np.linalg.norm(raw, axis=1, keepdims=True)
    short = (raw / np.maximum(length, 1e-9) - mean) @ axes.T
    short /= np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)
    return np.where(length > 0, short, 0).astype(np.float16)


@lru_cache(maxsize=1)
def _basis() -> tuple[_Floats, _Floats]:
    """Mean ``(384,)`` and whitening axes ``(128, 384)``, by bench/visual/train_outline.py."""
    with np.load(_BASIS, allow_pickle=False) as stored:
        return stored["mean"].astype(np.float32), stored["axes"].astype(np.float32)
