"""Thread and cloth colours: slugs, swatches and named palettes.

The swatches repeat the project's own colour vocabulary (``colours_dyes``,
``srgb_hint``): indicative values for matching and drawing, not measurements.
"""

__all__ = ["COLOURS", "PALETTES", "PALETTE_COLOURS", "palette_rgb"]

import numpy as np

from .shapes import FloatArray

#: sRGB swatch of each colour concept, 0 to 255.
COLOURS: dict[str, tuple[int, int, int]] = {
    "indigo-blue": (0x1F, 0x3A, 0x6E),
    "blue-black": (0x14, 0x18, 0x2B),
    "glazed-purple": (0x2A, 0x16, 0x26),
    "bright-red": (0xC8, 0x10, 0x2E),
    "dark-red": (0x7A, 0x12, 0x20),
    "orange-red": (0xE2, 0x56, 0x2B),
    "pink": (0xE8, 0x6A, 0x92),
    "peach-pink": (0xD1, 0x33, 0x7A),
    "yellow": (0xF2, 0xB9, 0x1D),
    "tan": (0x9A, 0x6B, 0x2F),
    "green": (0x1F, 0x8A, 0x4C),
    "light-green": (0x9C, 0xC5, 0x8A),
    "teal": (0x1E, 0x7F, 0x86),
    "purple": (0x6B, 0x2C, 0x6E),
    "light-purple": (0xB7, 0x9A, 0xC8),
    "royal-blue": (0x1D, 0x4F, 0xA3),
    "black": (0x1A, 0x1A, 0x1A),
    "white": (0xF5, 0xF2, 0xE8),
    "silver": (0xC9, 0xCD, 0xD2),
    "gold": (0xC9, 0xA2, 0x27),
}

#: Palette name to colour slugs: the ground cloth first, then the leading
#: thread, its partner, two accents, the light thread and the outline.
PALETTE_COLOURS: dict[str, tuple[str, ...]] = {
    "festive-night": (
        "blue-black", "bright-red", "green", "yellow", "pink", "white", "gold",
    ),
    "shidong-red": (
        "glazed-purple", "dark-red", "royal-blue", "bright-red", "light-green", "silver", "pink",
    ),
    "leishan-green": (
        "blue-black", "green", "pink", "light-green", "light-purple", "white", "silver",
    ),
    "youzhou-bright": (
        "bright-red", "green", "yellow", "royal-blue", "pink", "white", "gold",
    ),
    "indigo-white": (
        "indigo-blue", "white", "silver", "silver", "white", "white", "silver",
    ),
    "white-ground": (
        "white", "bright-red", "indigo-blue", "green", "orange-red", "yellow", "blue-black",
    ),
    "old-silk": (
        "glazed-purple", "orange-red", "teal", "gold", "light-purple", "light-green", "tan",
    ),
    "indigo-bloom": (
        "indigo-blue", "peach-pink", "light-green", "yellow", "orange-red", "white", "light-purple",
    ),
}  # fmt: skip

PALETTES: tuple[str, ...] = tuple(PALETTE_COLOURS)


def palette_rgb(name: str) -> FloatArray:
    """Swatches of a palette, ground first, shape (n, 3), sRGB 0 to 255."""
    return np.array([COLOURS[slug] for slug in PALETTE_COLOURS[name]], dtype=np.float32)
