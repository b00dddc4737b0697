"""Local features: RootSIFT keypoints spread over the picture and over scales."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["find_keypoints"]

#: Longest side analysed, in pixels: crops of a tenth of the area and copies of an
#: eighth of the size are still all found (bench/visual) at 0.2 s a picture.
ANALYSIS_SIDE_PX = 1000
#: Keypoints kept at most: 100 KB a photograph, 1.5 ms to compare with another.
KEPT = 800
#: Lowe (2004) uses 0.03 on 0..1, which OpenCV states times the layers (0.09);
#: faded cloth has a fraction of that. Selection by response follows, so a low
#: threshold costs a few milliseconds only. Of 21 textiles cropped to 40 % and
#: faded to 15 % (8 %) of their contrast, 0.02 finds 17 (4) and 0.01 all 21 (19).
_CONTRAST = 0.01
#: Lowe (2004): ratio of principal curvatures above which it is an edge.
_EDGE = 10.0
#: Cells a side of the grid in which places are shared out.
_GRID = 6
#: Diameters (analysed pixels) that part fine from middle and large keypoints,
#: and the share of the places of each: a quarter-size copy has only the last two.
_SCALE_LIMITS_PX = (4.0, 9.0)
_SCALE_SHARE = (0.5, 0.25, 0.25)
#: As in OpenCV's own uint8 SIFT: entries above one half are rare and clipped.
_DESCRIPTOR_SCALE = 512.0

_Floats = npt.NDArray[np.float32]


def find_keypoints(
    rgb: npt.NDArray[np.uint8], full_size: tuple[int, int]
) -> tuple[_Floats, npt.NDArray[np.uint8]]:
    """Find keypoints and their RootSIFT descriptors.

    SIFT: Lowe (2004). RootSIFT, the square root of the L1-normalised
    descriptor: Arandjelović and Zisserman (2012).

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.
    full_size
        Width and height in pixels of the upright full-size photograph that
        ``rgb`` is a reduction of.

    Returns
    -------
    keypoints : numpy.ndarray
        float32 of shape ``(n, 4)``: x, y, diameter in full-size pixels, and
        orientation in degrees 0..360 clockwise; strongest response first.
    descriptors : numpy.ndarray
        uint8 of shape ``(n, 128)``. A blank or tiny picture gives ``n = 0``.
    """
    grey = _analysed(rgb)
    height, width = grey.shape
    if min(height, width) < _GRID:
        return _nothing()
    sift = cv2.SIFT_create(  # type: ignore[attr-defined]  # missing in OpenCV 5.0 stubs
        nfeatures=0, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE, enable_precise_upscale=True
    )
    found = sift.detect(grey, None)
    if not found:
        return _nothing()
    table = np.array([(*p.pt, p.size, p.angle % 360, p.response) for p in found], np.float32)
    chosen = _choose(table, (width, height))
    kept, raw = sift.compute(grey, [found[index] for index in chosen])
    table = np.array([(*p.pt, p.size, p.angle % 360) for p in kept], np.float32)
    table[:, :2] += 0.5
    table[:, :3] *= _enlargement((width, height), full_size)
    return table, _root(np.asarray(raw, dtype=np.float32))


def _nothing() -> tuple[_Floats, npt.NDArray[np.uint8]]:
    return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)


def _analysed(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Luma (Rec. 601), uint8, longest side at most ``ANALYSIS_SIDE_PX``."""
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    shrink = ANALYSIS_SIDE_PX / max(grey.shape)
    if shrink < 1:
        height, width = (max(1, round(side * shrink)) for side in grey.shape)
        grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8)


def _enlargement(analysed: tuple[int, int], full: tuple[int, int]) -> _Floats:
    """Factors from analysed to full-size pixels for x, y and diameter."""
    x, y = full[0] / analysed[0], full[1] / analysed[1]
    return np.array([x, y, np.sqrt(x * y)], np.float32)


def _choose(table: _Floats, size: tuple[int, int]) -> npt.NDArray[np.intp]:
    """Choose the keypoints kept; their indices, strongest first.

    A share of the places goes to each range of scales and within it to each
    cell of a grid, by response; what a cell cannot fill falls to the strongest
    of the rest. So a small motif keeps some, and so does a reduced copy, in
    which only the large scales of the original are left.
    """
    response = table[:, 4]
    cell_x = np.minimum((table[:, 0] * _GRID / size[0]).astype(int), _GRID - 1)
    cell_y = np.minimum((table[:, 1] * _GRID / size[1]).astype(int), _GRID - 1)
    octave = np.searchsorted(_SCALE_LIMITS_PX, table[:, 2])
    order = np.lexsort((table[:, 0], table[:, 1], -response))
    group = ((octave * _GRID + cell_y) * _GRID + cell_x)[order]
    rank = _rank_within(group)
    share = np.array(_SCALE_SHARE)[octave[order]]
    first = rank < np.ceil(share * KEPT / _GRID**2)
    preferred = np.concatenate([order[first], order[~first]])[:KEPT]
    by_response: npt.NDArray[np.intp] = preferred[np.argsort(-response[preferred], kind="stable")]
    return by_response


def _rank_within(group: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Position of each entry among the earlier entries of its own group."""
    by_group = np.argsort(group, kind="stable")
    ordered = group[by_group]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(group)])
    rank = np.empty(len(group), np.intp)
    rank[by_group] = np.arange(len(group)) - np.repeat(starts, lengths)
    return rank


def _root(sift: _Floats) -> npt.NDArray[np.uint8]:
    """RootSIFT of raw SIFT rows, times 512, clipped to 0..255."""
    total = np.maximum(sift.sum(axis=1, keepdims=True), 1e-9)
    scaled = np.rint(np.sqrt(sift / total) * _DESCRIPTOR_SCALE)
    return np.asarray(np.minimum(scaled, 255), dtype=np.uint8)
