"""What a search by picture or by colour found, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict

from archive.records import Work
from search.results import Hit, SearchResult
from web.asked_regions import Box
from web.cards import Card, title_of
from web.context import site, viewer
from web.facets import Facet, Filter, Where
from web.finding import (
    ShownReason,
    likened,
    matched_photograph,
    narrowing,
    shown_reasons,
    works_of,
)
from web.paging import RESULTS, here_with
from web.picture_queries import QueryPicture, parts_of, shown_photograph
from web.pictures import Picture, picture_of
from web.placing import in_whole, without_work

__all__ = [
    "Chosen",
    "FoundPictures",
    "Likeness",
    "PictureAsk",
    "asked_words",
    "find_by_picture",
    "likenesses",
]

_MOST_ALIKE = 12
#: Photographs called like or unlike, each.
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class PictureAsk:
    """What a page asks for: a picture or parts of it, filters, and words about hits before."""

    picture: QueryPicture
    boxes: tuple[Box, ...] = ()
    where: Where = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """One work found, with what is alike on both pictures.

    Parameters
    ----------
    photograph
        Id of the photograph that matched.
    size
        Its width and height in pixels, which ``region`` is in.
    query_region
        The same in pixels of the picture searched with.
    part
        Which of the boxes drawn it answers, counted from 0.
    more_url, less_url
        Addresses of the search with a word about this hit; empty where that is no use.
    """

    card: Card
    photograph: str
    size: tuple[int, int]
    region: Box | None
    query_region: Box | None
    reasons: tuple[ShownReason, ...]
    part: int = 0
    more_url: str = ""
    less_url: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A photograph somebody called like or unlike, and the address without that word."""

    title: str
    picture: Picture | None
    is_like: bool
    url: str


@dataclass(frozen=True, slots=True)
class FoundPictures:
    """Results of a search by picture or colour.

    Parameters
    ----------
    notice
        Why the answer is less than it could be; empty when it is not.
    """

    hits: list[Likeness]
    facets: list[Facet]
    filters: list[Filter]
    chosen: list[Chosen]
    notice: str = ""


def asked_words(name: str) -> tuple[str, ...]:
    """Return the photographs this request calls like (``more``) or unlike (``less``).

    Only those this viewer may see: what another one would change is not told.
    """
    asked = dict.fromkeys(request.values.getlist(name))
    seen = (photo for photo in list(asked)[:_MOST_WORDS] if shown_photograph(photo))
    return tuple(seen)


def find_by_picture(ask: PictureAsk) -> FoundPictures:
    """Search by a picture or by parts of it; the work it is of is left out."""
    parts = parts_of(ask.picture, ask.boxes)

    def search(where: Where) -> SearchResult:
        result = site().engine.by_picture(
            parts,
            audience=viewer().audience,
            where=where,
            limit=_MOST_ALIKE + 1,
            more=ask.more,
            less=ask.less,
        )
        own = ask.picture.work
        return without_work(result, own.id if own is not None else "", _MOST_ALIKE)

    result = search(ask.where)
    facets, filters = narrowing(result, ask.where, search)
    hits = [
        replace(
            each,
            query_region=in_whole(hit, parts, ask.boxes),
            part=min(hit.part, max(0, len(ask.boxes) - 1)),
            more_url=_with_word("more", each.photograph),
            less_url=_with_word("less", each.photograph),
        )
        for hit, each in likenesses(result)
    ]
    return FoundPictures(hits, facets, filters, _chosen(ask), result.notice)


def likenesses(result: SearchResult) -> list[tuple[Hit, Likeness]]:
    """Return each hit that this viewer may see, with what a page shows of it."""
    works = works_of(result)
    shown = ((hit, _likeness(works[hit.work], hit)) for hit in result.hits if hit.work in works)
    return [(hit, likeness) for hit, likeness in shown if likeness is not None]


def _likeness(work: Work, hit: Hit) -> Likeness | None:
    photograph = matched_photograph(work, hit)
    if photograph is None:
        return None
    return Likeness(
        card=likened(work, hit),
        photograph=photograph.id,
        size=(photograph.width_px, photograph.height_px),
        region=hit.region if photograph.id == hit.photo else None,
        query_region=None,
        reasons=shown_reasons(hit),
    )


def _chosen(ask: PictureAsk) -> list[Chosen]:
    found = []
    for name, photographs in (("more", ask.more), ("less", ask.less)):
        for photograph_id in photographs:
            if (shown := shown_photograph(photograph_id)) is not None:
                photograph, work = shown
                picture = picture_of(photograph, work)
                url = here_with(_arguments_without(photograph_id)) + RESULTS
                found.append(Chosen(title_of(work), picture, name == "more", url))
    return found


def _with_word(name: str, photograph: str) -> str:
    """Return the address of this search with one word more; the last one counts."""
    arguments = _arguments_without(photograph)
    arguments.add(name, photograph)
    return here_with(arguments) + RESULTS


def _arguments_without(photograph: str) -> MultiDict[str, str]:
    arguments: MultiDict[str, str] = MultiDict(request.args)
    for name in ("more", "less"):
        arguments.setlist(name, [p for p in arguments.getlist(name) if p != photograph])
    return arguments
