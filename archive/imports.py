"""Imports: a batch of changes that can be taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from archive.changes import Change, change
from archive.clock import now
from archive.database import transaction
from archive.errors import Conflict, NotFound
from archive.rows import Snapshot, completed, is_same_work, snapshot_work
from archive.works import refresh_listing, remove_work, restore_work

__all__ = ["Counts", "Undone", "finish_import", "list_imports", "start_import", "undo_import"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many works an import added, updated, left alone and failed to take."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did.

    Parameters
    ----------
    removed, restored
        Ids of works that are gone, and of works put back as they were before.
    kept
        Works somebody changed since; they are left as they are.
    """

    removed: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def start_import(db: Database, who: str, source: str) -> int:
    """Open an import and return its number."""
    with transaction(db):
        inserted = db.table("imports").insert({"started_at": now(), "who": who, "source": source})
        return int(str(inserted.last_pk))


def finish_import(db: Database, import_id: int, counts: Counts) -> None:
    """Write down how an import ended."""
    with transaction(db):
        db.table("imports").update(
            import_id,
            {
                "finished_at": now(),
                "added": counts.added,
                "updated": counts.updated,
                "unchanged": counts.unchanged,
                "failed": counts.failed,
            },
        )


def list_imports(db: Database) -> list[dict[str, Any]]:
    """Return every import, newest first, as plain rows."""
    return list(db.table("imports").rows_where(order_by="id DESC"))


# What another import would need if it were taken back next: parameters are where
# in the rows to look, the import being undone, and the key.
_NEEDED_LATER = """
    WITH held AS (
        SELECT part.value AS part FROM changes
        JOIN imports ON imports.id = changes.import_id AND imports.undone_at IS NULL
        JOIN json_each(changes.before, ?) AS part
        WHERE changes.kind = 'work' AND changes.import_id <> ?
    )
    SELECT value FROM (SELECT json_extract(part, ?) AS value FROM held) WHERE value IS NOT NULL
"""


@dataclass(slots=True)
class _Undo:
    change: Change
    import_id: int
    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def undo_import(db: Database, who: str, import_id: int) -> Undone:
    """Take a whole import back, created and changed records both, in one transaction.

    A work somebody changed after the import is left as it is and named in the
    result: their word must not be lost. The import then stays open, so that the
    rest can be taken back once the later change has been.

    Raises
    ------
    NotFound
        When there is no such import.
    Conflict
        When it has been taken back already.
    """
    rows = list(db.table("imports").rows_where("id = ?", [import_id]))
    if not rows:
        raise NotFound(f"there is no import {import_id}")
    if rows[0]["undone_at"] is not None:
        raise Conflict(f"import {import_id} was taken back on {rows[0]['undone_at']}")
    with change(db, who) as this:
        undo = _Undo(this, import_id)
        for record, before in _first_states(db, import_id):
            _undo_work(undo, record, before)
        _undo_makers(undo)
        _undo_collections(undo)
        if not undo.kept:
            db.table("imports").update(import_id, {"undone_at": this.at})
    return Undone(tuple(undo.removed), tuple(undo.restored), tuple(undo.kept))


def _first_states(db: Database, import_id: int) -> list[tuple[str, str | None]]:
    """Each work the import touched, with its rows before the first touch."""
    rows = db.execute(
        "SELECT record, before FROM changes WHERE import_id = ? AND kind = 'work'"
        " GROUP BY record HAVING id = min(id) ORDER BY id DESC",
        [import_id],
    )
    return [(record, before) for record, before in rows.fetchall()]


def _undo_work(undo: _Undo, record: str, before: str | None) -> None:
    db = undo.change.db
    (left_as,) = db.execute(
        "SELECT after FROM changes WHERE kind = 'work' AND record = ? AND import_id = ?"
        " ORDER BY id DESC LIMIT 1",
        [record, undo.import_id],
    ).fetchone()
    now_is = snapshot_work(db, record)
    if _is_taken_back(db, now_is, before):
        return
    reason = f"import {undo.import_id} taken back"
    # Not by who came last: a later import taken back leaves the work as it was.
    left = _without_lost(db, completed(db, json.loads(left_as)))
    if now_is is None or not is_same_work(now_is, left):
        undo.kept.append(record)
    elif before is None:
        remove_work(undo.change, record, reason)
        undo.removed.append(record)
    else:
        restore_work(undo.change, record, completed(db, json.loads(before)), reason)
        refresh_listing(undo.change, record)
        undo.restored.append(record)


def _is_taken_back(db: Database, now_is: Snapshot | None, before: str | None) -> bool:
    """Say whether an earlier try has done this work already."""
    if before is None or now_is is None:
        return before is None and now_is is None
    return is_same_work(now_is, completed(db, json.loads(before)))


def _without_lost(db: Database, tables: Snapshot) -> Snapshot:
    """Leave out larger pieces that went when another import was taken back.

    That the work has lost them is nobody's word on the work.
    """
    wholes = [row["whole_id"] for row in tables.get("part_of", ())]
    there = {each for each in wholes if snapshot_work(db, each) is not None}
    return {
        **tables,
        "part_of": [row for row in tables.get("part_of", ()) if row["whole_id"] in there],
    }


def _undo_makers(undo: _Undo) -> None:
    """Remove the makers it brought that nothing needs and nobody has written about since."""
    db = undo.change.db
    uses = " UNION ".join(
        f"SELECT maker_id FROM {table} WHERE maker_id IS NOT NULL"
        for table in ("credits", "invitations", "consents", "statements", "record_statements")
    )
    unused = db.table("makers").rows_where(
        f"import_id = ? AND id NOT IN ({uses})"
        " AND id NOT IN (SELECT record FROM record_statements WHERE kind = 'maker')"
        f" AND id NOT IN ({_NEEDED_LATER})",
        [undo.import_id, "$.credits", undo.import_id, "$.maker_id"],
    )
    for row in [row for row in unused if _is_as_brought(undo, "maker", row["id"], row)]:
        db.table("makers").delete(row["id"])
        undo.change.log("remove", "maker", row["id"], row, None)


def _undo_collections(undo: _Undo) -> None:
    db = undo.change.db
    unused = db.table("collections").rows_where(
        "import_id = ? AND slug NOT IN (SELECT slug FROM collection_works)"
        " AND slug NOT IN (SELECT record FROM record_statements WHERE kind = 'collection')"
        f" AND slug NOT IN ({_NEEDED_LATER})",
        [undo.import_id, "$.collection_works", undo.import_id, "$.slug"],
    )
    for row in [row for row in unused if _is_as_brought(undo, "collection", row["slug"], row)]:
        db.table("collections").delete(row["slug"])
        undo.change.log("remove", "collection", row["slug"], row, None)


def _is_as_brought(undo: _Undo, kind: str, record: str, row: Mapping[str, Any]) -> bool:
    """Say whether a record is still what the import made of it."""
    logged = undo.change.db.execute(
        "SELECT after FROM changes WHERE kind = ? AND record = ? AND import_id = ?"
        " ORDER BY id DESC LIMIT 1",
        [kind, record, undo.import_id],
    ).fetchone()
    if logged is None or logged[0] is None:
        return False
    told = json.loads(logged[0])
    # The log may hold the record's row alone, or its rows by table.
    brought = told.get(f"{kind}s", [told])[0]
    return all(row[key] == value for key, value in brought.items() if key in row)
