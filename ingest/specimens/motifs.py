"""The motifs that can be drawn, by their slug in the motif vocabulary."""

__all__ = ["MOTIFS", "MOTIF_MIRRORED", "MOTIF_TURNS", "figure_of"]

from collections.abc import Callable
from functools import lru_cache

from . import motifs_geometric, motifs_plants, motifs_water, motifs_winged
from .shapes import Figure

_DRAWN: dict[str, Callable[[int], Figure]] = {
    "butterfly": motifs_winged.butterfly,
    "bird": motifs_winged.bird,
    "phoenix": motifs_winged.phoenix,
    "fish": motifs_water.fish,
    "youyang-fish": motifs_water.fat_fish,
    "dragon": motifs_water.dragon,
    "frog": motifs_water.frog,
    "spider": motifs_water.spider,
    "peony": motifs_plants.peony,
    "pomegranate": motifs_plants.pomegranate,
    "maple-leaf": motifs_plants.maple_leaf,
    "fern": motifs_plants.fern,
    "four-petal": motifs_plants.four_petal,
    "eight-petal": motifs_geometric.eight_petal,
    "sun": motifs_geometric.sun,
    "bronze-drum": motifs_geometric.bronze_drum,
    "wotuo": motifs_geometric.wotuo,
    "lozenge": motifs_geometric.lozenge,
    "meander": motifs_geometric.meander,
}

MOTIFS: tuple[str, ...] = tuple(_DRAWN)

#: Motifs whose own shape is the same left and right.
MOTIF_MIRRORED: frozenset[str] = frozenset(
    {"butterfly", "frog", "spider", "peony", "pomegranate", "fern", "four-petal", "lozenge"}
)

#: Motifs that come back to themselves when turned: how often in a full turn.
MOTIF_TURNS: dict[str, int] = {
    "eight-petal": 4,
    "sun": 4,
    "bronze-drum": 4,
    "wotuo": 4,
    "meander": 2,
}


@lru_cache(maxsize=64)
def figure_of(motif: str, variant: int) -> Figure:
    """Give the motif's pieces in the square from -1 to 1."""
    return _DRAWN[motif](variant)
