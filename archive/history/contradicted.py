"""Statements the desk took out for a reason: a sheet or form does not bring them back.

What was taken out stands in the log with its speaker, and comes back only when
the work is put back to an earlier state on purpose.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.records import Statement
from archive.row_records import statement_of
from archive.rows import completed

__all__ = ["RESTORING", "TAKING_OUT", "contradicted", "statement_key"]

#: What the log calls the two acts.
TAKING_OUT, RESTORING = "take out statement", "restore"


def statement_key(statement: Statement) -> str:
    """Return what tells a statement from every other, 16 hex digits.

    The day, the way it came in and how sure it was are left out: said again
    tomorrow, on another form, it is the same claim by the same person.
    """
    said = (
        statement.field,
        statement.lang,
        statement.text,
        statement.concept,
        statement.number,
        statement.year_from,
        statement.year_to,
        statement.standing,
        statement.part,
        statement.maker,
        statement.speaker,
        statement.photograph,
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def contradicted(db: Database, work_id: str) -> frozenset[str]:
    """Return the keys of the statements that were taken out of a work and stay out."""
    out: set[str] = set()
    rows = db.execute(
        "SELECT action, before, after FROM changes WHERE kind = 'work' AND record = ?"
        " AND action IN (?, ?) ORDER BY id",
        [work_id, TAKING_OUT, RESTORING],
    )
    for action, before, after in rows.fetchall():
        now_said = _keys(db, after)
        out = out - now_said if action == RESTORING else out | (_keys(db, before) - now_said)
    return frozenset(out)


def _keys(db: Database, logged: str | None) -> set[str]:
    tables: dict[str, list[dict[str, Any]]] = json.loads(logged) if logged else {}
    said: Iterable[dict[str, Any]] = completed(db, {"statements": tables.get("statements", [])})[
        "statements"
    ]
    return {statement_key(statement_of(row)) for row in said}
