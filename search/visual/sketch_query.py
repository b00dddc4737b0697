"""Search by sketch over the index."""

from __future__ import annotations

import numpy as np

from archive.features import Outline
from search.visual.index import VisualIndex
from search.visual.matches import Allowed, VisualMatch, allowed_rows, best_of_works
from search.visual.region import Region
from search.visual.segments import Segment
from search.visual.sketch import OutlineRows, SketchScores, sketch_scores, window_region

__all__ = ["search_sketch"]


def search_sketch(
    index: VisualIndex, sketch: Outline, *, allowed: Allowed = None, limit: int = 20
) -> list[VisualMatch]:
    """Find the works whose outlines run as drawn; best first, one a work.

    Parameters
    ----------
    sketch
        Readings of the drawing, by ``ingest.sketching``.

    Raises
    ------
    NeedsRebuild
        When the index cannot be used.
    """
    snapshot = index.snapshot()
    rows = allowed_rows(snapshot, allowed)
    if not len(rows) or limit < 1:
        return []
    parts = [_scores(segment, sketch) for segment in snapshot.segments]
    score = np.concatenate([each.scores for each in parts])
    window = np.concatenate([each.windows for each in parts])
    starts = np.cumsum([0, *(len(each) for each in snapshot.segments)])

    def match_of(row: int) -> VisualMatch:
        place = int(np.searchsorted(starts, row, side="right")) - 1
        segment = snapshot.segments[place]
        return VisualMatch(
            str(snapshot.photos[row]),
            str(snapshot.works[row]),
            float(score[row]),
            _region(segment, row - int(starts[place]), int(window[row])),
            (("shape", 1.0),),
        )

    return [match_of(row) for row in best_of_works(snapshot, rows, score, limit)]


def _scores(segment: Segment, sketch: Outline) -> SketchScores:
    rows = OutlineRows(segment.columns["outline_owner"], segment.columns["outline"])
    return sketch_scores(rows, len(segment), sketch)


def _region(segment: Segment, row: int, window: int) -> Region | None:
    """Return a window of a photograph in whole pixels; its first is the whole picture."""
    own = segment.columns["windows"][segment.columns["windows_owner"] == row]
    if not 0 <= window < len(own):
        return None
    _, _, width, height = own[0]
    return window_region(
        Outline(own, np.zeros((0, 0), np.float16)), window, (int(width), int(height))
    )
