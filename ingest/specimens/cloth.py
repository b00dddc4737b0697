"""The ground: plain-woven cotton, yarn by yarn, dyed or glazed."""

__all__ = ["mottled", "woven_cloth"]

import cv2
import numpy as np

from .shapes import FloatArray

#: Yarns per centimetre of home-woven cotton; ours, counted on photographs.
_YARNS_PER_CM = 19.0
#: Glazed cloth is beaten until the weave is nearly flat.
_RELIEF = {"glazed-purple": 0.35, "white": 0.55, "bright-red": 0.8}


def mottled(shape: tuple[int, int], cells: float, rng: np.random.Generator) -> FloatArray:
    """Soft cloudy noise, shape (h, w), about -1 to 1, ``cells`` clouds across the longer side."""
    h, w = shape
    grain = max(h, w) / max(cells, 1.0)
    small = rng.standard_normal((int(h / grain) + 3, int(w / grain) + 3)).astype(np.float32)
    big = cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.asarray(big * 0.5, dtype=np.float32)


def woven_cloth(
    shape: tuple[int, int], px_per_cm: float, slug: str, rgb: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Cloth of one colour squarely seen, shape (h, w, 3), float32, sRGB 0 to 255.

    Parameters
    ----------
    shape
        Height and width in pixels.
    px_per_cm
        Scale of the drawing.
    slug, rgb
        The cloth's colour concept and swatch.
    rng
        Source of thick and thin yarns.
    """
    warp, warp_lie = _yarns(shape[1], px_per_cm, rng)
    weft, weft_lie = _yarns(shape[0], px_per_cm, rng)
    over = (warp_lie[None, :] + weft_lie[:, None]) % 2 == 0
    tone = np.where(over, warp[0][None, :] * weft[1][:, None], weft[0][:, None] * warp[1][None, :])
    relief = _RELIEF.get(slug, 1.0) * min(1.0, px_per_cm / 45)
    tone = 1 + relief * (tone - 1)
    tone *= 1 + 0.035 * mottled(shape, 9, rng) + 0.03 * mottled(shape, 40, rng)
    base = rgb + 4.0
    cloth = tone[..., None] * base + (tone[..., None] - 1) * 16
    if slug == "glazed-purple":
        cloth = cloth + _glaze(shape, rng)
    return np.asarray(cloth, dtype=np.float32)


def _yarns(
    length: int, px_per_cm: float, rng: np.random.Generator
) -> tuple[tuple[FloatArray, FloatArray], FloatArray]:
    """Brightness across the yarns (on top; dipping under) and the number of each yarn."""
    count = int(length / px_per_cm * _YARNS_PER_CM) + 3
    thick = np.cumsum(rng.uniform(0.8, 1.2, count))
    at = np.interp(np.arange(length) / px_per_cm * _YARNS_PER_CM, thick, np.arange(count))
    number = np.floor(at).astype(int)
    place = at - number - 0.5
    slub = rng.normal(1, 0.07, count)[number]
    on_top = (1.1 - 1.1 * place**2) * slub
    dipping = 1.06 - 0.8 * place**2
    profile = (on_top.astype(np.float32), dipping.astype(np.float32))
    return profile, number


def _glaze(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """Coppery sheen of beaten indigo cloth, in soft broad patches."""
    patches = np.clip(mottled(shape, 6, rng) + 0.5 * mottled(shape, 30, rng), 0, 1.4)
    return patches[..., None] * np.array([22, 11, 17], dtype=np.float32)
