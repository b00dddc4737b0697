"""What happened to a record, and how it was at any moment.

Everything is read from the log that each change writes in its own transaction.
Events are told apart by their number: several may share a second, and a cheap
computer's clock may fall back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlite_utils import Database

from archive.history.differences import Difference, Rows, differences, uses_in
from archive.records import Maker, Work
from archive.row_records import (
    Row,
    consent_of,
    credit_of,
    maker_of,
    occurrence_of,
    part_of,
    photograph_of,
    sale_link_of,
    statement_of,
    work_of,
)
from archive.rows import completed

__all__ = [
    "Event",
    "changes_between",
    "event_at",
    "events_of",
    "latest_event",
    "maker_as_of",
    "recent_events",
    "rows_as_of",
    "work_as_of",
    "work_from",
]

_EVENTS = "SELECT * FROM changes"
# The table of a record's own columns, and the name for those that have none.
_OWN_TABLES = {"maker": "makers", "collection": "collections"}
_OWN = "record"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one record.

    Parameters
    ----------
    number
        Its place in the log; larger is later.
    at
        The moment, UTC ISO 8601.
    who, word_of
        The account, and on whose word where that is somebody else.
    action, reason
        What was done, and why.
    import_id
        The import it belongs to, if any.
    differences
        What it changed.
    is_there
        Whether the record was there afterwards.
    """

    number: int
    at: str
    who: str
    word_of: str
    action: str
    kind: str
    record: str
    reason: str
    import_id: int | None
    differences: tuple[Difference, ...]
    is_there: bool


def events_of(
    db: Database, kind: str, record: str, *, before: int | None = None, most: int = -1
) -> tuple[Event, ...]:
    """Return what happened to a record, newest first; nothing for one that never was.

    Parameters
    ----------
    kind
        ``work``, ``maker``, ``collection``, ``concept`` or ``invitation``.
    before
        Only events with a smaller number.
    most
        How many; -1 for all.
    """
    rows = db.query(
        f"{_EVENTS} WHERE kind = ? AND record = ? AND (? IS NULL OR id < ?)"
        " ORDER BY id DESC LIMIT ?",
        [kind, record, before, before, most],
    )
    return _told(db, rows)


def recent_events(db: Database, *, before: int | None = None, most: int = 50) -> tuple[Event, ...]:
    """Return what happened in the whole archive, newest first; of records gone, too."""
    rows = db.query(
        f"{_EVENTS} WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?", [before, before, most]
    )
    return _told(db, rows)


def latest_event(db: Database, kind: str, record: str) -> int:
    """Return the number of the last event of a record; 0 when there is none."""
    row = db.execute(
        "SELECT max(id) FROM changes WHERE kind = ? AND record = ?", [kind, record]
    ).fetchone()
    return int(row[0] or 0)


def event_at(db: Database, kind: str, record: str, moment: str) -> int:
    """Return the number of the last event of a record up to a moment; 0 before the first.

    Parameters
    ----------
    moment
        UTC ISO 8601, as events carry it.
    """
    row = db.execute(
        "SELECT max(id) FROM changes WHERE kind = ? AND record = ? AND at <= ?",
        [kind, record, moment],
    ).fetchone()
    return int(row[0] or 0)


def rows_as_of(db: Database, kind: str, record: str, at: int | str) -> Rows:
    """Return a record's rows by table as they were; nothing when it was not there then.

    Parameters
    ----------
    at
        The number of an event of the archive, or a moment, UTC ISO 8601.
    """
    number = at if isinstance(at, int) else event_at(db, kind, record, at)
    return _Log(db).rows(kind, record, number)


def work_as_of(db: Database, work_id: str, at: int | str) -> Work | None:
    """Return a work as it was, removed since or not; ``None`` when there was none then.

    Makers have the names they had then. What programs suggested is left out.
    """
    number = at if isinstance(at, int) else event_at(db, "work", work_id, at)
    log = _Log(db)
    rows = log.rows("work", work_id, number)
    return work_from(rows, log.makers(_maker_ids(rows), number)) if rows else None


def maker_as_of(db: Database, maker_id: str, at: int | str) -> Maker | None:
    """Return a maker as she was in the record; ``None`` when she was not in it then."""
    number = at if isinstance(at, int) else event_at(db, "maker", maker_id, at)
    return _Log(db).makers([maker_id], number).get(maker_id)


def changes_between(db: Database, old: Rows, new: Rows) -> tuple[Difference, ...]:
    """Return what differs between two states of a work, with the names of today."""
    log = _Log(db)
    ids = _maker_ids(old) | _maker_ids(new)
    return differences(old, new, log.makers(ids, log.last))


class _Log:
    """The log of one catalogue, read for one answer."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @cached_property
    def last(self) -> int:
        """The number of the last event of all."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])

    def rows(self, kind: str, record: str, number: int) -> Rows:
        """Return a record's rows after the last of its events up to a number."""
        # A work is logged whole every time; of other records an event may hold a part.
        limit = 1 if kind == "work" else -1
        found = self._db.execute(
            "SELECT after FROM changes WHERE kind = ? AND record = ? AND id <= ?"
            " ORDER BY id DESC LIMIT ?",
            [kind, record, number, limit],
        )
        merged: Rows = {}
        for (after,) in reversed(found.fetchall()):
            part = self.read(kind, after)
            merged = {**merged, **_over(merged, part)} if part else {}
        return merged

    def read(self, kind: str, logged: str | None) -> Rows:
        """Return logged rows by table, with the columns an older version had not."""
        if logged is None:
            return {}
        plain = json.loads(logged)
        tables = {key: rows for key, rows in plain.items() if _are_rows(kind, rows)}
        row = {key: value for key, value in plain.items() if key not in tables}
        if row:
            tables[_OWN_TABLES.get(kind, _OWN)] = [row]
        return completed(self._db, tables)

    def event(self, row: Row) -> Event:
        """Return an event from its row."""
        kind, number = row["kind"], row["id"]
        old, new = self.read(kind, row["before"]), self.read(kind, row["after"])
        makers = self.makers(_maker_ids(old) | _maker_ids(new), number)
        return Event(
            number=number,
            at=row["at"],
            who=row["who"],
            word_of=row["word_of"],
            action=row["action"],
            kind=kind,
            record=row["record"],
            reason=row["reason"],
            import_id=row["import_id"],
            differences=differences(old, new, makers),
            is_there=row["after"] is not None,
        )

    def makers(self, ids: Iterable[str], number: int) -> dict[str, Maker]:
        """Return makers by id as they were in the record up to a number."""
        found = {maker_id: self.rows("maker", maker_id, number) for maker_id in sorted(ids)}
        return {maker: _maker_from(rows) for maker, rows in found.items() if "makers" in rows}


def work_from(rows: Rows, makers: dict[str, Maker]) -> Work:
    """Return a work from its rows and the makers its credits name, by id."""
    uses = uses_in(rows)

    def read(table: str, order: str) -> list[Row]:
        keys = order.split(", ")
        return sorted(rows.get(table, ()), key=lambda row: [row[key] for key in keys])

    parts = {
        "photographs": tuple(map(photograph_of, read("photographs", "position"))),
        "credits": tuple(credit_of(row, makers) for row in read("credits", "position")),
        "statements": tuple(map(statement_of, read("statements", "field, position, id"))),
        "suggestions": (),
        # In the order in which they were said.
        "occurrences": tuple(map(occurrence_of, rows.get("occurrences", ()))),
        "consents": tuple(consent_of(row, uses) for row in read("consents", "id")),
        "part_of": tuple(map(part_of, read("part_of", "position"))),
        "sale_links": tuple(map(sale_link_of, read("sale_links", "position"))),
        "collections": tuple(str(row["slug"]) for row in read("collection_works", "slug")),
    }
    return work_of(rows["works"][0], parts)


def _maker_from(rows: Rows) -> Maker:
    uses = uses_in(rows)
    said = sorted(
        rows.get("record_statements", ()), key=lambda row: (row["field"], row["position"])
    )
    return maker_of(
        rows["makers"][0],
        tuple(consent_of(row, uses) for row in rows.get("consents", ())),
        tuple(map(statement_of, said)),
    )


def _over(held: Rows, part: Rows) -> Rows:
    """Return the newer tables; of a single row those columns that the part speaks of."""
    return {
        table: [{**held.get(table, ({},))[0], **rows[0]}]
        if table in {_OWN, *_OWN_TABLES.values()}
        else rows
        for table, rows in part.items()
    }


def _maker_ids(rows: Rows) -> set[str]:
    return {row["maker_id"] for row in rows.get("credits", ()) if row["maker_id"] is not None}


def _are_rows(kind: str, value: object) -> bool:
    # A concept is one value with lists inside, not rows of tables.
    return kind != "concept" and isinstance(value, list) and all(isinstance(v, dict) for v in value)


def _told(db: Database, rows: Iterable[Row]) -> tuple[Event, ...]:
    log = _Log(db)
    return tuple(log.event(row) for row in list(rows))
