"""How good a photograph is for comparing, and what to ask for when it is not."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth, Quality
from ingest.features.card import find_card
from ingest.features.cloth import is_cloth
from ingest.features.tilt import measure_tilt

__all__ = ["COMPLAINTS", "complaints", "measure_quality"]

_Mask = npt.NDArray[np.bool_]
_Floats = npt.NDArray[np.float32]

#: Luma below which a picture shows no threads, and value from which a channel
#: has lost them, both of 255.
_DARK, _CLIPPED = 60, 254
#: From here in every channel, over a disc of 1/80 of the longest side, cloth
#: mirrors the lamp: white thread has gaps and shadows that such a disc meets.
_MIRROR, _DISC = 240, 1 / 80
#: Longest side on which light is measured, in pixels.
_LIGHT_PX = 640
#: Standard deviations in pixels of the first blur, against noise, and of the second.
_SOFT, _SOFTER = 0.8, 1.2
#: Share of pixels with less gradient than an edge, and the least gradient of an
#: edge in grey levels a pixel: three times what noise of 6 leaves after the first blur.
_STEEPER, _LEAST_STEEP = 85, 2.0
_FEWEST_EDGES = 50
#: Narrowest edge told apart, in pixels: four in a sharpness.
_NARROWEST = 0.25

#: Every complaint and the limit of its number, each set where undisturbed
#: pictures stay free: 38 drawn specimens at 1,280 px and 21 museum photographs.
#: Sharpness there is 0.87 and more (one photograph through glass, itself
#: blurred: 0.38); drawn pictures blurred by 2.5 px at 1,280 px have 0.4 to 0.6.
_LEAST_SHARP = 0.53
#: Share of dark cloth: 0.73 at most on both; nothing lighter than 60 is left
#: of bright thread at a quarter of the light.
_MOST_DARK = 0.95
#: Share with a channel lost: 0.02 on specimens, 0.11 on photographs at most.
_MOST_BRIGHT = 0.2
#: Share mirroring: 0.003 at most on specimens, 0 on photographs but one, whose
#: bright wall (0.03) is taken for it.
_MOST_GLARE = 0.01
#: Beyond it a square's far side is a fifth shorter; local features were seen to
#: hold to about 30 degrees.
_MOST_TILT_DEG = 18.0
#: The smallest of the museum photographs has 381; half of that shows no stitch.
_LEAST_CLOTH_PX = 300.0

#: The keys :func:`complaints` may give, the most important first.
COMPLAINTS = ("small", "blurred", "dark", "bright", "glare", "tilted")


def measure_quality(
    rgb: npt.NDArray[np.uint8], cloth: Cloth, full_size: tuple[int, int]
) -> Quality:
    """Measure what makes a photograph fit for comparing.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.
    cloth
        Where the cloth lies in it; only this is measured.
    full_size
        Width and height in pixels of the upright full-size photograph.

    Returns
    -------
    Quality
        ``sharpness`` is one over the blur of the middle edge in pixels of
        ``rgb`` (:func:`_sharpness`), 0..4, NaN where there are too few edges to
        say. ``dark``: luma below 60 of 255; ``bright``: a channel at 254 or
        more; ``glare``: every channel at 240 or more over a disc of 1/80 of
        the longest side, unless it runs out of the picture.
    """
    shrink = min(1.0, _LIGHT_PX / max(rgb.shape[:2]))
    size = max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink))
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    within = is_cloth(cloth, small.shape)
    total = max(1, int(within.sum()))
    luma = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    return Quality(
        _sharpness(rgb, cloth),
        float((within & (luma < _DARK)).sum() / total),
        float((within & (small.max(axis=2) >= _CLIPPED)).sum() / total),
        float((within & _mirroring(small)).sum() / total),
        measure_tilt(cloth, full_size),
        float((cloth.share * full_size[0] * full_size[1]) ** 0.5),
        find_card(rgb, full_size),
    )


def complaints(quality: Quality) -> tuple[str, ...]:
    """Say what is wrong with a photograph, in stable keys for the page to word.

    Parameters
    ----------
    quality
        What :func:`measure_quality` returned; what is NaN is not complained of.

    Returns
    -------
    tuple of str
        Some of ``COMPLAINTS``, in their order; empty when nothing is wrong.
    """
    is_bright = quality.bright > _MOST_BRIGHT
    found = {
        "small": quality.cloth_px < _LEAST_CLOTH_PX,
        "blurred": quality.sharpness < _LEAST_SHARP,
        "dark": quality.dark > _MOST_DARK,
        "bright": is_bright,
        # What is too bright everywhere also looks like a mirror in places.
        "glare": quality.glare > _MOST_GLARE and not is_bright,
        "tilted": quality.tilt_deg > _MOST_TILT_DEG,
    }
    return tuple(key for key in COMPLAINTS if found[key])


def _sharpness(rgb: npt.NDArray[np.uint8], cloth: Cloth) -> float:
    """One over the blur (standard deviation, pixels) of the middle edge.

    A step blurred by s has, blurred again by t, a gradient smaller by
    sqrt(s^2 / (s^2 + t^2)): Zhuo, Sim (2011), "Defocus map estimation from a
    single image", Pattern Recognition 44(9), equation 6. The ratio knows nothing
    of contrast, so faded cloth and smooth satin are no less sharp than others.
    """
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), _SOFT), dtype=np.float32)
    softer = np.asarray(cv2.GaussianBlur(soft, (0, 0), _SOFTER), dtype=np.float32)
    across, down = _slopes(soft)
    steep = np.asarray(cv2.magnitude(across, down))
    limit = max(_LEAST_STEEP, float(np.percentile(steep[::4, ::4], _STEEPER)))
    # Canny wants whole numbers: 32nds of a grey level, 255 of which fit.
    dx, dy = (np.asarray(slope * 32).astype(np.int16) for slope in (across, down))
    edges = np.asarray(cv2.Canny(dx, dy, 29 * limit, 32 * limit, L2gradient=True)) > 0
    edges &= is_cloth(cloth, edges.shape)
    if edges.sum() < _FEWEST_EDGES:
        return float("nan")
    again = np.asarray(cv2.magnitude(*_slopes(softer)))[edges]
    ratio = float(np.median(steep[edges] / np.maximum(again, 1e-3)))
    square = _SOFTER**2 / max(ratio**2 - 1, 1e-6) - _SOFT**2
    return 1 / max(_NARROWEST, math.sqrt(max(0.0, square)))


def _slopes(grey: _Floats) -> tuple[_Floats, _Floats]:
    """Gradient across and down, grey levels a pixel."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    return np.asarray(across, dtype=np.float32), np.asarray(down, dtype=np.float32)


def _mirroring(rgb: npt.NDArray[np.uint8]) -> _Mask:
    """Where light falls back as from a mirror, but for what reaches the edge."""
    across = 2 * round(max(rgb.shape[:2]) * _DISC / 2) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    white = (rgb.min(axis=2) >= _MIRROR).astype(np.uint8)
    spots = np.asarray(cv2.morphologyEx(white, cv2.MORPH_OPEN, disc))
    _, pieces = cv2.connectedComponents(spots)
    pieces = np.asarray(pieces)
    # A window or a white wall behind the cloth; a spot on it seldom gets so far.
    edge = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    return np.asarray((spots > 0) & ~np.isin(pieces, edge[edge > 0]))
