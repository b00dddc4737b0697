"""Search pages: asking the engine and making its answer into cards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.features import PatternFeatures
from archive.records import Work
from search.results import Hit, SearchResult
from web.cards import Card, card_of
from web.context import language, shown_works, site, viewer
from web.facets import Facet, Filter, Where, active_filters, facets_of
from web.paging import PAGE_SIZE, Paging
from web.pictures import picture_of
from web.translating import translate

__all__ = ["Found", "find_by_picture", "find_by_words", "similar_to"]

#: From these on a picture shows the same cloth, or something clearly like it. Tried with
#: four crops, turned and made smaller, among 28 drawn pieces: the same cloth scored 0.99
#: and more, every other at most 0.37.
_SAME_CLOTH = 0.6
_ALIKE = 0.3
_LEAST_REASON = 0.2
_MOST_REASONS = 3
_MOST_SIMILAR = 8
_MOST_ALIKE = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A page of search results.

    Parameters
    ----------
    notice
        Why the answer is less than it could be; empty when it is not.
    """

    cards: list[Card]
    paging: Paging
    facets: list[Facet]
    filters: list[Filter]
    notice: str = ""


def find_by_words(query: str, where: Where, page: int) -> Found:
    """Search by words, narrowed by ``where``."""

    def ask(narrowed: Where, limit: int = 0, offset: int = 0) -> SearchResult:
        return site().engine.by_words(
            query, audience=viewer().audience, where=narrowed, limit=limit, offset=offset
        )

    result = ask(where, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return Found(
        cards=[card_of(work) for work in _works_of(result).values()],
        paging=Paging(page, result.total),
        facets=facets_of(result, where, ask),
        filters=active_filters(where),
        notice=result.notice,
    )


def find_by_picture(features: PatternFeatures) -> Found:
    """Search by somebody's own picture."""
    result = site().engine.by_picture(features, audience=viewer().audience, limit=_MOST_ALIKE)
    works = _works_of(result)
    cards = [_likened(works[hit.work], hit) for hit in result.hits if hit.work in works]
    return Found(cards, Paging(1, len(cards)), [], [], result.notice)


def similar_to(work: Work) -> list[Card]:
    """Return other works like this one; none when the engine has nothing to say."""
    if work.cover is None:
        return []
    result = site().engine.similar(work.cover.id, audience=viewer().audience, limit=_MOST_SIMILAR)
    works = _works_of(result)
    return [
        replace(card_of(works[hit.work]), reasons=_reasons(hit))
        for hit in result.hits
        if hit.work in works
    ]


def _works_of(result: SearchResult) -> dict[str, Work]:
    return {work.id: work for work in shown_works(hit.work for hit in result.hits)}


def _likened(work: Work, hit: Hit) -> Card:
    """Return a card that shows the photograph that matched."""
    matched = next((p for p in work.photographs if p.id == hit.photo), work.cover)
    return replace(
        card_of(work),
        picture=picture_of(matched, work),
        verdict=_verdict(hit.score),
        reasons=_reasons(hit),
    )


def _reasons(hit: Hit) -> tuple[str, ...]:
    strongest = sorted(hit.reasons, key=lambda reason: -reason.weight)[:_MOST_REASONS]
    words = (_reason_words(r.kind) for r in strongest if r.weight >= _LEAST_REASON)
    return tuple(filter(None, words))


def _verdict(score: float) -> str:
    lang = language()
    if score >= _SAME_CLOTH:
        return translate("同一块绣片，或同一个花样", lang)
    if score >= _ALIKE:
        return translate("相似", lang)
    return translate("有一点像", lang)


def _reason_words(kind: str) -> str:
    lang = language()
    return {
        "shape": translate("形状像", lang),
        "texture": translate("针脚像", lang),
        "colour": translate("颜色像", lang),
        "layout": translate("布局像", lang),
        "motif": translate("花样相同", lang),
    }.get(kind, "")
