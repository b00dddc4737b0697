"""Checking a home: every original, every row, every derivative.

Nothing is changed. Each check is one function that yields what it finds wrong;
the caller draws the progress and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from archive.derivatives import DerivativeStore
from archive.home import Home
from archive.originals import OriginalStore, digest_of, needed_originals

__all__ = ["Problem", "verify_home"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be.

    Parameters
    ----------
    kind
        ``database``, ``missing original``, ``damaged original``, ``orphan
        original``, ``region``, ``missing derivative``, ``unfinished work`` or ``index``.
    record
        The id, digest or table it is about.
    message, hint
        What is wrong, and what to do.
    """

    kind: str
    record: str
    message: str
    hint: str


def verify_home(
    home: Home,
    db: Database,
    progress: Callable[[str], None] = lambda what: None,
    *,
    model: str = "",
) -> Iterator[Problem]:
    """Yield every problem of a home, the graver kinds first.

    Parameters
    ----------
    progress
        Told the digest of each original before it is read.
    model
        Identity of the neural model in use, whose vectors are then to be there too.
    """
    yield from _database(db)
    yield from _originals(home, db, progress)
    yield from _orphans(home, db)
    yield from _regions(db)
    yield from _derivatives(home, db, model)
    yield from _unfinished(db)


def _database(db: Database) -> Iterator[Problem]:
    hint = "restore the last backup with xiupu restore"
    for (message,) in db.execute("PRAGMA integrity_check").fetchall():
        if message != "ok":
            yield Problem("database", "catalogue", message, hint)
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield Problem("database", f"{table}:{rowid}", f"points at a missing {parent}", hint)


def _stored(db: Database) -> list[str]:
    rows = db.execute("SELECT DISTINCT sha256 FROM photographs ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def _originals(home: Home, db: Database, progress: Callable[[str], None]) -> Iterator[Problem]:
    store = OriginalStore(home.originals)
    hint = "put the file back from a backup"
    for sha256 in sorted(needed_originals(db)):
        progress(sha256)
        path = store.path(sha256)
        if not path.is_file():
            yield Problem("missing original", sha256, "the original is not there", hint)
        elif digest_of(path) != sha256:
            yield Problem("damaged original", sha256, "the bytes have changed", hint)


def _orphans(home: Home, db: Database) -> Iterator[Problem]:
    known = needed_originals(db)
    for sha256 in OriginalStore(home.originals):
        if sha256 not in known:
            yield Problem(
                "orphan original",
                sha256,
                "no photograph refers to this file",
                "ingest it again, or delete the file",
            )


def _regions(db: Database) -> Iterator[Problem]:
    rows = db.execute(
        "SELECT occurrences.id, work_id, photographs.id FROM occurrences"
        " JOIN photographs USING (work_id) WHERE photographs.id = photograph_id AND"
        " (x_px + occurrences.width_px > photographs.width_px"
        " OR y_px + occurrences.height_px > photographs.height_px) ORDER BY 1"
    )
    for occurrence, work, photograph in rows.fetchall():
        yield Problem(
            "region",
            occurrence,
            f"a motif of work {work} lies outside photograph {photograph}",
            "take it back on the desk and mark it again",
        )


def _derivatives(home: Home, db: Database, model: str) -> Iterator[Problem]:
    store = DerivativeStore(home.derivatives)
    for sha256 in _stored(db):
        if not store.is_complete(sha256, model):
            yield Problem(
                "missing derivative",
                sha256,
                "sizes, zoom, features or vectors have not been made",
                "run xiupu index rebuild",
            )


def _unfinished(db: Database) -> Iterator[Problem]:
    rows = db.execute("SELECT kind, record, reason FROM outbox ORDER BY number").fetchall()
    for kind, record, reason in rows:
        yield Problem(
            "unfinished work",
            record,
            f"{kind} has not been done{': ' + reason if reason else ''}",
            "run xiupu index rebuild",
        )
