"""A photograph reduced to what symmetry is looked for in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Planes", "reduce_picture"]

_Floats = npt.NDArray[np.float32]

#: Local contrast below this (CIELAB units) is not raised to full strength, so
#: that bare cloth stays quiet; a just noticeable step is about 2.3.
_FAINT = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """Colour against its surroundings, in equal strength everywhere on the cloth.

    Parameters
    ----------
    values
        float32 of shape ``(h, w, 3)``: L*, a*, b* less their local mean, over
        the local contrast; about -2..2, 0 off the cloth.
    mask
        float32 of shape ``(h, w)``, 1 on the cloth, else 0.
    """

    values: _Floats
    mask: _Floats

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.mask.shape[1], self.mask.shape[0]


def reduce_picture(
    rgb: npt.NDArray[np.uint8], cloth: npt.NDArray[np.bool_], side_px: int, sigma_px: float
) -> Planes:
    """Reduce a picture, evening out light and contrast.

    Light that falls off, and a shadow, change the local mean and the local
    strength and little else. Means are taken over the cloth only (normalised
    convolution: Knutsson and Westin 1993), so the table leaves no edge.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``.
    cloth
        bool of any shape, laid over the whole picture.
    side_px
        Longest side of the result; at least 8 px are kept on the other.
    sigma_px
        Standard deviation of the surroundings, in pixels of the result.
    """
    height, width = rgb.shape[:2]
    shrink = side_px / max(height, width)
    size = max(8, round(width * shrink)), max(8, round(height * shrink))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)
    cover = cv2.resize(cloth.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    mask = np.asarray(cover > 0.5, dtype=np.float32)
    weight = np.maximum(cv2.GaussianBlur(mask, (0, 0), sigma_px), 1e-3)
    mean = cv2.GaussianBlur(lab * mask[..., None], (0, 0), sigma_px) / weight[..., None]
    detail = (lab - mean) * mask[..., None]
    energy = cv2.GaussianBlur((detail * detail).sum(axis=2), (0, 0), sigma_px) / weight
    contrast = np.sqrt(np.maximum(energy, 0))
    usual = float(np.sqrt((contrast**2 * mask).sum() / max(float(mask.sum()), 1.0)))
    values = detail / (contrast + max(0.25 * usual, _FAINT))[..., None]
    return Planes(np.ascontiguousarray(values, np.float32), mask)
