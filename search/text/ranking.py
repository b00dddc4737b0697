"""From the matches of each segment to one list, best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.text.evaluate import Score, evaluate, filter_documents, filter_key
from search.text.postings import Documents, LiveSegment, Segment
from search.text.query import Node

__all__ = ["find", "ranked"]


def find(
    live: LiveSegment, root: Node | None, audience: str, where: Sequence[tuple[str, str]]
) -> tuple[Segment, Documents, Score]:
    """Return the matching documents of one segment and their scores."""
    segment = live.segment
    found = segment.documents("key", filter_key("audience", audience))
    found = found[live.is_live[found]]
    for wanted in filter_documents(segment, where):
        found = np.intersect1d(found, wanted, assume_unique=True)
    if root is None:
        return segment, found, np.ones(len(found), np.float32)
    matches = evaluate(segment, root)
    found = found[matches.mask[found]]
    return segment, found, matches.score[found]


def ranked(
    found: Sequence[tuple[Segment, Documents, Score]],
) -> tuple[list[str], list[float]]:
    """Return works and scores of all segments, best first."""
    if not found:
        return [], []
    works = np.concatenate([segment.works[numbers] for segment, numbers, _ in found])
    updated = np.concatenate([segment.updated[numbers] for segment, numbers, _ in found])
    tie = np.concatenate([segment.tie[numbers] for segment, numbers, _ in found])
    scores = np.concatenate([scores for _, _, scores in found])
    # Rounded, so that the order of additions never decides before the date.
    order = np.lexsort((tie, -updated, -np.round(scores, 5)))
    return works[order].tolist(), np.minimum(scores[order], 1).astype(float).tolist()
