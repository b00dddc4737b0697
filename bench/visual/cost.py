"""Seconds a picture, feature by feature."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from PIL import Image

from bench.visual.changes import Picture
from bench.visual.kept import named_dyes
from bench.visual.table import Table
from ingest.deriving import ANALYSED_PX
from ingest.embedding import Model, embed
from ingest.features import extract
from ingest.features.cloth import find_cloth
from ingest.features.keypoints import find_keypoints
from ingest.features.layout import measure_layout
from ingest.features.outline import measure_outline
from ingest.features.palette import measure_palette
from ingest.features.phash import perceptual_hash
from ingest.features.quality import measure_quality
from ingest.features.texture import measure_texture
from ingest.pictures import decode
from ingest.specimens import Shot, Specimen, draw, photograph

__all__ = ["measure_cost"]

#: 12 megapixels at 4:3, as phones take them.
_SIZE = (4000, 3000)
_PICTURES = (("butterfly", "split-thread"), ("lozenge", "cross-stitch"), ("dragon", "batik"))
_ROUNDS = 3


def measure_cost(table: Table, model: Model | None) -> None:
    """Median of three rounds over drawn photographs of 12 megapixels, processor time."""
    table.section("seconds a photograph of 12 megapixels, one processor", "s")
    files = [_photograph(*kind) for kind in _PICTURES]
    table.row("decoding at reduced scale", _timed(_reduced, [(each,) for each in files]))
    rgbs = [_reduced(content) for content in files]
    dyes = named_dyes()
    plain = [(rgb,) for rgb in rgbs]
    with_cloth = [(rgb, find_cloth(rgb), _SIZE) for rgb in rgbs]
    table.row("cloth", _timed(find_cloth, plain))
    table.row("keypoints", _timed(find_keypoints, [(rgb, _SIZE) for rgb in rgbs]))
    table.row("palette", _timed(measure_palette, [(rgb, dyes) for rgb in rgbs]))
    table.row("texture", _timed(measure_texture, plain))
    table.row("quality", _timed(measure_quality, with_cloth))
    table.row("layout", _timed(measure_layout, with_cloth))
    table.row("outline", _timed(measure_outline, with_cloth))
    table.row("perceptual hash", _timed(perceptual_hash, plain))
    whole = [(rgb, _SIZE, dyes) for rgb in rgbs]
    table.row("everything but the embedding", _timed(extract, whole))
    if model is not None:
        table.row("embedding", _timed(embed, [(model, rgb, _SIZE) for rgb in rgbs]))


def _photograph(motif: str, stitch: str) -> bytes:
    cloth = draw(Specimen(motif, stitch, "old-silk", "mirror"), width_px=_SIZE[0] // 2)
    shot = Shot.random(np.random.default_rng(len(motif)), hardness=0.5)
    large = Image.fromarray(photograph(cloth, shot)).resize(_SIZE, Image.Resampling.BICUBIC)
    encoded = io.BytesIO()
    large.save(encoded, "JPEG", quality=90)
    return encoded.getvalue()


def _reduced(content: bytes) -> Picture:
    return np.asarray(decode(content, longest_px=ANALYSED_PX), dtype=np.uint8)


def _timed(measure: Callable[..., object], calls: Sequence[tuple[object, ...]]) -> float:
    took = []
    for arguments in [*calls] * _ROUNDS:
        began = time.process_time()
        measure(*arguments)
        took.append(time.process_time() - began)
    return median(took)
