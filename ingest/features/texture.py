"""Stitch texture: how threads lie, at which grain, whatever way the cloth is turned."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth
from ingest.features.cloth import is_cloth

__all__ = ["TEXTURE_SIZE", "measure_texture"]

#: Longest side measured, in pixels.
_SIDE_PX = 640
#: Standard deviations of the Gaussian before the gradient, half an octave
#: apart: from one thread of a stitch to a small motif at the measured size.
_SIGMAS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.7)
_ANGLES = 36
_HARMONICS = (2, 4, 6, 8)
_COHERENCE_BINS = 8
_STRENGTH_BINS = 8
_PER_SCALE = len(_HARMONICS) + _COHERENCE_BINS + _STRENGTH_BINS
#: Length of the vector: per pair of neighbouring scales the statistics, then
#: the energy at each scale.
TEXTURE_SIZE = _PER_SCALE * (len(_SIGMAS) - 1) + len(_SIGMAS)
#: Gradient energy (grey levels squared, 0..1) below which a picture is flat:
#: a quarter of an 8-bit step.
_FLAT = (0.25 / 255) ** 2

#: The cloth's outline is no thread: so much of the cloth's longest side is left
#: out along it.
_MARGIN = 0.02

_Floats = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.bool_]


def measure_texture(rgb: npt.NDArray[np.uint8], cloth: Cloth | None = None) -> _Floats:
    """Measure orientation and grain statistics of the cloth in a picture.

    At each scale: the even harmonics of the orientation histogram (their size
    does not depend on where "up" is), how coherent the orientation is around
    each pixel (structure tensor: Bigun and Granlund 1987), and how gradient
    strength is distributed relative to its mean. Neighbouring scales are
    averaged, so a change of size moves weight between neighbours rather than
    jumping. Square-rooted (Hellinger) and L2-normalised.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, at least one pixel.
    cloth
        Where the cloth lies: its grain is measured against its own size, not
        the table's. Left out, the whole picture is cloth.

    Returns
    -------
    numpy.ndarray
        float32 of shape ``(TEXTURE_SIZE,)``, entries 0..1, L2 norm 1; all zero
        for a picture without contrast or a single pixel. Turning by a quarter
        changes nothing but rounding.
    """
    part, within = _cut(rgb, cloth)
    grey = _grey(part)
    if within is not None:
        within = _inner(within, grey.shape)
    measured = [_one_scale(grey, sigma, within) for sigma in _SIGMAS]
    energy = np.array([strength for strength, _ in measured], np.float32)
    if not energy.max() > _FLAT:
        return np.zeros(TEXTURE_SIZE, np.float32)
    statistics = np.stack([values for _, values in measured])
    blended = (statistics[1:] + statistics[:-1]) / (2 * (len(_SIGMAS) - 1))
    vector = np.sqrt(np.concatenate([blended.ravel(), energy / energy.sum()]))
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _cut(
    rgb: npt.NDArray[np.uint8], cloth: Cloth | None
) -> tuple[npt.NDArray[np.uint8], _Mask | None]:
    """Cloth's box in the picture, and its mask there unless all of it is cloth."""
    if cloth is None or not cloth.certainty > 0 or not cloth.mask.any():
        return rgb, None
    within = is_cloth(cloth, rgb.shape)
    down, across = (np.flatnonzero(within.any(axis=axis)) for axis in (1, 0))
    box = slice(down[0], down[-1] + 1), slice(across[0], across[-1] + 1)
    return rgb[box], within[box]


def _inner(within: _Mask, shape: tuple[int, ...]) -> _Mask | None:
    """Mask at the size measured, without a margin; ``None`` when nothing is left."""
    small = cv2.resize(within.astype(np.uint8), shape[1::-1], interpolation=cv2.INTER_NEAREST)
    margin = 2 * max(1, round(_MARGIN * max(shape))) + 1
    inner = np.asarray(cv2.erode(small, np.ones((margin, margin), np.uint8))) > 0
    return inner if inner.any() else None


def _grey(rgb: npt.NDArray[np.uint8]) -> _Floats:
    """Luma (Rec. 601) 0..1 as float32, longest side at most 640 px."""
    grey = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    shrink = _SIDE_PX / max(grey.shape)
    if shrink < 1:
        height, width = (max(1, round(side * shrink)) for side in grey.shape)
        grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.float32) / np.float32(255)


def _one_scale(grey: _Floats, sigma: float, within: _Mask | None) -> tuple[float, _Floats]:
    """Return gradient energy and the statistics (shape ``(20,)``) at one scale.

    Filtered over the whole box, then counted on the cloth: a mask before the
    filter would draw an edge of its own.
    """
    soft = cv2.GaussianBlur(grey, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    gx = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    gy = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    steep, turn = cv2.cartToPolar(gx, gy)
    coherence = _coherence(gx, gy, sigma)
    magnitude, angle = (np.asarray(part, dtype=np.float32) for part in (steep, turn))
    if within is not None:
        magnitude, angle = magnitude[within], angle[within]
        coherence = coherence[within]
    mean = float(magnitude.mean())
    energy = float((magnitude**2).mean())
    if energy <= _FLAT / 16:
        return 0.0, np.zeros(_PER_SCALE, np.float32)
    strength = _counted(magnitude, 4 * mean, _STRENGTH_BINS)
    parts = (
        _harmonics(angle, magnitude),
        _spread(coherence, magnitude),
        strength / magnitude.size,
    )
    return energy, np.concatenate(parts).astype(np.float32)


def _harmonics(angle: _Floats, weight: _Floats) -> _Floats:
    """Size of the even harmonics of the gradient direction, each 0..1."""
    directions = _counted(angle, 2 * np.pi, _ANGLES, weight)
    spectrum = np.abs(np.fft.rfft(directions / directions.sum()))
    return np.asarray(spectrum[list(_HARMONICS)], dtype=np.float32)


def _coherence(gx: object, gy: object, sigma: float) -> _Floats:
    """Structure-tensor coherence of each pixel, 0..1."""
    x, y = np.asarray(gx, dtype=np.float32), np.asarray(gy, dtype=np.float32)
    xx, yy, xy = (
        np.asarray(cv2.GaussianBlur(product, (0, 0), 2 * sigma, borderType=cv2.BORDER_REFLECT))
        for product in (x * x, y * y, x * y)
    )
    trace = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / np.maximum(trace, 1e-12)
    return np.asarray(coherence, dtype=np.float32)


def _spread(coherence: _Floats, weight: _Floats) -> _Floats:
    """Histogram of coherence, weighted by strength; sums to one."""
    counts = _counted(coherence, 1.0, _COHERENCE_BINS, weight)
    return np.asarray(counts / max(float(counts.sum()), 1e-12), dtype=np.float32)


def _counted(
    values: _Floats, top: float, bins: int, weight: _Floats | None = None
) -> npt.NDArray[np.float64]:
    """Histogram of values from 0 to ``top``, weighted or not; what lies above is left out.

    Half the time of ``numpy.histogram``, which looks for the edges of each bin.
    """
    cells = np.minimum(values.ravel() * np.float32(bins / top), bins + 1).astype(np.int32)
    # The top itself belongs to the last bin.
    cells[values.ravel() == np.float32(top)] = bins - 1
    counts = np.bincount(cells, None if weight is None else weight.ravel(), bins + 2)
    return np.asarray(counts[:bins], dtype=np.float64)
