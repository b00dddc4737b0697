"""What a sheet may empty: only what a sheet brought.

Statements and consents have their origin beside them. A column of the work
itself, its sale links and its larger pieces have not; whether somebody else had
a hand in them is seen in the log.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from archive.records import Availability
from archive.rows import Snapshot

__all__ = ["ROW_COLUMNS", "untouchable"]

#: Column of a sheet to the column of the work's row that holds it.
ROW_COLUMNS = {
    "identifier": "identifier",
    "availability": "availability",
    "image_licence": "licence",
    "credit": "credit_line",
}
_TABLES = {
    "sale_url": ("sale_links", ("url",)),
    "part_of": ("part_of", ("whole_id", "place", "date_text", "year_from", "year_to")),
}


def untouchable(db: Database, work: Snapshot, blank: Collection[str]) -> frozenset[str]:
    """Return those of the blank columns whose value somebody else than a sheet gave.

    It is a sheet's when the last import left it so.
    """
    held = {key: _held(work, key) for key in (*ROW_COLUMNS, *_TABLES) if key in blank}
    filled = {key: value for key, value in held.items() if value}
    if not filled:
        return frozenset()
    left = _left_by_import(db, work["works"][0]["id"])
    return frozenset(
        key for key, value in filled.items() if left is None or _held(left, key) != value
    )


def _held(work: Snapshot, key: str) -> Any:
    if key in ROW_COLUMNS:
        value = work["works"][0].get(ROW_COLUMNS[key])
        return None if value == Availability.NOT_FOR_SALE else value
    table, names = _TABLES[key]
    return [[row[name] for name in names] for row in work.get(table, ())]


def _left_by_import(db: Database, work_id: str) -> Snapshot | None:
    row = db.execute(
        "SELECT after FROM changes WHERE kind = 'work' AND record = ?"
        " AND import_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        [work_id],
    ).fetchone()
    found: Snapshot | None = json.loads(row[0]) if row and row[0] else None
    return found
