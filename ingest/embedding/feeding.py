"""What goes into a network and what its outputs become; nothing here runs one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from ingest.embedding.describing import Description

__all__ = ["Floats", "network_input", "reference_picture", "vector_of"]

Floats = npt.NDArray[np.float32]

# A strip longer than this is taken for one this long: the network's sight is square.
_LONGEST_SHAPE = 3.0
_LONGEST_VECTOR = 1 << 16
_GEM_POWER = 3.0
# Keeps the root of GeM away from zero.
_GEM_LEAST = 1e-6


def vector_of(
    run: Callable[[Floats], Sequence[Floats]],
    rgb: npt.NDArray[np.uint8],
    description: Description,
) -> Floats:
    """Return the vector of one picture.

    Parameters
    ----------
    run
        Gives the outputs of the described layers for a network's input.
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, any size from one pixel.

    Returns
    -------
    ndarray
        float32 of shape ``(n,)``, at most ``width`` values, L2 norm 1. Not
        finite where the network's answer was not, and 0 where that was 0.

    Raises
    ------
    ValueError
        When an output has another shape than its pooling needs.
    """
    given = network_input(rgb, description)
    vector = _joined(run(given), description)
    if description.mirrored:
        other = _joined(run(np.ascontiguousarray(given[..., ::-1])), description)
        vector = _of_length_one(vector + other)
    return _narrowed(vector, description.width)


def reference_picture(size_px: int) -> npt.NDArray[np.uint8]:
    """Return the picture that every model is checked with.

    Returns
    -------
    ndarray
        uint8 RGB of shape ``(size_px, size_px, 3)``; the value at row y, column
        x, channel c is ``(3 x + 5 y + 7 c + x y // 16) mod 256``: ramps and
        rings of every direction and width, in whole numbers, so that it is the
        same everywhere.

    Examples
    --------
    >>> reference_picture(3)[2, 1].tolist()
    [13, 20, 27]
    """
    y, x, c = np.meshgrid(np.arange(size_px), np.arange(size_px), np.arange(3), indexing="ij")
    return np.asarray((3 * x + 5 * y + 7 * c + x * y // 16) % 256, dtype=np.uint8)


def network_input(rgb: npt.NDArray[np.uint8], description: Description) -> Floats:
    """Return a picture as the network takes it: float32 of shape ``(1, 3, h, w)``."""
    width, height = _fitted(rgb.shape[1], rgb.shape[0], description)
    if rgb.shape[:2] != (height, width):
        is_smaller = width * height < rgb.shape[0] * rgb.shape[1]
        how = cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
        rgb = np.asarray(cv2.resize(rgb, (width, height), interpolation=how), dtype=np.uint8)
    pixels = rgb if description.colours == "rgb" else rgb[..., ::-1]
    mean, std = np.array([description.mean, description.std], np.float32)
    scaled = (pixels.astype(np.float32) - mean) / std
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def _joined(outputs: Sequence[Floats], description: Description) -> Floats:
    """Return one vector from outputs ``(1, channels, h, w)`` or ``(1, channels)``."""
    parts = [
        _of_length_one(_pooled(output, pooling))
        for output, pooling in zip(outputs, description.pooling, strict=True)
    ]
    return _of_length_one(np.concatenate(parts))


def _narrowed(vector: Floats, width: int) -> Floats:
    """Return the vector, projected to ``width`` values when it has more."""
    if len(vector) <= width:
        return vector
    return _of_length_one(vector @ _signs(len(vector), width))


@lru_cache(maxsize=2)
def _signs(rows: int, columns: int) -> Floats:
    """Return a matrix of 1 and -1, the same on every machine for ever.

    Achlioptas 2003, "Database-friendly random projections": cosines survive it
    to about 1 / sqrt(columns), and nothing has to be trained.
    """
    count = rows * columns
    drawn = np.frombuffer(hashlib.shake_256(b"xiupu").digest(-(-count // 8)), np.uint8)
    signs = np.unpackbits(drawn)[:count].reshape(rows, columns).astype(np.float32)
    return signs * np.float32(2) - np.float32(1)


def _fitted(width: int, height: int, description: Description) -> tuple[int, int]:
    """Return width and height of the network's input for a picture of this size."""
    if description.fit == "stretch":
        return description.size_px, description.size_px
    shape = min(max(width / height, 1 / _LONGEST_SHAPE), _LONGEST_SHAPE) ** 0.5
    step = description.multiple_px
    return (
        max(1, round(description.size_px * shape / step)) * step,
        max(1, round(description.size_px / shape / step)) * step,
    )


def _pooled(output: Floats, pooling: str) -> Floats:
    is_map = output.ndim == 4 and output.shape[0] == 1 and output.size > 0
    if pooling == "none" and 0 < output.size == max(output.shape) <= _LONGEST_VECTOR:
        return output.reshape(-1)
    if pooling == "none" or not is_map:
        raise ValueError(f"a layer of shape {output.shape} cannot be pooled by {pooling}")
    cells = output.reshape(output.shape[1], -1)
    if pooling == "max":
        pooled = cells.max(axis=1)
    elif pooling == "gem":
        powers = np.maximum(cells, _GEM_LEAST) ** _GEM_POWER
        pooled = powers.mean(axis=1) ** (1 / _GEM_POWER)
    else:
        pooled = cells.mean(axis=1)
    return np.asarray(pooled, dtype=np.float32)


def _of_length_one(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)
