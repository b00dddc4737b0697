"""The pages that search engines may be told of.

A page is public before that: telling search engines of it needs a yes of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from archive.browsing import (
    AnnouncedWork,
    announced_covers,
    concept_uses,
    count_announced,
    named_works,
)
from archive.clock import today
from web.addresses import absolute
from web.context import catalogue, vocabulary
from web.pictures import sizes_of
from web.stories import announced_collections
from web.translating import LANGUAGES

__all__ = ["SitePage", "count_of_files", "pages_of_site"]

# Works in one file. The protocol takes 50,000 addresses and 50 MB (sitemaps.org);
# each work stands there in two languages, with 0.6 kB each.
_MOST_WORKS = 20_000


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page: its address in each language, when it changed, and its picture."""

    urls: dict[str, str]
    changed: str = ""
    picture_url: str = ""


def count_of_files() -> int:
    """Return how many files the whole list takes, at least 1."""
    return max(1, -(-count_announced(catalogue()) // _MOST_WORKS))


def pages_of_site(number: int) -> Iterator[SitePage]:
    """Give the pages of one file, from 1: works in each, everything else in the first.

    Made from ids, without loading a work: an address says no more than that
    something public is there.
    """
    if number == 1:
        yield from _fixed()
        yield from _others()
    yield from _works(announced_covers(catalogue(), (number - 1) * _MOST_WORKS, _MOST_WORKS))


def _fixed() -> Iterator[SitePage]:
    for endpoint in (
        "home.front",
        "works.gallery",
        "collections.index",
        "concepts.motifs",
        "concepts.techniques",
        "makers.index",
        "about.page",
    ):
        yield SitePage(_urls(endpoint))


def _others() -> Iterator[SitePage]:
    for slug in announced_collections():
        yield SitePage(_urls("collections.collection", slug=slug))
    for maker in named_works(catalogue(), today(), announced=True):
        yield SitePage(_urls("makers.maker", maker_id=maker))
    for scheme in ("motif", "technique"):
        for concept_id in concept_uses(catalogue(), (scheme,)):
            concept = vocabulary().get(concept_id)
            # A merged one has no page of its own.
            if concept is not None and concept.id == concept_id:
                yield SitePage(_urls(f"concepts.{scheme}", slug=concept.slug))


def _works(works: Iterable[AnnouncedWork]) -> Iterator[SitePage]:
    # Building each address on its own takes most of the time, so that is done once.
    pages = {
        lang: url.removesuffix("ID") for lang, url in _urls("works.work", work_id="ID").items()
    }
    picture_url = absolute(url_for("images.size", photograph_id="ID", longest_px=0))
    before, _, after = picture_url.rpartition("ID/0")
    for work in works:
        largest_px, _, _ = sizes_of(work.width_px, work.height_px)[-1]
        yield SitePage(
            {lang: page + work.id for lang, page in pages.items()},
            work.updated_at,
            f"{before}{work.cover}/{largest_px}{after}",
        )


def _urls(endpoint: str, **values: Any) -> dict[str, str]:
    return {lang: absolute(url_for(endpoint, lang=lang, **values)) for lang in LANGUAGES}
