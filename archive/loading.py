"""Reading works out of the catalogue, many at a time with few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlite_utils import Database

from archive.database import select
from archive.errors import NotFound
from archive.makers import consent_uses, load_makers
from archive.records import State, Work
from archive.row_records import (
    Row,
    consent_of,
    credit_of,
    occurrence_of,
    part_of,
    photograph_of,
    sale_link_of,
    statement_of,
    suggestion_of,
    work_of,
)

__all__ = [
    "listed_works",
    "load_work",
    "load_works",
    "work_of_form",
    "work_of_identifier",
    "work_of_photograph",
    "works_in_state",
    "works_of_maker",
    "works_sent_by",
]

T = TypeVar("T")

# SQLite takes at most 32,766 parameters; smaller groups also keep memory flat.
_GROUP = 500


def load_works(db: Database, ids: Iterable[str]) -> dict[str, Work]:
    """Return whole works by id, in the order asked for; unknown ids are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Work] = {}
    for start in range(0, len(wanted), _GROUP):
        found.update(_load_group(db, wanted[start : start + _GROUP]))
    return {work_id: found[work_id] for work_id in wanted if work_id in found}


def load_work(db: Database, work_id: str) -> Work:
    """Return one whole work.

    Raises
    ------
    NotFound
        When there is none with this id.
    """
    found = load_works(db, [work_id])
    if work_id not in found:
        raise NotFound(f"there is no work {work_id}", hint="check the number letter by letter")
    return found[work_id]


def work_of_identifier(db: Database, identifier: str) -> str | None:
    """Return the id of the work with the owner's number; ``None`` without one."""
    row = db.execute("SELECT id FROM works WHERE identifier = ?", [identifier]).fetchone()
    return row[0] if row else None


def work_of_form(db: Database, form_key: str) -> str | None:
    """Return the id of the work a form made; ``None`` before it has been handed in."""
    row = db.execute("SELECT id FROM works WHERE form_key = ?", [form_key]).fetchone()
    return row[0] if row else None


def work_of_photograph(db: Database, photograph_id: str) -> str | None:
    """Return the id of the work a photograph belongs to; ``None`` without one."""
    row = db.execute("SELECT work_id FROM photographs WHERE id = ?", [photograph_id]).fetchone()
    return row[0] if row else None


def _load_group(db: Database, ids: Sequence[str]) -> dict[str, Work]:
    marks = ",".join("?" * len(ids))

    def children(table: str, order: str, make: Callable[[Row], T]) -> dict[str, tuple[T, ...]]:
        grouped: dict[str, list[T]] = defaultdict(list)
        sql = f"SELECT * FROM {table} WHERE work_id IN ({marks}) ORDER BY {order}"
        for row in select(db, sql, ids):
            grouped[row["work_id"]].append(make(row))
        return {work_id: tuple(values) for work_id, values in grouped.items()}

    makers = load_makers(
        db,
        [
            maker
            for (maker,) in db.execute(
                f"SELECT DISTINCT maker_id FROM credits WHERE work_id IN ({marks})"
                " AND maker_id IS NOT NULL",
                ids,
            )
        ],
    )
    uses = consent_uses(db, "work_id", ids)
    parts: dict[str, dict[str, tuple[Any, ...]]] = {
        "photographs": children("photographs", "position", photograph_of),
        "credits": children("credits", "position", lambda row: credit_of(row, makers)),
        "statements": children("statements", "field, position, id", statement_of),
        "suggestions": children("suggestions", "score DESC, id", suggestion_of),
        "occurrences": children("occurrences", "rowid", occurrence_of),
        "consents": children("consents", "id", lambda row: consent_of(row, uses)),
        "part_of": children("part_of", "position", part_of),
        "sale_links": children("sale_links", "position", sale_link_of),
        "collections": children("collection_works", "slug", lambda row: str(row["slug"])),
    }
    return {
        row["id"]: work_of(row, {name: of.get(row["id"], ()) for name, of in parts.items()})
        for row in db.table("works").rows_where(f"id IN ({marks})", ids)
    }


def listed_works(db: Database) -> list[str]:
    """Return the ids of the works the public may know of, newest first."""
    rows = db.execute(
        "SELECT id FROM works WHERE listed = 1 ORDER BY published_at DESC, rowid DESC"
    )
    return [row[0] for row in rows.fetchall()]


def works_in_state(db: Database, state: State) -> list[str]:
    """Return the ids of the works in a state, newest first."""
    rows = db.execute(
        "SELECT id FROM works WHERE state = ? ORDER BY created_at DESC, rowid DESC", [state.value]
    )
    return [row[0] for row in rows.fetchall()]


def works_of_maker(db: Database, maker_id: str) -> list[str]:
    """Return the ids of the works a maker is credited with, newest first."""
    rows = db.execute(
        "SELECT DISTINCT works.id, works.rowid FROM credits JOIN works ON works.id = work_id"
        " WHERE maker_id = ? ORDER BY works.created_at DESC, works.rowid DESC",
        [maker_id],
    )
    return [row[0] for row in rows.fetchall()]


def works_sent_by(db: Database, name: str) -> list[str]:
    """Return the ids of the works an account handed in, newest first."""
    rows = db.execute(
        "SELECT id FROM works WHERE created_by = ? ORDER BY created_at DESC, rowid DESC", [name]
    )
    return [row[0] for row in rows.fetchall()]
