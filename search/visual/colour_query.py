"""Search by colour over the index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.visual.colours import WantedColour, colour_scores
from search.visual.index import VisualIndex
from search.visual.matches import Allowed, VisualMatch, allowed_rows, best_of_works

__all__ = ["search_colours"]


def search_colours(
    index: VisualIndex, wanted: Sequence[WantedColour], *, allowed: Allowed = None, limit: int = 20
) -> list[VisualMatch]:
    """Find the works whose cloth has some colours; best first, one a work.

    Parameters
    ----------
    wanted
        One colour or a few, with or without their shares.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    rows = allowed_rows(snapshot, allowed)
    if not len(rows) or limit < 1 or not wanted:
        return []
    score = colour_scores(np.asarray(snapshot.column("palette"), np.float32), wanted)
    return [
        VisualMatch(
            str(snapshot.photos[row]),
            str(snapshot.works[row]),
            float(score[row]),
            None,
            (("colour", 1.0),),
        )
        for row in best_of_works(snapshot, rows, score, limit)
    ]
