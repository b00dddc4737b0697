"""From a picture to the vectors that are stored and compared."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from archive.features import Embedding
from ingest.embedding.model import Model

__all__ = ["WINDOWS", "embed"]

#: x, y, width, height as shares of the picture: the whole, then four corners and
#: the middle, overlapping, so that a small motif fills a fair part of one of them.
WINDOWS = (
    (0.0, 0.0, 1.0, 1.0),
    (0.0, 0.0, 0.6, 0.6),
    (0.4, 0.0, 0.6, 0.6),
    (0.0, 0.4, 0.6, 0.6),
    (0.4, 0.4, 0.6, 0.6),
    (0.2, 0.2, 0.6, 0.6),
)


def embed(
    model: Model,
    rgb: npt.NDArray[np.uint8],
    full_size: tuple[int, int],
    *,
    is_region: bool = False,
) -> Embedding:
    """Return what a model says of a picture and of its parts.

    The same pixels and the same model give the same vectors. OpenCV's thread
    count is the caller's to set.

    Parameters
    ----------
    model
        From :func:`ingest.embedding.active_model`.
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, any size from one pixel.
    full_size
        Width and height in pixels of the upright full-size photograph.
    is_region
        Whether somebody drew round this part: then it is taken as a whole only.

    Raises
    ------
    BadModel
        When the network cannot take this picture.
    ValueError
        When ``rgb`` has another shape or type, or no pixel.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or rgb.size == 0:
        raise ValueError(f"expected uint8 (h, w, 3), got {rgb.dtype} {rgb.shape}")
    shares = np.array(WINDOWS[:1] if is_region else WINDOWS, np.float32)
    vectors = np.stack([model.vector(_part(rgb, share)) for share in shares])
    return Embedding(
        model.identity,
        np.rint(shares * np.array([*full_size, *full_size], np.float32)),
        _as_stored(vectors),
    )


def _part(rgb: npt.NDArray[np.uint8], share: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Return a window of the picture, never less than a pixel."""
    height, width = rgb.shape[:2]
    x, y = min(int(share[0] * width), width - 1), min(int(share[1] * height), height - 1)
    right = max(x + 1, round(float(share[0] + share[2]) * width))
    bottom = max(y + 1, round(float(share[1] + share[3]) * height))
    return rgb[y:bottom, x:right]


def _as_stored(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float16]:
    return np.asarray(vectors, dtype=np.float16)
