"""Connections to the catalogue, and transactions on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.errors import BrokenHome, Conflict
from archive.migrations import catalogue_migrations

__all__ = ["compact", "connect", "migrate", "rehearsal", "transaction"]

_BUSY_TIMEOUT_S = 30.0


def connect(path: Path) -> Database:
    """Open the catalogue for one thread.

    Write-ahead logging lets readers go on while one writes; ``synchronous=FULL``
    makes every commit survive a power cut, at about one disk flush a commit.

    Raises
    ------
    BrokenHome
        When the file is not a readable SQLite database.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is written over: somebody may have asked for that.
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise BrokenHome(
            f"the catalogue {path} cannot be opened: {error}",
            hint="restore the last backup with xiupu restore",
        ) from error
    return Database(connection)


def migrate(db: Database) -> None:
    """Bring the schema up to date.

    Raises
    ------
    BrokenHome
        When the catalogue was written by a newer version of this program.
    """
    known = {migration.name for migration in catalogue_migrations._migrations}
    newer = [m.name for m in catalogue_migrations.applied(db) if m.name not in known]
    if newer:
        raise BrokenHome(
            f"the catalogue was written by a newer version (it has {newer[-1]})",
            hint="install that version of xiupu, or restore an older backup",
        )
    catalogue_migrations.apply(db)


def compact(db: Database) -> None:
    """Write the file anew, so that nothing deleted is left in it or in its log.

    Raises
    ------
    Conflict
        When others keep reading an older state; it has to be tried again.
    """
    db.conn.execute("PRAGMA temp_store = MEMORY")  # Nothing is written outside the home.
    db.conn.execute("VACUUM")
    (is_busy, _, _) = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise Conflict(
            "the catalogue is being read and could not be written anew",
            hint="it is tried again; end programs that keep it open",
        )


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Do everything inside or nothing; inside another one, a savepoint.

    ``BEGIN IMMEDIATE`` takes the write lock at once and waits for it. A plain
    ``BEGIN`` would take it at the first write and fail without waiting when
    another process wrote in between.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        _roll_back(db)
        raise


@contextmanager
def rehearsal(db: Database) -> Iterator[None]:
    """Run what is inside for real and take all of it back at the end."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        _roll_back(db)


def select(db: Database, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Return rows as dicts.

    For what is read once a work: ``query`` and ``rows_where`` ask several things
    of the database before each, and take three times as long.
    """
    cursor = db.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _roll_back(db: Database) -> None:
    # On a full disk SQLite has rolled back already, and would complain.
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")
