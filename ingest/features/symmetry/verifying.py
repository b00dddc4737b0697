"""Whether a motion really maps a pattern onto itself, block by block."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ingest.features.symmetry.motions import Matrix, applied, local_part
from ingest.features.symmetry.planes import Planes

__all__ = ["Evidence", "verify"]

_Doubles = npt.NDArray[np.float64]
_Floats = npt.NDArray[np.float32]

#: Half a block, in pixels of a picture 128 px long: large enough to hold a
#: petal, small enough to bend with the cloth.
_HALF_PX = 7
#: Grid of blocks when the motion is being bent into place, and when judged.
_LOOSE_STEP_PX, _FINE_STEP_PX = 13, 9
#: How far a block may look for its like in each of these passes.
_LOOSE_REACH_PX, _FINE_REACH_PX = 5, 2
#: A block with less than this part of the median contrast is bare ground.
_BARE = 0.3
#: Correlation from which a block has a say in where the motion is bent.
_ALIKE = 0.45
_FEWEST_BLOCKS = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a picture lies on its moved self, over blocks that show pattern.

    Parameters
    ----------
    mean, quartile
        Of the blocks' correlations, -1..1; the mean weighted by contrast.
    inner
        Mean with the middle of the cloth weighing most: a border is symmetric
        whatever it surrounds.
    still
        Share of blocks that found their like within a pixel.
    cover
        Share of the pattern's blocks whose counterpart is in the picture.
    """

    mean: float
    quartile: float
    inner: float
    still: float
    cover: float


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """Blocks on the cloth: middles, best shift and its correlation, contrast, usable or not."""

    middles: _Doubles
    shifts: _Doubles
    alike: _Doubles
    contrast: _Doubles
    has_pattern: npt.NDArray[np.bool_]
    is_inside: npt.NDArray[np.bool_]


def verify(
    planes: Planes, motion: Matrix, inwardness: npt.NDArray[np.float32]
) -> tuple[Evidence | None, Matrix]:
    """Bend a motion to the picture and judge it.

    A symmetry of flat cloth seen askew is a projective map near the plain
    motion; it is fitted to the blocks' displacements (RANSAC, Fischler and
    Bolles 1981). What the cloth bends beyond that, blocks follow by two pixels.

    Parameters
    ----------
    planes
        Of a picture 128 px long.
    motion
        In pixels of ``planes``.
    inwardness
        float32 of shape ``(h, w)``, 0 at the cloth's rim, 1 in its middle.

    Returns
    -------
    tuple
        The evidence, ``None`` when too little pattern overlaps, and the motion
        as bent.
    """
    blocks = _matched(planes, motion, _LOOSE_STEP_PX, _LOOSE_REACH_PX)
    motion = _bent(motion, blocks, planes.size)
    blocks = _matched(planes, motion, _FINE_STEP_PX, _FINE_REACH_PX)
    used = blocks.is_inside & blocks.has_pattern
    if used.sum() < _FEWEST_BLOCKS:
        return None, motion
    alike = blocks.alike[used]
    x, y = blocks.middles[used].astype(int).T
    evidence = Evidence(
        float(np.average(alike, weights=blocks.contrast[used])),
        float(np.quantile(alike, 0.25)),
        float(np.average(alike, weights=inwardness[y, x] + 1e-3)),
        float((np.abs(blocks.shifts[used]).max(axis=1) < _FINE_REACH_PX).mean()),
        float(used.sum() / blocks.has_pattern.sum()),
    )
    return evidence, motion


def _matched(planes: Planes, motion: Matrix, step: int, reach: int) -> _Blocks:
    """Look for each block's like in the moved picture, ``reach`` pixels around its place."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = np.asarray(
        cv2.warpPerspective(planes.values, motion, planes.size, flags=flags), dtype=np.float32
    )
    seen = cv2.integral(cv2.warpPerspective(planes.mask, motion, planes.size, flags=flags))
    energy = cv2.integral((planes.values * planes.values).sum(axis=2))
    width, height = planes.size
    margin = _HALF_PX + reach
    y, x = np.mgrid[margin : height - margin : step, margin : width - margin : step]
    x, y = x[planes.mask[y, x] > 0], y[planes.mask[y, x] > 0]
    contrast = _box_sum(energy, x, y, _HALF_PX)
    is_inside = _box_sum(seen, x, y, margin) >= 0.8 * (2 * margin + 1) ** 2
    usual = np.median(contrast[contrast > 0]) if (contrast > 0).any() else np.inf
    has_pattern = contrast > _BARE * usual
    shifts, alike = np.zeros((len(x), 2)), np.zeros(len(x))
    for each in np.flatnonzero(is_inside & has_pattern):
        shifts[each], alike[each] = _best_place(planes.values, moved, (x[each], y[each]), reach)
    middles = np.stack([x, y], axis=1).astype(np.float64)
    return _Blocks(middles, shifts, alike, contrast, has_pattern, is_inside)


def _box_sum(
    integral: npt.NDArray[np.generic],
    x: npt.NDArray[np.intp],
    y: npt.NDArray[np.intp],
    half: int,
) -> _Doubles:
    table = np.asarray(integral, dtype=np.float64)
    low_x, low_y, high_x, high_y = x - half, y - half, x + half + 1, y + half + 1
    total = table[high_y, high_x] - table[low_y, high_x] - table[high_y, low_x]
    return np.asarray(total + table[low_y, low_x])


def _best_place(
    still: _Floats,
    moved: _Floats,
    at: tuple[int, int],
    reach: int,
) -> tuple[tuple[int, int], float]:
    """Shift x, y of the best match of one block, and its correlation."""
    (x, y), far = at, _HALF_PX + reach
    block = still[y - _HALF_PX : y + _HALF_PX + 1, x - _HALF_PX : x + _HALF_PX + 1]
    around = moved[y - far : y + far + 1, x - far : x + far + 1]
    scores = cv2.matchTemplate(around, block, cv2.TM_CCORR_NORMED)
    _, best, _, (column, row) = cv2.minMaxLoc(scores)
    return (column - reach, row - reach), best


def _bent(motion: Matrix, blocks: _Blocks, size: tuple[int, int]) -> Matrix:
    """Fit the motion to where blocks found their like; unchanged when they do not agree."""
    good = blocks.alike > _ALIKE
    if good.sum() < _FEWEST_BLOCKS:
        return motion
    here = blocks.middles[good]
    there = applied(motion, here + blocks.shifts[good])
    fitted, _ = cv2.findHomography(here, there, cv2.RANSAC, 2.0, maxIters=300)
    if fitted is None:
        return motion
    bent = np.asarray(fitted, dtype=np.float64)
    # Perspective changes area by less than this within one cloth.
    area = abs(float(np.linalg.det(local_part(bent, np.array(size) / 2))))
    return bent if 0.5 < area < 2 else motion
