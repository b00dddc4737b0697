"""What a cloth is photographed on: wood, linen, slate, plaster."""

__all__ = ["table_top"]

import cv2
import numpy as np

from .cloth import mottled
from .shapes import FloatArray

_TONES: dict[str, tuple[int, int, int]] = {
    "wood": (164, 122, 82),
    "linen": (206, 198, 182),
    "slate": (92, 96, 98),
    "plaster": (214, 209, 200),
}


def table_top(shape: tuple[int, int], name: str, rng: np.random.Generator) -> FloatArray:
    """Give a plain surface, shape (h, w, 3), float32, sRGB 0 to 255."""
    h, w = shape
    tone = {"wood": _wood, "linen": _linen, "slate": _stone, "plaster": _stone}[name]((h, w), rng)
    rgb = np.array(_TONES[name], dtype=np.float32)
    return np.asarray(tone[..., None] * rgb, dtype=np.float32)


def _wood(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """Boards lying across the picture, with grain."""
    h, w = shape
    grain = cv2.resize(
        rng.standard_normal((h // 2 + 1, max(2, w // 90))).astype(np.float32), (w, h),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip
    bend = mottled(shape, 3, rng)
    rings = np.sin(np.arange(h, dtype=np.float32)[:, None] / h * 90 + 5 * bend)
    boards = np.arange(h) * 4 // h
    tone = (
        1 + 0.05 * grain + 0.05 * rings + rng.normal(0, 0.05, 4).astype(np.float32)[boards][:, None]
    )
    gap = np.abs((np.arange(h) * 4 / h + 0.5) % 1 - 0.5) * h / 4
    return np.asarray(
        tone * (1 - 0.6 * np.exp(-gap / max(1.0, h / 700)))[:, None], dtype=np.float32
    )


def _linen(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    h, w = shape
    across = rng.normal(0, 0.05, w).astype(np.float32)[None, :]
    down = rng.normal(0, 0.05, h).astype(np.float32)[:, None]
    return np.asarray(1 + across + down + 0.03 * mottled(shape, 8, rng), dtype=np.float32)


def _stone(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    clouds = 0.07 * mottled(shape, 5, rng) + 0.05 * mottled(shape, 24, rng)
    speckle = 0.03 * rng.standard_normal(shape, dtype=np.float32)
    return np.asarray(1 + clouds + speckle, dtype=np.float32)
