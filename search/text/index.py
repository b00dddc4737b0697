"""The text index: what the rest of the archive talks to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from archive.errors import BadInput, Conflict
from search.text import engine, folder
from search.text.analysis import filter_key, microseconds, rows_of
from search.text.documents import (
    FILTER_FIELDS,
    IndexNotReady,
    IndexState,
    TextDocument,
    TextHit,
    TextResult,
)
from search.text.installed import require_engine
from search.text.parser import parse
from search.text.searching import Snapshots

__all__ = ["TextIndex"]

#: Longest wait for another writer; a rebuild of 10,000 works takes about a minute.
_LOCK_TIMEOUT_S = 600.0


class TextIndex:
    """Finds works by words; safe for many threads and processes.

    Parameters
    ----------
    path
        Folder of the index, made when first built. Deleting it loses nothing.
    lock_timeout_s
        How long a writer waits for another one.

    Raises
    ------
    ArchiveError
        When two installed packages both provide ``whoosh``.
    """

    def __init__(self, path: Path, *, lock_timeout_s: float = _LOCK_TIMEOUT_S) -> None:
        require_engine()
        self._path = path
        self._lock_timeout_s = lock_timeout_s
        self._snapshots = Snapshots(path)

    def state(self, *, is_thorough: bool = False) -> IndexState:
        """Return whether the index can answer.

        Parameters
        ----------
        is_thorough
            Whether to compare every byte with its checksum, not only sizes.
        """
        try:
            count = partial(folder.count, is_thorough=is_thorough)
            documents = self._snapshots.settled(count)[1]
        except IndexNotReady as error:
            return error.state
        return IndexState("ready", documents=documents)

    def update(self, documents: Iterable[TextDocument], removed: Iterable[str] = ()) -> None:
        """Replace all documents of the works given, in one commit.

        Parameters
        ----------
        documents
            All documents of each work named; those it had before go.
        removed
            Ids of works to take out, for all audiences.

        Raises
        ------
        IndexNotReady
            When there is no sound index to update: :meth:`rebuild` it.
        Conflict
            When another writer does not finish in time.
        """
        with self._writing():
            build = folder.current_build(self._path)
            folder.examine(build)
            self._commit(build.folder, documents, removed)
            folder.tidy(folder.current_build(self._path))

    def rebuild(self, documents: Iterable[TextDocument]) -> None:
        """Build anew beside the old index, then swap; searches go on meanwhile.

        Parameters
        ----------
        documents
            Everything that is to be found. Read once, as a stream.

        Raises
        ------
        Conflict
            When another writer does not finish in time.
        """
        with self._writing():
            old = None
            with contextlib.suppress(IndexNotReady):
                old = folder.current_folder(self._path)
            folder.clear_leftovers(self._path, keep=old)
            build = folder.new_build(self._path)
            engine.create(build, partial(folder.settle, build))
            self._commit(build, documents, ())
            folder.make_current(self._path, build)
            folder.tidy(folder.current_build(self._path))
            folder.clear_leftovers(self._path, keep=build)

    def search(
        self,
        query: str,
        *,
        audience: str,
        where: Sequence[tuple[str, str]] = (),
        limit: int | None = 24,
        offset: int = 0,
    ) -> TextResult:
        """Return the works that match, best first, newest first among equals.

        Parameters
        ----------
        query
            As typed; nothing in it raises. Blank matches everything.
        audience
            Whose documents are searched.
        where
            ``(field, value)`` pairs; the same field twice is OR, different
            fields are AND. A concept includes everything narrower.
        limit, offset
            The page; ``limit=None`` for all.

        Raises
        ------
        IndexNotReady
            When the index is missing, stale or torn.
        BadInput
            When ``where`` names an unknown field, or the page is negative.
        """
        _check(where, limit, offset)
        parsed = parse(query)
        if parsed.root is None and query.strip():
            return TextResult(0, (), (), parsed.problems)
        snapshot = self._snapshots.current()
        try:
            works, scores = snapshot.find(parsed.root, audience, where)
        except Exception:
            # A damaged block may raise anything; if that is what it was, say so.
            folder.examine(snapshot.build, is_thorough=True)
            raise
        end = None if limit is None else offset + limit
        page = slice(offset, end)
        hits = tuple(map(TextHit, works[page], scores[page]))
        return TextResult(len(works), hits, works, parsed.problems)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer of all processes."""
        self._path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._path / "writer.lock", timeout=self._lock_timeout_s)
        try:
            lock.acquire()
        except Timeout as error:
            raise Conflict(
                "another process is writing the text index",
                hint="wait for it to finish, then try again",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _commit(
        self, build: Path, documents: Iterable[TextDocument], removed: Iterable[str]
    ) -> None:
        writer = engine.IndexWriter(build, partial(folder.settle, build))
        try:
            gone = set(removed)
            for work in gone:
                writer.delete(filter_key("work", work))
            for document in documents:
                if document.work not in gone:
                    writer.delete(filter_key("work", document.work))
                    gone.add(document.work)
                writer.add(document.work, microseconds(document.updated), rows_of(document))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()


def _check(where: Sequence[tuple[str, str]], limit: int | None, offset: int) -> None:
    for field, _ in where:
        if field not in FILTER_FIELDS:
            raise BadInput(
                f"there is no filter {field!r}", hint=f"known are {', '.join(FILTER_FIELDS)}"
            )
    if offset < 0 or (limit is not None and limit < 0):
        raise BadInput("a page of results cannot start or end before 0")
