"""Reading works out of the catalogue, many at a time with few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlite_utils import Database

from archive.errors import NotFound
from archive.makers import load_makers
from archive.records import (
    Availability,
    Consent,
    Credit,
    Maker,
    Photograph,
    SaleLink,
    State,
    Statement,
    Suggestion,
    Tombstone,
    Work,
)
from archive.wording import Wording

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
Row = dict[str, Any]

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
        for row in db.table(table).rows_where(f"work_id IN ({marks})", ids, order_by=order):
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
    uses = _uses(db, ids, marks)
    parts: dict[str, dict[str, tuple[Any, ...]]] = {
        "photographs": children("photographs", "position", _photograph),
        "credits": children("credits", "position", lambda row: _credit(row, makers)),
        "statements": children("statements", "field, position, id", _statement),
        "suggestions": children("suggestions", "score DESC, id", _suggestion),
        "consents": children("consents", "id", lambda row: _consent(row, uses)),
        "sale_links": children("sale_links", "position", _sale_link),
        "collections": children("collection_works", "slug", lambda row: str(row["slug"])),
    }
    return {
        row["id"]: _work(row, {name: of.get(row["id"], ()) for name, of in parts.items()})
        for row in db.table("works").rows_where(f"id IN ({marks})", ids)
    }


def _uses(db: Database, ids: Sequence[str], marks: str) -> dict[int, frozenset[str]]:
    grouped: dict[int, set[str]] = defaultdict(set)
    rows = db.execute(
        "SELECT consent_id, use FROM consent_uses JOIN consents ON consents.id = consent_id"
        f" WHERE work_id IN ({marks})",
        ids,
    )
    for consent_id, use in rows:
        grouped[consent_id].add(use)
    return {consent_id: frozenset(found) for consent_id, found in grouped.items()}


def _work(row: Row, parts: dict[str, tuple[Any, ...]]) -> Work:
    tombstone = None
    if row["tombstone_at"] is not None:
        tombstone = Tombstone(row["tombstone_reason"] or "", row["tombstone_at"])
    return Work(
        id=row["id"],
        identifier=row["identifier"],
        state=State(row["state"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        published_at=row["published_at"],
        availability=Availability(row["availability"]),
        licence=row["licence"],
        credit_line=row["credit_line"],
        tombstone=tombstone,
        **parts,
    )


def _photograph(row: Row) -> Photograph:
    return Photograph(
        id=row["id"],
        work=row["work_id"],
        role=row["role"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        media_type=row["media_type"],
        width_px=row["width_px"],
        height_px=row["height_px"],
        bytes=row["bytes"],
        alt=Wording(row["alt_zh"], row["alt_en"]),
    )


def _credit(row: Row, makers: dict[str, Maker]) -> Credit:
    return Credit(row["role"], row["standing"], makers.get(row["maker_id"]))


def _statement(row: Row) -> Statement:
    return Statement(
        field=row["field"],
        speaker=row["speaker"],
        said_on=row["said_on"],
        text=row["text"],
        lang=row["lang"],
        concept=row["concept_id"],
        number=row["number"],
        year_from=row["year_from"],
        year_to=row["year_to"],
        sureness=row["sureness"],
        origin=row["origin"],
        photograph=row["photograph_id"],
    )


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(
        photograph=row["photograph_id"],
        field=row["field"],
        concept=row["concept_id"],
        score=row["score"],
        model=row["model"],
        model_version=row["model_version"],
    )


def _consent(row: Row, uses: dict[int, frozenset[str]]) -> Consent:
    return Consent(
        given_by=row["given_by"],
        how=row["how"],
        given_on=row["given_on"],
        uses=uses.get(row["id"], frozenset()),
        text_version=row["text_version"],
        until=row["until"],
        withdrawn_on=row["withdrawn_on"],
    )


def _sale_link(row: Row) -> SaleLink:
    return SaleLink(row["url"], row["shop"], row["raw_text"], row["checked_on"])


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
