"""What is taken in, and how much of it: checked before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest photograph that is taken.

    Parameters
    ----------
    file_bytes
        Of the file. A 100-megapixel camera's JPEG has about 60 MB.
    pixels
        Width times height as the header says; three bytes each once decoded.
    frames
        Pictures inside one file; the first is used. Phones put two or three
        (a depth map, a small copy); an animation has hundreds.
    """

    file_bytes: int = 200_000_000
    pixels: int = 150_000_000
    frames: int = 16


DEFAULT_LIMITS = Limits()
