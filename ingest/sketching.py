"""The outlines of a sketch that somebody searches with; nothing of it is kept."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from archive.errors import BadInput
from archive.features import Outline
from ingest.features.edges import Edges, find_edges
from ingest.features.outline import directions_in, project_outlines
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.pictures import decode_array, read_header

__all__ = ["outline_of_sketch", "readings_of_sketch"]

#: Longest side a drawing is decoded at, in pixels; phones' canvases have about as many.
_DECODED_PX = 640
#: Side of the square that the drawn part is brought to before its edges are found.
_READ_PX = 224
#: Turns tried, in degrees. On the tuning part of bench/visual/sketch.py (sketches turned
#: up to 10) mean reciprocal rank 0.79, with 12 in place of 8 0.77, with 8 and 16 0.81 for
#: two thirds more work.
_TURNS_DEG = (0.0, -8.0, 8.0)
#: Length of edge, in pixels of the reading size, below which nothing has been
#: drawn: the outline of a dot of a twentieth of the paper.
_LEAST_EDGE = 35.0
#: Groups of edges with less than this share of all are specks on the paper.
_SPECK = 0.01

_Rgb = npt.NDArray[np.uint8]
_Box = npt.NDArray[np.float64]


def outline_of_sketch(content: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Outline:
    """Return the readings of a drawing sent as a file: as drawn, turned a little, mirrored.

    Any picture is taken: a canvas's lines on nothing, a photograph of pencil on
    paper, white on black. A photograph of cloth is read by its edges.

    Returns
    -------
    Outline
        Six rows, one a reading; the window of each is the drawn part, in pixels
        of the sketch.

    Raises
    ------
    BadInput
        When it is not a picture we take, or next to nothing is drawn on it.
    """
    header = read_header(content, limits)
    rgb = decode_array(content, longest_px=_DECODED_PX)
    readings = readings_of_sketch(rgb)
    grown = max(header.width_px, header.height_px) / max(rgb.shape[:2])
    return Outline((readings.windows * grown).astype(np.float32), readings.descriptors)


def readings_of_sketch(rgb: _Rgb) -> Outline:
    """Return the readings of a drawing.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, at least one pixel.

    Raises
    ------
    BadInput
        When next to nothing is drawn.
    """
    box = _drawn_part(rgb)
    rows = []
    for turn in _TURNS_DEG:
        upright = _brought(rgb, box, turn)
        for reading in (upright, np.ascontiguousarray(upright[:, ::-1])):
            edges = find_edges(reading, _READ_PX, has_threads=False)
            rows.append(directions_in(edges, *_extent(edges)))
    windows = np.tile(np.array(box, np.float32), (len(rows), 1))
    return Outline(windows, project_outlines(np.stack(rows)))


def _drawn_part(rgb: _Rgb) -> _Box:
    """Return the box x, y, width, height of what is drawn, in pixels of ``rgb``."""
    edges = find_edges(rgb, _READ_PX, has_threads=False)
    # A picture smaller than the reading size has as much less edge.
    if edges.strength.sum() * _READ_PX / max(edges.longest_px, 1) < _LEAST_EDGE:
        raise BadInput(
            "next to nothing is drawn on the picture",
            hint="draw the outline of a figure with a few lines",
            column="image",
        )
    box, _ = _extent(edges)
    return box * np.float64(max(rgb.shape[:2]) / edges.longest_px)


def _extent(edges: Edges) -> tuple[_Box, npt.NDArray[np.bool_]]:
    """Box around the edges but for specks, in pixels of ``edges``, and which points are in."""
    drawn = np.zeros((edges.height_px, edges.width_px), np.uint8)
    drawn[edges.y, edges.x] = 1
    count, labels = cv2.connectedComponents(drawn, connectivity=8)
    group = np.asarray(labels)[edges.y, edges.x]
    weight = np.bincount(group, edges.strength, minlength=count)
    kept = weight[group] >= _SPECK * weight.sum()
    if not kept.any():
        kept[:] = True
    x, y = edges.x[kept], edges.y[kept]
    box = np.array([x.min(), y.min(), np.ptp(x) + 1, np.ptp(y) + 1], np.float64)
    return box, kept


def _brought(rgb: _Rgb, box: _Box, turn_deg: float) -> _Rgb:
    """Turn the drawn part about its middle and bring it to the reading size."""
    middle = (float(box[0] + box[2] / 2), float(box[1] + box[3] / 2))
    # The square holds the part in whatever turn of ours: a tenth and a half more.
    zoom = _READ_PX / (1.15 * float(max(box[2:])))
    matrix = np.asarray(cv2.getRotationMatrix2D(middle, turn_deg, zoom), dtype=np.float64)
    matrix[:, 2] += _READ_PX / 2 - np.array(middle)
    paper = [float(value) for value in np.median(_rim(rgb), axis=0)]
    if zoom < 0.5:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.35 / zoom), dtype=np.uint8)
    brought = cv2.warpAffine(
        rgb, matrix, (_READ_PX, _READ_PX), flags=cv2.INTER_LINEAR, borderValue=paper
    )
    return np.asarray(brought, dtype=np.uint8)


def _rim(rgb: _Rgb) -> npt.NDArray[np.uint8]:
    return np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]])
