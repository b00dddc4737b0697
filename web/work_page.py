"""Everything the page of one work shows, in the order it shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import url_for

from archive.browsing import parts_of
from archive.curated import all_collections
from archive.field_table import field_of
from archive.records import (
    Availability,
    Embargo,
    PartOf,
    SaleLink,
    State,
    Statement,
    Tombstone,
    Work,
)
from archive.sales import SHOPS
from archive.wording import Wording
from web.addresses import ark, permanent
from web.announcing import closed_by, is_announced_here
from web.cards import (
    Card,
    MadeBy,
    availability_words,
    card_of,
    cards_of,
    made_by,
    title_of,
)
from web.context import catalogue, language, shown_works
from web.crops import Crop, crops_of
from web.facts import (
    Fact,
    Guess,
    facts_of,
    facts_of_photograph,
    guesses_of,
    licence_url,
    only_speaker,
)
from web.finding import similar_to
from web.pictures import Picture, picture_of
from web.translating import translate

__all__ = ["SaleBox", "Shop", "WorkPage", "work_page"]

_LONGEST_SUMMARY = 110


@dataclass(frozen=True, slots=True)
class Shop:
    """One way to buy: the QR picture first, since it works where a tap may not."""

    name: str
    url: str
    qr_url: str
    raw_text: str
    checked_on: str | None


@dataclass(frozen=True, slots=True)
class SaleBox:
    """Whether the piece can be had, in words, and how."""

    words: str
    can_be_had: bool
    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One work, ready for its template.

    Parameters
    ----------
    has_words
        Whether anything is told of it; not when its words were taken down.
    """

    work: Work
    title: str
    other_title: str
    pictures: tuple[Picture, ...]
    makers: tuple[MadeBy, ...]
    meanings: tuple[Statement, ...]
    descriptions: tuple[Statement, ...]
    sale: SaleBox
    similar: list[Card]
    facts: list[Fact]
    guesses: list[Guess]
    collections: list[tuple[str, str]]
    licence_url: str | None
    permanent: str
    ark: str
    summary: str
    has_words: bool = True
    spoken: tuple[Statement, ...] = ()
    photographs: list[tuple[str, list[Fact]]] = field(default_factory=list)
    wholes: list[tuple[PartOf, Card]] = field(default_factory=list)
    parts: list[Card] = field(default_factory=list)
    crops: list[Crop] = field(default_factory=list)

    @property
    def is_announced(self) -> bool:
        """Whether search engines may keep this page."""
        return is_announced_here(self.work)

    @property
    def closed(self) -> Tombstone | Embargo | None:
        """Why part of it is not here; ``None`` when nothing is missing."""
        return closed_by(self.work)

    @property
    def care(self) -> Wording | None:
        """What to mind before using it, in the words of the table; ``None`` for nothing."""
        said = next((s.text for s in self.work.said("sensitivity") if s.text != "none"), "")
        table = field_of("sensitivity")
        return table.label_of(said) if said and table else None

    @property
    def asks_first(self) -> bool:
        """Whether people are to ask before they use it."""
        return any(s.text == "ask first" for s in self.work.said("sensitivity"))

    @property
    def only_speaker(self) -> str:
        """Whose word all the facts are; empty when several people spoke."""
        return only_speaker(self.facts)

    @property
    def is_draft(self) -> bool:
        """Whether only its people can see it yet."""
        return self.work.state is State.DRAFT


def work_page(work: Work) -> WorkPage:
    """Put the page of a work together."""
    has_words = work.tombstone is None or bool(work.statements)
    # With its words taken down a piece has its number only.
    title = title_of(work) if has_words else translate("编号 %(id)s", language(), id=work.id)
    other = work.title.en if language() == "zh" else work.title.zh
    meanings = _in_this_language(work.said("meaning"))
    cover_first = sorted(work.photographs, key=lambda photograph: photograph != work.cover)
    return WorkPage(
        work=work,
        title=title,
        other_title=other if other != title else "",
        pictures=tuple(p for p in (picture_of(each, work) for each in cover_first) if p),
        makers=made_by(work),
        meanings=meanings,
        descriptions=_in_this_language(work.said("description")),
        sale=_sale_box(work),
        similar=similar_to(work),
        facts=facts_of(work),
        guesses=guesses_of(work),
        collections=_collections(work),
        licence_url=licence_url(work.licence),
        permanent=permanent(work.id),
        ark=ark(work.id),
        summary=_summary(work, meanings) if has_words else "",
        has_words=has_words,
        spoken=_in_this_language(work.said("spoken_note")),
        photographs=_photographs(work),
        wholes=_wholes(work),
        parts=cards_of(shown_works(parts_of(catalogue(), work.id))),
        crops=crops_of(work),
    )


def _in_this_language(said: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return what was said in the language of the page, else all of it."""
    mine = tuple(s for s in said if (s.lang or "zh") == language() and s.text)
    return mine or tuple(s for s in said if s.text)


def _sale_box(work: Work) -> SaleBox:
    can_be_had = work.availability in {Availability.FOR_SALE, Availability.MADE_TO_ORDER}
    links = work.sale_links if can_be_had else ()
    shops = tuple(_shop(work, number, link) for number, link in enumerate(links))
    return SaleBox(availability_words(work.availability), can_be_had, shops)


def _shop(work: Work, number: int, link: SaleLink) -> Shop:
    names = {shop.slug: shop.name.pick(language()) for shop in SHOPS}
    raw_text = link.raw_text.strip()
    return Shop(
        name=names.get(link.shop, link.shop),
        url=link.url,
        qr_url=url_for("permanent.sale_qr", work_id=work.id, n=number),
        raw_text=raw_text if raw_text != link.url else "",
        checked_on=link.checked_on,
    )


def _collections(work: Work) -> list[tuple[str, str]]:
    known = {each.slug: each.title for each in all_collections(catalogue())}
    return [
        (known[slug].pick(language()), url_for("collections.collection", slug=slug))
        for slug in work.collections
        if slug in known
    ]


def _photographs(work: Work) -> list[tuple[str, list[Fact]]]:
    """Return the role of each photograph that something is said of, with its facts."""
    told = ((each.role, facts_of_photograph(work, each.id)) for each in work.photographs)
    return [(role, facts) for role, facts in told if facts]


def _wholes(work: Work) -> list[tuple[PartOf, Card]]:
    shown = {each.id: each for each in shown_works(part.whole for part in work.part_of)}
    return [(p, card_of(shown[p.whole])) for p in work.part_of if p.whole in shown]


def _summary(work: Work, meanings: tuple[Statement, ...]) -> str:
    """One line for search engines and shared links: who made it and what it means."""
    text = meanings[0].text if meanings else work.wording("description").pick(language())
    who = made_by(work)[0].words
    line = " · ".join(part for part in (who, " ".join(text.split())) if part)
    return line if len(line) <= _LONGEST_SUMMARY else line[: _LONGEST_SUMMARY - 1] + "…"
