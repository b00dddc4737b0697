"""Where everything made from an original lies, and under which version.

One folder an original, named like it; forgetting a photograph is deleting the
folder. The version stands in each name, so what is there is what was made by
this code, and what is missing is made again.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.features import FEATURES_VERSION

__all__ = ["SIZES_PX", "SIZES_VERSION", "ZOOM_VERSION", "DerivativeStore"]

#: Longest sides of the display pictures: a card on a phone, a card or phone
#: page on a sharp screen, a page on a desktop, a full screen.
SIZES_PX = (320, 640, 1280, 2048)
#: Raised by hand when display pictures are made differently.
SIZES_VERSION = 1
#: Likewise for the zoom pyramid.
ZOOM_VERSION = 1


@dataclass(frozen=True, slots=True)
class DerivativeStore:
    """The folder of derivatives.

    Parameters
    ----------
    folder
        ``derivatives/`` of a home.
    """

    folder: Path

    def of(self, sha256: str) -> Path:
        """Return the folder of everything made from one original."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def size(self, sha256: str, longest_px: int) -> Path:
        """Return where a display picture lies."""
        return self.of(sha256) / f"size{SIZES_VERSION}-{longest_px}.webp"

    def zoom(self, sha256: str) -> Path:
        """Return where the tiled pyramid lies."""
        return self.of(sha256) / f"zoom{ZOOM_VERSION}.tif"

    def features(self, sha256: str) -> Path:
        """Return where the pattern features lie."""
        return self.of(sha256) / f"features{FEATURES_VERSION}.npz"

    def embedding(self, sha256: str, model: str) -> Path:
        """Return where the vectors of a neural model lie; ``model`` is its identity."""
        return self.of(sha256) / f"embedding-{model}.npz"

    def models(self, sha256: str) -> list[str]:
        """Return the models that vectors were made with, by identity, the latest first."""
        paths = sorted(
            self.of(sha256).glob("embedding-*.npz"), key=lambda path: -path.stat().st_mtime_ns
        )
        return [path.stem.removeprefix("embedding-") for path in paths]

    def drop_other_embeddings(self, sha256: str, model: str) -> None:
        """Delete the vectors of every other model."""
        kept = self.embedding(sha256, model)
        for path in self.of(sha256).glob("embedding-*.npz"):
            if path != kept:
                path.unlink(missing_ok=True)

    @property
    def model_note(self) -> Path:
        """Where it is written for which features and neural model everything was last asked for."""
        return self.folder / "model"

    def expected(self, sha256: str, model: str = "") -> tuple[Path, ...]:
        """Return every file that should be there.

        Parameters
        ----------
        model
            Identity of the neural model in use; empty when there is none.
        """
        sizes = (self.size(sha256, longest_px) for longest_px in SIZES_PX)
        vectors = (self.embedding(sha256, model),) if model else ()
        return (*sizes, self.zoom(sha256), self.features(sha256), *vectors)

    def is_complete(self, sha256: str, model: str = "") -> bool:
        """Say whether everything of this version, and of this model, has been made."""
        return all(path.is_file() for path in self.expected(sha256, model))

    def forget(self, sha256: str) -> None:
        """Delete everything made from one original."""
        shutil.rmtree(self.of(sha256), ignore_errors=True)
