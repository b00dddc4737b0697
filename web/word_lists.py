"""What the desk's page of word lists shows: local names, found words, latest changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.browsing import concept_uses
from archive.folding import fold
from archive.records import FIELD_SCHEMES
from archive.vocabulary import SCHEMES, Vocabulary
from archive.vocabulary.concept import Concept
from archive.vocabulary.history import ConceptChange, concept_changes
from archive.vocabulary.local_names import LocalName, local_names
from archive.vocabulary.stored import local_concepts
from web.context import catalogue, vocabulary

__all__ = [
    "ACTION_WORDS",
    "SCHEME_WORDS",
    "FoundWord",
    "Proposal",
    "WordPage",
    "found_words",
    "word_page",
]

SCHEME_WORDS = {
    "motif": "花样",
    "technique": "针法",
    "object": "器物",
    "material": "材料",
    "colour": "颜色",
    "place": "地方",
}
#: What was done to a word, by the action in the log.
ACTION_WORDS = {
    "add": "新加了词",
    "add name": "加了叫法",
    "merge": "并到了",
    "unmerge": "撤回了合并",
    "undo": "撤回了改动",
    "remove": "撤掉了词",
    "import": "从文件读进来",
}
_MOST_PROPOSALS, _MOST_MENTIONS, _MOST_FOUND, _MOST_CHANGES = 50, 6, 30, 10
_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A local name, the concepts it may be, and how many mentions are not shown."""

    name: LocalName
    nearest: tuple[Concept, ...]
    more: int

    @property
    def mentions(self) -> Sequence[object]:
        """The mentions that are shown."""
        return self.name.mentions[:_MOST_MENTIONS]


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A concept with its shown other names, how many public works have it, whether it is ours."""

    concept: Concept
    names: tuple[str, ...]
    former: tuple[str, ...]
    count: int
    is_ours: bool


@dataclass(frozen=True, slots=True)
class WordPage:
    """The page: proposals by list, words found for a query, the latest changes."""

    proposals: dict[str, list[Proposal]]
    waiting: int
    query: str
    scheme: str
    found: list[FoundWord]
    changes: list[ConceptChange]


def word_page(query: str, scheme: str) -> WordPage:
    """Put the page together.

    Parameters
    ----------
    query
        What is looked for; empty for nothing.
    scheme
        One list; any other value means all.
    """
    names = local_names(catalogue())
    words = vocabulary()
    shown = [_proposal(name, words) for name in names[:_MOST_PROPOSALS]]
    chosen = scheme if scheme in SCHEMES else ""
    return WordPage(
        proposals={s: own for s in SCHEMES if (own := [p for p in shown if p.name.scheme == s])},
        waiting=len(names) - len(shown),
        query=query,
        scheme=chosen,
        found=_found(query, chosen, words),
        changes=concept_changes(catalogue(), _MOST_CHANGES),
    )


def found_words(words: Vocabulary, query: str, scheme: str, most: int) -> list[Concept]:
    """Return concepts by a name or a part of one, then those that are nearly called so.

    Parameters
    ----------
    scheme
        One list; empty for all.
    """
    wanted = fold(query)
    lists = [scheme] if scheme else list(SCHEMES)
    if not wanted:
        return []
    exact = [c for c in (words.find(name, query) for name in lists) if c is not None]
    partly = [
        concept
        for name in lists
        for concept in words.scheme(name)
        if any(wanted in fold(text) for text in words.labels(concept.id))
    ]
    near = [concept for name in lists for concept in words.nearest(name, query)]
    found = {concept.id: concept for concept in (*exact, *partly, *near)}
    return list(found.values())[:most]


def _proposal(name: LocalName, words: Vocabulary) -> Proposal:
    best = words.find(name.scheme, name.text)
    nearest = dict.fromkeys((*([best.id] if best else []), *_near(name, words)))
    concepts = tuple(words.concept(concept_id) for concept_id in nearest)[:_NEAREST]
    return Proposal(name, concepts, max(len(name.mentions) - _MOST_MENTIONS, 0))


def _near(name: LocalName, words: Vocabulary) -> list[str]:
    return [concept.id for concept in words.nearest(name.scheme, name.text, _NEAREST)]


def _found(query: str, scheme: str, words: Vocabulary) -> list[FoundWord]:
    concepts = found_words(words, query, scheme, _MOST_FOUND)
    if not concepts:
        return []
    uses = concept_uses(catalogue(), [f for f in FIELD_SCHEMES if f != "made_place"])
    ours = local_concepts(catalogue())
    return [
        FoundWord(
            concept,
            tuple(dict.fromkeys(n.text for n in concept.alternatives if not n.hidden)),
            words.former_of(concept.id),
            uses[concept.id].count if concept.id in uses else 0,
            concept.id in ours,
        )
        for concept in concepts
    ]
