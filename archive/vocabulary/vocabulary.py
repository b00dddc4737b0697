"""The words of the archive: concepts, and how a person's text finds them.

A concept has an id of ours that never changes, such as ``motif/butterfly``, and
any number of names. What people type is compared folded (width, case,
traditional characters), so 蝴蝶, 蝴蝶紋, ``Butterfly`` and ``hudie`` are one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from archive.errors import BadInput, NotFound
from archive.folding import fold, pinyin_syllables
from archive.vocabulary.concept import PINYIN, AltLabel, Concept
from archive.vocabulary.label_matching import alike, keys, readings

__all__ = [
    "PINYIN",
    "SCHEMES",
    "AltLabel",
    "Concept",
    "Vocabulary",
    "load_shipped",
    "shipped_concepts",
    "shipped_digest",
]

#: The six lists that ship, in the order pages show them.
SCHEMES = ("motif", "technique", "object", "material", "colour", "place")


class Vocabulary:
    """All concepts, ready to be looked up; never changes after it is made.

    A concept that was merged into another is no entry of its own any more: its
    id leads to the other, and what was narrower than it is narrower than that.

    Parameters
    ----------
    concepts
        In any order. A broader, related or replacing id that is not among
        them is passed over, so a part of a list works too.

    Raises
    ------
    BadInput
        Two concepts have the same id.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        known: dict[str, Concept] = {}
        for concept in sorted(concepts, key=_reading):
            if concept.id in known:
                raise BadInput(f"two concepts have the id {concept.id}")
            known[concept.id] = concept
        self._moved = _successors(known)
        self._concepts = {
            concept.id: _led_on(concept, self._moved)
            for concept in known.values()
            if concept.id not in self._moved
        }
        self._children: dict[str, list[str]] = defaultdict(list)
        for concept in self._concepts.values():
            for parent in concept.broader:
                self._children[parent].append(concept.id)

    def __len__(self) -> int:
        """Count the concepts; a merged one is none."""
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        """Go through all concepts by pinyin."""
        return iter(self._concepts.values())

    def get(self, concept_id: str) -> Concept | None:
        """Concept with this id, or the one it was merged into; None when there is none."""
        return self._concepts.get(self._standing(concept_id))

    def _standing(self, concept_id: str) -> str:
        """Id that stands for this one today; an unknown id stands for itself."""
        return self._moved.get(concept_id, concept_id)

    def concept(self, concept_id: str) -> Concept:
        """Concept with this id, or the one it was merged into.

        Raises
        ------
        NotFound
            There is none.
        """
        found = self.get(concept_id)
        if found is None:
            raise NotFound(f"the vocabularies have no concept {concept_id!r}")
        return found

    def former_of(self, concept_id: str) -> tuple[str, ...]:
        """Ids of the concepts that were merged into this one, in order."""
        return tuple(sorted(old for old, new in self._moved.items() if new == concept_id))

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """Concepts of one list as a tree read downwards, siblings by pinyin.

        A concept with several parents stands under the first; an unknown
        scheme is empty.
        """
        members = [c for c in self if c.scheme == name]
        roots = [c.id for c in members if not any(b in self._concepts for b in c.broader)]
        seen = dict.fromkeys(i for root in roots for i in (root, *self.narrower_of(root)))
        # What hangs in a ring has no root; it still belongs to the list.
        seen |= dict.fromkeys(c.id for c in members)
        return tuple(self._concepts[i] for i in seen)

    def children(self, concept_id: str) -> tuple[str, ...]:
        """Ids directly below, by pinyin."""
        return tuple(self._children.get(self._standing(concept_id), ()))

    def broader_of(self, concept_id: str) -> tuple[str, ...]:
        """Ids of all ancestors, nearest first; empty for an unknown id.

        What a merged concept became stands before the ancestors of that.
        """
        standing = self._standing(concept_id)
        if standing != concept_id:
            return (standing, *self.broader_of(standing))
        seen: dict[str, None] = {}
        waiting = [concept_id]
        for current in waiting:
            concept = self._concepts.get(current)
            new = [b for b in concept.broader if b in self._concepts] if concept else []
            waiting += [b for b in new if b not in seen and b != concept_id]
            seen |= dict.fromkeys(b for b in new if b != concept_id)
        return tuple(seen)

    def narrower_of(self, concept_id: str) -> tuple[str, ...]:
        """Ids of all descendants, each branch read to its end before the next."""
        concept_id = self._standing(concept_id)
        seen: dict[str, None] = {}
        waiting = list(reversed(self.children(concept_id)))
        while waiting:
            current = waiting.pop()
            if current not in seen and current != concept_id:
                seen[current] = None
                waiting += reversed(self.children(current))
        return tuple(seen)

    def labels(self, concept_id: str) -> tuple[str, ...]:
        """Every name of the concept, hidden ones too, the preferred first.

        Raises
        ------
        NotFound
            There is no such concept.
        """
        ranked = sorted(self.concept(concept_id).ranked_texts(), key=lambda pair: pair[0])
        return tuple(dict.fromkeys(name.text for _, name in ranked if name.text))

    def find(self, scheme: str, text: str) -> Concept | None:
        """Concept of the scheme that a person means by this text.

        Parameters
        ----------
        scheme
            One of :data:`SCHEMES`.
        text
            An id, a slug, or any name in either script, English or pinyin.
            An ending such as 纹, 图案 or 县 may be there or not.

        Returns
        -------
        Concept or None
            None when no name is equal. Where several concepts share a name,
            the one that prefers it wins, then an alternative over a hidden
            name, then the broader concept.
        """
        exact = self.get(text) or self.get(f"{scheme}/{text}")
        if exact is not None:
            return exact if exact.scheme == scheme else None
        names = self._names.get(scheme, {})
        found = (names[key] for key in readings(scheme, text) if key in names)
        best = next(found, None)
        return self._concepts[best] if best else None

    def nearest(self, scheme: str, text: str, n: int = 3) -> tuple[Concept, ...]:
        """Concepts whose names look or sound most like the text, best first.

        Parameters
        ----------
        scheme
            One of :data:`SCHEMES`.
        text
            What was typed, perhaps with a slip: 蝴碟, ``buterfly``.
        n
            Most results wanted.

        Returns
        -------
        tuple of Concept
            Empty when nothing is alike.
        """
        scores: dict[str, float] = defaultdict(float)
        names = self._names.get(scheme, {})
        for name, likeness in alike(text, names):
            scores[names[name]] = max(scores[names[name]], likeness)
        best = sorted(scores, key=lambda i: (-scores[i], i))[: max(n, 0)]
        return tuple(self._concepts[i] for i in best)

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Folded name to concept id, for each scheme."""
        claims: dict[str, dict[str, tuple[int, int, str]]] = defaultdict(dict)
        for concept in self:
            depth = len(self.broader_of(concept.id))
            known = claims[concept.scheme]
            for rank, name in concept.ranked_texts():
                claim = (rank, depth, concept.id)
                for key in keys(name.text):
                    known[key] = min(known.get(key, claim), claim)
        return {s: {key: claim[2] for key, claim in c.items()} for s, c in claims.items()}


def _reading(concept: Concept) -> tuple[str, str]:
    """Sort key: pinyin without tones, as recorded or else as it is usually read; then the id."""
    return (fold(concept.pinyin) or _usual_reading(concept.label.zh), concept.id)


def _usual_reading(text: str) -> str:
    syllables = (syllable for run in pinyin_syllables(text) for syllable in run)
    return " ".join(syllables) or fold(text)


def _successors(known: Mapping[str, Concept]) -> dict[str, str]:
    """Find for each merged id the one that stands for it, through any number of merges.

    What was merged in a ring stands for itself, so that nothing is lost.
    """
    moved = {}
    for concept in known.values():
        passed = {concept.id}
        last = concept
        while last.replaced_by in known and last.replaced_by not in passed:
            last = known[last.replaced_by]
            passed.add(last.id)
        if last is not concept and last.replaced_by not in passed:
            moved[concept.id] = last.id
    return moved


def _led_on(concept: Concept, moved: Mapping[str, str]) -> Concept:
    """Concept whose neighbours are those that stand today."""
    if not moved.keys() & {*concept.broader, *concept.related}:
        return concept
    broader, related = (
        tuple(i for each in ids if (i := moved.get(each, each)) != concept.id)
        for ids in (concept.broader, concept.related)
    )
    return replace(concept, broader=broader, related=related)


def _shipped_files() -> list[tuple[str, Traversable]]:
    folder = resources.files("archive.vocabulary") / "lists"
    return [(name, folder / f"{name}.ttl") for name in SCHEMES]


def shipped_digest() -> str:
    """SHA-256 in hex over the six files, to see cheaply whether they changed."""
    total = hashlib.sha256()
    for name, file in _shipped_files():
        content = file.read_bytes()
        total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()


@cache
def shipped_concepts() -> tuple[Concept, ...]:
    """Every concept of the six lists in the package, merged ones too."""
    from archive.vocabulary.skos_reading import parse_scheme  # rdflib is slow to import

    return tuple(
        concept
        for name, file in _shipped_files()
        for concept in parse_scheme(file.read_bytes(), source=f"{name}.ttl")
    )


@cache
def load_shipped() -> Vocabulary:
    """Vocabulary of the six lists in the package; the same object every time."""
    return Vocabulary(shipped_concepts())
