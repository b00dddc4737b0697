"""How like a query each photograph is as a whole, by one product a kind of likeness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from archive.features import Embedding, PatternFeatures
from search.visual.codebook import Codebook, aggregate, project
from search.visual.colour_vectors import colour_vector
from search.visual.entries import STEPS
from search.visual.layouts import layout_vector
from search.visual.segments import Segment

__all__ = ["likeness", "shape_likeness"]

#: Rows widened and multiplied at a time: some 20 MB as float32.
_BLOCK = 4096
#: Texture vectors are square roots of shares: unrelated cloths still agree to about this.
_TEXTURE_FLOOR = 0.9

_Floats = npt.NDArray[np.float32]


def likeness(
    query: PatternFeatures, embedding: Embedding | None, segments: Sequence[Segment]
) -> dict[str, _Floats]:
    """Compare a query with every row of one or more segments.

    Returns
    -------
    dict
        ``texture``, ``colour``, ``layout`` and ``motif``, by the embedding: each
        float32 ``(p,)`` in 0..1. ``motif`` is 0 where query or photograph has
        no embedding of that model.
    """
    colour, layout = colour_vector(query.palette), layout_vector(query.layout)
    return {
        "texture": _joined(_texture(each, query.texture) for each in segments),
        "colour": _joined(np.clip(each.columns["colour"] @ colour, 0, 1) for each in segments),
        "layout": _joined(np.clip(each.columns["layout"] @ layout, 0, 1) for each in segments),
        "motif": _joined(_motif(each, embedding) for each in segments),
    }


def _joined(parts: Iterable[npt.NDArray[np.floating]]) -> _Floats:
    return np.concatenate(list(parts)).astype(np.float32)


def _texture(segment: Segment, own: _Floats) -> _Floats:
    alike = segment.columns["texture"] @ own
    return np.asarray(np.clip((alike - _TEXTURE_FLOOR) / (1 - _TEXTURE_FLOOR), 0, 1))


def _motif(segment: Segment, embedding: Embedding | None) -> _Floats:
    """Half the likeness of both wholes, half that of the query to the best window.

    So a crop finds its whole, and a whole its equals; other mixtures tried
    (windows of the query too, the best window alone) found no more of the charts.
    """
    owner, rows = segment.columns["embedding_owner"], segment.columns["embedding"]
    best = np.zeros(len(segment), np.float32)
    whole = np.zeros(len(segment), np.float32)
    if embedding is None or not len(owner) or embedding.vectors.shape[1] != rows.shape[1]:
        return best
    own = embedding.vectors[0].astype(np.float32) / np.float32(STEPS)
    alike = np.empty(len(owner), np.float32)
    for start in range(0, len(owner), _BLOCK):
        some = slice(start, start + _BLOCK)
        alike[some] = rows[some].astype(np.float32) @ own
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    best[owner[starts]] = np.maximum.reduceat(alike, starts)
    whole[owner[starts]] = alike[starts]
    mixed = (best + whole) / 2
    mixed[segment.columns["models"] != embedding.model] = 0
    return np.clip(mixed, 0, 1)


def shape_likeness(
    codebook: Codebook,
    query: PatternFeatures,
    segments: Sequence[Segment],
    rows: npt.NDArray[np.intp],
) -> _Floats:
    """Compare the aggregated local features with some rows; 0 for the others.

    Parameters
    ----------
    rows
        Rising rows over all segments.

    Returns
    -------
    numpy.ndarray
        float32 ``(p,)`` in 0..1: product of the two VLAD vectors.
    """
    own = aggregate(codebook, project(codebook, query.descriptors))
    found = np.zeros(sum(len(each) for each in segments), np.float32)
    start = 0
    for segment in segments:
        mine = rows[(rows >= start) & (rows < start + len(segment))] - start
        for first in range(0, len(mine), _BLOCK):
            some = mine[first : first + _BLOCK]
            alike = segment.columns["vlad"][some].astype(np.float32) @ own
            found[start + some] = alike * segment.columns["step"][some]
        start += len(segment)
    return np.clip(found, 0, 1)
