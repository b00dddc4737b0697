"""Collections: a curator's text with works in an order."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from archive.browsing import works_of_collections
from archive.clock import today
from archive.collection_access import naming_somebody, show_collection
from archive.curated import all_collections, load_collection
from archive.loading import load_works
from archive.records import Collection, Work
from web.context import catalogue, first_shown, language, shown_works, viewer
from web.pictures import Picture, picture_of

__all__ = [
    "Story",
    "announced_collections",
    "filled_collections",
    "shown_collection",
    "stories",
    "visible_works",
]


@dataclass(frozen=True, slots=True)
class Story:
    """A collection in a list."""

    title: str
    url: str
    opening: str
    count: int
    picture: Picture | None


def stories() -> list[Story]:
    """Return the collections that hold something this viewer may see."""
    return [_story(each, ids, first) for each, ids, first in filled_collections()]


def filled_collections() -> list[tuple[Collection, list[str], Work]]:
    """Return such collections, each with the ids of those works and the first of them."""
    ids = works_of_collections(catalogue(), listed=not viewer().is_staff)
    first = first_shown(ids)
    found = [each for each in all_collections(catalogue()) if each.slug in first]
    naming = naming_somebody(catalogue(), found)
    return [
        (_shown(each) if each.slug in naming else each, ids[each.slug], first[each.slug])
        for each in found
    ]


def announced_collections() -> list[str]:
    """Return the short names of collections that hold a work search engines may be told of."""
    return list(works_of_collections(catalogue(), announced=True))


def shown_collection(slug: str) -> Collection:
    """Return a collection as this viewer may read it, with the ids of all its works.

    Raises
    ------
    NotFound
        When there is none with this short name.
    """
    return _shown(load_collection(catalogue(), slug))


def _shown(collection: Collection) -> Collection:
    works = load_works(catalogue(), collection.works)
    return show_collection(collection, list(works.values()), viewer(), today())


def visible_works(collection: Collection) -> list[Work]:
    """Return a collection's works that this viewer may see, in the curator's order."""
    return shown_works(collection.works)


def _story(collection: Collection, ids: list[str], first: Work) -> Story:
    text = collection.text.pick(language()).strip()
    return Story(
        title=collection.title.pick(language()),
        url=url_for("collections.collection", slug=collection.slug),
        opening=text.split("\n", 1)[0],
        count=len(ids),
        picture=picture_of(first.cover, first),
    )
