"""The newest works as entries of a feed; always in Chinese with English beside it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.access import Purpose
from archive.browsing import announced_works
from archive.records import Work
from web.addresses import absolute, permanent
from web.context import catalogue, shown_works
from web.pictures import picture_of

__all__ = ["Entry", "newest"]

_MOST = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One work in the feed."""

    title: str
    url: str
    published: str
    updated: str
    authors: tuple[str, ...]
    summary: str
    picture_url: str


def newest() -> list[Entry]:
    """Return the works published last, newest first."""
    ids = announced_works(catalogue(), _MOST)
    return [_entry(work) for work in shown_works(ids, Purpose.FEED)]


def _entry(work: Work) -> Entry:
    picture = picture_of(work.cover, work)
    names = (credit.maker.name.pick("zh") for credit in work.credits if credit.maker)
    titles = dict.fromkeys(text for text in (work.title.zh, work.title.en) if text)
    return Entry(
        title=" / ".join(titles) or work.id,
        url=permanent(work.id),
        published=work.published_at or work.updated_at,
        updated=work.updated_at,
        authors=tuple(dict.fromkeys(names)),
        summary=work.wording("meaning").pick("zh") or work.wording("description").pick("zh"),
        picture_url=absolute(picture.phone.url) if picture else "",
    )
