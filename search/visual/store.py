"""The visual index on disk: one row a photograph in one small SQLite file.

Write-ahead logging lets other processes read while one writes. Every row
carries a checksum. Whatever is missing, torn or made by other code raises
:class:`NeedsRebuild`: the index is derived and can be made again. Beside the
file lie segments (``search/visual/segments.py``), which repeat older rows in a
form that is read at once; which ones stand is written in the file.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from archive.errors import ArchiveError
from search.visual.entries import Entry, Picture, digest_of, pack, unpack

__all__ = ["NeedsRebuild", "SegmentRow", "Stamp", "Store"]

_NAME = "visual.sqlite3"
_BUILDING = "building.sqlite3"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE IF NOT EXISTS entry (
        number INTEGER PRIMARY KEY AUTOINCREMENT, photo TEXT NOT NULL UNIQUE, work TEXT NOT NULL,
        digest INTEGER NOT NULL, model TEXT NOT NULL, arrays BLOB NOT NULL,
        checksum INTEGER NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS entry_work ON entry (work, photo)",
    """
    CREATE TABLE IF NOT EXISTS segment (
        id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL UNIQUE, last INTEGER NOT NULL,
        rows INTEGER NOT NULL, size INTEGER NOT NULL
    )
    """,
)
_DROP = tuple(f"DROP TABLE IF EXISTS {table}" for table in ("meta", "entry", "segment"))
#: Raised by hand whenever the tables change.
_STORE_VERSION = "3"
_WAIT_S = 30.0
_VALUES = "photo, work, digest, model, arrays, checksum"
_INSERT = f"INSERT INTO entry ({_VALUES}) VALUES (?, ?, ?, ?, ?, ?)"
_GROUP = 200
#: What making the index anew would not mend: another writer, a full disk, a disk that fails.
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


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


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment that stands: its folder, newest entry, rows, and bytes."""

    id: int
    folder: str
    last: int
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of the index; equal stamps mean equal content."""

    made: str
    newest: int
    entries: int
    segments: int


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
        self.segments = folder / "segments"
        self._building = folder / _BUILDING
        self._versions = versions | {"store": _STORE_VERSION}

    def rebuild(self, pictures: Iterable[Picture], make: Callable[[Picture], Entry]) -> None:
        """Make the file anew.

        The new rows are gathered in a file beside it, a few hundred at a time:
        stopped at any moment, the next rebuild goes on from there, and what was
        there before goes on answering until the last moment.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._begin_building()
        seen: set[str] = set()
        group: list[Picture] = []
        for picture in pictures:
            seen.add(picture.photo)
            group.append(picture)
            if len(group) == _GROUP:
                self._build(group, make)
                group = []
        self._build(group, make)
        self._take_over(seen)
        _unlink(self._building)

    def _begin_building(self) -> None:
        try:
            with _opened(self._building, "ro") as connection:
                self._check_versions(connection)
        except NeedsRebuild:
            _unlink(self._building)
            with closing(_connect(self._building, "rwc")) as connection, connection:
                self._write_schema(connection)

    def _write_schema(self, connection: sqlite3.Connection) -> None:
        for statement in _SCHEMA:
            connection.execute(statement)
        facts = self._versions | {"made": uuid4().hex}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def _build(self, group: list[Picture], make: Callable[[Picture], Entry]) -> None:
        with _opened(self._building, "rw") as connection, connection:
            known = dict(connection.execute("SELECT photo, digest FROM entry").fetchall())
            fresh = [p for p in group if known.get(p.photo) != digest_of(p)]
            rows = [_packed(make(picture)) for picture in fresh]
            connection.executemany("DELETE FROM entry WHERE photo = ?", [row[:1] for row in rows])
            connection.executemany(_INSERT, rows)

    def _take_over(self, photos: set[str]) -> None:
        """Replace every row by what was built, in one step."""
        try:
            self.check()
        except NeedsRebuild:
            _unlink(self.path)
        with closing(_connect(self.path, "rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("ATTACH ? AS built", [str(self._building)])
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                for statement in _DROP:
                    connection.execute(statement.replace("EXISTS ", "EXISTS main."))
                self._write_schema(connection)
                chosen = "SELECT value FROM json_each(?)"
                connection.execute(
                    f"INSERT INTO main.entry ({_VALUES}) SELECT {_VALUES} FROM built.entry"
                    f" WHERE photo IN ({chosen}) ORDER BY number",
                    [json.dumps(sorted(photos))],
                )

    def check(self) -> None:
        """See that the file is whole and made by this code.

        Raises
        ------
        NeedsRebuild
            When it is not.
        """
        with _opened(self.path, "ro") as connection:
            self._check_versions(connection)
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if result != "ok":
                raise NeedsRebuild(self.path, f"is damaged: {result}")

    def _check_versions(self, connection: sqlite3.Connection) -> None:
        found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        found.pop("made", None)
        if found != self._versions:
            raise NeedsRebuild(self.path, "was made by another version")

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries, all or none."""
        rows = [_packed(entry) for entry in entries]
        with _opened(self.path, "rw") as connection, connection:
            connection.executemany("DELETE FROM entry WHERE photo = ?", [row[:1] for row in rows])
            connection.executemany(_INSERT, rows)

    def remove(self, photos: Iterable[str]) -> None:
        """Take photographs out, all or none; unknown ones are no error."""
        with _opened(self.path, "rw") as connection, connection:
            connection.executemany("DELETE FROM entry WHERE photo = ?", [(p,) for p in photos])

    def photos(self) -> set[str]:
        """List every photograph."""
        with _opened(self.path, "ro") as connection:
            return {row[0] for row in connection.execute("SELECT photo FROM entry")}

    def digests(self, photos: Iterable[str]) -> dict[str, int]:
        """Digest of each of some photographs that is there."""
        query = "SELECT photo, digest FROM entry WHERE photo IN (SELECT value FROM json_each(?))"
        with _opened(self.path, "ro") as connection:
            return dict(connection.execute(query, [json.dumps(list(photos))]).fetchall())

    def numbers(self) -> npt.NDArray[np.int64]:
        """Numbers of every entry, rising."""
        with _opened(self.path, "ro") as connection:
            rows = connection.execute("SELECT number FROM entry ORDER BY number").fetchall()
        return np.array(rows, np.int64).ravel()

    def photos_of(self, works: Iterable[str]) -> set[str]:
        """Photographs of some works."""
        query = "SELECT photo FROM entry WHERE work IN (SELECT value FROM json_each(?))"
        with _opened(self.path, "ro") as connection:
            return {row[0] for row in connection.execute(query, (json.dumps(list(works)),))}

    def after(self, number: int, most: int = -1) -> list[Entry]:
        """Entries stored after ``number``, in order; at most so many, all when negative.

        Raises
        ------
        NeedsRebuild
            When a row does not match its checksum.
        """
        query = f"SELECT number, {_VALUES} FROM entry WHERE number > ? ORDER BY number LIMIT ?"
        with _opened(self.path, "ro") as connection:
            return [self._unpacked(row) for row in connection.execute(query, (number, most))]

    def standing(self) -> list[SegmentRow]:
        """Segments that stand, oldest entries first."""
        query = "SELECT id, folder, last, rows, size FROM segment ORDER BY last"
        with _opened(self.path, "ro") as connection:
            return [SegmentRow(*row) for row in connection.execute(query)]

    def fall(self, rows: Iterable[SegmentRow]) -> None:
        """Let segments stand no more."""
        with _opened(self.path, "rw") as connection, connection:
            _fell(connection, rows)

    def stand(self, row: SegmentRow, instead_of: Iterable[SegmentRow]) -> None:
        """Let a written segment stand, in place of others."""
        with _opened(self.path, "rw") as connection, connection:
            _fell(connection, instead_of)
            connection.execute(
                "INSERT INTO segment (folder, last, rows, size) VALUES (?, ?, ?, ?)",
                (row.folder, row.last, row.rows, row.size),
            )

    def stamp(self) -> Stamp:
        """Tell the state of the index.

        Raises
        ------
        NeedsRebuild
            When there is no file, or it cannot be read.
        """
        query = (
            "SELECT (SELECT value FROM meta WHERE key = 'made'),"
            " (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entry'),"
            " (SELECT count(*) FROM entry),"
            " (SELECT coalesce(sum(id), 0) FROM segment)"
        )
        with _opened(self.path, "ro") as connection:
            made, newest, count, segments = connection.execute(query).fetchone()
        return Stamp(str(made), int(newest), int(count), int(segments))

    def _unpacked(self, row: tuple[int, str, str, int, str, bytes, int]) -> Entry:
        number, photo, work, digest, model, blob, checksum = row
        if zlib.crc32(blob) != checksum:
            raise NeedsRebuild(self.path, f"holds a damaged entry for photograph {photo}")
        return Entry(number, photo, work, digest, model, unpack(blob))


def _fell(connection: sqlite3.Connection, rows: Iterable[SegmentRow]) -> None:
    connection.executemany("DELETE FROM segment WHERE id = ?", [(row.id,) for row in rows])


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", _WAIT_S, uri=True)


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """Open a file; whatever SQLite finds broken becomes NeedsRebuild."""
    if not path.exists():
        raise NeedsRebuild(path, "does not exist")
    try:
        with closing(_connect(path, mode)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        # Extended codes carry the plain one in their lowest byte.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
            raise
        raise NeedsRebuild(path, f"cannot be read: {error}") from error


def _unlink(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _packed(entry: Entry) -> tuple[str, str, int, str, bytes, int]:
    blob = pack(entry.arrays)
    return entry.photo, entry.work, entry.digest, entry.model, blob, zlib.crc32(blob)
