"""The search of one archive: words, pictures and counts behind one door."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlite_utils import Database

from archive.catalogue import open_catalogue
from archive.derivatives import DerivativeStore
from archive.features import Outline, PatternFeatures, read_keypoints
from archive.home import Home
from search.facets import FacetStore
from search.results import Hit, Reason, SearchResult
from search.text import IndexNotReady, TextIndex
from search.visual import (
    NeedsRebuild,
    Part,
    VisualIndex,
    VisualMatch,
    WantedColour,
    open_index,
    search_colours,
    search_sketch,
    search_visual,
    stored_part,
)

__all__ = ["SearchEngine"]

_NOT_READY = "the search index is being built"
# Facets of a search by picture are counted over its hits, which are few.
_MOST_PICTURE_HITS = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """What goes with a question, whatever is asked."""

    audience: str
    where: tuple[tuple[str, str], ...]
    limit: int
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


class SearchEngine:
    """Answers for one home; safe to share between the threads of a process.

    Parameters
    ----------
    home
        Whose ``index/`` is read. Nothing is opened before the first question.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._text = TextIndex(home.index / "text")
        self._facets = FacetStore(home.index / "facets.sqlite3")
        self._visual: VisualIndex | None = None
        self._opening = threading.Lock()

    def by_words(
        self,
        query: str,
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int | None = 24,
        offset: int = 0,
    ) -> SearchResult:
        """Find works by words, narrowed by ``where`` (field, value) pairs.

        ``audience`` is one of :data:`search.documents.AUDIENCES`; here and below.

        The same field twice means either; different fields mean both. An empty
        query finds every work that passes ``where``, newest first. Facets count
        everything found. While the index is being built nothing is found, with
        a notice saying so.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        try:
            found = self._text.search(
                query, audience=audience, where=where, limit=limit, offset=offset
            )
        except IndexNotReady:
            return SearchResult(0, (), notice=_NOT_READY)
        everything = not query.strip() and not where
        ready = self._facets.is_ready()
        counted = None if everything else found.works
        facets = self._facets.count(audience, counted) if ready else {}
        words = (Reason("text", 1.0),)
        hits = tuple(Hit(hit.work, hit.score, words) for hit in found.hits)
        return SearchResult(found.total, hits, facets, "" if ready else _NOT_READY)

    def by_picture(
        self,
        parts: Sequence[Part],
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int = 24,
        more: Sequence[str] = (),
        less: Sequence[str] = (),
    ) -> SearchResult:
        """Find works whose photographs show the same or similar cloth.

        ``total`` counts the hits given: likeness has no end, only an order.

        Parameters
        ----------
        parts
            One picture, or several parts that are all looked for together.
        more, less
            Photographs of the archive, by id, that somebody called like, and
            unlike, what is meant; unknown ones are passed over.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        asked = _Asked(audience, tuple(where), limit, tuple(more), tuple(less))
        return self._like(parts, asked)

    def similar(self, photograph_id: str, *, audience: str, limit: int = 8) -> SearchResult:
        """Find other works like one stored photograph; none while it is not indexed."""
        with closing(open_catalogue(self._home)) as db:
            row = _photograph(db, photograph_id)
            stored = self._stored(row[0]) if row else None
        if row is None or stored is None:
            return SearchResult(0, ())
        try:
            part = stored_part(self._opened().snapshot(), photograph_id, stored)
        except NeedsRebuild:
            return SearchResult(0, (), notice=_NOT_READY)
        return self._like([part], _Asked(audience, (), limit), without=row[1])

    def by_sketch(
        self,
        sketch: Outline,
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int = 24,
    ) -> SearchResult:
        """Find works whose outlines run as somebody drew them.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        asked = _Asked(audience, tuple(where), limit)
        return self._seen(
            asked,
            lambda visual, allowed: search_sketch(visual, sketch, allowed=allowed, limit=limit),
        )

    def by_colours(
        self,
        wanted: Sequence[WantedColour],
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int = 24,
    ) -> SearchResult:
        """Find works whose cloth has some colours.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        asked = _Asked(audience, tuple(where), limit)
        return self._seen(
            asked,
            lambda visual, allowed: search_colours(visual, wanted, allowed=allowed, limit=limit),
        )

    def _like(
        self, parts: Sequence[Part], asked: _Asked, without: str | None = None
    ) -> SearchResult:
        def find(visual: VisualIndex, allowed: set[str]) -> list[VisualMatch]:
            return self._matches(visual, parts, asked, allowed)

        return self._seen(asked, find, without)

    def _seen(
        self,
        asked: _Asked,
        find: Callable[[VisualIndex, set[str]], list[VisualMatch]],
        without: str | None = None,
    ) -> SearchResult:
        """Ask the visual index about the photographs that may be seen, and nothing else."""
        if not self._facets.is_ready():
            return SearchResult(0, (), notice=_NOT_READY)
        found = self._facets.works(asked.audience, asked.where)
        works = {work for work in found if work != without}
        # A work can be seen without some of its photographs, so each is asked for.
        photographs = self._facets.photographs(asked.audience, works)
        try:
            matches = find(self._opened(), photographs)
        except NeedsRebuild:
            return SearchResult(0, (), notice=_NOT_READY)
        return self._answered(tuple(_hit(match) for match in matches), asked)

    def _answered(self, hits: tuple[Hit, ...], asked: _Asked) -> SearchResult:
        counts = self._facets.count(asked.audience, [hit.work for hit in hits])
        return SearchResult(len(hits), hits, counts)

    def _matches(
        self, visual: VisualIndex, parts: Sequence[Part], asked: _Asked, photographs: set[str]
    ) -> list[VisualMatch]:
        with closing(open_catalogue(self._home)) as db:

            def features_of(photo: str) -> PatternFeatures | None:
                row = _photograph(db, photo)
                return self._stored(row[0]) if row else None

            return search_visual(
                visual,
                parts,
                features_of,
                allowed=photographs,
                limit=min(asked.limit, _MOST_PICTURE_HITS),
                more=asked.more,
                less=asked.less,
            )

    def _stored(self, sha256: str) -> PatternFeatures | None:
        return read_keypoints(DerivativeStore(self._home.derivatives).features(sha256))

    def _opened(self) -> VisualIndex:
        with self._opening:
            if self._visual is None:
                self._visual = open_index(self._home.index / "visual")
            return self._visual


def _photograph(db: Database, photograph_id: str) -> tuple[str, str] | None:
    """Return digest and work of a photograph."""
    sql = "SELECT sha256, work_id FROM photographs WHERE id = ?"
    row: tuple[str, str] | None = db.execute(sql, [photograph_id]).fetchone()
    return row


def _hit(match: VisualMatch) -> Hit:
    reasons = tuple(Reason(kind, weight) for kind, weight in match.reasons)
    return Hit(
        match.work,
        match.score,
        reasons,
        match.photo,
        match.region,
        match.query_region,
        match.part,
    )
