"""What a neural model says of one photograph; stored apart, one file a model."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.durable import write_durably

__all__ = ["Embedding", "read_embedding", "write_embedding"]


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """Vectors of some windows of a picture.

    Parameters
    ----------
    model
        Identity of the model: changes with its file, its description and the
        code that feeds it. Vectors of different identities are never compared.
    windows
        float32 of shape ``(n, 4)``: x, y, width, height in pixels of the
        upright full-size photograph; the whole picture first.
    vectors
        float16 of shape ``(n, d)``, each row of L2 norm 1.
    """

    model: str
    windows: npt.NDArray[np.float32]
    vectors: npt.NDArray[np.float16]


def write_embedding(path: Path, embedding: Embedding) -> None:
    """Store ``embedding`` at ``path`` durably, replacing what was there."""
    buffer = io.BytesIO()
    np.savez(
        buffer,
        model=np.array(embedding.model, np.str_),
        windows=embedding.windows,
        vectors=embedding.vectors,
    )
    write_durably(path, buffer.getvalue())


def read_embedding(path: Path, model: str) -> Embedding | None:
    """Read stored vectors; ``None`` when there are none of this model."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            if str(stored["model"]) != model:
                return None
            return Embedding(model, stored["windows"], stored["vectors"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None
