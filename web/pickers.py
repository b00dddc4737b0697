"""What the forms offer: motifs and stitches as pictures, kinds of things as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Photograph, Work
from archive.vocabulary import Vocabulary
from archive.wording import Wording

__all__ = ["EVERYDAY", "Group", "Tile", "object_groups", "tiles"]

#: What most people in the villages stitch, offered even before any work shows
#: it; after ``shared/domain``'s motif and technique lists, most common first.
EVERYDAY = {
    "motif": (
        "motif/butterfly",
        "motif/bird",
        "motif/fish",
        "motif/dragon",
        "motif/flower",
        "motif/pomegranate",
        "motif/peony",
        "motif/phoenix",
        "motif/frog",
        "motif/human",
        "motif/eight-petal",
        "motif/ox-horn",
    ),
    "technique": (
        "technique/flat-stitch",
        "technique/cross-stitch",
        "technique/counted-stitch",
        "technique/split-thread",
        "technique/braid",
        "technique/crinkle",
        "technique/seed-knot",
        "technique/chain-stitch",
        "technique/applique",
        "technique/machine-emb",
    ),
}
_MOST_TILES = 18


@dataclass(frozen=True, slots=True)
class Tile:
    """One concept to tap, with a photograph that shows it where there is one."""

    concept: str
    label: Wording
    cover: Photograph | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of thing with the things of that kind, as (concept id, name)."""

    label: Wording
    items: tuple[tuple[str, Wording], ...]


def tiles(
    scheme: str, works: Iterable[Work], vocabulary: Vocabulary, chosen: Sequence[str] = ()
) -> tuple[Tile, ...]:
    """Return what is offered to tap for one field of the form.

    First what everybody stitches, then what the works shown here add. What was
    chosen before is always among it, so that a form coming back keeps it.

    Parameters
    ----------
    scheme
        ``motif`` or ``technique``; the statement field has the same name.
    works
        Public works, newest first.
    """
    covers: dict[str, Photograph | None] = {}
    for work in works:
        for concept in map(vocabulary.get, work.concepts(scheme)):
            if concept is not None:
                covers.setdefault(concept.id, work.cover)
    order = dict.fromkeys((*EVERYDAY[scheme], *covers))
    offered = dict.fromkeys((*list(order)[:_MOST_TILES], *chosen))
    # By the concept's own id: what was merged away is offered as what it became.
    found = {concept.id: concept for concept in map(vocabulary.get, offered) if concept is not None}
    return tuple(
        Tile(concept.id, concept.label, covers.get(concept.id))
        for concept in found.values()
        if concept.scheme == scheme
    )


def object_groups(vocabulary: Vocabulary) -> tuple[Group, ...]:
    """Return the kinds of things as two levels; a kind without things stands alone."""
    concepts = vocabulary.scheme("object")
    tops = [c for c in concepts if not any(vocabulary.get(b) for b in c.broader)]
    groups = []
    for top in tops:
        below = (vocabulary.concept(i) for i in vocabulary.narrower_of(top.id))
        items = ((c.id, c.label) for c in (*below, top))
        groups.append(Group(top.label, tuple(items)))
    return tuple(groups)
