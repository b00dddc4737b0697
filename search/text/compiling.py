"""From our small tree to a query of Whoosh's.

A word is looked up in ``text``, which holds all fields of a work, weighed;
named fields have terms of their own. Chinese of two characters or more becomes
overlapping pairs in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from whoosh import query
from whoosh.matching import UnionMatcher
from whoosh.query.spans import Span, SpanNear2

from archive.folding import fold
from search.text.analysis import BOOSTS, filter_key
from search.text.documents import CONCEPT_FIELDS, FILTER_FIELDS
from search.text.query import AnyOf, Node, NoneOf, Words
from search.text.tokens import (
    Step,
    own_mark,
    pinyin_query,
    stem_of,
    stem_term,
    steps,
    whole_key,
)

__all__ = ["MAX_EXPANSION", "compiled", "filter_query"]

#: How many words a prefix stands for. Whoosh's own Prefix has no bound, and
#: with a limit some of them never end.
MAX_EXPANSION = 64
#: A title, maker or number that is nothing but the words asked for. BM25 with
#: our weights gives one word at most some 20; this decides among the best.
_WHOLE = {"identifier": 6.0, "title": 5.0, "maker": 5.0}
#: An exact filter typed into the query.
_FILTER = 4.0
_PINYIN = 0.2  # below everything that is written like it
_OWN_SPELLING = 0.5
_STEM = 0.8
_EVERYWHERE = ("text",)
_TEXT_OF_FILTER = {
    "maker": ("maker",),
    "place": ("place", "concept"),
    **{name: ("concept",) for name in CONCEPT_FIELDS if name != "place"},
}


class _Row(SpanNear2.SpanNear2Matcher):  # type: ignore[misc]  # whoosh is untyped
    """Parts at fixed distances; one comparison of sets for each part and document."""

    def _get_spans(self) -> list[Span]:
        starts: set[int] | None = None
        for offset, matcher in zip(self.slop, self.ms, strict=True):
            here = {place - offset for place in _places(matcher)}
            starts = here if starts is None else starts & here
            if not starts:
                return []
        return [Span(start) for start in starts or ()]


def _places(matcher: Any) -> list[int]:
    if isinstance(matcher, UnionMatcher):
        return [span.start for span in matcher.spans()]
    places: list[int] = matcher.value_as("positions")  # no object for each, as in spans()
    return places


class _InOrder(SpanNear2):  # type: ignore[misc]  # whoosh is untyped
    """Parts that stand at given distances from the first.

    Whoosh's own class compares all places of neighbours in turn, ten times as
    slowly, and forgets to ask its parts for places, which an Or then lacks.
    """

    SpanNear2Matcher = _Row

    def __init__(self, offsets: Sequence[int], parts: Sequence[query.Query]) -> None:
        super().__init__(list(parts), slop=tuple(offsets))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the matcher of one segment."""
        context = context or searcher.context()
        return super().matcher(searcher, context.set(needs_current=True))


def filter_query(audience: str, where: Sequence[tuple[str, str]]) -> query.Query:
    """Return what an audience may see, narrowed by ``where``."""
    keys: dict[str, list[query.Query]] = {}
    for field, value in where:
        keys.setdefault(field, []).append(query.Term("key", filter_key(field, value)))
    own = query.Term("key", filter_key("audience", audience))
    return query.And([own, *map(query.Or, keys.values())])


def compiled(node: Node | None, reader: Any) -> query.Query:
    """Return the query that finds and ranks what ``node`` asks for.

    Parameters
    ----------
    node
        ``None`` for everything.
    reader
        Open reader of the index; prefixes are looked up in its terms.
    """
    if node is None:
        return query.Every()
    if isinstance(node, Words):
        return _words(node, reader)
    if isinstance(node, NoneOf):
        return query.Not(compiled(node.part, reader))
    parts = [compiled(part, reader) for part in node.parts]
    if isinstance(node, AnyOf):
        return query.Or(parts)
    words = [part.text for part in node.parts if isinstance(part, Words) and part.field is None]
    found = query.And(parts)
    if len(words) < len(parts):
        return found
    return _also(found, _wholes(whole_key("".join(words)), tuple(_WHOLE)))


def _also(found: query.Query, better: Sequence[query.Query]) -> query.Query:
    """Raise what is found and better, without finding more."""
    return query.AndMaybe(found, query.Or(list(better))) if better else found


def _wholes(key: str, fields: Sequence[str]) -> list[query.Query]:
    return [
        query.Term("whole", f"{field}={key}", boost=_WHOLE[field])
        for field in fields
        if key and field in _WHOLE
    ]


def _words(words: Words, reader: Any) -> query.Query:
    """Return the query for one word or phrase."""
    row = steps(fold(words.text))
    if not row:
        return query.NullQuery
    fields = _fields(words.field)
    found = [_in_order(field, words, row, reader) for field in fields]
    if words.field in FILTER_FIELDS:
        key = filter_key(words.field, words.text.removesuffix("*"))
        found.append(query.Term("key", key, boost=_FILTER))
    if not words.is_quoted and len(row) == 1 and not row[0].is_chinese:
        found.extend(_pinyin(words, row[0].term, reader))
    if not words.is_prefix:
        # Finds more, not only better: "a;b" written, "a b" asked.
        wholes = tuple(_WHOLE) if words.field is None else fields
        found.extend(_wholes(whole_key(words.text), wholes))
    better = [
        query.Term("spelling", own_mark(asked.term), boost=_OWN_SPELLING)
        for asked, folded in zip(steps(words.text), row, strict=False)
        if asked.term != folded.term
    ]
    return _also(_any_of(found), better)


def _any_of(parts: list[query.Query]) -> query.Query:
    # Not DisjunctionMax: in Whoosh 2.7.5 its score also looks at the next
    # document of the other part, and mixes the two up.
    return query.Or(parts) if len(parts) != 1 else parts[0]


def _fields(field: str | None) -> tuple[str, ...]:
    if field is None:
        return _EVERYWHERE
    if field in BOOSTS:
        return ("place", "concept") if field == "place" else (field,)
    return _TEXT_OF_FILTER.get(field, ())


def _in_order(field: str, words: Words, row: Sequence[Step], reader: Any) -> query.Query:
    parts = [_spellings(field, words, step) for step in row]
    if words.is_prefix and not row[-1].is_chinese:
        parts[-1] = _expanded(field, row[-1].term, reader, has_places=len(row) > 1)
    return _InOrder([step.offset for step in row], parts) if len(parts) > 1 else parts[0]


def _spellings(field: str, words: Words, step: Step) -> query.Query:
    """Return the word, or else one of the same stem."""
    exact = query.Term(field, step.term)
    if step.is_chinese or words.is_quoted:
        return exact
    others = dict.fromkeys((stem_of(step.term), stem_term(step.term)))
    others.pop(step.term, None)
    return _any_of([exact, *(query.Term(field, o, boost=_STEM) for o in others)])


def _expanded(
    field: str, prefix: str, reader: Any, *, boost: float = 1.0, has_places: bool = False
) -> query.Query:
    terms = islice(reader.expand_prefix(field, prefix), MAX_EXPANSION)
    found = query.Or([query.Term(field, term.decode(), boost=boost) for term in terms])
    if has_places:
        return found
    # One walk through each list instead of a tree of 64; knows no places.
    found.matcher_type = query.Or.ARRAY_MATCHER
    return found


def _pinyin(words: Words, term: str, reader: Any) -> list[query.Query]:
    """Return what sounds like it."""
    if words.field not in {None, "title", "concept", *_TEXT_OF_FILTER}:
        return []
    spoken = pinyin_query(term)
    if words.is_prefix:
        return [_expanded("pinyin", spoken, reader, boost=_PINYIN)]
    return [query.Term("pinyin", spoken, boost=_PINYIN)]
