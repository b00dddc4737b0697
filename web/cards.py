"""Works as cards in a list: picture, title, who made it, whether it can be had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from archive.records import Availability, Credit, Maker, Work
from web.announcing import is_announced_here
from web.context import language
from web.pictures import Picture, picture_of
from web.translating import translate

__all__ = ["Card", "MadeBy", "availability_words", "card_of", "cards_of", "made_by", "title_of"]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Who made a work: a name with its page, or words for why there is none."""

    words: str
    url: str | None = None
    place: str | None = None
    role: str = "stitched"


@dataclass(frozen=True, slots=True)
class Card:
    """One work in a list.

    Parameters
    ----------
    sale
        Words on how it can be had; empty when it is not for sale.
    verdict
        How alike it is to a picture searched with; empty otherwise.
    is_announced
        Whether search engines may quote it.
    """

    work: str
    url: str
    title: str
    by: MadeBy
    picture: Picture | None
    sale: str = ""
    verdict: str = ""
    reasons: tuple[str, ...] = ()
    is_announced: bool = False


def card_of(work: Work) -> Card:
    """Return a work as a card."""
    can_be_had = work.availability in {Availability.FOR_SALE, Availability.MADE_TO_ORDER}
    return Card(
        work=work.id,
        url=url_for("works.work", work_id=work.id),
        title=title_of(work),
        by=made_by(work)[0],
        picture=picture_of(work.cover, work),
        sale=availability_words(work.availability) if can_be_had else "",
        is_announced=is_announced_here(work),
    )


def cards_of(works: Iterable[Work]) -> list[Card]:
    """Return works as cards, in their order."""
    return [card_of(work) for work in works]


def title_of(work: Work) -> str:
    """Return the title in the language of the page; words for "untitled" without one."""
    return work.title.pick(language()) or translate("未命名的绣品", language())


def made_by(work: Work) -> tuple[MadeBy, ...]:
    """Return everybody credited; who stitched comes first. Never empty.

    Not said, not known and not to be shown are three things and read differently.
    """
    if not work.credits:
        return (MadeBy(translate("绣娘未署名", language())),)
    ranked = sorted(work.credits, key=lambda credit: credit.role != "stitched")
    return tuple(_made_by(credit) for credit in ranked)


def _made_by(credit: Credit) -> MadeBy:
    lang = language()
    if credit.maker is not None:
        return _named(credit.maker, credit.role)
    if credit.standing == "not shown":
        return MadeBy(translate("绣娘不公开姓名", lang), role=credit.role)
    if credit.role != "stitched":
        return MadeBy(translate("不知道是谁", lang), role=credit.role)
    return MadeBy(translate("绣娘不详", lang), role=credit.role)


def _named(maker: Maker, role: str) -> MadeBy:
    url = url_for("makers.maker", maker_id=maker.id)
    return MadeBy(maker.name.pick(language()), url, maker.place, role)


def availability_words(availability: Availability) -> str:
    """Return whether a piece can be had, in words."""
    lang = language()
    return {
        Availability.FOR_SALE: translate("在售", lang),
        Availability.MADE_TO_ORDER: translate("可以定做", lang),
        Availability.SOLD: translate("已售出", lang),
        Availability.NOT_FOR_SALE: translate("不出售", lang),
    }[availability]
