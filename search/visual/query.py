"""Search by picture: which works show this pattern, where, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.visual.codebook import Codebook
from search.visual.index import Snapshot, VisualIndex
from search.visual.matches import Allowed, Doubles, VisualMatch, allowed_rows, best_of_works
from search.visual.ranking import FeaturesOf, Part, Ranking, rank, stored_part
from search.visual.scoring import Weights, calibrated, reasons_of

__all__ = ["search_visual"]

#: Photographs called like, or unlike, what is meant that are heeded, the latest.
_MOST_JUDGED = 4
#: Weight of a liked photograph beside the query, and the share of its evidence
#: that what is wholly like an unliked one loses.
_LIKED, _UNLIKED = 0.75, 0.8


def search_visual(
    index: VisualIndex,
    parts: Sequence[Part],
    features_of: FeaturesOf,
    *,
    allowed: Allowed = None,
    limit: int = 20,
    more: Sequence[str] = (),
    less: Sequence[str] = (),
    weights: Weights | None = None,
) -> list[VisualMatch]:
    """Find the works that show the query's pattern, best first, one match a work.

    Parameters
    ----------
    index
        The index to ask.
    parts
        A picture, or several parts; a work's score is the mean over the parts.
    features_of
        Opens stored keypoints; a photograph without is found by its vectors.
    allowed
        Photographs that may be found; nothing else is opened.
    limit
        Works at most, one or more.
    more, less
        Photographs somebody called like, or unlike, what is meant. What is
        like the former rises, what is like the latter falls, and the latter
        themselves are left out. Others than allowed are passed over.
    weights
        Of the kinds of likeness; the calibrated ones unless told.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    rows = allowed_rows(snapshot, allowed)
    if not len(rows) or limit < 1 or not parts:
        return []
    asking = _Asking(index.codebook, snapshot, rows, features_of, weights)
    rankings = [asking.ranked(part) for part in parts]
    evidence = asking.corrected(np.mean([r.evidence for r in rankings], axis=0), more, less)
    score = calibrated(evidence)
    best = best_of_works(snapshot, rows, score, limit)
    return [_match(snapshot, row, rankings, score) for row in best]


@dataclass(frozen=True, slots=True, eq=False)
class _Asking:
    """One question: who is asked and what may be opened."""

    codebook: Codebook
    snapshot: Snapshot
    rows: npt.NDArray[np.intp]
    features_of: FeaturesOf
    weights: Weights | None

    def ranked(self, part: Part) -> Ranking:
        """Rank every row for one part."""
        return rank(self.codebook, self.snapshot, part, self.features_of, self.rows, self.weights)

    def corrected(self, evidence: Doubles, more: Sequence[str], less: Sequence[str]) -> Doubles:
        """Draw evidence to what is like the liked and away from what is like the unliked.

        After Rocchio (1971), "Relevance feedback in information retrieval", with
        likenesses in place of vectors.
        """
        liked, unliked = self._judged(more), self._judged(less)
        total = evidence + _LIKED * sum(map(self._like, liked), np.zeros_like(evidence))
        total = total / (1 + _LIKED * len(liked))
        before = total
        for row in unliked:
            # Only as far as something is more like the unliked than like the query.
            total = total * (1 - _UNLIKED * np.clip(self._like(row) - before, 0, 1))
        total[np.isin(self.snapshot.works, self.snapshot.works[unliked])] = 0
        return total

    def _judged(self, photos: Sequence[str]) -> list[int]:
        """Rows of the latest photographs that were judged and may be seen."""
        chosen = list(photos)[-_MOST_JUDGED:]
        return [int(row) for row in self.rows if self.snapshot.photos[row] in chosen]

    def _like(self, row: int) -> Doubles:
        """How like one photograph every row is."""
        photo = str(self.snapshot.photos[row])
        features = self.features_of(photo)
        if features is None:
            return np.zeros(len(self.snapshot.photos))
        return self.ranked(stored_part(self.snapshot, photo, features)).evidence


def _match(
    snapshot: Snapshot, row: int, rankings: Sequence[Ranking], score: Doubles
) -> VisualMatch:
    part = int(np.argmax([each.evidence[row] for each in rankings]))
    best = rankings[part]
    verified = best.verified.get(row)
    kinds = {
        kind: float(np.mean([each.kinds[kind][row] for each in rankings])) for kind in best.kinds
    }
    return VisualMatch(
        str(snapshot.photos[row]),
        str(snapshot.works[row]),
        min(1.0, float(score[row])),
        verified.region if verified else None,
        reasons_of(kinds),
        verified.query_region if verified else None,
        part,
    )
