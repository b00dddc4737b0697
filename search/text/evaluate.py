"""Matching and ranking: a query tree over the arrays of one segment.

A word counts as much as the best place it is found in; places are ranked in
steps that do not overlap, so a title always comes before a description. The
parts of a query count equally, and the score stays in 0..1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.folding import fold
from search.text.documents import CONCEPT_FIELDS, FILTER_FIELDS
from search.text.postings import Documents, Segment
from search.text.query import AllOf, AnyOf, Node, NoneOf, Words
from search.text.tokens import (
    Step,
    own_spelling_mark,
    pinyin_query,
    stem_of,
    stem_term,
    steps,
    whole_key,
)

__all__ = ["Matches", "evaluate", "filter_documents", "filter_key"]

#: Worth of a word by the place where it stands.
_WORTH = {
    "identifier": 0.88,
    "title": 0.80,
    "maker": 0.80,
    "concept": 0.64,
    "place": 0.50,
    "description": 0.32,
}
#: A title, maker or number that is nothing but the words asked for.
_WORTH_WHOLE = {"identifier": 0.90, "title": 0.90, "maker": 0.90, "concept": 0.69}
_WORTH_PINYIN = 0.15
_OWN_SPELLING = 0.05
_ELSEWHERE = 0.01  # for each further place; five at most, so steps stay apart
_ANY = tuple(_WORTH)
_TEXT_OF_FILTER = {
    "maker": ("maker",),
    "place": ("place", "concept"),
    **{name: ("concept",) for name in CONCEPT_FIELDS if name != "place"},
}

Score = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """Which documents match and how well.

    Parameters
    ----------
    mask
        bool of shape ``(size,)``.
    score
        float32 of shape ``(size,)``, 0..1, meaningless where ``mask`` is false.
    """

    mask: npt.NDArray[np.bool_]
    score: Score


def filter_key(field: str, value: str) -> str:
    """Return the term a filter is stored and looked up under.

    Examples
    --------
    >>> filter_key("motif", "butterfly") == filter_key("motif", "motif/butterfly")
    True
    """
    if field in CONCEPT_FIELDS and "/" in value:
        field, _, value = value.partition("/")
    return f"{field}={value.strip().casefold()}"


def filter_documents(segment: Segment, where: Iterable[tuple[str, str]]) -> list[Documents]:
    """Return one list for each field: its values are alternatives."""
    keys: dict[str, list[str]] = {}
    for field, value in where:
        keys.setdefault(field, []).append(filter_key(field, value))
    return [segment.any_of("key", terms) for terms in keys.values()]


def evaluate(segment: Segment, node: Node) -> Matches:
    """Return what matches ``node`` in ``segment``, deleted documents included."""
    if isinstance(node, Words):
        score = _words(segment, node)
        return Matches(score > 0, score)
    if isinstance(node, NoneOf):
        mask = ~evaluate(segment, node.part).mask
        return Matches(mask, np.zeros(segment.size, np.float32))
    parts = [evaluate(segment, part) for part in node.parts]
    if isinstance(node, AnyOf):
        score = np.max([np.where(part.mask, part.score, 0) for part in parts], axis=0)
        return Matches(np.any([part.mask for part in parts], axis=0), score)
    return _all_of(segment, node, parts)


def _all_of(segment: Segment, node: AllOf, parts: Sequence[Matches]) -> Matches:
    counted = [p for n, p in zip(node.parts, parts, strict=True) if not isinstance(n, NoneOf)]
    score = np.zeros(segment.size, np.float32)
    if counted:
        score = np.mean([part.score for part in counted], axis=0, dtype=np.float32)
    words = [part.text for part in node.parts if isinstance(part, Words) and part.field is None]
    if len(words) == len(node.parts):
        _raise_wholes(segment, whole_key("".join(words)), score)
    return Matches(np.all([part.mask for part in parts], axis=0), score)


def _raise_wholes(
    segment: Segment, key: str, score: Score, fields: Sequence[str] = tuple(_WORTH_WHOLE)
) -> None:
    """Lift documents that have a whole text equal to ``key``."""
    for field, worth in _WORTH_WHOLE.items():
        if not key or field not in fields:
            continue
        found = segment.documents("whole", f"{field}={key}")
        score[found] = np.maximum(score[found], worth)


def _words(segment: Segment, words: Words) -> Score:
    """Return the score of one word or phrase; 0 where it is not found."""
    score = np.zeros(segment.size, np.float32)
    row = steps(fold(words.text))
    if not row:
        return score
    fields = _fields(words.field)
    if words.field in FILTER_FIELDS:
        key = filter_key(words.field, words.text.removesuffix("*"))
        score[segment.documents("key", key)] = _WORTH_WHOLE["concept"]
    hits = np.zeros(segment.size, np.float32)
    for field in fields:
        found = segment.in_order(field, _alternatives(segment, words, row, field))
        score[found] = np.maximum(score[found], _WORTH[field])
        hits[found] += 1
    if not words.is_prefix:
        _raise_wholes(segment, whole_key(words.text), score, fields)
    _raise_own_spelling(segment, words, row, score)
    score += _ELSEWHERE * np.clip(hits - 1, 0, 5)
    if not words.is_quoted and len(row) == 1 and not row[0].is_chinese:
        _add_pinyin(segment, words, row[0].term, score)
    return score


def _fields(field: str | None) -> tuple[str, ...]:
    if field is None:
        return _ANY
    if field in _WORTH:
        return ("place", "concept") if field == "place" else (field,)
    return _TEXT_OF_FILTER.get(field, ())


def _alternatives(
    segment: Segment, words: Words, row: Sequence[Step], field: str
) -> list[tuple[int, list[str]]]:
    """Return for each step the terms that will do: stems, what a prefix stands for."""
    found = [(step.offset, _spellings(words, step)) for step in row]
    last = row[-1]
    if words.is_prefix and not last.is_chinese:
        found[-1] = (last.offset, segment.expand(field, last.term))
    return found


def _spellings(words: Words, step: Step) -> list[str]:
    if step.is_chinese or words.is_quoted:
        return [step.term]
    return list(dict.fromkeys((step.term, stem_of(step.term), stem_term(step.term))))


def _raise_own_spelling(segment: Segment, words: Words, row: Sequence[Step], score: Score) -> None:
    """Put what is spelt exactly as asked before what only folds to it."""
    own = steps(words.text)
    if len(own) != len(row):
        return
    exact = score > 0
    for asked, folded in zip(own, row, strict=True):
        mark, means_own = own_spelling_mark(asked.term, folded.term)
        marked = np.zeros(segment.size, np.bool_)
        marked[segment.documents("spelling", mark)] = True
        exact &= marked if means_own else ~marked
        if not folded.is_chinese and not words.is_prefix:
            exact &= _has_word(segment, folded.term)
    score[exact] += _OWN_SPELLING


def _has_word(segment: Segment, word: str) -> npt.NDArray[np.bool_]:
    mask = np.zeros(segment.size, np.bool_)
    for field in _ANY:
        mask[segment.documents(field, word)] = True
    return mask


def _add_pinyin(segment: Segment, words: Words, term: str, score: Score) -> None:
    """Add what sounds like it, below everything that is written like it."""
    if words.field not in {None, "title", "concept", *_TEXT_OF_FILTER}:
        return
    spoken = pinyin_query(term)
    terms = segment.expand("pinyin", spoken) if words.is_prefix else [spoken]
    found = segment.any_of("pinyin", terms)
    score[found] = np.maximum(score[found], _WORTH_PINYIN)
