"""Long lists, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.datastructures import MultiDict

__all__ = ["PAGE_SIZE", "RESULTS", "PageLink", "Paging", "asked_page", "here_with"]

PAGE_SIZE = 24
#: Where results stand on a page that has something tall above them.
RESULTS = "#results"
_FURTHEST = 1000
#: Pages named around the one shown, besides the first and the last.
_AROUND = 1


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page to go to; without ``url`` it is this one, without ``number`` a gap."""

    number: int | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page stands.

    Parameters
    ----------
    number
        This page, from 1.
    total
        Things in the whole list.
    """

    number: int
    total: int

    @property
    def offset(self) -> int:
        """How many things come before this page."""
        return (self.number - 1) * PAGE_SIZE

    @property
    def last(self) -> int:
        """Number of the last page, at least 1."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def links(self) -> list[PageLink]:
        """First page, last page and those around this one; empty when all fits on one."""
        if self.last == 1:
            return []
        near = range(self.number - _AROUND, self.number + _AROUND + 1)
        numbers = sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})
        links: list[PageLink] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before > 1:
                links.append(PageLink(None))
            links.append(PageLink(number, self._url(number) if number != self.number else None))
        return links

    @property
    def previous(self) -> str | None:
        """Address of the page before; ``None`` on the first."""
        return self._url(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """Address of the page after; ``None`` on the last."""
        return self._url(self.number + 1) if self.number < self.last else None

    def _url(self, number: int) -> str:
        changed = MultiDict(request.args)
        changed.setlist("page", [str(number)] if number > 1 else [])
        return here_with(changed)


def asked_page() -> int:
    """Return the page asked for, from 1; anything else than a number is page 1."""
    return min(max(1, request.args.get("page", 1, type=int)), _FURTHEST)


def here_with(arguments: MultiDict[str, str]) -> str:
    """Return the address of this page with other arguments."""
    values = {name: arguments.getlist(name) for name in arguments if arguments.getlist(name)}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **values})
