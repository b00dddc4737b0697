"""A perceptual hash: near-equal for copies of one photograph."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["perceptual_hash"]

_SIDE_PX = 64
_FREQUENCIES = 16


def perceptual_hash(rgb: npt.NDArray[np.uint8]) -> int:
    """Return the 256-bit hash of a picture.

    pHash after Zauner (2010), "Implementation and Benchmarking of Perceptual
    Image Hash Functions", section 3.2: the lowest frequencies of the cosine
    transform, each above or below their median. The constant term is left out
    of the median, as there. 16 by 16 frequencies instead of 8 by 8: so that two
    frames of one film differ where two files of one photograph do not.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.

    Returns
    -------
    int
        0..2**256 - 1. Flat pictures give whatever rounding leaves: compare a
        flat one by other means.
    """
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:_FREQUENCIES, :_FREQUENCIES].ravel()
    bits = waves > np.median(waves[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")
