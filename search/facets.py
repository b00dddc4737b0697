"""Counting what was found, field by field, in a small SQLite file of its own.

Whoosh can group, twelve times slower. The rows are the very filters of the
text documents, so a count and the filter behind it always agree.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from archive.errors import BadInput
from archive.vocabulary import Vocabulary
from search.documents import facets_of
from search.results import FacetCount
from search.text import FILTER_FIELDS, TextDocument

__all__ = ["FacetStore"]

_VERSION = 4
_BUSY_TIMEOUT_S = 30.0
_MOST_VALUES = 40
_SCHEMA = (
    "DROP TABLE IF EXISTS documents",
    "DROP TABLE IF EXISTS facets",
    "DROP TABLE IF EXISTS photographs",
    """
    CREATE TABLE documents (
        work TEXT NOT NULL,
        audience TEXT NOT NULL,
        updated TEXT NOT NULL,
        PRIMARY KEY (audience, work)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE facets (
        audience TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        work TEXT NOT NULL,
        offered INTEGER NOT NULL,
        PRIMARY KEY (audience, field, value, work)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX facets_work ON facets (work)",
    """
    CREATE TABLE photographs (
        audience TEXT NOT NULL,
        work TEXT NOT NULL,
        photograph TEXT NOT NULL,
        PRIMARY KEY (audience, work, photograph)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX photographs_work ON photographs (work)",
)


class FacetStore:
    """The counts of one home; every call opens the file anew, so any thread may ask.

    Parameters
    ----------
    path
        ``index/facets.sqlite3`` of a home.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_ready(self) -> bool:
        """Say whether the file is there, whole, and of this version."""
        if not self._path.is_file():
            return False
        try:
            with closing(self._open()) as db:
                (version,) = db.execute("PRAGMA user_version").fetchone()
                return bool(version == _VERSION)
        except sqlite3.DatabaseError:
            return False

    def rebuild(self, documents: Iterable[TextDocument], vocabulary: Vocabulary) -> None:
        """Replace everything by these documents, read once as a stream, all or nothing.

        Readers have the old counts until the last moment; stopped at any other,
        it leaves what was there before.
        """
        if not self.is_ready():
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA:
                db.execute(statement)
            for document in documents:
                _add(db, document, vocabulary)
            db.execute(f"PRAGMA user_version = {_VERSION}")

    def update(
        self,
        documents: Iterable[TextDocument],
        vocabulary: Vocabulary,
        removed: Iterable[str] = (),
    ) -> None:
        """Replace everything known of these works, in one transaction."""
        documents = list(documents)
        gone = {*removed, *(document.work for document in documents)}
        with closing(self._open()) as db, db:
            for table in ("documents", "facets", "photographs"):
                db.executemany(f"DELETE FROM {table} WHERE work = ?", [(work,) for work in gone])
            for document in documents:
                _add(db, document, vocabulary)

    def works(self, audience: str, where: Sequence[tuple[str, str]] = ()) -> list[str]:
        """Return the works of an audience that pass ``where``, newest first.

        The same field twice means either; different fields mean both.

        Raises
        ------
        BadInput
            When ``where`` names an unknown field.
        """
        if unknown := [field for field, _ in where if field not in FILTER_FIELDS]:
            raise BadInput(
                f"there is no filter {unknown[0]!r}", hint=f"known are {', '.join(FILTER_FIELDS)}"
            )
        values: dict[str, list[str]] = {}
        for field, value in where:
            values.setdefault(field, []).append(value)
        sql = "SELECT work FROM documents AS d WHERE audience = ?"
        arguments = [audience]
        for field, wanted in values.items():
            sql += (
                " AND EXISTS (SELECT 1 FROM facets AS f WHERE f.audience = d.audience"
                " AND f.field = ? AND f.value IN (SELECT value FROM json_each(?))"
                " AND f.work = d.work)"
            )
            arguments += [field, json.dumps(_values(field, wanted))]
        with closing(self._open()) as db:
            return [row[0] for row in db.execute(f"{sql} ORDER BY updated DESC, work", arguments)]

    def photographs(self, audience: str, works: Iterable[str]) -> set[str]:
        """Return the photographs of these works that an audience may see."""
        with closing(self._open()) as db:
            rows = db.execute(
                "SELECT photograph FROM photographs"
                " WHERE audience = ? AND work IN (SELECT value FROM json_each(?))",
                [audience, json.dumps(list(works))],
            )
            return {row[0] for row in rows}

    def count(
        self, audience: str, works: Sequence[str] | None
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Count works by every field; ``None`` counts all of the audience's."""
        chosen = "" if works is None else " AND work IN (SELECT value FROM json_each(?))"
        arguments = [audience] if works is None else [audience, json.dumps(list(works))]
        counted: dict[str, list[FacetCount]] = {}
        with closing(self._open()) as db:
            rows = db.execute(
                f"SELECT field, value, count(*) FROM facets"
                f" WHERE audience = ? AND offered{chosen}"
                " GROUP BY field, value ORDER BY field, 3 DESC, value",
                arguments,
            )
            for field, value, count in rows:
                counted.setdefault(field, []).append(FacetCount(value, count))
        return {field: tuple(values[:_MOST_VALUES]) for field, values in counted.items()}

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S)
        db.execute("PRAGMA journal_mode = WAL")
        # Derived data: a power cut may cost the last commit, never the file.
        db.execute("PRAGMA synchronous = NORMAL")
        return db


def _values(field: str, wanted: Sequence[str]) -> list[str]:
    """Concepts may be asked for by slug alone."""
    scheme = "place" if field in {"place", "style"} else field
    return [*wanted, *(f"{scheme}/{value}" for value in wanted if "/" not in value)]


def _add(db: sqlite3.Connection, document: TextDocument, vocabulary: Vocabulary) -> None:
    db.execute(
        "INSERT INTO documents (work, audience, updated) VALUES (?, ?, ?)",
        [document.work, document.audience, document.updated],
    )
    db.executemany(
        "INSERT OR IGNORE INTO photographs (audience, work, photograph) VALUES (?, ?, ?)",
        [(document.audience, document.work, each) for each in document.photographs],
    )
    db.executemany(
        "INSERT OR IGNORE INTO facets (audience, field, value, work, offered)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (document.audience, field, value, document.work, offered)
            for field, value, offered in facets_of(document, vocabulary)
        ],
    )
