"""Whole records as plain rows: for history, for undo and for comparing.

A snapshot of a work holds every row that belongs to it, table by table, and
can be put back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from archive.database import select

__all__ = [
    "Snapshot",
    "completed",
    "delete_work_rows",
    "dump",
    "is_same_work",
    "restore_work_rows",
    "snapshot_work",
]

Snapshot = Mapping[str, list[dict[str, Any]]]

_PRIVATE = "photograph_private"
_PARTS = "part_of"
# Parents before children, so that rows can be put back in this order.
_WORK_TABLES = {
    "works": "id = ?",
    "photographs": "work_id = ?",
    "photograph_private": "photograph_id IN (SELECT id FROM photographs WHERE work_id = ?)",
    "credits": "work_id = ?",
    "statements": "work_id = ?",
    "suggestions": "work_id = ?",
    "occurrences": "work_id = ?",
    "suggestion_verdicts": "work_id = ?",
    "consents": "work_id = ?",
    "consent_uses": "consent_id IN (SELECT id FROM consents WHERE work_id = ?)",
    "sale_links": "work_id = ?",
    "collection_works": "work_id = ?",
    "part_of": "work_id = ?",
}
# Rows with a number of their own that nothing points at.
_NUMBERED = ("statements", "suggestions", "sale_links")


def snapshot_work(db: Database, work_id: str) -> Snapshot | None:
    """Return every row of a work; ``None`` when there is no such work."""
    rows = {
        table: select(db, f"SELECT * FROM {table} WHERE {where} ORDER BY rowid", [work_id])
        for table, where in _WORK_TABLES.items()
    }
    return rows if rows["works"] else None


def delete_work_rows(db: Database, work_id: str) -> None:
    """Delete a work with everything that belongs to it."""
    db.execute("DELETE FROM works WHERE id = ?", [work_id])


def restore_work_rows(db: Database, snapshot: Snapshot) -> None:
    """Put a work back exactly as it was, over whatever is there now.

    Where another work has been given the number of a row meanwhile, the rows of
    that table come back under new numbers, in the same order; consents take their
    uses along. What is private of its photographs is no part of a snapshot that
    was logged, and stays where it is still known.
    """
    work_id = snapshot["works"][0]["id"]
    parts = list(db.table(_PARTS).rows_where("whole_id = ?", [work_id]))
    known = list(db.table(_PRIVATE).rows_where(_WORK_TABLES[_PRIVATE], [work_id]))
    kept = {row["id"] for row in snapshot["photographs"]}
    delete_work_rows(db, work_id)
    snapshot = _with_free_consents(db, snapshot)
    for table in _WORK_TABLES:
        rows = snapshot.get(table)
        if table == _PRIVATE:
            rows = [row for row in known if row["photograph_id"] in kept]
        if table == _PARTS:
            rows = [*(row for row in rows or () if _exists(db, row["whole_id"])), *parts]
        if rows and table in _NUMBERED and _is_taken(db, table, rows):
            rows = [{key: row[key] for key in row if key != "id"} for row in rows]
        if rows:
            db.table(table).insert_all(rows)


def completed(db: Database, tables: Snapshot) -> Snapshot:
    """Return logged rows with the columns that the version which wrote them had not yet.

    They get what the schema puts there for rows of that time.
    """
    known = set(db.table_names())
    return {
        table: _filled(rows, _defaults(db, table)) if table in known and rows else rows
        for table, rows in tables.items()
    }


def _filled(rows: list[dict[str, Any]], defaults: dict[str, Any]) -> list[dict[str, Any]]:
    return [defaults | row for row in rows]


def _defaults(db: Database, table: str) -> dict[str, Any]:
    return {each.name: _default_of(each.default_value) for each in db.table(table).columns}


def _default_of(literal: str | None) -> str | int | None:
    """Return the value of a column's default as SQLite writes it down."""
    if literal is None or literal == "NULL":
        return None
    return literal[1:-1] if literal.startswith("'") else int(literal)


def _with_free_consents(db: Database, snapshot: Snapshot) -> Snapshot:
    """Give the consents new numbers where somebody else's have theirs by now."""
    consents = snapshot["consents"]
    if not consents or not _is_taken(db, "consents", consents):
        return snapshot
    (last,) = db.execute("SELECT max(id) FROM consents").fetchone()
    numbers = {row["id"]: number for number, row in enumerate(consents, start=last + 1)}
    uses = [row | {"consent_id": numbers[row["consent_id"]]} for row in snapshot["consent_uses"]]
    renumbered = [row | {"id": numbers[row["id"]]} for row in consents]
    return {**snapshot, "consents": renumbered, "consent_uses": uses}


def _exists(db: Database, work_id: str) -> bool:
    return db.execute("SELECT 1 FROM works WHERE id = ?", [work_id]).fetchone() is not None


def _is_taken(db: Database, table: str, rows: list[dict[str, Any]]) -> bool:
    marks = ",".join("?" * len(rows))
    # Rows without a number get one when they are written.
    numbers = [row.get("id") for row in rows]
    found = db.execute(f"SELECT 1 FROM {table} WHERE id IN ({marks}) LIMIT 1", numbers)
    return found.fetchone() is not None


def is_same_work(one: Snapshot, other: Snapshot) -> bool:
    """Say whether two snapshots hold the same, as far as people have a hand in it.

    What a program suggests, whether the work is listed today, the numbers of rows,
    and what is private of a photograph, which the log never holds, are left out.
    """
    return _by_people(one) == _by_people(other)


def _by_people(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    rows = {table: list(snapshot.get(table, ())) for table in _WORK_TABLES}
    rows["suggestions"] = rows[_PRIVATE] = []
    rows["works"] = [row | {"listed": None, "announced": None} for row in rows["works"]]
    for table in _NUMBERED:
        rows[table] = [row | {"id": None} for row in rows[table]]
    # One that was taken back and said again stands behind the others.
    rows["occurrences"].sort(key=lambda row: str(row["id"]))
    # A consent is known by its place among the work's.
    places = {row["id"]: place for place, row in enumerate(rows["consents"])}
    rows["consents"] = [row | {"id": places[row["id"]]} for row in rows["consents"]]
    rows["consent_uses"] = sorted(
        (row | {"consent_id": places[row["consent_id"]]} for row in rows["consent_uses"]),
        key=lambda row: (row["consent_id"], row["use"]),
    )
    return rows


def dump(record: object) -> str | None:
    """Return rows as JSON for the change log; ``None`` stays ``None``.

    Where a photograph was taken is left out: the log is kept for ever, and that
    must go when the photograph goes.
    """
    if record is None:
        return None
    if isinstance(record, Mapping):
        record = {key: rows for key, rows in record.items() if key != _PRIVATE}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)
