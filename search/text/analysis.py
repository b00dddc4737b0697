"""From a document to the rows of terms the engine stores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from search.text.documents import TextDocument
from search.text.evaluate import filter_key
from search.text.tokens import Places, pinyin_terms, positions, surface_terms, whole_key

__all__ = ["microseconds", "rows_of"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rows_of(document: TextDocument) -> dict[str, Places | set[str]]:
    """Return the terms of every field of the index.

    Texts are kept with places, so that phrases can be found; whole texts,
    spellings, pinyin and filters only as sets.
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
    everything: Places = {}
    for places in placed.values():
        everything |= places
    spoken = (*document.title, *document.makers, *document.concepts, *document.places)
    written = (text for values in texts.values() for text in values)
    return {
        **placed,
        "whole": _wholes(texts),
        "spelling": surface_terms(written, everything),
        "pinyin": pinyin_terms(spoken),
        "key": _keys(document),
    }


def _wholes(texts: dict[str, tuple[str, ...]]) -> set[str]:
    return {
        f"{field}={key}"
        for field in ("identifier", "title", "maker", "concept")
        for text in texts[field]
        if (key := whole_key(text))
    }


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
