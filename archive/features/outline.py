"""The outlines of a pattern, to compare with a sketch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Outline"]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Edge orientations of some windows of a picture.

    Parameters
    ----------
    windows
        float32 of shape ``(n, 4)``: x, y, width, height in pixels of the
        upright full-size photograph; the whole picture first.
    descriptors
        float16 of shape ``(n, d)``, each row of L2 norm 1, or 0 for a window
        without an edge.
    """

    windows: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.float16]

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what is stored."""
        return {"outline_windows": self.windows, "outline_descriptors": self.descriptors}

    @classmethod
    def read(cls, stored: Mapping[str, npt.NDArray[np.generic]]) -> Outline:
        """Read what :meth:`arrays` returned."""
        return cls(
            np.asarray(stored["outline_windows"], dtype=np.float32),
            np.asarray(stored["outline_descriptors"], dtype=np.float16),
        )

    @classmethod
    def nothing(cls) -> Outline:
        """Return the outline of a picture that has none."""
        return cls(np.zeros((0, 4), np.float32), np.zeros((0, 0), np.float16))
