"""Search by pattern: a derived index of pictures and the matching of keypoints."""

from search.visual.index import VisualIndex, create_index, open_index
from search.visual.query import FeaturesOf, VisualMatch, search_visual
from search.visual.store import NeedsRebuild

__all__ = [
    "FeaturesOf",
    "NeedsRebuild",
    "VisualIndex",
    "VisualMatch",
    "create_index",
    "open_index",
    "search_visual",
]
