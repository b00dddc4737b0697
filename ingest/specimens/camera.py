"""A drawn cloth as a phone would photograph it, lying on a table."""

__all__ = ["outline_in", "photograph", "save_jpeg"]

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from .cloth import mottled
from .shapes import FloatArray
from .shot import Shot
from .tables import table_top


def photograph(cloth_rgb: npt.NDArray[np.uint8], shot: Shot) -> npt.NDArray[np.uint8]:
    """Give a photograph of the cloth, in a frame of the cloth picture's own size.

    Parameters
    ----------
    cloth_rgb
        Shape (h, w, 3), uint8, sRGB.
    shot
        How it is taken.

    Returns
    -------
    numpy.ndarray
        Shape (h, w, 3), uint8, sRGB.
    """
    rng = np.random.default_rng(shot.seed)
    scene = _laid_out(cloth_rgb, shot, rng)
    h, w = scene.shape[:2]
    scene *= _light(h, w, shot)[..., None]
    scene *= np.array([1 + 0.13 * shot.warmth, 1 + 0.02 * shot.warmth, 1 - 0.15 * shot.warmth],
                      dtype=np.float32)  # fmt: skip
    if shot.blur_px > 0:
        scene = np.asarray(cv2.GaussianBlur(scene, (0, 0), shot.blur_px), dtype=np.float32)
    if shot.noise > 0:
        scene += _grain(scene, shot.noise, rng)
    return np.clip(scene, 0, 255).astype(np.uint8)


def outline_in(shape: tuple[int, int], shot: Shot) -> FloatArray:
    """Where the cloth's corners come to lie in the photograph.

    Parameters
    ----------
    shape
        Height and width of the picture, in pixels.
    shot
        How it is taken.

    Returns
    -------
    numpy.ndarray
        Shape (4, 2): x and y in pixels, upper left corner of the cloth first, clockwise.
    """
    h, w = shape
    a = np.radians(shot.turn_deg)
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * (w, h) * shot.scale
    corners = corners @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    depth = 1 + shot.tilt_x * corners[:, 0] / w - shot.tilt_y * corners[:, 1] / h
    middle = np.array([(0.5 + shot.crop_x) * w, (0.5 + shot.crop_y) * h])
    return np.asarray(corners / depth[:, None] + middle)


def _laid_out(cloth_rgb: npt.NDArray[np.uint8], shot: Shot, rng: np.random.Generator) -> FloatArray:
    """Give the cloth on its table, with the shadow it throws, float32."""
    h, w = cloth_rgb.shape[:2]
    here = np.array([(0, 0), (w, 0), (w, h), (0, h)], dtype=np.float32)
    there = outline_in((h, w), shot).astype(np.float32)
    warp = cv2.getPerspectiveTransform(here, there)
    source = cloth_rgb
    if shot.scale < 0.7:
        source = cv2.GaussianBlur(cloth_rgb, (0, 0), 0.35 / shot.scale).astype(np.uint8)
    seen = cv2.warpPerspective(source, warp, (w, h), flags=cv2.INTER_LINEAR).astype(np.float32)
    if shot.creases > 0:
        seen *= (1 + 0.13 * shot.creases * _folds((h, w), rng))[..., None]
    if (np.abs(there - here) < 0.5).all():
        return np.asarray(seen)
    cover = (
        cv2.warpPerspective(np.full((h, w), 255, np.uint8), warp, (w, h)).astype(np.float32) / 255
    )
    fall = max(2, w // 180)
    shade = cv2.GaussianBlur(np.roll(cover, (fall, fall), (0, 1)), (0, 0), w / 130)
    table = table_top((h, w), shot.table, rng) * (1 - 0.5 * shade)[..., None]
    return np.asarray(table + (seen - table) * cover[..., None], dtype=np.float32)


def _folds(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """Light and dark of soft folds: the slope of a cloudy surface."""
    h, w = shape
    surface = mottled((h // 8 + 2, w // 8 + 2), 4.5, rng) + 0.4 * mottled(
        (h // 8 + 2, w // 8 + 2), 10, rng
    )
    slope = np.gradient(surface, axis=1) + np.gradient(surface, axis=0)
    slope = slope / max(float(np.abs(slope).max()), 1e-6)
    return np.asarray(cv2.resize(slope.astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC))


def _light(h: int, w: int, shot: Shot) -> FloatArray:
    """Brightness of the light at each pixel: falling off, and shaded by hand and phone."""
    x = np.linspace(-0.5, 0.5, w, dtype=np.float32)[None, :]
    y = np.linspace(-0.5, 0.5, h, dtype=np.float32)[:, None]
    a = np.radians(shot.light_deg)
    toward = x * np.float32(np.cos(a)) + y * np.float32(np.sin(a))
    light = 1 + shot.light_strength * (0.9 * toward - 0.5 * (x * x + y * y))
    if shot.shadow > 0:
        rng = np.random.default_rng((shot.seed, 1))
        light = light * (1 - 0.55 * shot.shadow * _hand(h, w, rng))
    return np.asarray(light, dtype=np.float32)


def _hand(h: int, w: int, rng: np.random.Generator) -> FloatArray:
    """Soft shadow that reaches in from one side, 0 to 1, shape (h, w)."""
    small = np.zeros((96, 128), dtype=np.float32)
    shape = np.array(
        [(-20, 150), (-20, 60), (18, 30), (34, 44), (40, 20), (52, 46), (70, 70), (74, 150)]
    )
    shape = shape + rng.integers(-9, 10, shape.shape)
    if rng.random() < 0.5:
        shape[:, 0] = 128 - shape[:, 0]
    if rng.random() < 0.35:
        shape[:, 1] = 96 - shape[:, 1]
    cv2.fillPoly(small, [shape.astype(np.int32)], 1.0)
    soft = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(4, 9)))
    return np.asarray(cv2.resize(soft, (w, h), interpolation=cv2.INTER_CUBIC))


def _grain(scene: FloatArray, noise: float, rng: np.random.Generator) -> FloatArray:
    """Sensor noise: more in the light in absolute terms, a little of it in colour."""
    h, w = scene.shape[:2]
    grey = rng.standard_normal((h, w, 1), dtype=np.float32)
    tint = cv2.resize(rng.standard_normal((h // 2 + 1, w // 2 + 1, 3), dtype=np.float32), (w, h))
    strength = noise * np.sqrt(0.35 + scene.mean(axis=2, keepdims=True) / 255)
    return np.asarray((0.8 * grey + 0.45 * tint) * strength, dtype=np.float32)


def save_jpeg(path: Path, rgb: npt.NDArray[np.uint8], quality: int = 90) -> None:
    """Write a JPEG without any metadata.

    Parameters
    ----------
    path
        The file to write; its folder must exist.
    rgb
        Shape (h, w, 3), uint8, sRGB.
    quality
        1 to 95.
    """
    Image.fromarray(rgb).save(path, format="JPEG", quality=quality, optimize=True)
