"""What a search by look finds, and the best of each work."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.visual.index import Snapshot
from search.visual.region import Region

__all__ = ["Allowed", "Doubles", "VisualMatch", "allowed_rows", "best_of_works"]

#: Photographs that may be found, as a test or a set; all when ``None``.
Allowed = Callable[[str], bool] | Collection[str] | None
Doubles = npt.NDArray[np.float64]
_PHOTOS_EACH = 20


@dataclass(frozen=True, slots=True)
class VisualMatch:
    """One work found.

    Parameters
    ----------
    photo, work
        Identifiers; ``photo`` is the work's best.
    score
        0..1. Above 0.5 the same pattern was verified keypoint by keypoint;
        without verified keypoints it is 0.3 at most.
    region
        x, y, width, height of the matched part in pixels of the upright
        full-size photograph; ``None`` without a verified match.
    reasons
        Kind (``shape``, ``texture``, ``colour``, ``layout``, ``motif``) and
        weight, heaviest first; weights sum to 1.
    query_region
        What of the query was matched, in pixels of the part.
    part
        The part of the query that fits best, counted from 0.
    """

    photo: str
    work: str
    score: float
    region: Region | None
    reasons: tuple[tuple[str, float], ...]
    query_region: Region | None = None
    part: int = 0


def allowed_rows(snapshot: Snapshot, allowed: Allowed) -> npt.NDArray[np.intp]:
    """Return the rows that stand and may be found, rising."""
    rows = np.flatnonzero(snapshot.alive)
    if allowed is None:
        return rows
    if callable(allowed):
        kept = [row for row in rows if allowed(str(snapshot.photos[row]))]
    else:
        chosen = frozenset(allowed)
        kept = [row for row in rows if snapshot.photos[row] in chosen]
    return np.array(kept, np.intp)


def best_of_works(
    snapshot: Snapshot,
    rows: npt.NDArray[np.intp],
    score: npt.NDArray[np.floating],
    limit: int,
) -> list[int]:
    """Return the row of the best photograph of each work, best works first.

    Equal scores come in the order of identifiers; a score of 0 is not found.
    """
    rows = rows[score[rows] > 0]
    # Ordering 100,000 by identifier takes longer than all the rest: the first few will do,
    # unless a few works have most of the photographs.
    for count in (limit * _PHOTOS_EACH, len(rows)):
        some = rows
        if count < len(rows):
            some = rows[score[rows] >= np.partition(score[rows], -count)[-count]]
        order = some[np.lexsort((snapshot.photos[some], -score[some]))]
        works, first = np.unique(snapshot.works[order], return_index=True)
        if len(works) >= limit or len(some) == len(rows):
            break
    return [int(row) for row in order[np.sort(first)[:limit]]]
