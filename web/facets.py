"""Narrowing a search: values that know their name, their count and their link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from archive.records import Availability
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from search.results import SearchResult
from web.cards import availability_words
from web.context import language, vocabulary
from web.paging import RESULTS, here_with
from web.people import makers_among
from web.stories import filled_collections
from web.translating import translate

__all__ = [
    "FIELDS",
    "Facet",
    "Filter",
    "Value",
    "Where",
    "active_filters",
    "asked",
    "facets_of",
    "handmade_words",
    "names_of",
    "search_url",
]

#: Fields that can be narrowed by, in the order of the page.
FIELDS = (
    "motif",
    "technique",
    "object",
    "colour",
    "material",
    "place",
    "style",
    "maker",
    "collection",
    "availability",
    "handmade",
)
_SCHEMES = {"place": "place", "style": "place"}
#: Fields whose values are named by records that not everybody may see.
_NAMED = ("maker", "collection")
_MOST_SHOWN = 16
_LONGEST_VALUE = 80
_MOST_ASKED = 20
#: What else an address of results may say, which narrowing leaves as it is.
_KEPT = ("q", "work", "photo", "region", "cell", "more", "less", "c", "share", "own", "picked")

Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet; its link turns it on or, when it is on, off."""

    label: str
    count: int
    url: str
    is_on: bool
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One field with the values found."""

    field: str
    label: str
    values: tuple[Value, ...]

    @property
    def is_open(self) -> bool:
        """Whether it shows its values at once: the first ones and those in use."""
        return any(value.is_on for value in self.values)


@dataclass(frozen=True, slots=True)
class Filter:
    """One value in use, and the address without it."""

    label: str
    url: str


def asked() -> Where:
    """Return the (field, value) pairs of this request, each once."""
    pairs = (
        (field, _canonical(field, value[:_LONGEST_VALUE]))
        for field in FIELDS
        for value in request.args.getlist(field)
        if value
    )
    return tuple(dict.fromkeys(pairs))[:_MOST_ASKED]


def search_url(field: str, value: str) -> str:
    """Return the address of a search narrowed to one value."""
    arguments: dict[str, Any] = {field: value}
    return url_for("search.results", **arguments)


def active_filters(where: Where) -> list[Filter]:
    """Return the values in use with links that drop them."""
    names = names_of(where)
    return [
        Filter(_label(field, value, names, vocabulary()), _toggled(field, value, where))
        for field, value in where
    ]


def facets_of(
    result: SearchResult, where: Where, search_again: Callable[[Where], SearchResult]
) -> list[Facet]:
    """Return the facets of a result.

    Parameters
    ----------
    search_again
        Repeats the search with other filters. The values beside one in use are
        counted as if that field were free, since choosing one more widens it.
    """
    results = dict.fromkeys(FIELDS, result)
    for field in {field for field, _ in where}:
        results[field] = search_again(tuple(pair for pair in where if pair[0] != field))
    names = names_of(
        (field, count.value) for field in _NAMED for count in results[field].facets.get(field, ())
    )
    found = (_facet(field, results[field], where, names) for field in FIELDS)
    return [facet for facet in found if facet.values]


def names_of(pairs: Iterable[tuple[str, str]]) -> dict[str, Wording]:
    """Return the names of those makers and collections, of these, that this viewer may know.

    That is: whom a work shown to this viewer names, and what holds such a work.
    """
    asked_for = list(pairs)
    makers = [value for field, value in asked_for if field == "maker"]
    names = {each.id: each.name for each in makers_among(makers).values()} if makers else {}
    if any(field == "collection" for field, _ in asked_for):
        names |= {each.slug: each.title for each, _, _ in filled_collections()}
    return names


def _facet(field: str, result: SearchResult, where: Where, names: Mapping[str, Wording]) -> Facet:
    words = vocabulary()
    values = []
    for count in result.facets.get(field, ()):
        is_on = (field, count.value) in where
        # What every work found has would narrow nothing.
        if (count.count == result.total or _is_root(count.value, words)) and not is_on:
            continue
        # Counted before a name was taken back: the index follows in a moment.
        if field in _NAMED and count.value not in names:
            continue
        concept = words.get(count.value)
        values.append(
            Value(
                _label(field, count.value, names, words),
                count.count,
                _toggled(field, count.value, where),
                is_on,
                concept.swatch if concept else None,
            )
        )
    values.sort(key=lambda value: not value.is_on)
    return Facet(field, _field_label(field), tuple(values[:_MOST_SHOWN]))


def _is_root(value: str, words: Vocabulary) -> bool:
    concept = words.get(value)
    return concept is not None and concept.slug == concept.scheme


def _canonical(field: str, value: str) -> str:
    """Return the id of a concept asked for by its slug; other values as they are."""
    scheme = _SCHEMES.get(field, field)
    concept = vocabulary().get(value) or vocabulary().get(f"{scheme}/{value}")
    return concept.id if concept else value


def _toggled(field: str, value: str, where: Where) -> str:
    changed = [pair for pair in where if pair != (field, value)]
    if (field, value) not in where:
        changed.append((field, value))
    arguments: MultiDict[str, str] = MultiDict()
    for name in _KEPT:
        for given in filter(None, request.args.getlist(name)):
            arguments.add(name, given)
    for name, kept in changed:
        scheme = _SCHEMES.get(name, name)
        arguments.add(name, kept.removeprefix(f"{scheme}/"))
    is_below = request.endpoint != "search.results"
    return here_with(arguments) + (RESULTS if is_below else "")


def _label(field: str, value: str, names: Mapping[str, Wording], words: Vocabulary) -> str:
    concept = words.get(value)
    if concept is not None:
        return concept.label.pick(language())
    if field == "availability" and value in set(Availability):
        return availability_words(Availability(value))
    if field == "handmade":
        return handmade_words(value)
    if field in _NAMED:
        # Whether somebody of this number exists is not said either.
        return names[value].pick(language()) if value in names else _field_label(field)
    return value


def handmade_words(value: str) -> str:
    """Return how much of a work is handmade, in words."""
    lang = language()
    return {
        "all": translate("全手工", lang),
        "partly": translate("部分手工", lang),
        "no": translate("机器制作", lang),
    }.get(value, translate("不清楚", lang))


def _field_label(field: str) -> str:
    lang = language()
    return {
        "motif": translate("花样", lang),
        "technique": translate("针法", lang),
        "object": translate("器物", lang),
        "colour": translate("颜色", lang),
        "material": translate("材料", lang),
        "place": translate("制作地", lang),
        "style": translate("风格", lang),
        "maker": translate("绣娘", lang),
        "collection": translate("专题", lang),
        "availability": translate("能不能买", lang),
        "handmade": translate("手工", lang),
    }[field]
