"""Everything measured on one photograph, and its file.

One file a photograph, beside its other derivatives. Reading never computes and
never guesses: a file that is missing, torn or of another version is "none".
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.durable import write_durably
from archive.features.cloth import Cloth, Quality
from archive.features.layout import Layout
from archive.features.outline import Outline

__all__ = [
    "FEATURES_VERSION",
    "PatternFeatures",
    "Swatch",
    "read_features",
    "read_keypoints",
    "write_features",
]

#: Raised by hand whenever any extractor in ``ingest/features`` changes what it
#: returns; older files are then made again.
FEATURES_VERSION = 2

_KEYPOINT_COLUMNS = 4
_DESCRIPTOR_SIZE = 128
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour of a palette.

    Parameters
    ----------
    colour
        Slug of the nearest named colour of the ``colours`` scheme.
    lab
        CIELAB (D65, 2 degrees), L in 0..100.
    share
        Share of the measured cloth, 0..1.
    """

    colour: str
    lab: tuple[float, float, float]
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class PatternFeatures:
    """Everything measured on one upright photograph.

    Parameters
    ----------
    width_px, height_px
        Size of the upright full-size photograph.
    palette
        Largest share first; shares sum to at most 1.
    texture
        Stitch texture, float32 of shape ``(t,)``, L2-normalised; zero for a
        picture without any contrast.
    keypoints
        float32 of shape ``(n, 4)``: x, y, diameter (pixels of the upright
        full-size photograph) and orientation (degrees, 0..360, clockwise).
    descriptors
        uint8 of shape ``(n, 128)``: RootSIFT scaled to 0..255, row by row with
        ``keypoints``, strongest response first.
    cloth, quality, layout, outline
        See each.
    phash
        256-bit perceptual hash of the whole picture: near-equal for copies of
        one photograph, whatever their size and compression.
    """

    width_px: int
    height_px: int
    palette: tuple[Swatch, ...]
    texture: npt.NDArray[np.float32]
    keypoints: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.uint8]
    cloth: Cloth = field(default_factory=Cloth.whole)
    quality: Quality = field(default_factory=Quality.unknown)
    layout: Layout = field(default_factory=Layout)
    outline: Outline = field(default_factory=Outline.nothing)
    phash: int = 0

    def __post_init__(self) -> None:
        """Refuse arrays whose shapes do not belong together.

        Raises
        ------
        ValueError
            When keypoints and descriptors disagree in length or width.
        """
        n = len(self.keypoints)
        if self.keypoints.shape != (n, _KEYPOINT_COLUMNS):
            raise ValueError(f"keypoints have shape {self.keypoints.shape}")
        if self.descriptors.shape != (n, _DESCRIPTOR_SIZE):
            raise ValueError(f"descriptors have shape {self.descriptors.shape}")


def write_features(path: Path, features: PatternFeatures) -> None:
    """Store ``features`` at ``path`` durably, replacing what was there."""
    buffer = io.BytesIO()
    colours = [swatch.colour for swatch in features.palette]
    shares = [(*swatch.lab, swatch.share) for swatch in features.palette]
    arrays: dict[str, Any] = {
        "version": np.int64(FEATURES_VERSION),
        "size": np.array([features.width_px, features.height_px], np.int64),
        "colours": np.array(colours, np.str_),
        "palette": np.array(shares, np.float32).reshape(-1, 4),
        "texture": features.texture,
        "keypoints": features.keypoints,
        "descriptors": features.descriptors,
        "phash": np.frombuffer(features.phash.to_bytes(_HASH_BYTES, "big"), np.uint8),
    }
    for part in (features.cloth, features.quality, features.layout, features.outline):
        arrays |= part.arrays()
    np.savez(buffer, **arrays)
    write_durably(path, buffer.getvalue())


def read_keypoints(path: Path) -> PatternFeatures | None:
    """Read size, keypoints and descriptors only: a quarter of the time.

    Everything else is as of a picture without any. ``None`` as in :func:`read_features`.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            if int(stored["version"]) != FEATURES_VERSION:
                return None
            width_px, height_px = (int(value) for value in stored["size"])
            keypoints, descriptors = stored["keypoints"], stored["descriptors"]
            nothing = np.zeros(0, np.float32)
            return PatternFeatures(width_px, height_px, (), nothing, keypoints, descriptors)
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def read_features(path: Path) -> PatternFeatures | None:
    """Read stored features; ``None`` when there are none that can be used.

    A missing file, a torn one and one of another version are all "none": they
    are derived data and are made again from the original.
    """
    try:
        # Opened here: of a torn file numpy forgets to close its own.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            if int(stored["version"]) != FEATURES_VERSION:
                return None
            palette = tuple(
                Swatch(str(colour), (float(row[0]), float(row[1]), float(row[2])), float(row[3]))
                for colour, row in zip(stored["colours"], stored["palette"], strict=True)
            )
            width_px, height_px = (int(value) for value in stored["size"])
            return PatternFeatures(
                width_px,
                height_px,
                palette,
                stored["texture"],
                stored["keypoints"],
                stored["descriptors"],
                Cloth.read(stored),
                Quality.read(stored),
                Layout.read(stored),
                Outline.read(stored),
                int.from_bytes(stored["phash"].tobytes(), "big"),
            )
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
