"""Chain, braid, couching and seed knots: rows that follow the outline inwards."""

__all__ = ["knots", "rows"]

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .fill_satin import across_polygon, follow_cord
from .gauges import Gauge
from .shapes import Figure, FloatArray, Line, Patch
from .stitches import CORD, KNOT, LINK, PLAIT, THREAD, Stitches, joined, row_of

#: Distance of the flat threads laid under rows and knots, in centimetres.
_UNDERLAY_CM = 0.06
#: Pixels of the working raster per row.
_FINENESS = 7.0


@dataclass(frozen=True, slots=True)
class _Area:
    """Visible part of one patch: mask, depth from the edge in cm, and where it lies."""

    patch: Patch
    mask: npt.NDArray[np.uint8]
    depth: FloatArray
    origin: FloatArray
    px_per_cm: float


def rows(
    figure: Figure, scale: float, gauge: Gauge, rng: np.random.Generator, *, kind: int
) -> Stitches:
    """Patches filled with rows of links, plait or cord (``kind``) that follow their outline."""
    parts = []
    for area in _areas(figure, scale, gauge):
        parts.append(_underlay(area, gauge, 0.5 if kind == LINK else 0.62))
        depths = np.arange(0.5, 400, 1) * gauge.pitch
        rings = [
            ring for depth in depths[depths < area.depth.max()] for ring in _rings(area, depth)
        ]
        if not rings and area.depth.max() > gauge.pitch * 0.25:
            rings = list(_rings(area, float(area.depth.max()) * 0.5))
        for number, ring in enumerate(rings):
            dye = rng.normal(1.0 if number else 1.04, 0.025)
            parts.append(_row(ring, area.patch.colour, gauge, kind, dye))
    for piece in figure:
        if isinstance(piece, Line):
            parts.append(_row(piece.path * scale, piece.colour, gauge, kind, 1.0))
    return joined(parts)


def knots(figure: Figure, scale: float, gauge: Gauge, rng: np.random.Generator) -> Stitches:
    """Patches filled with seed knots, one row along the edge, the rest packed; lines in cord."""
    parts = []
    for area in _areas(figure, scale, gauge):
        parts.append(_underlay(area, gauge, 0.6))
        edge = [_evenly(ring, gauge.pitch) for ring in _rings(area, gauge.pitch * 0.5)]
        at = np.vstack([*edge, _packed(area, gauge.pitch)])
        if len(at) == 0:
            at = area.patch.outline.mean(axis=0)[None] * scale
        at = at + rng.normal(0, gauge.pitch * 0.07, at.shape)
        tone = 0.9 + 0.13 * np.clip(_depth_at(area, at) / (3 * gauge.pitch), 0, 1)
        parts.append(_knots_at(at, area.patch.colour, gauge, rng, tone))
        if area.patch.edge:
            loop = np.vstack([area.patch.outline, area.patch.outline[:1]]) * scale
            parts.append(follow_cord(loop, area.patch.edge, gauge.cord * 0.8))
    for piece in figure:
        if isinstance(piece, Line):
            parts.append(follow_cord(piece.path * scale, piece.colour, gauge.cord * piece.weight))
    return joined(parts)


def _underlay(area: _Area, gauge: Gauge, shade: float) -> Stitches:
    """Flat threads in the shadow under the rows, seen where these leave a gap."""
    # Slivers too narrow for a row stay bare: only what surrounds a deep place is laid under.
    core = (area.depth > gauge.pitch * 0.5).astype(np.uint8)
    inside = cv2.dilate(core, np.ones((3, 3), np.uint8), iterations=int(_FINENESS * 0.25))
    found, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    broad = [c[:, 0, :].astype(np.float64) for c in found if len(c) > 3]
    ends = [
        across_polygon(line / area.px_per_cm + area.origin, 30.0, _UNDERLAY_CM) for line in broad
    ]
    flat = np.vstack([np.zeros((0, 4)), *ends])
    return row_of(flat, _UNDERLAY_CM * 1.2, THREAD, area.patch.colour, shade=shade)


def _knots_at(
    at: FloatArray, colour: int, gauge: Gauge, rng: np.random.Generator, tone: FloatArray
) -> Stitches:
    size = gauge.pitch * gauge.overlap * rng.uniform(0.92, 1.08, len(at))
    aim = rng.uniform(0, 2 * np.pi, len(at))
    half = np.column_stack([np.cos(aim), np.sin(aim)]) * size[:, None] / 2
    shade = tone * rng.normal(1, 0.04, len(at))
    return row_of(np.column_stack([at - half, at + half]), size, KNOT, colour, shade=shade)


def _areas(figure: Figure, scale: float, gauge: Gauge) -> Iterator[_Area]:
    """Give the visible part of every patch, later patches covering earlier ones."""
    fine = _FINENESS / gauge.pitch
    patches = [piece for piece in figure if isinstance(piece, Patch)]
    corner = np.vstack([p.outline for p in patches]).min(axis=0) * scale - 2 / fine
    reach = np.vstack([p.outline for p in patches]).max(axis=0) * scale - corner + 4 / fine
    labels = np.zeros((int(reach[1] * fine) + 2, int(reach[0] * fine) + 2), dtype=np.int16)
    outlines = [np.rint((p.outline * scale - corner) * fine * 16).astype(np.int32) for p in patches]
    for number, outline in enumerate(outlines, 1):
        cv2.fillPoly(labels, [outline], number, cv2.LINE_8, 4)
    for number, (patch, outline) in enumerate(zip(patches, outlines, strict=True), 1):
        x, y, w, h = cv2.boundingRect(outline // 16)
        x, y = max(0, x - 2), max(0, y - 2)
        mask = (labels[y : y + h + 4, x : x + w + 4] == number).astype(np.uint8)
        if mask.any():
            padded = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
            depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5) / fine
            yield _Area(patch, padded, depth, corner + (np.array([x, y]) - 1) / fine, fine)


def _rings(area: _Area, depth: float) -> Iterator[FloatArray]:
    """Give closed lines at a depth below the edge, in cm."""
    inside = (area.depth > depth).astype(np.uint8)
    found, _ = cv2.findContours(inside, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    for contour in found:
        if len(contour) < 4:
            continue
        ring = contour[:, 0, :].astype(np.float64)
        near = min(3, len(ring) // 4)
        soft = np.mean([np.roll(ring, k, axis=0) for k in range(-near, near + 1)], axis=0)
        yield np.vstack([soft, soft[:1]]) / area.px_per_cm + area.origin


def _evenly(line: FloatArray, step: float) -> FloatArray:
    """Points along a line at about equal steps, the last one left out."""
    lengths = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    count = max(1, round(lengths[-1] / step))
    at = np.arange(count) * lengths[-1] / count
    return np.column_stack([np.interp(at, lengths, line[:, k]) for k in (0, 1)])


def _row(line: FloatArray, colour: int, gauge: Gauge, kind: int, dye: float) -> Stitches:
    """One row of links, plait or cord along a line."""
    starts = np.vstack([_evenly(line, gauge.length), line[-1:]])
    near, far = starts[:-1], starts[1:]
    if kind == LINK:
        far = far + (far - near) * 0.22
    phase = np.arange(len(near)) * gauge.length
    ends = np.column_stack([near, far])
    return row_of(ends, gauge.pitch * gauge.overlap, kind, colour, phase=phase, shade=dye)


def _packed(area: _Area, pitch: float) -> FloatArray:
    """Points packed as in a honeycomb inside the edge row."""
    h, w = area.mask.shape
    across, down = pitch * 0.95, pitch * 0.84
    ys = np.arange(0, h / area.px_per_cm, down)
    xs = np.arange(0, w / area.px_per_cm, across)
    grid_x, grid_y = np.meshgrid(xs, ys)
    grid_x = grid_x + np.where(np.arange(len(ys)) % 2, across / 2, 0)[:, None]
    at = np.column_stack([grid_x.ravel(), grid_y.ravel()]) + area.origin
    return at[_depth_at(area, at) > pitch * 1.15]


def _depth_at(area: _Area, at: FloatArray) -> FloatArray:
    cell = np.rint((at - area.origin) * area.px_per_cm).astype(int)
    h, w = area.depth.shape
    deep = area.depth[np.clip(cell[:, 1], 0, h - 1), np.clip(cell[:, 0], 0, w - 1)]
    return np.asarray(deep)


ROW_KINDS = {"chain-stitch": LINK, "braid": PLAIT, "couching": CORD}
