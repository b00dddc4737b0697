"""What may happen to a picture before somebody searches with it.

Each change takes a picture (sRGB, uint8, ``(h, w, 3)``) and a source of random
numbers, and gives a picture. None looks at what the picture shows.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.visual.measures import Box

__all__ = [
    "CHANGES",
    "REQUIRED",
    "Change",
    "Picture",
    "cropped",
    "recompressed",
    "resized",
    "window",
    "window_turned",
]

Picture = npt.NDArray[np.uint8]
Change = Callable[[Picture, np.random.Generator], Picture]


def resized(rgb: Picture, factor: float) -> Picture:
    size = [max(1, round(side * factor)) for side in rgb.shape[1::-1]]
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def recompressed(rgb: Picture, quality: int) -> Picture:
    """The picture after JPEG at a quality of 1..95."""
    encoded = io.BytesIO()
    Image.fromarray(rgb).save(encoded, "JPEG", quality=quality)
    return np.asarray(Image.open(encoded).convert("RGB"))


def window(size: tuple[int, int], share: float, rng: np.random.Generator) -> Box:
    """A box with ``share`` of the area of a picture of width and height ``size``, anywhere."""
    width, height = (round(side * share**0.5) for side in size)
    x = int(rng.integers(0, size[0] - width + 1))
    y = int(rng.integers(0, size[1] - height + 1))
    return x, y, width, height


def cropped(rgb: Picture, box: Box) -> Picture:
    x, y, width, height = (round(value) for value in box)
    return rgb[y : y + height, x : x + width]


def window_turned(rgb: Picture, box: Box, degrees: float) -> tuple[Picture, Box]:
    """What a box shows of the picture turned under it, and the box round that part.

    The window keeps its middle and its proportions and shrinks until it fits:
    there are no black corners to give the answer away.
    """
    x, y, width, height = box
    turn = np.radians(degrees)
    across = abs(np.cos(turn)) * width + abs(np.sin(turn)) * height
    down = abs(np.sin(turn)) * width + abs(np.cos(turn)) * height
    factor = min(1.0, rgb.shape[1] / across, rgb.shape[0] / down)
    width, height, across, down = (side * factor for side in (width, height, across, down))
    middle_x = np.clip(x + box[2] / 2, across / 2, rgb.shape[1] - across / 2)
    middle_y = np.clip(y + box[3] / 2, down / 2, rgb.shape[0] - down / 2)
    matrix = cv2.getRotationMatrix2D((float(middle_x), float(middle_y)), degrees, 1.0)
    matrix[:, 2] += np.array([width / 2 - middle_x, height / 2 - middle_y])
    part = cv2.warpAffine(
        rgb, matrix, (round(width), round(height)), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    around = (middle_x - across / 2, middle_y - down / 2, across, down)
    return np.asarray(part, dtype=np.uint8), tuple(float(value) for value in around)  # type: ignore[return-value]


def turned(rgb: Picture, degrees: float) -> Picture:
    """Turned whole, with black corners, as an editing program does it."""
    return np.asarray(Image.fromarray(rgb).rotate(degrees, Image.Resampling.BICUBIC, expand=True))


def relit(rgb: Picture) -> Picture:
    """Harder contrast, warmer, and dark on one side."""
    slope = np.linspace(0.45, 1.1, rgb.shape[1])[None, :, None]
    lit = (rgb / 255) ** 1.4 * slope * np.array([1.1, 1, 0.8])
    return np.asarray(np.clip(lit, 0, 1) * 255, dtype=np.uint8)


def shaded(rgb: Picture, rng: np.random.Generator) -> Picture:
    """Under the shadow of a hand: a soft edge across it, a third of the light behind it."""
    height, width = rgb.shape[:2]
    turn = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-1, 1, width)[None, :]
    y = np.linspace(-1, 1, height)[:, None]
    light = 1 / (1 + np.exp(-14 * (x * np.cos(turn) + y * np.sin(turn) + rng.uniform(-0.2, 0.2))))
    return np.asarray(rgb * (0.35 + 0.65 * light)[..., None], dtype=np.uint8)


def redyed(rgb: Picture) -> Picture:
    """Every hue a third of the circle further."""
    hsv = np.array(Image.fromarray(rgb).convert("HSV"))
    hsv[..., 0] += 85
    return np.asarray(Image.fromarray(hsv, "HSV").convert("RGB"))


def tilted(rgb: Picture) -> Picture:
    """Seen askew: corners moved by up to 15 % of the side."""
    height, width = rgb.shape[:2]
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    moved = np.array([[0.1, 0.05], [0.95, 0], [0.85, 1], [0, 0.9]], np.float32)
    size = np.array([width, height], np.float32)
    matrix = cv2.getPerspectiveTransform(corners * size, moved * size)
    return np.asarray(cv2.warpPerspective(rgb, matrix, (width, height)), dtype=np.uint8)


def blurred(rgb: Picture) -> Picture:
    """Out of focus: a Gaussian of 1/300 of the longest side, 3.3 px in 1,000."""
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), max(rgb.shape) / 300), dtype=np.uint8)


def grey(rgb: Picture) -> Picture:
    return np.asarray(Image.fromarray(rgb).convert("L").convert("RGB"))


def part(share: float) -> Change:
    """The change that keeps a window with this share of the area."""
    return lambda rgb, rng: cropped(rgb, window(rgb.shape[1::-1], share, rng))


CHANGES: dict[str, Change] = {
    "the same": lambda rgb, rng: rgb,
    "crop 60 %": part(0.6),
    "crop 30 %": part(0.3),
    "crop 10 %": part(0.1),
    "quarter turn": lambda rgb, rng: np.rot90(rgb),
    "turned 35 degrees": lambda rgb, rng: turned(rgb, 35),
    "mirrored": lambda rgb, rng: rgb[:, ::-1],
    "half size": lambda rgb, rng: resized(rgb, 0.5),
    "quarter size": lambda rgb, rng: resized(rgb, 0.25),
    "eighth size": lambda rgb, rng: resized(rgb, 0.125),
    "grey": lambda rgb, rng: grey(rgb),
    "recoloured": lambda rgb, rng: redyed(rgb),
    "blurred": lambda rgb, rng: blurred(rgb),
    "askew": lambda rgb, rng: tilted(rgb),
    "in a shadow": shaded,
    "relit": lambda rgb, rng: relit(rgb),
    "JPEG quality 30": lambda rgb, rng: recompressed(rgb, 30),
    "faded to 15 % contrast": lambda rgb, rng: np.rint(130 + (rgb - 130.0) * 0.15).astype(np.uint8),
    "negative": lambda rgb, rng: 255 - rgb,
    "30 %, mirrored, half, turned 70, relit": lambda rgb, rng: relit(
        turned(resized(part(0.3)(rgb, rng)[:, ::-1], 0.5), 70)
    ),
}

#: The changes under which issue 4 asks for the original first in 97 of 100.
REQUIRED = (
    "crop 60 %", "crop 30 %", "quarter turn", "mirrored", "half size", "quarter size", "grey",
    "recoloured",
)  # fmt: skip
