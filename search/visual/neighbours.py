"""The photographs most like one as a whole, without opening any of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search.visual.index import VisualIndex
from search.visual.likeness import likeness, shape_likeness
from search.visual.matches import best_of_works
from search.visual.ranking import Part
from search.visual.scoring import calibrated, evidence_of, weights_for

__all__ = ["Neighbour", "nearest"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A work like another.

    Parameters
    ----------
    photo, work
        Identifiers; ``photo`` is the work's likest.
    likeness
        0..1, as calibrated in ``search/visual/scoring.py``.
    """

    photo: str
    work: str
    likeness: float


def nearest(index: VisualIndex, part: Part, *, without: str, count: int) -> list[Neighbour]:
    """Return the ``count`` works likest a picture, likest first.

    Parameters
    ----------
    without
        The work it belongs to, which is left out.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    rows = np.flatnonzero(snapshot.alive & (snapshot.works != without))
    if not len(rows):
        return []
    kinds = likeness(part.features, part.embedding, snapshot.segments)
    kinds["shape"] = shape_likeness(index.codebook, part.features, snapshot.segments, rows)
    added = evidence_of(weights_for(part.embedding is not None), kinds)
    score = calibrated(np.sum(list(added.values()), axis=0))
    found = best_of_works(snapshot, rows, score, count)
    return [
        Neighbour(str(snapshot.photos[r]), str(snapshot.works[r]), float(score[r])) for r in found
    ]
