"""The search of one archive: words, pictures and counts behind one door."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing

from sqlite_utils import Database

from archive.catalogue import open_catalogue
from archive.derivatives import DerivativeStore
from archive.features import PatternFeatures, read_features
from archive.home import Home
from search.facets import FacetStore
from search.results import Hit, Reason, SearchResult
from search.text import IndexNotReady, TextIndex
from search.visual import NeedsRebuild, VisualIndex, VisualMatch, open_index, search_visual

__all__ = ["SearchEngine"]

_NOT_READY = "the search index is being built"
# Facets of a search by picture are counted over its hits, which are few.
_MOST_PICTURE_HITS = 200


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
        features: PatternFeatures,
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int = 24,
    ) -> SearchResult:
        """Find works whose photographs show the same or similar cloth.

        ``total`` counts the hits given: likeness has no end, only an order.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        return self._like(features, audience=audience, where=where, limit=limit)

    def similar(self, photograph_id: str, *, audience: str, limit: int = 8) -> SearchResult:
        """Find other works like one stored photograph; none while it has no features."""
        with closing(open_catalogue(self._home)) as db:
            row = _photograph(db, photograph_id)
            stored = self._stored(row[0]) if row else None
        if row is None or stored is None:
            return SearchResult(0, ())
        return self._like(stored, audience=audience, limit=limit, without=row[1])

    def _like(
        self,
        features: PatternFeatures,
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int,
        without: str | None = None,
    ) -> SearchResult:
        if not self._facets.is_ready():
            return SearchResult(0, (), notice=_NOT_READY)
        works = {*self._facets.works(audience, where)} - {without}
        # A work can be seen without some of its photographs, so each is asked for.
        photographs = self._facets.photographs(audience, filter(None, works))
        try:
            matches = self._matches(features, photographs, min(limit, _MOST_PICTURE_HITS))
        except NeedsRebuild:
            return SearchResult(0, (), notice=_NOT_READY)
        hits = tuple(_hit(match) for match in matches)
        return SearchResult(len(hits), hits, self._facets.count(audience, [h.work for h in hits]))

    def _matches(
        self, features: PatternFeatures, photographs: set[str], limit: int
    ) -> list[VisualMatch]:
        visual = self._opened()
        allowed = photographs & set(visual.snapshot().photos)
        with closing(open_catalogue(self._home)) as db:

            def features_of(photo: str) -> PatternFeatures | None:
                row = _photograph(db, photo)
                return self._stored(row[0]) if row else None

            return search_visual(visual, features, features_of, allowed=allowed, limit=limit)

    def _stored(self, sha256: str) -> PatternFeatures | None:
        return read_features(DerivativeStore(self._home.derivatives).features(sha256))

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
    return Hit(match.work, match.score, reasons, match.photo, match.region)
