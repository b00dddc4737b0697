"""Everything the page of one work shows, in the order it shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from archive.curated import all_collections
from archive.records import Availability, SaleLink, State, Statement, Work
from archive.sales import SHOPS
from web.addresses import ark, permanent
from web.cards import Card, MadeBy, availability_words, made_by, title_of
from web.context import catalogue, language
from web.facts import Fact, Guess, facts_of, guesses_of, licence_url
from web.finding import similar_to
from web.pictures import Picture, picture_of

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
    """One work, ready for its template."""

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

    @property
    def only_speaker(self) -> str:
        """Whose word all the facts are; empty when several people spoke."""
        spoken = {fact.speakers for fact in self.facts if fact.speakers}
        one = next(iter(spoken), ())
        return one[0] if len(spoken) == 1 and len(one) == 1 else ""

    @property
    def is_draft(self) -> bool:
        """Whether only its people can see it yet."""
        return self.work.state is State.DRAFT


def work_page(work: Work) -> WorkPage:
    """Put the page of a work together."""
    title = title_of(work)
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
        summary=_summary(work, meanings),
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


def _summary(work: Work, meanings: tuple[Statement, ...]) -> str:
    """One line for search engines and shared links: who made it and what it means."""
    text = meanings[0].text if meanings else work.wording("description").pick(language())
    who = made_by(work)[0].words
    line = " · ".join(part for part in (who, " ".join(text.split())) if part)
    return line if len(line) <= _LONGEST_SUMMARY else line[: _LONGEST_SUMMARY - 1] + "…"
