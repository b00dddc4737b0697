"""Motions found on a photograph, with the evidence for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ingest.features.symmetry.coarse import (
    Candidate,
    glide_candidate,
    mirror_candidates,
    shift_candidates,
    turn_candidates,
)
from ingest.features.symmetry.motions import Matrix, rescaled
from ingest.features.symmetry.planes import Planes, reduce_picture
from ingest.features.symmetry.verifying import verify

__all__ = ["Found", "Looking"]

#: Longest side in pixels and standard deviation of the surroundings, for axes
#: and centres, for translations, and for judging.
_TURN_SIDE, _SHIFT_SIDE, _FINE_SIDE = (64, 8.0), (96, 10.0), (128, 16.0)
_AXES, _SHIFTS = 4, 3
#: Shorter sides, in pixels, show no pattern.
_LEAST_SIDE_PX = 24

_Look = Callable[[Planes, int], list[Candidate]]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A motion that may map the pattern onto itself.

    Parameters
    ----------
    motion
        3 by 3, in pixels of the picture given.
    evidence
        float64 of shape ``(6,)``: the fields of ``Evidence`` in their order,
        then the correlation of the whole at the coarse size.
    """

    motion: Matrix
    evidence: npt.NDArray[np.float64]


class Looking:
    """Looks for motions on one photograph; each kind is a question of its own.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``.
    cloth
        bool of any shape, laid over the whole picture.
    """

    def __init__(self, rgb: npt.NDArray[np.uint8], cloth: npt.NDArray[np.bool_]) -> None:
        self._side = max(rgb.shape[:2])
        self._turning = reduce_picture(rgb, cloth, *_TURN_SIDE)
        self._shifting = reduce_picture(rgb, cloth, *_SHIFT_SIDE)
        self._fine = reduce_picture(rgb, cloth, *_FINE_SIDE)
        self._inwardness = _inwardness(self._fine.mask)
        self._is_large_enough = min(rgb.shape[:2]) >= _LEAST_SIDE_PX

    def mirrors(self) -> list[Found]:
        """Return mirror axes, the best correlated first."""
        return self._verified(self._turning, mirror_candidates, _AXES)

    def turns(self, orders: Sequence[int]) -> list[Found | None]:
        """Return the best centre for each order; ``None`` where nothing could be compared."""
        if not self._is_large_enough:
            return [None] * len(orders)
        return [
            self._judged(self._turning, each) for each in turn_candidates(self._turning, orders)
        ]

    def shifts(self) -> list[Found]:
        """Return translations, the shortest strong one first."""
        return self._verified(self._shifting, shift_candidates, _SHIFTS)

    def glide(self, step: tuple[float, float]) -> Found | None:
        """Return the glide of a frieze with translation ``step``, in pixels of the picture."""
        factor = max(self._turning.size) / self._side
        candidate = glide_candidate(self._turning, (step[0] * factor, step[1] * factor))
        return self._judged(self._turning, candidate)

    def _verified(self, planes: Planes, look: _Look, count: int) -> list[Found]:
        if not self._is_large_enough:
            return []
        judged = [self._judged(planes, each) for each in look(planes, count)]
        return [each for each in judged if each is not None]

    def _judged(self, planes: Planes, candidate: Candidate) -> Found | None:
        to_fine = max(self._fine.size) / max(planes.size)
        evidence, motion = verify(self._fine, rescaled(candidate.motion, to_fine), self._inwardness)
        if evidence is None:
            return None
        numbers = np.array([*astuple(evidence), candidate.correlation])
        return Found(rescaled(motion, self._side / max(self._fine.size)), numbers)


def _inwardness(mask: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Distance from the rim of the cloth or the picture, 1 where it is largest."""
    inside = np.pad((mask > 0).astype(np.uint8), 1)
    distance = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 3), dtype=np.float32)
    return distance[1:-1, 1:-1] / np.float32(max(float(distance.max()), 1.0))
