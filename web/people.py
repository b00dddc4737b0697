"""Makers as the public may know them: only those whose name a visible work shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flask import url_for

from archive import access
from archive.browsing import credited_works, named_works
from archive.clock import today
from archive.errors import NotFound
from archive.loading import works_of_maker
from archive.makers import load_maker, makers_called
from archive.records import Maker, Work
from web.cards import title_of
from web.context import catalogue, first_shown, language, shown_works, viewer
from web.paging import PAGE_SIZE, Paging
from web.pictures import Picture, picture_of

__all__ = ["Person", "makers_among", "named_maker", "named_makers", "people", "people_in"]


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


def people(page: int) -> tuple[list[Person], Paging]:
    """Return one page of the makers whom a public work names, by name."""
    start = Paging(page, 0).offset
    found, total = named_makers(start, start + PAGE_SIZE)
    return [_person(maker, new, len(ids)) for maker, ids, new in found], Paging(page, total)


def named_makers(start: int, end: int) -> tuple[list[tuple[Maker, list[str], Work]], int]:
    """Return a window of the makers whom a public work names, and how many there are.

    Each comes with the ids of those works and the newest of them.
    """
    named = named_works(catalogue(), today(), lang=language())
    ids = dict(islice(named.items(), start, end))
    newest = first_shown(ids, _names)
    found = [(_maker_in(newest[each], each), ids[each], newest[each]) for each in newest]
    return found, len(named)


def makers_among(makers: Sequence[str]) -> dict[str, Maker]:
    """Return by id those of these makers whom a work that this viewer may see names."""
    if viewer().is_staff:
        ids = credited_works(catalogue(), makers)
    else:
        ids = named_works(catalogue(), today(), makers)
    return {maker: _maker_in(work, maker) for maker, work in first_shown(ids, _names).items()}


def people_in(works: Iterable[Work]) -> list[Person]:
    """Return the makers whom these works name, in the order they come."""
    found: dict[str, tuple[Maker, list[Work]]] = {}
    for work in works:
        for maker in dict.fromkeys(credit.maker for credit in work.credits if credit.maker):
            known, made = found.setdefault(maker.id, (maker, []))
            made.append(work)
            if maker.place and not known.place:
                found[maker.id] = (maker, made)
    return [_person(maker, made[0], len(made)) for maker, made in found.values()]


def named_maker(maker_id: str) -> tuple[Maker, list[Work]]:
    """Return a maker as her visible works name her, with those works.

    Raises
    ------
    NotFound
        When no visible work names her; the words do not tell whether she exists.
    """
    credited = works_of_maker(catalogue(), maker_id)
    works = [work for work in shown_works(credited) if _names(maker_id, work)]
    makers = [_maker_in(work, maker_id) for work in works]
    if not makers:
        raise NotFound(f"there is no maker {maker_id}")
    named = next((maker for maker in makers if maker.place), makers[0])
    return _told(named), works


def _told(named: Maker) -> Maker:
    """Return a maker with what she herself agreed to have told of her."""
    record = load_maker(catalogue(), named.id)
    # She herself sees here what everybody sees of her; what is private of her, and who
    # told it, is not for a page that a borrowed phone may have open.
    who = viewer() if viewer().is_staff else access.PUBLIC
    shown = access.show_maker(record, who, today(), _may_be_named)
    if shown is None:
        return named
    return replace(
        named,
        about=shown.about,
        place=named.place or shown.place,
        statements=shown.statements,
    )


def _may_be_named(name: str) -> bool:
    """Say whether everybody here of this name agreed for herself to be named."""
    found = makers_called(catalogue(), name)
    uses = [access.allowed_uses(maker.consents, today()) for maker in found]
    return bool(uses) and all("name" in agreed for agreed in uses)


def _names(maker_id: str, work: Work) -> bool:
    return any(credit.maker and credit.maker.id == maker_id for credit in work.credits)


def _maker_in(work: Work, maker_id: str) -> Maker:
    """Return a maker as a work that names her shows her."""
    return next(c.maker for c in work.credits if c.maker and c.maker.id == maker_id)


def _person(maker: Maker, newest: Work, count: int) -> Person:
    return Person(
        maker=maker.id,
        name=maker.name.pick(language()),
        url=url_for("makers.maker", maker_id=maker.id),
        place=maker.place,
        count=count,
        picture=picture_of(newest.cover, newest),
        work=title_of(newest),
    )
