"""The newest committed state, open for searching, and one search in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from whoosh.collectors import Collector
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from search.text import engine, folder
from search.text.compiling import compiled, filter_query
from search.text.documents import IndexNotReady
from search.text.folder import Build
from search.text.query import Node

__all__ = ["Snapshot", "Snapshots"]

#: A build may be swapped between reading its name and opening its files.
_OPEN_TRIES = 20
_OPEN_PAUSE_S = 0.01
#: How much a long record is held against it: not at all, since ours are long
#: where somebody took care. Whoosh's default is 0.75, for articles.
_LENGTH_COUNTS = 0.0
#: How slowly repeated words stop counting; BM25's usual range is 1.2 to 2.
_SATURATION = 2.0
#: BM25 has no upper end; this score becomes one half.
_HALF = 5.0
#: How many sets of what a search may find are kept; one of 10,000 takes 1 MB.
_KEPT_FILTERS = 16

_T = TypeVar("_T")


class _Everything(Collector):  # type: ignore[misc]  # whoosh is untyped
    """Collects every allowed match as ``(minus score, rank)``.

    Whoosh's FilterCollector takes an empty filter for none at all, and shows
    everything.
    """

    def __init__(self, allowed: frozenset[int], ranks: Sequence[int]) -> None:
        super().__init__()
        self._allowed, self._ranks = allowed, ranks
        self.found: list[tuple[float, int]] = []

    def collect_matches(self) -> None:
        """Walk through one segment."""
        matcher = self.matcher.replace()
        while matcher.is_active():
            number = self.offset + matcher.id()
            if number in self._allowed:
                # Rounded: the order of additions never decides before the date.
                self.found.append((-round(matcher.score(), 5), self._ranks[number]))
            matcher.next()


class Snapshot:
    """One state of the index; stays readable when it is replaced.

    Parameters
    ----------
    build
        Where it lies.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        reader = engine.open_reader(build.folder, build.generation)
        self._searcher = Searcher(reader, BM25F(B=_LENGTH_COUNTS, K1=_SATURATION))
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        rows = [row for leaf in leaves for row in _rows(leaf)]
        newest_first = sorted(range(len(rows)), key=rows.__getitem__)
        self._works = [rows[number][1] for number in newest_first]
        self._ranks = [0] * len(rows)
        for rank, number in enumerate(newest_first):
            self._ranks[number] = rank
        self._allowed = lru_cache(_KEPT_FILTERS)(self._read_allowed)
        # Matchers of one reader share its place in the file.
        self._lock = threading.Lock()

    def _read_allowed(self, audience: str, where: tuple[tuple[str, str], ...]) -> frozenset[int]:
        return frozenset(self._searcher.docs_for_query(filter_query(audience, where)))

    def find(
        self, root: Node | None, audience: str, where: Sequence[tuple[str, str]]
    ) -> tuple[tuple[str, ...], list[float]]:
        """Return all works that match, best first, newest first among equals.

        Returns
        -------
        tuple
            Works and their scores in 0..1.
        """
        with self._lock:
            allowed = self._allowed(audience, tuple(where))
            if root is None:
                ranks = sorted(self._ranks[number] for number in allowed)
                return tuple(self._works[rank] for rank in ranks), [1.0] * len(ranks)
            collector = _Everything(allowed, self._ranks)
            reader = self._searcher.reader()
            self._searcher.search_with_collector(compiled(root, reader), collector)
        found = sorted(collector.found)
        works = tuple(self._works[rank] for _, rank in found)
        return works, [score / (score - _HALF) for score, _ in found]


def _rows(leaf: Any) -> Iterator[tuple[int, str]]:
    """Yield ``(minus time of change, work)`` of every document."""
    works = leaf.column_reader("work", translate=False)
    updated = leaf.column_reader("updated", translate=False)
    for number in range(leaf.doc_count_all()):
        yield -int(updated[number]), bytes(works[number]).decode()


class Snapshots:
    """Keeps the newest state open.

    Parameters
    ----------
    path
        Folder of the index.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opening = threading.Lock()
        self._newest: Snapshot | None = None
        self._trusted: frozenset[str] = frozenset()

    def current(self) -> Snapshot:
        """Return the newest state, opened if it changed since the last call.

        Raises
        ------
        IndexNotReady
            When there is none that can be read.
        """
        with self._opening:
            self._newest = self.settled(self._open)[1]
            return self._newest

    def settled(self, read: Callable[[Build], _T]) -> tuple[Build, _T]:
        """Read the newest state; again when a writer came between.

        Raises
        ------
        IndexNotReady
            When it cannot be read although nobody changed it meanwhile.
        """
        for _ in range(_OPEN_TRIES):
            before = folder.fingerprint(self._path)
            try:
                build = folder.current_build(self._path)
                return build, read(build)
            except IndexNotReady:
                if folder.fingerprint(self._path) == before:
                    raise
                time.sleep(_OPEN_PAUSE_S)
        build = folder.current_build(self._path)
        return build, read(build)

    def _open(self, build: Build) -> Snapshot:
        if self._newest is not None and self._newest.build == build:
            return self._newest
        # Whoosh reads a damaged file until it trips over it; so look first.
        names = folder.examine(build, is_thorough=True, trusted=self._trusted)
        try:
            opened = Snapshot(build)
        except OSError as error:
            raise folder.torn(build) from error
        self._trusted = frozenset(names)
        return opened
