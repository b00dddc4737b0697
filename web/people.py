"""Makers as the public may know them: only those whose name a visible work shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from archive.browsing import listed_credits
from archive.errors import NotFound
from archive.loading import works_of_maker
from archive.records import Maker, Work
from web.cards import title_of
from web.context import catalogue, language, shown_works
from web.pictures import Picture, picture_of

__all__ = ["Person", "named_maker", "people", "people_in"]


@dataclass(frozen=True, slots=True)
class Person:
    """A maker in a list, with the newest of her works that names her."""

    maker: str
    name: str
    url: str
    place: str | None
    count: int
    picture: Picture | None
    work: str


def people() -> list[Person]:
    """Return every maker whom a visible work names, by name."""
    ids = {work for works in listed_credits(catalogue()).values() for work in works}
    return sorted(people_in(shown_works(ids)), key=lambda person: person.name)


def people_in(works: Iterable[Work]) -> list[Person]:
    """Return the makers whom these works name, in the order they come."""
    found: dict[str, tuple[Maker, list[Work]]] = {}
    for work in works:
        for maker in dict.fromkeys(credit.maker for credit in work.credits if credit.maker):
            known, made = found.setdefault(maker.id, (maker, []))
            made.append(work)
            if maker.place and not known.place:
                found[maker.id] = (maker, made)
    return [_person(maker, made) for maker, made in found.values()]


def named_maker(maker_id: str) -> tuple[Maker, list[Work]]:
    """Return a maker as her visible works name her, with those works.

    Raises
    ------
    NotFound
        When no visible work names her; the words do not tell whether she exists.
    """
    works = [
        work
        for work in shown_works(works_of_maker(catalogue(), maker_id))
        if any(c.maker and c.maker.id == maker_id for c in work.credits)
    ]
    makers = [c.maker for work in works for c in work.credits if c.maker and c.maker.id == maker_id]
    if not makers:
        raise NotFound(f"there is no maker {maker_id}")
    return next((maker for maker in makers if maker.place), makers[0]), works


def _person(maker: Maker, works: list[Work]) -> Person:
    return Person(
        maker=maker.id,
        name=maker.name.pick(language()),
        url=url_for("makers.maker", maker_id=maker.id),
        place=maker.place,
        count=len(works),
        picture=picture_of(works[0].cover, works[0]),
        work=title_of(works[0]),
    )
