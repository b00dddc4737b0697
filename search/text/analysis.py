"""From a document to the rows of terms the engine stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from search.text.documents import CONCEPT_FIELDS, TextDocument
from search.text.tokens import (
    Places,
    folded_mark,
    is_own_spelling,
    pinyin_terms,
    positions,
    surface_terms,
    whole_key,
)

__all__ = ["BOOSTS", "Postings", "filter_key", "microseconds", "rows_of"]

#: Term to its weight and the places where it stands.
Postings = dict[str, tuple[float, list[int]]]

#: How much a word counts by the field it stands in, against once in a
#: description (Robertson, Zaragoza and Taylor 2004: weigh the fields before
#: BM25 saturates, not after). Ours; chosen so that one title outweighs five
#: mentions.
BOOSTS = {
    "identifier": 10.0,
    "title": 8.0,
    "maker": 8.0,
    "concept": 4.0,
    "place": 3.0,
    "description": 1.0,
}
#: What is only folded to a term counts a little less than what is spelt so.
_ONLY_FOLDED = 0.9

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rows_of(document: TextDocument) -> dict[str, Postings | set[str]]:
    """Return the terms of every field of the index.

    Texts are kept with weights and places, so that they can be ranked and
    phrases be found; whole texts, spellings, pinyin and filters as sets.
    """
    texts = {
        "title": document.title,
        "maker": document.makers,
        "concept": document.concepts,
        "place": document.places,
        "description": document.description,
        "identifier": (document.identifier,),
    }
    placed = {field: positions(values) for field, values in texts.items()}
    written = tuple(text for values in texts.values() for text in values)
    everything = positions(written)
    marks = surface_terms(written, everything)
    spoken = (*document.title, *document.makers, *document.concepts, *document.places)
    return {
        "text": {
            term: (_weight(term, placed, marks), places) for term, places in everything.items()
        },
        **{field: _weighed(places, marks) for field, places in placed.items()},
        "whole": _wholes(texts),
        "spelling": {mark for mark in marks if is_own_spelling(mark)},
        "pinyin": pinyin_terms(spoken),
        "key": _keys(document),
    }


def _weight(term: str, placed: Mapping[str, Places], marks: set[str]) -> float:
    """Return how often ``term`` stands where, as one number: the F of BM25F."""
    counted = sum(BOOSTS[field] * len(places.get(term, ())) for field, places in placed.items())
    return counted * _spelling_factor(term, marks)


def _weighed(places: Places, marks: set[str]) -> Postings:
    return {
        term: (len(found) * _spelling_factor(term, marks), found) for term, found in places.items()
    }


def _spelling_factor(term: str, marks: set[str]) -> float:
    return _ONLY_FOLDED if folded_mark(term) in marks else 1.0


def _wholes(texts: dict[str, tuple[str, ...]]) -> set[str]:
    return {
        f"{field}={key}"
        for field in ("identifier", "title", "maker")
        for text in texts[field]
        if (key := whole_key(text))
    }


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


def _keys(document: TextDocument) -> set[str]:
    pairs: Iterable[tuple[str, str]] = (
        ("audience", document.audience),
        ("work", document.work),
        *document.filters,
    )
    concepts = (concept.partition("/")[::2] for concept in document.concept_ids)
    return {filter_key(field, value) for field, value in (*pairs, *concepts)}


def microseconds(moment: str) -> int:
    """Return an ISO time as microseconds since 1970; 0 when it is none.

    Examples
    --------
    >>> microseconds("1970-01-01T00:00:01Z"), microseconds("long ago")
    (1000000, 0)
    """
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return 0
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return (parsed - _EPOCH) // timedelta(microseconds=1)
