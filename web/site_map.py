"""Every public page of the site, for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from archive.browsing import concept_uses
from archive.curated import all_collections
from archive.loading import listed_works
from archive.records import Work
from web.addresses import absolute
from web.context import catalogue, shown_works, vocabulary
from web.people import people_in
from web.pictures import picture_of
from web.translating import LANGUAGES

__all__ = ["SitePage", "pages_of_site"]

# The protocol's limit for one file (sitemaps.org); each page stands there in two languages.
_MOST_WORKS = 20_000


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page: its address in each language, when it changed, and its picture."""

    urls: dict[str, str]
    changed: str = ""
    picture_url: str = ""


def pages_of_site() -> list[SitePage]:
    """Return every page the public may see."""
    works = shown_works(listed_works(catalogue())[:_MOST_WORKS])
    return [*_fixed(), *(_work(work) for work in works), *_collections(works), *_others(works)]


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


def _work(work: Work) -> SitePage:
    picture = picture_of(work.cover, work)
    return SitePage(
        _urls("works.work", work_id=work.id),
        work.updated_at,
        absolute(picture.largest.url) if picture else "",
    )


def _collections(works: list[Work]) -> Iterator[SitePage]:
    filled = {slug for work in works for slug in work.collections}
    for collection in all_collections(catalogue()):
        if collection.slug in filled:
            yield SitePage(_urls("collections.collection", slug=collection.slug))


def _others(works: list[Work]) -> Iterator[SitePage]:
    for person in people_in(works):
        yield SitePage(_urls("makers.maker", maker_id=person.maker))
    for scheme in ("motif", "technique"):
        for concept_id in concept_uses(catalogue(), (scheme,)):
            concept = vocabulary().get(concept_id)
            if concept is not None:
                yield SitePage(_urls(f"concepts.{scheme}", slug=concept.slug))


def _urls(endpoint: str, **values: Any) -> dict[str, str]:
    return {lang: absolute(url_for(endpoint, lang=lang, **values)) for lang in LANGUAGES}
