"""A colour card that lies beside the cloth."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Card
from ingest.features.colour import ciede2000, lab_of

__all__ = ["find_card"]

_Floats = npt.NDArray[np.float64]

#: Longest side looked at, in pixels.
_SIDE_PX = 640
#: Gradient (grey levels a pixel, largest of the channels) up to which a patch is even.
_EVEN = 6.0
#: Side of a patch, as part of the longest side of the picture.
_SMALLEST, _LARGEST = 0.009, 0.09
#: How much of its least enclosing rectangle a patch fills, and how long that may be.
_SQUARE, _LONGEST = 0.8, 1.5
#: Patches of one card differ in area by less than this factor, and the next one
#: lies within so many sides.
_LIKE_AREA, _NEXT_WITHIN = 1.6, 1.9
#: A card has so many patches, so many colours further apart than a difference
#: of 10 (CIEDE2000), and so many greys among them. Cards of 18 patches and more
#: have all that (24-patch charts: 6 greys); 21 museum photographs, 330 charts
#: and 411 composed scenes have none, mostly by the first number alone.
_PATCHES, _COLOURS, _GREYS, _APART = 12, 9, 3, 10.0
#: Chroma of a grey under warm light.
_GREY_CHROMA = 14.0


def find_card(rgb: npt.NDArray[np.uint8], full_size: tuple[int, int]) -> Card | None:
    """Find a card of even patches, coloured and grey, in a grid.

    Ours, because OpenCV's ``mcc`` found 4 of 12 drawn 24-patch cards on drawn
    photographs and took 75 ms at 800 px. Rulers are not looked for.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.
    full_size
        Width and height in pixels of the upright full-size photograph.

    Returns
    -------
    Card or None
        ``None`` when there is none.
    """
    shrink = min(1.0, _SIDE_PX / max(rgb.shape[:2]))
    size = max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    small = np.asarray(cv2.medianBlur(small, 3), dtype=np.uint8)
    patches = _even_squares(small)
    for chosen in _grids(patches):
        if _is_card(small, patches[chosen]):
            x0, y0 = (patches[chosen, :2] - patches[chosen, 2:4] / 2).min(axis=0)
            x1, y1 = (patches[chosen, :2] + patches[chosen, 2:4] / 2).max(axis=0)
            x_scale, y_scale = full_size[0] / size[0], full_size[1] / size[1]
            box = (x0 * x_scale, y0 * y_scale, (x1 - x0) * x_scale, (y1 - y0) * y_scale)
            return Card("colours", box)
    return None


def _even_squares(rgb: npt.NDArray[np.uint8]) -> _Floats:
    """Even patches: float64 ``(n, 5)``, x and y of the middle, width, height, area."""
    steps = [np.abs(np.asarray(cv2.Sobel(rgb, cv2.CV_32F, *d, ksize=3))) for d in ((1, 0), (0, 1))]
    even = (np.maximum(*steps).max(axis=2) / 8 <= _EVEN).astype(np.uint8)
    longest = max(rgb.shape[:2])
    _, pieces, numbers, middles = cv2.connectedComponentsWithStats(even, connectivity=4)
    sides = np.sqrt(numbers[:, cv2.CC_STAT_AREA])
    wide, high = numbers[:, cv2.CC_STAT_WIDTH], numbers[:, cv2.CC_STAT_HEIGHT]
    likely = (sides >= _SMALLEST * longest) & (np.maximum(wide, high) <= _LARGEST * longest * 1.5)
    likely &= numbers[:, cv2.CC_STAT_AREA] > 0.4 * wide * high
    found = []
    for index in np.flatnonzero(likely[1:]) + 1:
        x, y, w, h, area = (int(value) for value in numbers[index])
        part = (np.asarray(pieces)[y : y + h, x : x + w] == index).astype(np.uint8)
        points = cv2.findNonZero(part)
        _, (long, short), _ = cv2.minAreaRect(points)
        # A rectangle through pixel middles: one pixel more is covered each way.
        long, short = max(long, short) + 1, min(long, short) + 1
        if area >= _SQUARE * long * short and long <= _LONGEST * short:
            found.append((*middles[index], w, h, area))
    return np.array(found, np.float64).reshape(-1, 5)


def _grids(patches: _Floats) -> list[npt.NDArray[np.intp]]:
    """Find groups of patches of one size, each beside the next; large groups first."""
    if len(patches) < _PATCHES:
        return []
    side = np.sqrt(patches[:, 4])
    apart = np.linalg.norm(patches[:, None, :2] - patches[None, :, :2], axis=2)
    like = np.abs(np.log(patches[:, None, 4] / patches[None, :, 4])) < np.log(_LIKE_AREA)
    near = like & (apart < _NEXT_WITHIN * np.maximum(side[:, None], side[None]))
    group = np.arange(len(patches))
    for _ in range(len(patches)):
        lowest = np.where(near, group[None], len(patches)).min(axis=1)
        if (lowest == group).all():
            break
        group = lowest
    groups = [np.flatnonzero(group == number) for number in np.unique(group)]
    return sorted((g for g in groups if len(g) >= _PATCHES), key=len, reverse=True)


def _is_card(rgb: npt.NDArray[np.uint8], patches: _Floats) -> bool:
    """Whether patches show many colours and several greys."""
    x, y = np.round(patches[:, :2]).astype(int).T
    labs = lab_of(rgb[y, x][None])[0]
    kept: list[int] = []
    for index in range(len(labs)):
        if not kept or ciede2000(labs[kept], labs[index]).min() > _APART:
            kept.append(index)
    greys = np.hypot(labs[kept, 1], labs[kept, 2]) < _GREY_CHROMA
    return len(kept) >= _COLOURS and int(greys.sum()) >= _GREYS
