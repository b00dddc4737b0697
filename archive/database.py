"""Connections to the catalogue, and transactions on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.errors import BrokenHome
from archive.migrations import catalogue_migrations

__all__ = ["connect", "migrate", "rehearsal", "transaction"]

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


def _roll_back(db: Database) -> None:
    # On a full disk SQLite has rolled back already, and would complain.
    if db.conn.in_transaction:
        db.conn.execute("ROLLBACK")
