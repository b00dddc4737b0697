"""What has to hold for the concepts of the lists together, and which of them break it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

from archive.errors import BadInput
from archive.folding import fold
from archive.vocabulary.concept import Concept
from archive.vocabulary.vocabulary import SCHEMES

__all__ = ["is_above", "problems"]

_Known = Mapping[str, Concept]


def problems(known: _Known, ids: Collection[str]) -> dict[str, BadInput]:
    """Find the concepts that cannot stand among the others.

    Parameters
    ----------
    known
        Every concept by id, as they would be together.
    ids
        Which of them to look at.

    Returns
    -------
    dict of str to BadInput
        Concept id to the first thing wrong with it; empty when all is well.
    """
    owners = _owners(known)
    found = {}
    for concept_id in sorted(ids):
        concept = known[concept_id]
        error = next(_wrong(concept, known, owners), None)
        if error is not None:
            found[concept_id] = error
    return found


def is_above(known: _Known, upper: str, lower: str) -> bool:
    """Say whether one concept is broader than the other, merged ones followed."""
    seen: set[str] = set()
    waiting = [lower]
    while waiting:
        current = waiting.pop()
        for above in _next_up(known, current):
            if above == upper:
                return True
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return False


def _next_up(known: _Known, concept_id: str) -> tuple[str, ...]:
    """Ids one step up: a merged concept has only what it became."""
    concept = known.get(concept_id)
    if concept is None:
        return ()
    return (concept.replaced_by,) if concept.replaced_by else concept.broader


def _owners(known: _Known) -> dict[tuple[str, str], set[str]]:
    """Scheme and folded preferred name to the concepts that prefer it."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in known.values():
        for name in _preferred(concept):
            owners[concept.scheme, name].add(concept.id)
    return owners


def _preferred(concept: Concept) -> set[str]:
    if concept.replaced_by:
        return set()
    names = (concept.label.zh, concept.label_hant, concept.label.en)
    return {fold(name) for name in names if name}


def _wrong(
    concept: Concept, known: _Known, owners: Mapping[tuple[str, str], set[str]]
) -> Iterator[BadInput]:
    if concept.scheme not in SCHEMES:
        yield BadInput(
            f"{concept.id}: there is no list {concept.scheme!r}",
            hint=f"the lists are {', '.join(SCHEMES)}",
        )
    if not (concept.label.zh or concept.label.en):
        yield BadInput(f"{concept.id} has no name", hint="give it a prefLabel in zh-Hans or en")
    yield from _bad_links(concept, known)
    for name in sorted(_preferred(concept)):
        others = sorted(owners[concept.scheme, name] - {concept.id})
        if others:
            yield BadInput(
                f"{concept.id}: {name!r} is already the preferred name of {', '.join(others)}",
                hint="make it an altLabel, or merge the two",
            )
    if is_above(known, concept.id, concept.id):
        yield BadInput(
            f"{concept.id} would be broader than itself, through {_way_up(concept, known)}",
            hint="take one of these links out",
        )


def _bad_links(concept: Concept, known: _Known) -> Iterator[BadInput]:
    links: tuple[tuple[str, Callable[[Concept], tuple[str, ...]]], ...] = (
        ("broader", lambda c: c.broader),
        ("related", lambda c: c.related),
        ("replaced by", lambda c: (c.replaced_by,) if c.replaced_by else ()),
    )
    for name, ends in links:
        for other in ends(concept):
            if other not in known:
                yield BadInput(
                    f"{concept.id}: {name} {other}, which is in no list",
                    hint="put that concept into the file too, or correct the id",
                )
            elif known[other].scheme != concept.scheme:
                yield BadInput(
                    f"{concept.id}: {name} {other}, which is in another list",
                    hint="link concepts of one list only",
                )


def _way_up(concept: Concept, known: _Known) -> str:
    """Links of the ring, for whoever has to open it."""
    ups = [u for u in _next_up(known, concept.id) if u == concept.id or _leads(known, u, concept)]
    return ", ".join(ups)


def _leads(known: _Known, start: str, concept: Concept) -> bool:
    return is_above(known, concept.id, start)
