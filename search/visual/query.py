"""Search by picture: which works show this pattern, where, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.index import Snapshot, VisualIndex
from search.visual.lookup import lookup
from search.visual.mirror import invert_features, mirror_features
from search.visual.region import Region
from search.visual.rerank import Verified, variant_of, verify
from search.visual.vectors import Likeness, likeness

__all__ = ["FeaturesOf", "VisualMatch", "search_visual"]

#: Gives the stored features of a photograph, ``None`` when there are none.
FeaturesOf = Callable[[str], PatternFeatures | None]
#: Photographs verified to begin with, those that the vectors and the lists put
#: first. On the benchmark the lists alone put every right answer first.
_BY_VECTORS, _BY_LISTS = 4, 20
#: As long as the later half of what was opened holds a right one, so many more are.
_MORE, _MOST = 16, 256
#: Below this best sureness the query is tried with light and dark exchanged.
_SURE = 0.5
#: The most that likeness without a verified match may score.
_UNVERIFIED = 0.28
#: Parts of likeness; colour least, so that it never drowns shape.
_PARTS = {"shape": 0.55, "texture": 0.30, "colour": 0.15}
#: VLAD product at which two pictures count as wholly alike.
_VLAD_FULL = 0.5

_Floats = npt.NDArray[np.float32]
_NOTHING = Verified(0.0, None)


@dataclass(frozen=True, slots=True)
class VisualMatch:
    """One work found.

    Parameters
    ----------
    photo, work
        Identifiers; ``photo`` is the work's best.
    score
        0..1. Above 0.5 the same pattern was verified keypoint by keypoint;
        unrelated cloth stays below 0.3.
    region
        x, y, width, height of the matched part in pixels of the upright
        full-size photograph; ``None`` without a verified match.
    reasons
        Kind (``shape``, ``texture``, ``colour``) and weight, heaviest first;
        weights sum to 1.
    """

    photo: str
    work: str
    score: float
    region: Region | None
    reasons: tuple[tuple[str, float], ...]


def search_visual(
    index: VisualIndex,
    query: PatternFeatures,
    features_of: FeaturesOf,
    *,
    allowed: Callable[[str], bool] | Collection[str] | None = None,
    limit: int = 20,
) -> list[VisualMatch]:
    """Find the works that show the query's pattern.

    Turned, mirrored, cropped, rescaled, relit and recoloured copies are found;
    when nothing is, the query is tried with light and dark exchanged.

    Parameters
    ----------
    index
        The index to ask.
    query
        Features of the picture, or of the part of it that was drawn round.
    features_of
        Opens the stored features of a photograph; where there are none the
        photograph is still found by its vectors.
    allowed
        Photographs that may be found, as a test or a set; all when ``None``.
        Nothing else is compared or counted.
    limit
        Works at most, one or more.

    Returns
    -------
    list of VisualMatch
        Best first, one a work; equal scores in the order of identifiers.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    rows = _allowed_rows(snapshot, allowed)
    if snapshot.vectors is None or not len(rows) or limit < 1:
        return []
    alike = likeness(index.codebook, query, snapshot.vectors)
    verified = _verified(index, snapshot, query, features_of, rows, alike)
    return _best_of_works(snapshot, rows, alike, verified, limit)


def _allowed_rows(
    snapshot: Snapshot, allowed: Callable[[str], bool] | Collection[str] | None
) -> npt.NDArray[np.intp]:
    rows = np.flatnonzero(snapshot.alive)
    if allowed is None:
        return rows
    if callable(allowed):
        kept = [row for row in rows if allowed(snapshot.photos[row])]
    else:
        chosen = frozenset(allowed)
        kept = [row for row in rows if snapshot.photos[row] in chosen]
    return np.array(kept, np.intp)


def _verified(
    index: VisualIndex,
    snapshot: Snapshot,
    query: PatternFeatures,
    features_of: FeaturesOf,
    rows: npt.NDArray[np.intp],
    alike: Likeness,
) -> dict[int, Verified]:
    """Verify the likeliest rows, and again inverted when none is sure."""
    if not len(query.keypoints):
        return {}
    found: dict[int, Verified] = {}
    for reading in (query, invert_features(query)):
        readings = (reading, mirror_features(reading))
        votes = np.stack(
            [
                lookup(index.codebook, each, snapshot.lists, len(snapshot.photos))
                for each in readings
            ]
        )
        variants = [variant_of(each) for each in readings]
        for some in _batches(votes.max(axis=0), alike.shape, rows):
            sure_late = False
            for place, row in enumerate(some):
                photo = features_of(snapshot.photos[row])
                if photo is not None:
                    now = verify(variants[int(votes[:, row].argmax())], photo)
                    sure_late |= now.shape >= _SURE and place * 2 >= len(some)
                    found[row] = max(found.get(row, _NOTHING), now, key=lambda each: each.shape)
            if not sure_late:
                break
        if any(each.shape >= _SURE for each in found.values()):
            break
    return found


def _batches(votes: _Floats, shape: _Floats, rows: npt.NDArray[np.intp]) -> Iterator[list[int]]:
    """Rows worth opening, likeliest first, in the portions they are opened in."""
    voted = rows[np.argsort(-votes[rows], kind="stable")][:_MOST]
    alike = rows[np.argsort(-shape[rows], kind="stable")][:_BY_VECTORS]
    order = list(dict.fromkeys([*alike.tolist(), *voted[votes[voted] > 0].tolist()]))
    first = _BY_VECTORS + _BY_LISTS
    yield order[:first]
    for start in range(first, len(order), _MORE):
        yield order[start : start + _MORE]


def _best_of_works(
    snapshot: Snapshot,
    rows: npt.NDArray[np.intp],
    alike: Likeness,
    verified: dict[int, Verified],
    limit: int,
) -> list[VisualMatch]:
    """Score all rows and keep the best of each work."""
    sure = np.zeros(len(snapshot.photos))
    for row, each in verified.items():
        sure[row] = each.shape
    parts = {
        "shape": _PARTS["shape"] * np.clip(alike.shape / _VLAD_FULL, 0, 1),
        "texture": _PARTS["texture"] * alike.texture,
        "colour": _PARTS["colour"] * alike.colour,
    }
    weights = {kind: (1 - sure) * _UNVERIFIED * part for kind, part in parts.items()}
    weights["shape"] = weights["shape"] + sure
    score = sum(weights.values(), np.zeros(len(snapshot.photos)))
    matches: dict[str, VisualMatch] = {}
    for row in _ordered(snapshot, rows, score):
        work = snapshot.works[row]
        if work not in matches and score[row] > 0:
            region = verified.get(row, _NOTHING).region
            own = {kind: float(weight[row]) for kind, weight in weights.items()}
            matches[work] = VisualMatch(
                snapshot.photos[row], work, min(1.0, float(score[row])), region, _reasons(own)
            )
            if len(matches) == limit:
                break
    return list(matches.values())


def _ordered(
    snapshot: Snapshot, rows: npt.NDArray[np.intp], score: npt.NDArray[np.floating]
) -> Iterator[int]:
    """Rows by falling score, equal ones by identifier."""
    order = rows[np.argsort(-score[rows], kind="stable")].tolist()
    return iter(sorted(order, key=lambda row: (-float(score[row]), snapshot.photos[row])))


def _reasons(weights: dict[str, float]) -> tuple[tuple[str, float], ...]:
    total = sum(weights.values())
    shares = [(kind, weight / total) for kind, weight in weights.items() if weight > 0]
    return tuple(sorted(shares, key=lambda item: (-item[1], item[0])))
