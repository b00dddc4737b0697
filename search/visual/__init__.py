"""Search by pattern: a derived index of pictures and the matching of keypoints."""

from search.visual.colour_query import search_colours
from search.visual.colours import WantedColour
from search.visual.entries import Picture
from search.visual.index import VisualIndex, create_index, open_index
from search.visual.matches import VisualMatch
from search.visual.query import search_visual
from search.visual.ranking import FeaturesOf, Part, stored_part
from search.visual.sketch_query import search_sketch
from search.visual.store import NeedsRebuild

__all__ = [
    "FeaturesOf",
    "NeedsRebuild",
    "Part",
    "Picture",
    "VisualIndex",
    "VisualMatch",
    "WantedColour",
    "create_index",
    "open_index",
    "search_colours",
    "search_sketch",
    "search_visual",
    "stored_part",
]
