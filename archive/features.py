"""Stored pattern features: what ingest measures and search compares.

One file a photograph, beside its other derivatives. Reading never computes and
never guesses: a file that is missing, torn or of another version is "none".
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.durable import write_durably

__all__ = ["FEATURES_VERSION", "PatternFeatures", "Swatch", "read_features", "write_features"]

#: Raised by hand whenever any extractor in ``ingest/features`` changes what it
#: returns; older files are then made again.
FEATURES_VERSION = 1

_KEYPOINT_COLUMNS = 4
_DESCRIPTOR_SIZE = 128


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
    """

    width_px: int
    height_px: int
    palette: tuple[Swatch, ...]
    texture: npt.NDArray[np.float32]
    keypoints: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.uint8]

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
    np.savez(
        buffer,
        version=np.int64(FEATURES_VERSION),
        size=np.array([features.width_px, features.height_px], np.int64),
        colours=np.array([s.colour for s in features.palette], np.str_),
        palette=np.array([(*s.lab, s.share) for s in features.palette], np.float32).reshape(-1, 4),
        texture=features.texture,
        keypoints=features.keypoints,
        descriptors=features.descriptors,
    )
    write_durably(path, buffer.getvalue())


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
            )
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
