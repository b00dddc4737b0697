"""Results told in terms of the whole query, whatever part of it was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.results import Hit, SearchResult
from search.visual import Part
from web.asked_regions import Box

__all__ = ["in_whole", "placed_in_whole", "without_work"]


def in_whole(hit: Hit, parts: Sequence[Part], boxes: Sequence[Box]) -> Box | None:
    """Return what of the whole query a hit answers, in its pixels; ``None`` for no part.

    A part may have been measured in fewer pixels than it has.

    Parameters
    ----------
    parts, boxes
        What was measured, and where each lies in the whole; no boxes for the whole itself.
    """
    if hit.query_region is None or hit.part >= len(boxes):
        return hit.query_region
    left, top, width, height = boxes[hit.part]
    features = parts[hit.part].features
    across, down = width / features.width_px, height / features.height_px
    x, y, w, h = hit.query_region
    return left + round(x * across), top + round(y * down), round(w * across), round(h * down)


def placed_in_whole(
    result: SearchResult, parts: Sequence[Part], boxes: Sequence[Box]
) -> SearchResult:
    """Return a result that tells what each hit answers in pixels of the whole query."""
    hits = tuple(replace(hit, query_region=in_whole(hit, parts, boxes)) for hit in result.hits)
    return replace(result, hits=hits)


def without_work(result: SearchResult, work_id: str, limit: int) -> SearchResult:
    """Leave out the work that a query is of, since of course it is found."""
    hits = tuple(hit for hit in result.hits if hit.work != work_id)[:limit]
    return replace(result, hits=hits, total=len(hits))
