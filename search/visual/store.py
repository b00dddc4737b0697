"""The visual index on disk: one row a photograph in one small SQLite file.

Write-ahead logging lets other processes read while one writes. Every row
carries a checksum. Whatever is missing, torn or made by other code raises
:class:`NeedsRebuild`: the index is derived and can be made again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from archive.errors import ArchiveError

__all__ = ["Entry", "NeedsRebuild", "Store"]

_NAME = "visual.sqlite3"
_SCHEMA = (
    "DROP TABLE IF EXISTS meta",
    "DROP TABLE IF EXISTS entry",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY AUTOINCREMENT, photo TEXT NOT NULL UNIQUE, work TEXT NOT NULL,
        words BLOB NOT NULL, signatures BLOB NOT NULL, geometry BLOB NOT NULL,
        vector BLOB NOT NULL, checksum INTEGER NOT NULL
    )
    """,
    "CREATE INDEX entry_work ON entry (work, photo)",
)
#: Raised by hand whenever the tables change.
_STORE_VERSION = "2"
_WAIT_S = 30.0
_INSERT = (
    "INSERT INTO entry (photo, work, words, signatures, geometry, vector, checksum)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_ROW = "number, photo, work, words, signatures, geometry, vector, checksum"


class NeedsRebuild(ArchiveError):
    """The visual index cannot be used and must be made again.

    Parameters
    ----------
    path
        The index file.
    why
        What is wrong with it.
    """

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"the visual index {path} {why}", hint="run `xiupu index rebuild`")
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What the index keeps of one photograph.

    Parameters
    ----------
    number
        Grows with every change; 0 before it is stored.
    photo, work
        Their identifiers.
    words
        uint16 ``(n,)``: nearest visual word of each keypoint.
    signatures
        uint64 ``(n,)``: Hamming signature of each keypoint.
    geometry
        uint8 ``(n, 2)``: orientation in 256ths of a turn, and scale in eighths
        of an octave above 1/16 pixel.
    vector
        float16 ``(v,)``: aggregated shape, texture and colour, one after the other.
    """

    number: int
    photo: str
    work: str
    words: npt.NDArray[np.uint16]
    signatures: npt.NDArray[np.uint64]
    geometry: npt.NDArray[np.uint8]
    vector: npt.NDArray[np.float16]


class Store:
    """The file; holds no connection between calls.

    Parameters
    ----------
    folder
        The index folder, e.g. ``index/visual``.
    versions
        What the rows depend on; a file made with others needs a rebuild.
    """

    def __init__(self, folder: Path, versions: dict[str, str]) -> None:
        self.path = folder / _NAME
        self._versions = versions | {"store": _STORE_VERSION}

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Replace everything by these entries, read once as a stream, all or nothing.

        Readers have the old index until the last moment; stopped at any other,
        it leaves what was there before.
        """
        try:
            self.check()
        except NeedsRebuild:
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(_NAME + suffix).unlink(missing_ok=True)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect("rwc")) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA:
                connection.execute(statement)
            facts = self._versions | {"made": uuid4().hex}
            connection.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
            for entry in entries:
                connection.execute(_INSERT, _packed(entry))

    def check(self) -> None:
        """See that the file is whole and made by this code.

        Raises
        ------
        NeedsRebuild
            When it is not.
        """
        with self._open("ro") as connection:
            found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            found.pop("made", None)
            if found != self._versions:
                raise NeedsRebuild(self.path, "was made by another version")
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if result != "ok":
                raise NeedsRebuild(self.path, f"is damaged: {result}")

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries, all or none."""
        rows = [_packed(entry) for entry in entries]
        with self._open("rw") as connection, connection:
            connection.executemany("DELETE FROM entry WHERE photo = ?", [row[:1] for row in rows])
            connection.executemany(_INSERT, rows)

    def remove(self, photos: Iterable[str]) -> None:
        """Take photographs out, all or none; unknown ones are no error."""
        with self._open("rw") as connection, connection:
            connection.executemany("DELETE FROM entry WHERE photo = ?", [(p,) for p in photos])

    def numbers(self) -> dict[str, int]:
        """Every photograph and the number of its present entry."""
        with self._open("ro") as connection:
            return dict(connection.execute("SELECT photo, number FROM entry").fetchall())

    def photos_of(self, works: Iterable[str]) -> set[str]:
        """Photographs of some works."""
        query = "SELECT photo FROM entry WHERE work IN (SELECT value FROM json_each(?))"
        with self._open("ro") as connection:
            return {row[0] for row in connection.execute(query, (json.dumps(list(works)),))}

    def after(self, number: int) -> list[Entry]:
        """Entries stored after ``number``, in order.

        Raises
        ------
        NeedsRebuild
            When a row does not match its checksum.
        """
        query = f"SELECT {_ROW} FROM entry WHERE number > ? ORDER BY number"
        with self._open("ro") as connection:
            return [self._unpacked(row) for row in connection.execute(query, (number,))]

    def stamp(self) -> tuple[str, int, int]:
        """Tell the state of the index: which making, newest number, entries.

        Equal stamps mean equal content: numbers are never used twice.

        Raises
        ------
        NeedsRebuild
            When there is no file, or it cannot be read.
        """
        query = (
            "SELECT (SELECT value FROM meta WHERE key = 'made'),"
            " (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entry'),"
            " (SELECT count(*) FROM entry)"
        )
        with self._open("ro") as connection:
            made, newest, count = connection.execute(query).fetchone()
        return str(made), int(newest), int(count)

    def _unpacked(self, row: tuple[int, str, str, bytes, bytes, bytes, bytes, int]) -> Entry:
        number, photo, work, *blobs, checksum = row
        words, signatures, geometry, vector = blobs
        if zlib.crc32(b"".join(blobs)) != checksum:
            raise NeedsRebuild(self.path, f"holds a damaged entry for photograph {photo}")
        return Entry(
            number,
            photo,
            work,
            np.frombuffer(words, np.uint16),
            np.frombuffer(signatures, np.uint64),
            np.frombuffer(geometry, np.uint8).reshape(-1, 2),
            np.frombuffer(vector, np.float16),
        )

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", _WAIT_S, uri=True)

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        """Open the file; whatever SQLite finds broken becomes NeedsRebuild."""
        if not self.path.exists():
            raise NeedsRebuild(self.path, "does not exist")
        try:
            with closing(self._connect(mode)) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            raise NeedsRebuild(self.path, f"cannot be read: {error}") from error


def _packed(entry: Entry) -> tuple[str, str, bytes, bytes, bytes, bytes, int]:
    arrays = (entry.words, entry.signatures, entry.geometry, entry.vector)
    words, signatures, geometry, vector = (array.tobytes() for array in arrays)
    checksum = zlib.crc32(b"".join((words, signatures, geometry, vector)))
    return entry.photo, entry.work, words, signatures, geometry, vector, checksum
