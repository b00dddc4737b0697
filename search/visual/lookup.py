"""Votes for every photograph from the inverted lists, without opening its features.

Hamming embedding with weak geometric consistency: Jégou, Douze, Schmid (2008);
several words a descriptor: Philbin et al. (2008); many matches of one keypoint
inside one photograph count as their square root: Jégou, Douze, Schmid (2009),
"On the burstiness of visual elements".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.codebook import Codebook, nearest_words, project, signatures
from search.visual.lists import Lists

__all__ = ["LOOKUP_VERSION", "index_geometry", "lookup"]

#: Part of the index version: raised when what is stored a keypoint changes.
LOOKUP_VERSION = 1
#: Words a query descriptor is looked up under.
_WORDS = 3
#: Bits out of 64 in which signatures may differ (the paper's choice: 22 to 24).
_MAX_BITS = 22
_BITS_SCALE = 16.0
#: Stored keypoints compared at most a query and direction, so that the time
#: stays bounded when the archive grows.
_BUDGET = 6_000_000
_ANGLE_SHIFT, _ANGLES = 4, 16
_SCALE_SHIFT, _SCALES = 3, 16
#: Photographs whose votes are sorted by geometry.
_SHORT = 2000

_Floats = npt.NDArray[np.float32]
_Indices = npt.NDArray[np.intp]


def index_geometry(keypoints: _Floats) -> npt.NDArray[np.uint8]:
    """Orientation (256ths of a turn) and scale (eighths of an octave) as uint8.

    Parameters
    ----------
    keypoints
        float32 ``(n, 4)`` as in ``PatternFeatures``.
    """
    angle = np.rint(keypoints[:, 3] * (256 / 360)).astype(np.int64) % 256
    scale = np.rint(8 * (np.log2(np.maximum(keypoints[:, 2], 1e-6)) + 4))
    return np.stack([angle, np.clip(scale, 0, 255)], axis=1).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """Pairs of keypoints that look alike."""

    query: _Indices
    owner: npt.NDArray[np.int32]
    turn: _Indices
    scale: _Indices
    weight: _Floats


def lookup(
    codebook: Codebook, query: PatternFeatures, all_lists: Iterable[Lists], photos: int
) -> _Floats:
    """Votes of a query for each photograph.

    Parameters
    ----------
    codebook
        The vocabulary that the lists were made with.
    query
        Features; also call with the mirrored ones and take the greater.
    all_lists
        The inverted lists.
    photos
        Number of rows.

    Returns
    -------
    numpy.ndarray
        float32 ``(photos,)``, 0 or more, comparable within one query.
    """
    if not len(query.keypoints):
        return np.zeros(photos, np.float32)
    projected = project(codebook, query.descriptors)
    words = nearest_words(codebook, projected, _WORDS)
    # Best word of every keypoint first: the budget cuts the least certain ones.
    flat_words, keypoint = words.T.ravel(), np.tile(np.arange(len(words)), _WORDS)
    marks = signatures(codebook, projected[keypoint], flat_words)
    geometry = index_geometry(query.keypoints)
    votes = np.zeros(photos, np.float32)
    for lists in all_lists:
        votes += _votes(_find(lists, flat_words, keypoint, marks, geometry), photos)
    return votes


def _find(
    lists: Lists,
    words: npt.NDArray[np.uint16],
    keypoint: _Indices,
    marks: npt.NDArray[np.uint64],
    geometry: npt.NDArray[np.uint8],
) -> _Hits:
    """All stored keypoints under the words whose signatures are close."""
    starts = lists.starts[words]
    lengths = lists.starts[words.astype(np.intp) + 1] - starts
    within = np.cumsum(lengths) <= _BUDGET
    starts, lengths = starts[within], lengths[within]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    stored = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
    asked = np.repeat(np.arange(len(lengths)), lengths)
    bits = np.bitwise_count(lists.signatures[stored] ^ marks[asked])
    close = np.flatnonzero(bits <= _MAX_BITS)
    stored, pair = stored[close], asked[close]
    own = keypoint[pair]
    rarity = np.log1p(len(lists.owners) / np.maximum(lengths[pair], 1))
    weight = np.exp(-((bits[close] / _BITS_SCALE) ** 2)) * rarity**2
    turn = (lists.geometry[stored, 0] - geometry[own, 0]) >> _ANGLE_SHIFT
    step = lists.geometry[stored, 1].astype(np.intp) - geometry[own, 1]
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
