"""Where a picture might lie on itself: candidates from correlation of a small copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ingest.features.symmetry.motions import Matrix, mirroring, shifting, turning
from ingest.features.symmetry.planes import Planes

__all__ = [
    "Candidate",
    "glide_candidate",
    "mirror_candidates",
    "shift_candidates",
    "turn_candidates",
]

_Floats = npt.NDArray[np.float32]

#: Steps of the axis: at 64 px half a step moves the edge by 2 px, about the
#: finest detail there.
_AXIS_STEP_DEG = 4
#: The overlap must hold this part of the picture's contrast.
_LEAST_OVERLAP = 0.3
#: A mirror seen askew slides a little along its axis.
_SLIDE_PX = 3
#: Axes nearer than this in both are one.
_SAME_AXIS_DEG, _SAME_AXIS_PX = 10, 10
#: Shorter translations at 96 px are weave, not pattern.
_LEAST_SHIFT_PX = 5
#: A short translation counts when its peak has this part of the highest.
_STRONG = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A motion that may map the pattern onto itself.

    Parameters
    ----------
    motion
        In pixels of the planes it was found in.
    correlation
        Masked normalised correlation there, -1..1.
    """

    motion: Matrix
    correlation: float


def _surfaces(planes: Planes, motions: Iterable[Matrix]) -> Iterator[_Floats]:
    """Correlation of the planes with their moved selves at every further shift.

    Masked normalised correlation by Fourier transforms (Padfield 2012), with
    the local mean already gone. Zero shift stands in the middle.
    """
    (width, height), values = planes.size, planes.values
    size = cv2.getOptimalDFTSize(2 * height), cv2.getOptimalDFTSize(2 * width)
    energy = np.asarray((values * values).sum(axis=2))
    own = [_spectrum(values[..., k], size) for k in range(3)]
    own_energy, own_mask = _spectrum(energy, size), _spectrum(planes.mask, size)
    least = _LEAST_OVERLAP * float(energy.sum())
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    for motion in motions:
        moved = cv2.warpAffine(values, motion[:2], planes.size, flags=flags)
        mask = cv2.warpAffine(planes.mask, motion[:2], planes.size, flags=flags)
        product = sum(_conjugated(own[k], _spectrum(moved[..., k], size)) for k in range(3))
        moved_energy = _spectrum((moved * moved).sum(axis=2), size)
        here = _back(_conjugated(own_energy, _spectrum(mask, size)))
        there = _back(_conjugated(own_mask, moved_energy))
        found = _back(np.asarray(product)) / np.sqrt(np.maximum(here * there, 1.0))
        found[np.minimum(here, there) < least] = 0
        yield np.fft.fftshift(found)


def _spectrum(plane: npt.NDArray[np.generic], size: tuple[int, int]) -> _Floats:
    padded = np.zeros(size, np.float32)
    padded[: plane.shape[0], : plane.shape[1]] = plane
    return np.asarray(cv2.dft(padded, nonzeroRows=plane.shape[0]), dtype=np.float32)


def _conjugated(first: _Floats, second: _Floats) -> _Floats:
    return np.asarray(cv2.mulSpectrums(first, second, 0, conjB=True), dtype=np.float32)


def _back(spectrum: _Floats) -> _Floats:
    flags = cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT
    return np.asarray(cv2.dft(spectrum, flags=flags), dtype=np.float32)


def _highest(surface: _Floats) -> tuple[float, int, int]:
    """Return the value and x, y from the middle, of the highest point."""
    y, x = divmod(int(surface.argmax()), surface.shape[1])
    return float(surface[y, x]), x - surface.shape[1] // 2, y - surface.shape[0] // 2


def _middle(planes: Planes) -> tuple[float, float]:
    return (planes.size[0] - 1) / 2, (planes.size[1] - 1) / 2


def mirror_candidates(planes: Planes, count: int) -> list[Candidate]:
    """Return the likeliest mirror axes, two at most of one direction.

    Parameters
    ----------
    planes
        Of a picture 64 px long, for which the steps are made.
    count
        Axes wanted; fewer when the picture has no contrast.
    """
    directions = range(0, 180, _AXIS_STEP_DEG)
    motions = [mirroring(each, _middle(planes)) for each in directions]
    peaks: list[tuple[float, int, int, int]] = []
    for direction, surface in zip(directions, _surfaces(planes, motions), strict=True):
        straight = np.where(_slide(surface.shape, direction) <= _SLIDE_PX, surface, 0)
        for _ in range(2):
            value, x, y = _highest(straight)
            peaks.append((value, direction, x, y))
            row, column = y + surface.shape[0] // 2, x + surface.shape[1] // 2
            straight[max(0, row - 6) : row + 7, max(0, column - 6) : column + 7] = 0
    return [
        Candidate(motions[direction // _AXIS_STEP_DEG] @ shifting(-x, -y), value)
        for value, direction, x, y in _apart(sorted(peaks, reverse=True), count)
        if value > 0
    ]


def _slide(shape: tuple[int, ...], direction_deg: float) -> npt.NDArray[np.float64]:
    """How far each shift runs along an axis, in pixels."""
    angle = np.radians(direction_deg)
    y, x = np.arange(shape[0])[:, None] - shape[0] // 2, np.arange(shape[1]) - shape[1] // 2
    return np.asarray(np.abs(x * np.cos(angle) + y * np.sin(angle)))


def _apart(
    peaks: Sequence[tuple[float, int, int, int]], count: int
) -> list[tuple[float, int, int, int]]:
    """Keep peaks that are different axes."""
    kept: list[tuple[float, int, int, int]] = []
    for peak in peaks:
        alike = [
            np.hypot(peak[2] - other[2], peak[3] - other[3])
            for other in kept
            if (peak[1] - other[1] + _SAME_AXIS_DEG) % 180 <= 2 * _SAME_AXIS_DEG
        ]
        if len(alike) < 2 and all(distance >= _SAME_AXIS_PX for distance in alike):
            kept.append(peak)
        if len(kept) == count:
            break
    return kept


def turn_candidates(planes: Planes, orders: Sequence[int]) -> list[Candidate]:
    """Return the likeliest centre for each order, in their order."""
    motions = [turning(360 / order, _middle(planes)) for order in orders]
    return [
        _peak(motion, surface)
        for motion, surface in zip(motions, _surfaces(planes, motions), strict=True)
    ]


def glide_candidate(planes: Planes, step: tuple[float, float]) -> Candidate:
    """Return the likeliest glide along a frieze: mirrored at its length, half ``step`` on."""
    direction = float(np.degrees(np.arctan2(step[1], step[0])))
    motion = mirroring(direction, _middle(planes))
    (surface,) = _surfaces(planes, [motion])
    half = np.hypot(*step) / 2
    is_half = np.abs(_slide(surface.shape, direction) - half) <= _SLIDE_PX
    return _peak(motion, np.where(is_half, surface, 0))


def _peak(motion: Matrix, surface: _Floats) -> Candidate:
    value, x, y = _highest(surface)
    return Candidate(motion @ shifting(-x, -y), value)


def shift_candidates(planes: Planes, count: int) -> list[Candidate]:
    """Return translations: the shortest strong one, the shortest another way, the highest.

    Parameters
    ----------
    planes
        Of a picture 96 px long, for which the lengths are made.
    count
        Translations wanted; fewer when there are not so many peaks.
    """
    (surface,) = _surfaces(planes, [np.eye(3)])
    y, x = np.indices(surface.shape) - np.array(surface.shape)[:, None, None] // 2
    is_peak = surface >= cv2.dilate(surface, np.ones((5, 5), np.uint8))
    is_peak &= ((y > 0) | ((y == 0) & (x > 0))) & (np.hypot(x, y) >= _LEAST_SHIFT_PX)
    rows, columns = np.nonzero(is_peak & (surface > 0.05))
    order = np.argsort(-surface[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    steps = np.stack([x[rows, columns], y[rows, columns]], axis=1).astype(np.float64)
    values = surface[rows, columns]
    chosen = _chosen(steps, values)[:count]
    return [Candidate(shifting(*steps[each]), float(values[each])) for each in chosen]


def _chosen(steps: npt.NDArray[np.float64], values: npt.NDArray[np.float32]) -> list[int]:
    """Order of translations to look at."""
    if not len(steps):
        return []
    lengths = np.hypot(*steps.T)
    strong = np.flatnonzero(values >= _STRONG * values[0])
    strong = strong[np.argsort(lengths[strong], kind="stable")]
    first = int(strong[0])
    cross = steps[first, 0] * steps[:, 1] - steps[first, 1] * steps[:, 0]
    is_other = np.abs(cross) > 0.3 * lengths[first] * lengths
    kept = [first, *[int(each) for each in strong if is_other[each]][:1]]
    for each in range(len(steps)):
        if np.hypot(*(steps[kept] - steps[each]).T).min() > 4:
            kept.append(each)
    return kept
