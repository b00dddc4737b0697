"""Wax-resist drawing: the figure stays light, the cloth takes the dye, the wax cracks."""

__all__ = ["dyed"]

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from .cloth import mottled
from .placement import Placement
from .shapes import FloatArray, Line, Patch

#: Width of a wax line, in centimetres.
_LINE_CM = 0.11


def dyed(
    cloth: FloatArray,
    places: Sequence[Placement],
    corner_cm: tuple[float, float],
    px_per_cm: float,
    colours: FloatArray,
    rng: np.random.Generator,
) -> None:
    """Lighten the waxed parts of the cloth and stain them through the cracks, in place."""
    h, w, _ = cloth.shape
    wax = np.zeros((h, w), dtype=np.uint8)
    for place in places:
        _wax(wax, place, corner_cm, px_per_cm)
    soft = cv2.GaussianBlur(wax, (0, 0), max(0.5, 0.012 * px_per_cm)).astype(np.float32) / 255
    veins = _cracks((h, w), px_per_cm, rng)
    seep = np.clip(0.5 + 0.5 * mottled((h, w), 14, rng), 0.1, 1)
    keep = np.clip(soft * (1 - 0.62 * veins * seep) - 0.04 * seep, 0, 1)[..., None]
    texture = cloth / np.maximum(cloth.mean(axis=(0, 1)), 1)
    light = colours[np.argmax(colours.sum(axis=1))] * np.float32(0.95)
    cloth *= 1 - keep
    cloth += keep * light * np.clip(0.72 + 0.28 * texture, 0.6, 1.1)


def _wax(
    wax: npt.NDArray[np.uint8], place: Placement, corner: tuple[float, float], px_per_cm: float
) -> None:
    """Draw one figure's waxed lines and areas: light lines, areas light or left to the dye."""
    thick = max(1, round(_LINE_CM * px_per_cm))
    for piece in place.figure:
        line = piece.path if isinstance(piece, Line) else piece.outline
        at = ((line * place.scale_cm) @ place.matrix + place.at_cm - corner) * px_per_cm
        curve = [np.rint(at * 16).astype(np.int32)]
        if isinstance(piece, Line):
            cv2.polylines(
                wax, curve, False, 255, max(1, round(thick * piece.weight)), cv2.LINE_AA, 4
            )
            continue
        cv2.fillPoly(wax, curve, 255 if _is_light(piece) else 0, cv2.LINE_AA, 4)
        cv2.polylines(wax, curve, True, 0 if _is_light(piece) else 255, thick, cv2.LINE_AA, 4)


def _is_light(patch: Patch) -> bool:
    return patch.colour in (3, 4, 5, 6)


def _cracks(shape: tuple[int, ...], px_per_cm: float, rng: np.random.Generator) -> FloatArray:
    """Fine dark lines where the wax broke, 0 to 1, shape (h, w)."""
    h, w = shape
    veins = np.zeros((h, w), dtype=np.uint8)
    count = int(h * w / px_per_cm**2 * 1.1)
    steps = rng.normal(0, 0.45, (count, 14)).cumsum(axis=1) * 0.5
    heading = rng.uniform(0, np.pi, (count, 1)) + steps
    reach = 0.17 * px_per_cm * rng.uniform(0.4, 1.6, (count, 1))
    start = rng.uniform(0, 1, (count, 1, 2)) * (w, h)
    walk = start + np.cumsum(np.stack([np.cos(heading), np.sin(heading)], -1) * reach[..., None], 1)
    for line in np.rint(walk * 16).astype(np.int32):
        cv2.polylines(veins, [line], False, 255, 1, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(veins, (0, 0), 0.7).astype(np.float32) / 160
