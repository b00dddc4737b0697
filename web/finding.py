"""Search pages: asking the engine and making its answer into cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.records import Photograph, Work
from search.results import Hit, SearchResult
from web.cards import Card, card_of
from web.context import language, shown_works, site, viewer
from web.facets import Facet, Filter, Where, active_filters, facets_of
from web.paging import PAGE_SIZE, Paging
from web.pictures import picture_of
from web.translating import translate

__all__ = [
    "Found",
    "ShownReason",
    "find_by_words",
    "likened",
    "matched_photograph",
    "narrowing",
    "shown_reasons",
    "similar_to",
    "works_of",
]

#: From these on a picture shows the same cloth, or something clearly like it. Above 0.3
#: nothing comes without keypoints that agree. Tried with four crops of each of 12 drawn
#: pieces, turned, mirrored and made smaller, among 45: the same cloth scored 0.96 and
#: more and came first each time, the best of the others 0.44 at most.
_SAME_CLOTH = 0.6
_ALIKE = 0.3
_LEAST_REASON = 0.2
_MOST_REASONS = 3
_MOST_SIMILAR = 8

Search = Callable[[Where], SearchResult]


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


@dataclass(frozen=True, slots=True)
class ShownReason:
    """Why something was found, in words, with its share of the score in per cent."""

    words: str
    percent: int


def find_by_words(query: str, where: Where, page: int) -> Found:
    """Search by words, narrowed by ``where``."""

    def ask(narrowed: Where, limit: int = 0, offset: int = 0) -> SearchResult:
        return site().engine.by_words(
            query, audience=viewer().audience, where=narrowed, limit=limit, offset=offset
        )

    result = ask(where, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    return Found(
        cards=[card_of(work) for work in works_of(result).values()],
        paging=Paging(page, result.total),
        facets=facets_of(result, where, ask),
        filters=active_filters(where),
        notice=result.notice,
    )


def similar_to(work: Work) -> list[Card]:
    """Return other works like this one; none when the engine has nothing to say."""
    if work.cover is None:
        return []
    result = site().engine.similar(work.cover.id, audience=viewer().audience, limit=_MOST_SIMILAR)
    works = works_of(result)
    return [
        replace(card_of(works[hit.work]), reasons=_strongest(hit))
        for hit in result.hits
        if hit.work in works
    ]


def works_of(result: SearchResult) -> dict[str, Work]:
    """Return the works of a result's hits that this viewer may see, in their order."""
    return {work.id: work for work in shown_works(hit.work for hit in result.hits)}


def matched_photograph(work: Work, hit: Hit) -> Photograph | None:
    """Return the photograph of a work that matched; the cover when it is not shown."""
    return next((each for each in work.photographs if each.id == hit.photo), work.cover)


def likened(work: Work, hit: Hit) -> Card:
    """Return a card that shows the photograph that matched, and says how alike it is."""
    picture = picture_of(matched_photograph(work, hit), work)
    return replace(card_of(work), picture=picture, verdict=_verdict(hit.score))


def shown_reasons(hit: Hit) -> tuple[ShownReason, ...]:
    """Return why a work was found, the weightiest first."""
    strongest = sorted(hit.reasons, key=lambda reason: -reason.weight)[:_MOST_REASONS]
    told = (ShownReason(_reason_words(r.kind), round(100 * r.weight)) for r in strongest)
    return tuple(reason for reason in told if reason.words and reason.percent)


def narrowing(
    result: SearchResult, where: Where, search: Search
) -> tuple[list[Facet], list[Filter]]:
    """Return facets and the filters in use for a search that takes its time.

    Where one field is in use, its other values are counted by one search more. With
    several in use they are not: each would cost another search.
    """
    fields = {field for field, _ in where}
    again = search if len(fields) == 1 else lambda _where: result
    return facets_of(result, where, again), active_filters(where)


def _strongest(hit: Hit) -> tuple[str, ...]:
    return tuple(
        reason.words for reason in shown_reasons(hit) if reason.percent >= 100 * _LEAST_REASON
    )


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
        "motif": translate("花样像", lang),
    }.get(kind, "")
