"""Everything made from an original: display sizes, zoom pyramid, features.

None of it carries the original's metadata: where a picture was taken is
stripped here, when the copy is made, not when it is shown.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# One libvips thread a worker: the pool already uses every core. It is read once,
# when libvips loads.
os.environ.setdefault("VIPS_CONCURRENCY", "1")

import numpy as np
import numpy.typing as npt
import pyvips
from PIL import Image

from archive.derivatives import SIZES_PX, DerivativeStore
from archive.durable import write_durably
from archive.features import (
    Layout,
    PatternFeatures,
    Swatch,
    read_embedding,
    read_features,
    write_embedding,
    write_features,
)
from archive.home import Home
from archive.originals import OriginalStore
from ingest.embedding import BadModel, Model, NoModel, active_model, embed
from ingest.features.colour import NamedColour
from ingest.features.extract import extract
from ingest.pictures import decode, read_header

__all__ = ["ANALYSED_PX", "Derived", "derive", "make_sizes", "measure"]

_log = logging.getLogger(__name__)

#: Longest side of the picture that features are measured on.
ANALYSED_PX = 1280
# 80 is where, on the drawn specimens and on museum photographs of textiles,
# threads stay distinct at 1280 px while a page's first picture stays under 150 kB.
_WEBP_QUALITY = 80
# A card shows it at half its size or less, where 70 and 80 look alike: a third fewer bytes.
_WEBP_QUALITY_SMALLEST = 70
# Effort 0..6; 4 saves 3 % over 2 and takes twice as long.
_WEBP_METHOD = 2
_TILE_PX = 512
_ZOOM_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Derived:
    """What deriving found out, small enough to hand from worker to writer."""

    sha256: str
    palette: tuple[Swatch, ...]
    layout: Layout


def derive(home: Home, sha256: str, named_colours: Sequence[NamedColour]) -> Derived:
    """Make whatever is missing of an original's derivatives.

    Raises
    ------
    ArchiveError
        When the original cannot be read or decoded.
    """
    store = DerivativeStore(home.derivatives)
    model = active_model(home)
    features = read_features(store.features(sha256))
    is_embedded = isinstance(model, NoModel) or _has_vectors(store, sha256, model)
    if features is None or not is_embedded or not store.is_complete(sha256):
        content = OriginalStore(home.originals).read(sha256)
        _make_missing_sizes(store, sha256, content)
        if not store.zoom(sha256).is_file():
            _make_zoom(store.zoom(sha256), content)
        picture = _Analysed(content)
        if features is None:
            features = extract(picture.rgb, picture.full_size, named_colours)
            write_features(store.features(sha256), features)
        if isinstance(model, Model) and not is_embedded:
            _make_embedding(store, sha256, model, picture)
    return Derived(sha256, features.palette, features.layout)


def make_sizes(home: Home, sha256: str) -> None:
    """Make the display sizes of one original, where they are missing."""
    content = OriginalStore(home.originals).read(sha256)
    _make_missing_sizes(DerivativeStore(home.derivatives), sha256, content)


def measure(content: bytes, named_colours: Sequence[NamedColour]) -> PatternFeatures:
    """Return the pattern features of a whole picture."""
    picture = _Analysed(content)
    return extract(picture.rgb, picture.full_size, named_colours)


class _Analysed:
    """A picture at the size everything is measured on, decoded when first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def rgb(self) -> npt.NDArray[np.uint8]:
        return np.asarray(decode(self._content, longest_px=ANALYSED_PX), dtype=np.uint8)

    @cached_property
    def full_size(self) -> tuple[int, int]:
        header = read_header(self._content)
        return header.width_px, header.height_px


def _has_vectors(store: DerivativeStore, sha256: str, model: Model) -> bool:
    path = store.embedding(sha256, model.identity)
    return read_embedding(path, model.identity) is not None


def _make_embedding(store: DerivativeStore, sha256: str, model: Model, picture: _Analysed) -> None:
    """Write what a model says of a picture; one it cannot take has no vectors, and all else."""
    try:
        embedding = embed(model, picture.rgb, picture.full_size)
    except BadModel as error:
        _log.warning("no vectors of photograph %s: %s", sha256[:12], error)
        return
    write_embedding(store.embedding(sha256, model.identity), embedding)
    store.drop_other_embeddings(sha256, model.identity)


def _make_missing_sizes(store: DerivativeStore, sha256: str, content: bytes) -> None:
    missing = [px for px in SIZES_PX if not store.size(sha256, px).is_file()]
    if not missing:
        return
    picture = decode(content, longest_px=max(missing))
    for longest_px in sorted(missing, reverse=True):
        if max(picture.size) > longest_px:
            # From the next larger size, not from the whole: a quarter of the work.
            picture = picture.copy()
            picture.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
        quality = _WEBP_QUALITY_SMALLEST if longest_px == min(SIZES_PX) else _WEBP_QUALITY
        write_durably(store.size(sha256, longest_px), _webp(picture, quality))


def _webp(picture: Image.Image, quality: int) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, "WEBP", quality=quality, method=_WEBP_METHOD)
    return encoded.getvalue()


def _make_zoom(path: Path, content: bytes) -> None:
    """Write a tiled pyramid: TIFF of JPEG tiles, as IIIF servers read.

    libvips halves the chroma (4:2:0) by itself below quality 90.
    """
    rgb: npt.NDArray[np.uint8] = np.asarray(decode(content), dtype=np.uint8)
    height, width = rgb.shape[:2]
    image = pyvips.Image.new_from_memory(rgb.tobytes(), width, height, 3, "uchar")
    pyramid = image.copy(interpretation="srgb").tiffsave_buffer(
        tile=True,
        tile_width=_TILE_PX,
        tile_height=_TILE_PX,
        pyramid=True,
        compression="jpeg",
        Q=_ZOOM_QUALITY,
        keep="none",
    )
    write_durably(path, pyramid)
