"""Motifs and techniques: the tree, and one of them with its works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from archive.browsing import ConceptUse, concept_uses, works_showing
from archive.records import Work
from archive.vocabulary.concept import Concept
from web.cards import Card, cards_of
from web.context import catalogue, language, shown_works, viewer, vocabulary
from web.crops import Crop, crops_showing
from web.paging import PAGE_SIZE, Paging
from web.pictures import Picture, picture_of

__all__ = ["Branch", "ConceptPage", "Entry", "branches", "concept_page", "entries_of"]

#: Cut-outs on the page of a motif: as many as stay light on a poor telephone.
_MOST_CROPS = 12
_PAGES = {"motif": "concepts.motif", "technique": "concepts.technique"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept in a list; ``picture`` is of the newest work that shows it."""

    label: str
    url: str
    count: int
    picture: Picture | None = None
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """One main branch of a tree: concepts with works, and those still without."""

    head: Entry
    shown: list[Entry]
    waiting: list[Entry]


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """One concept with its neighbours and its works."""

    concept: Concept
    alternatives: tuple[str, ...]
    broader: list[Entry]
    narrower: list[Entry]
    related: list[Entry]
    cards: list[Card]
    paging: Paging
    crops: list[Crop]


def entries_of(scheme: str, *, most: int) -> list[Entry]:
    """Return the concepts of a list that lead most works, groups left out."""
    uses = concept_uses(catalogue(), (scheme,))
    found = [c for c in vocabulary().scheme(scheme) if c.id in uses and not _is_group(c)]
    found.sort(key=lambda c: (-uses[c.id].leading, -uses[c.id].count))
    return _entries(found[:most], uses)


def branches(scheme: str) -> list[Branch]:
    """Return the whole tree of a list, one main branch after another."""
    words = vocabulary()
    uses = concept_uses(catalogue(), (scheme,))
    root = f"{scheme}/{scheme}"
    heads = [words.concept(i) for i in words.children(root)]
    return [_branch(head, uses) for head in heads]


def concept_page(concept: Concept, page: int) -> ConceptPage:
    """Return a concept with a page of the works that show it or something narrower."""
    words = vocabulary()
    uses = concept_uses(catalogue(), (concept.scheme,))
    listed = not viewer().is_staff
    ids = works_showing(catalogue(), concept.id, concept.scheme, listed=listed)
    paging = Paging(page, len(ids))
    works = shown_works(ids[paging.offset : paging.offset + PAGE_SIZE])

    def entries(ids: Iterable[str]) -> list[Entry]:
        return _entries([c for c in map(words.get, ids) if c is not None], uses)

    return ConceptPage(
        concept=concept,
        alternatives=_alternatives(concept),
        broader=list(reversed(entries(words.broader_of(concept.id)))),
        narrower=entries(words.children(concept.id)),
        related=entries(concept.related),
        cards=cards_of(work for work in works if _shows(work, concept)),
        paging=paging,
        crops=crops_showing(concept, _MOST_CROPS) if page == 1 else [],
    )


def _shows(work: Work, concept: Concept) -> bool:
    """Say whether the work, as this viewer sees it, names the concept or a narrower one."""
    words = vocabulary()
    named = work.concepts(concept.scheme)
    return any(concept.id in (each, *words.broader_of(each)) for each in named)


def _branch(head: Concept, uses: dict[str, ConceptUse]) -> Branch:
    words = vocabulary()
    below = [words.concept(i) for i in words.narrower_of(head.id)] or [head]
    shown = [c for c in below if c.id in uses]
    waiting = [c for c in below if c.id not in uses]
    return Branch(_entries([head], uses)[0], _entries(shown, uses), _entries(waiting, uses))


def _entries(concepts: Iterable[Concept], uses: dict[str, ConceptUse]) -> list[Entry]:
    concepts = list(concepts)
    newest = {
        work.id: work for work in shown_works(uses[c.id].newest for c in concepts if c.id in uses)
    }
    return [_entry(concept, uses.get(concept.id), newest) for concept in concepts]


def _entry(concept: Concept, use: ConceptUse | None, newest: dict[str, Work]) -> Entry:
    work = newest.get(use.newest) if use else None
    return Entry(
        label=concept.label.pick(language()),
        url=url_for(_PAGES[concept.scheme], slug=concept.slug),
        count=use.count if use else 0,
        picture=picture_of(work.cover, work) if work else None,
        is_verified=concept.is_verified or _is_group(concept),
    )


def _is_group(concept: Concept) -> bool:
    """Whether it is there only to order the list (confidence S: our own structure)."""
    return concept.confidence == "S" or concept.kind == "group"


def _alternatives(concept: Concept) -> tuple[str, ...]:
    other = concept.label.en if language() == "zh" else concept.label.zh
    names = [other, concept.pinyin]
    names += [name.text for name in concept.alternatives if not name.hidden]
    shown = concept.label.pick(language())
    return tuple(dict.fromkeys(name for name in names if name and name != shown))
