"""All photographs ranked for one part of a query: voted for, compared, verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from archive.features import Embedding, PatternFeatures, Swatch
from search.visual.codebook import Codebook
from search.visual.entries import STEPS
from search.visual.index import Snapshot
from search.visual.likeness import likeness, shape_likeness
from search.visual.lookup import lookup
from search.visual.mirror import invert_features, mirror_features
from search.visual.rerank import Verified, variant_of, verify
from search.visual.scoring import Weights, evidence_of, weights_for

__all__ = ["FeaturesOf", "Part", "Ranking", "rank", "stored_part"]

#: Gives the stored keypoints of a photograph, ``None`` when there are none; the
#: rest of the features is not read, because the index has it.
FeaturesOf = Callable[[str], PatternFeatures | None]
#: Photographs verified to begin with: those that the vectors and the lists put
#: first. On the benchmark the lists alone put every right answer first.
_BY_VECTORS, _BY_LISTS = 6, 20
#: With light and dark exchanged: so many find all 21 negatives of the benchmark.
_INVERTED_BY_LISTS = 8
#: As long as the later half of what was opened holds a right one, so many more are.
_MORE, _MOST = 16, 256
#: Below this best sureness the query is tried with light and dark exchanged.
_SURE = 0.5
#: Photographs whose aggregated shape is compared, the likeliest of each kind: to
#: compare all would take 0.4 GB and half a second of 100,000.
_COMPARED = 2000

_Floats = npt.NDArray[np.float32]
_Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A picture to search with, or a part of one that somebody drew round.

    Parameters
    ----------
    features
        Of the picture or the part alone; its size is that of the part.
    embedding
        Likewise, ``None`` without a model.
    """

    features: PatternFeatures
    embedding: Embedding | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """What one part says of every row.

    Parameters
    ----------
    evidence
        float64 ``(p,)``, 0..1, not yet a score.
    kinds
        What each kind of likeness adds to it.
    verified
        What comparing keypoints said of the rows that were opened.
    """

    evidence: npt.NDArray[np.float64]
    kinds: dict[str, npt.NDArray[np.float64]]
    verified: dict[int, Verified]


def stored_part(snapshot: Snapshot, photo: str, features: PatternFeatures) -> Part:
    """Return a photograph of the index as a query.

    Parameters
    ----------
    features
        Its keypoints; palette, texture and vectors are those of the index, and
        its layout stays as given.
    """
    for segment in reversed(snapshot.segments):
        columns = segment.columns
        rows = np.flatnonzero(columns["photos"] == photo)
        if len(rows):
            row = int(rows[-1])
            swatches = [
                Swatch("", (x[0], x[1], x[2]), x[3]) for x in columns["palette"][row].tolist()
            ]
            palette = tuple(each for each in swatches if each.share > 0)
            texture = np.asarray(columns["texture"][row])
            whole = replace(features, palette=palette, texture=texture)
            own = columns["embedding"][columns["embedding_owner"] == row]
            return Part(whole, _embedding(str(columns["models"][row]), own))
    return Part(features)


def _embedding(model: str, steps: npt.NDArray[np.int8]) -> Embedding | None:
    if not len(steps):
        return None
    vectors = (steps.astype(np.float32) / STEPS).astype(np.float16)
    return Embedding(model, np.zeros((len(steps), 4), np.float32), vectors)


def rank(
    codebook: Codebook,
    snapshot: Snapshot,
    part: Part,
    features_of: FeaturesOf,
    rows: _Rows,
    weights: Weights | None = None,
) -> Ranking:
    """Rank all rows for one part; only ``rows``, one or more, are opened."""
    query = part.features
    plain = _readings(codebook, snapshot, query)
    kinds = likeness(query, part.embedding, snapshot.segments)
    likely = (plain.votes, kinds["motif"], kinds["texture"] + kinds["colour"])
    some = np.unique(np.concatenate([_first(rows, by, _COMPARED) for by in likely]))
    kinds["shape"] = shape_likeness(codebook, query, snapshot.segments, some)
    added = evidence_of(weights or weights_for(part.embedding is not None), kinds)
    likeliest = sum(added.values(), np.zeros(len(snapshot.photos)))
    verified: dict[int, Verified] = {}
    if len(query.keypoints):
        plainly = _batches(plain.votes, likeliest, rows, _BY_LISTS)
        _verify(plain, plainly, snapshot, features_of, verified)
        if not any(each.shape >= _SURE for each in verified.values()):
            inverted = _readings(codebook, snapshot, invert_features(query))
            inversely = _batches(inverted.votes, likeliest, rows, _INVERTED_BY_LISTS)
            _verify(inverted, inversely, snapshot, features_of, verified)
    return _scored(added, verified)


@dataclass(frozen=True, slots=True, eq=False)
class _Readings:
    """A query and its mirror image, with what the lists say of both."""

    features: tuple[PatternFeatures, PatternFeatures]
    votes_each: _Floats

    @property
    def votes(self) -> _Floats:
        best: _Floats = self.votes_each.max(axis=0)
        return best


def _readings(codebook: Codebook, snapshot: Snapshot, query: PatternFeatures) -> _Readings:
    both = (query, mirror_features(query))
    votes = [lookup(codebook, each, snapshot.segments) for each in both]
    return _Readings(both, np.stack(votes))


def _verify(
    readings: _Readings,
    batches: Iterator[list[int]],
    snapshot: Snapshot,
    features_of: FeaturesOf,
    found: dict[int, Verified],
) -> None:
    """Verify the likeliest rows, as many as is worth it; what is better is kept in ``found``."""
    first, second = readings.features
    variants = (variant_of(first), variant_of(second, is_mirrored=True))
    for some in batches:
        is_sure_late = False
        for place, row in enumerate(some):
            photo = features_of(str(snapshot.photos[row]))
            if photo is not None:
                now = verify(variants[int(readings.votes_each[:, row].argmax())], photo)
                is_sure_late |= now.shape >= _SURE and place * 2 >= len(some)
                if row not in found or now.shape > found[row].shape:
                    found[row] = now
        if not is_sure_late:
            break


def _batches(
    votes: _Floats, likeliest: npt.NDArray[np.float64], rows: _Rows, by_lists: int
) -> Iterator[list[int]]:
    """Rows worth opening, likeliest first, in the portions they are opened in."""
    voted = _first(rows, votes, _MOST)
    alike = _first(rows, likeliest, _BY_VECTORS)
    order = list(dict.fromkeys([*alike.tolist(), *voted[votes[voted] > 0].tolist()]))
    first = _BY_VECTORS + by_lists
    yield order[:first]
    for start in range(first, len(order), _MORE):
        yield order[start : start + _MORE]


def _first(rows: _Rows, by: npt.NDArray[np.floating], count: int) -> _Rows:
    """Return the ``count`` rows with the greatest values, greatest first."""
    if len(rows) > count:
        rows = rows[np.argpartition(-by[rows], count)[:count]]
    found: _Rows = rows[np.argsort(-by[rows], kind="stable")]
    return found


def _scored(added: dict[str, npt.NDArray[np.float64]], verified: dict[int, Verified]) -> Ranking:
    sure = np.zeros(len(added["shape"]))
    for row, each in verified.items():
        sure[row] = each.shape
    kinds = {kind: (1 - sure) * part for kind, part in added.items()}
    kinds["shape"] = kinds["shape"] + sure
    return Ranking(sum(kinds.values(), np.zeros(len(sure))), kinds, verified)
