"""What the index keeps of one photograph, made from its features."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.features import Embedding, PatternFeatures, Swatch
from search.visual.codebook import Codebook, aggregate, nearest_words, project, signatures
from search.visual.colour_vectors import colour_vector
from search.visual.layouts import layout_vector

__all__ = [
    "COLUMNS",
    "ENTRY_VERSION",
    "STEPS",
    "Arrays",
    "Entry",
    "Picture",
    "digest_of",
    "entry_of",
    "hash_words",
    "in_steps",
    "index_geometry",
    "pack",
    "unpack",
]

Arrays = dict[str, npt.NDArray[Any]]
#: Raised by hand whenever an entry is made differently.
ENTRY_VERSION = 1
#: Eight-bit steps of one in the rows of ``embedding`` and ``outline``.
STEPS = 254.0
_MOST_SWATCHES = 8

#: Every array of an entry, in the order stored. Of ``n`` keypoints: ``words``
#: uint16 ``(n,)``, ``signatures`` uint64 ``(n,)``, ``geometry`` uint8 ``(n, 2)``
#: (256ths of a turn; eighths of an octave above 1/16 pixel). Of the whole:
#: ``vlad`` int8 in steps of ``step``; ``texture``, ``colour`` and ``layout`` float32;
#: ``palette`` float32 ``(8, 4)``: L, a, b, share; ``phash`` uint64 ``(4,)``. Of windows:
#: ``embedding`` and ``outline`` int8 ``(m, d)`` in steps of 1/254; ``windows``
#: float32 ``(m, 4)``, those of the outline.
COLUMNS = (
    "words",
    "signatures",
    "geometry",
    "vlad",
    "step",
    "texture",
    "colour",
    "palette",
    "layout",
    "phash",
    "embedding",
    "outline",
    "windows",
)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A photograph to index.

    Parameters
    ----------
    photo, work
        Identifiers.
    embedding
        Its vectors by the model in use; ``None`` while there are none.
    """

    photo: str
    work: str
    features: PatternFeatures
    embedding: Embedding | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row of the index.

    Parameters
    ----------
    number
        Grows with every change; 0 before it is stored.
    digest
        Changes with what it was made from.
    model
        Identity of the model behind ``embedding``; empty without.
    arrays
        One for each of ``COLUMNS``.
    """

    number: int
    photo: str
    work: str
    digest: int
    model: str
    arrays: Arrays


def digest_of(picture: Picture) -> int:
    """Return a checksum of what an entry is made from, without making it."""
    found = zlib.crc32(picture.work.encode())
    features = picture.features
    told = (features.palette, features.layout, features.phash)
    found = zlib.crc32(repr(told).encode(), found)
    outline, embedding = features.outline, picture.embedding
    parts = [features.descriptors, features.keypoints, features.texture]
    parts += [outline.descriptors, outline.windows]
    if embedding is not None:
        found = zlib.crc32(embedding.model.encode(), found)
        parts.append(embedding.vectors)
    for part in parts:
        found = zlib.crc32(np.ascontiguousarray(part).tobytes(), found)
    return found


def entry_of(codebook: Codebook, picture: Picture) -> Entry:
    """Make the entry of a photograph, number 0."""
    features, embedding = picture.features, picture.embedding
    projected = project(codebook, features.descriptors)
    words = nearest_words(codebook, projected, 1).ravel()
    vlad = aggregate(codebook, projected)
    # Eight bits change a product of two by less than 0.001.
    step = max(float(np.abs(vlad).max()), 1e-9) / np.iinfo(np.int8).max
    arrays: Arrays = {
        "words": words,
        "signatures": signatures(codebook, projected, words),
        "geometry": index_geometry(features.keypoints),
        "vlad": np.rint(vlad / step).astype(np.int8),
        "step": np.array(step, np.float32),
        "texture": features.texture.astype(np.float32),
        "colour": colour_vector(features.palette),
        "palette": _palette(features.palette),
        "layout": layout_vector(features.layout),
        "phash": hash_words(features.phash),
        "embedding": in_steps(embedding.vectors if embedding else np.zeros((0, 0))),
        "outline": in_steps(features.outline.descriptors),
        "windows": features.outline.windows,
    }
    model = embedding.model if embedding else ""
    return Entry(0, picture.photo, picture.work, digest_of(picture), model, arrays)


def in_steps(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.int8]:
    """Rows of length one in steps of 1/254; entries above one half are rare and clipped."""
    steps = np.rint(rows.astype(np.float32) * STEPS)
    most = np.iinfo(np.int8).max
    return np.asarray(np.clip(steps, -most, most), dtype=np.int8)


def hash_words(phash: int) -> npt.NDArray[np.uint64]:
    """Return a 256-bit hash as uint64 ``(4,)``."""
    return np.frombuffer(phash.to_bytes(32, "big"), np.uint64)


def _palette(palette: tuple[Swatch, ...]) -> npt.NDArray[np.float32]:
    rows = np.zeros((_MOST_SWATCHES, 4), np.float32)
    for row, swatch in zip(rows, palette, strict=False):
        row[:] = (*swatch.lab, swatch.share)
    return rows


def index_geometry(keypoints: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Orientation (256ths of a turn) and scale (eighths of an octave) as uint8.

    Parameters
    ----------
    keypoints
        float32 ``(n, 4)`` as in ``PatternFeatures``.
    """
    angle = np.rint(keypoints[:, 3] * (256 / 360)).astype(np.int64) % 256
    scale = np.rint(8 * (np.log2(np.maximum(keypoints[:, 2], 1e-6)) + 4))
    return np.stack([angle, np.clip(scale, 0, 255)], axis=1).astype(np.uint8)


def pack(arrays: Arrays) -> bytes:
    """Write the arrays of an entry one after the other."""
    stream = io.BytesIO()
    for name in COLUMNS:
        np.lib.format.write_array(stream, np.asarray(arrays[name], order="C"), version=(1, 0))
    return stream.getvalue()


def unpack(content: bytes) -> Arrays:
    """Read what :func:`pack` wrote.

    Raises
    ------
    ValueError
        When it is something else.
    """
    stream = io.BytesIO(content)
    return {name: np.lib.format.read_array(stream, allow_pickle=False) for name in COLUMNS}
