"""Votes for every photograph from the inverted lists, without opening its features.

Hamming embedding with weak geometric consistency: Jégou, Douze, Schmid (2008);
several words a descriptor: Philbin et al. (2008); many matches of one keypoint
inside one photograph count as their square root: Jégou, Douze, Schmid (2009),
"On the burstiness of visual elements".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.codebook import Codebook, nearest_words, project, signatures
from search.visual.entries import index_geometry
from search.visual.lists import Lists
from search.visual.segments import Segment

__all__ = ["lookup"]

#: Words a query descriptor is looked up under.
_WORDS = 3
#: Bits out of 64 in which signatures may differ (the paper's choice: 22 to 24).
_MAX_BITS = 22
_BITS_SCALE = 16.0
#: Stored keypoints compared at most a photograph, and in all, for one reading of a
#: query, so that the time stays bounded when the archive grows. The shortest
#: lists come first: rare words say most. Of 383 pictures 40 each find as much as
#: all of 550 (21 of 21 textiles first under every change, by a wider margin).
_BUDGET_EACH = 100
_LEAST_BUDGET, _MOST_BUDGET = 100_000, 4_000_000
_ANGLE_SHIFT, _ANGLES = 4, 16
_SCALE_SHIFT, _SCALES = 3, 16
#: Photographs whose votes are sorted by geometry.
_SHORT = 2000

_Floats = npt.NDArray[np.float32]
_Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """Pairs of keypoints that look alike."""

    query: _Indices
    owner: npt.NDArray[np.int32]
    turn: _Indices
    scale: _Indices
    weight: _Floats


def lookup(codebook: Codebook, query: PatternFeatures, segments: Sequence[Segment]) -> _Floats:
    """Votes of a query for each photograph.

    Parameters
    ----------
    codebook
        The vocabulary that the lists were made with.
    query
        Features; also call with the mirrored ones and take the greater.
    segments
        Whose lists are read.

    Returns
    -------
    numpy.ndarray
        float32 ``(p,)``, one a row of all segments, 0 or more, comparable
        within one query.
    """
    photos = sum(len(each) for each in segments)
    if not len(query.keypoints):
        return np.zeros(photos, np.float32)
    projected = project(codebook, query.descriptors)
    words = nearest_words(codebook, projected, _WORDS)
    flat_words, keypoint = words.ravel(), np.repeat(np.arange(len(words)), _WORDS)
    asked = _Asked(
        flat_words,
        keypoint,
        signatures(codebook, projected[keypoint], flat_words),
        index_geometry(query.keypoints),
    )
    budget = min(max(_BUDGET_EACH * photos, _LEAST_BUDGET), _MOST_BUDGET)
    return np.concatenate(
        [
            _votes(_find(each.lists, asked, budget * len(each) // photos), len(each))
            for each in segments
        ]
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What is looked up: each keypoint of the query under its nearest words."""

    words: npt.NDArray[np.uint16]
    keypoint: _Indices
    marks: npt.NDArray[np.uint64]
    geometry: npt.NDArray[np.uint8]


def _find(lists: Lists, asked: _Asked, budget: int) -> _Hits:
    """Find stored keypoints under the words whose signatures are close."""
    starts = lists.starts[asked.words]
    lengths = lists.starts[asked.words.astype(np.intp) + 1] - starts
    order = np.argsort(lengths, kind="stable")
    order = order[np.cumsum(lengths[order]) <= budget]
    starts, lengths = starts[order], lengths[order]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    stored = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
    pair = np.repeat(np.arange(len(lengths)), lengths)
    bits = np.bitwise_count(lists.signatures[stored] ^ asked.marks[order][pair])
    close = np.flatnonzero(bits <= _MAX_BITS)
    stored, pair = stored[close], pair[close]
    own = asked.keypoint[order][pair]
    rarity = np.log1p(len(lists.owners) / np.maximum(lengths[pair], 1))
    weight = np.exp(-((bits[close] / _BITS_SCALE) ** 2)) * rarity**2
    turn = (lists.geometry[stored, 0] - asked.geometry[own, 0]) >> _ANGLE_SHIFT
    step = lists.geometry[stored, 1].astype(np.intp) - asked.geometry[own, 1]
    scale = np.clip((step >> _SCALE_SHIFT) + _SCALES // 2, 0, _SCALES - 1)
    return _Hits(own, lists.owners[stored], turn.astype(np.intp), scale, weight.astype(np.float32))


def _votes(hits: _Hits, photos: int) -> _Floats:
    """Weight in the best neighbourhood of relative scale and orientation."""
    votes = np.zeros(photos, np.float32)
    if not len(hits.query):
        return votes
    pair = hits.query * photos + hits.owner
    _, where, count = np.unique(pair, return_inverse=True, return_counts=True)
    weight = hits.weight / np.sqrt(count[where])
    plain = np.bincount(hits.owner, weight, minlength=photos)
    short = np.argpartition(-plain, _SHORT)[:_SHORT] if photos > _SHORT else np.arange(photos)
    place = np.full(photos, -1, np.intp)
    place[short] = np.arange(len(short))
    kept = place[hits.owner] >= 0
    bin_of = (place[hits.owner] * _SCALES + hits.scale) * _ANGLES + hits.turn
    size = len(short) * _SCALES * _ANGLES
    grid = np.bincount(bin_of[kept], weight[kept], minlength=size)
    grid = grid.reshape(len(short), _SCALES, _ANGLES)
    grid = grid + np.roll(grid, -1, axis=2)
    grid[:, :-1] += grid[:, 1:]
    votes[short] = grid.max(axis=(1, 2))
    return votes
