"""Pattern features of pictures, kept between runs.

A benchmark is run again and again while the search changes and the features do
not. What is kept is named by the picture's pixels and by the code that measured
it, so that a change in either measures anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from archive.features import (
    FEATURES_VERSION,
    Embedding,
    PatternFeatures,
    read_embedding,
    read_features,
    write_embedding,
    write_features,
)
from archive.vocabulary import load_shipped
from bench.visual.changes import Picture
from ingest.deriving import ANALYSED_PX
from ingest.embedding import Model, embed
from ingest.features import NamedColour, extract

__all__ = ["Measured", "code_stamp", "named_dyes", "opened"]

_ROOT = Path(__file__).parents[2]
#: Folders whose code decides what features come to.
_CODE = ("ingest/features", "archive/features")


def opened(path: Path) -> Picture:
    """A picture file as sRGB."""
    return np.asarray(Image.open(path).convert("RGB"))


@cache
def code_stamp(*folders: str) -> str:
    """What the Python files of some folders of the repository come to."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((_ROOT / folder).rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def named_dyes() -> tuple[NamedColour, ...]:
    """The dyes of the shipped vocabulary that have a place in CIELAB."""
    concepts = load_shipped().scheme("colour")
    return tuple(NamedColour(each.id, each.lab) for each in concepts if each.lab is not None)


@dataclass(frozen=True)
class Measured:
    """Measures pictures as an upload does, each once.

    Parameters
    ----------
    folder
        Where the features are kept.
    model
        The neural model in use; ``None`` to do without.
    stamp
        State of the code when the run began.
    """

    folder: Path
    model: Model | None = None
    stamp: str = field(default_factory=lambda: code_stamp(*_CODE))

    def features(self, rgb: Picture, *, is_region: bool = False) -> PatternFeatures:
        """Features of a picture, reduced as everything that is handed in.

        ``is_region`` when somebody drew round it, as in ``extract``.
        """
        path = self._path(rgb, is_region, self.stamp)
        found = read_features(path)
        if found is None:
            full_size = (rgb.shape[1], rgb.shape[0])
            found = extract(_reduced(rgb), full_size, named_dyes(), is_region=is_region)
            write_features(path, found)
        return found

    def embedding(self, rgb: Picture, *, is_region: bool = False) -> Embedding | None:
        """Vectors of a picture by the model in use; ``None`` without a model."""
        if self.model is None:
            return None
        path = self._path(rgb, is_region, self.model.identity)
        found = read_embedding(path, self.model.identity)
        if found is None:
            full_size = (rgb.shape[1], rgb.shape[0])
            found = embed(self.model, _reduced(rgb), full_size, is_region=is_region)
            write_embedding(path, found)
        return found

    def _path(self, rgb: Picture, is_region: bool, stamp: str) -> Path:
        key = hashlib.sha256(repr((rgb.shape, is_region, FEATURES_VERSION, stamp)).encode())
        key.update(np.ascontiguousarray(rgb).tobytes())
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{key.hexdigest()[:32]}.npz"


def _reduced(rgb: Picture) -> Picture:
    picture = Image.fromarray(np.ascontiguousarray(rgb))
    picture.thumbnail((ANALYSED_PX, ANALYSED_PX))
    return np.asarray(picture)
