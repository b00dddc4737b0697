"""Collections: a curator's text with works in an order."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from archive.curated import all_collections
from archive.records import Collection, Work
from web.context import catalogue, language, shown_works
from web.pictures import Picture, picture_of

__all__ = ["Story", "stories", "visible_works"]


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
    told = ((each, visible_works(each)) for each in all_collections(catalogue()))
    return [_story(collection, works) for collection, works in told if works]


def visible_works(collection: Collection) -> list[Work]:
    """Return a collection's works that this viewer may see, in the curator's order."""
    return shown_works(collection.works)


def _story(collection: Collection, works: list[Work]) -> Story:
    text = collection.text.pick(language()).strip()
    return Story(
        title=collection.title.pick(language()),
        url=url_for("collections.collection", slug=collection.slug),
        opening=text.split("\n", 1)[0],
        count=len(works),
        picture=picture_of(works[0].cover, works[0]),
    )
