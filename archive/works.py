"""Taking works in, publishing them, taking them down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from archive.access import is_announced, is_listed
from archive.changes import Change
from archive.consent.ending import end_names_of_others
from archive.consent.taken_back import check_not_taken_back
from archive.drafts import WorkDraft
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import load_work, work_of_form, work_of_identifier
from archive.outbox import TaskKind
from archive.records import State
from archive.restating import plain
from archive.rows import Snapshot, delete_work_rows, restore_work_rows, snapshot_work
from archive.sheet_marks import ROW_COLUMNS, untouchable
from archive.work_parts import (
    put_collections,
    put_consent,
    put_credits,
    put_part_of,
    put_sale_links,
    put_statements,
)
from archive.work_photographs import put_photographs

__all__ = [
    "Outcome",
    "publish_work",
    "put_back_rows",
    "put_work",
    "refresh_listing",
    "remove_work",
    "restore_work",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft: ``added``, ``updated`` or ``unchanged``, and which work."""

    kind: Literal["added", "updated", "unchanged"]
    work: str


def put_work(
    change: Change, draft: WorkDraft, *, origin: str = "sheet", form_key: str | None = None
) -> Outcome:
    """Take a draft in: as a new work, as news about a known one, or as nothing new.

    A known work is one with the same form key or, without one, the one the draft
    names, or one with the same identifier; without either, a work that has
    neither and the same first photograph. News replaces what came in the same way
    before and leaves alone what people said elsewhere. What is news is decided by
    what the catalogue would hold: a draft that says what is there already
    changes no row.

    Parameters
    ----------
    origin
        How it reached the archive: ``sheet`` or ``studio``.
    form_key
        Names one form that one person filled in. Two women may send the same
        picture; only the same form sent again means the same work.

    Raises
    ------
    BadInput
        When the draft of a new work has no photograph, or its identifier is
        another work's.
    Conflict
        When it would bring back what somebody had deleted for good.
    """
    known = _known_work(change.db, draft, form_key)
    if known is None:
        return Outcome("added", _add(change, draft, origin, form_key))
    check_not_taken_back(change.db, known, draft)
    before = snapshot_work(change.db, known)
    if before is None:
        raise NotFound(f"there is no work {known}", hint="check the number letter by letter")
    written = change.db.conn.total_changes
    silent = draft.silent | (untouchable(change.db, before, draft.blank) if draft.blank else set())
    _put_parts(change, known, draft, origin, silent)
    _put_row(change, known, draft, before["works"][0], silent)
    if change.db.conn.total_changes == written:
        return Outcome("unchanged", known)
    if draft.publish and not _is_cleared(before):
        _publish_when_cleared(change, known)
    change.db.execute("UPDATE works SET updated_at = ? WHERE id = ?", [change.at, known])
    refresh_listing(change, known)
    change.log("update", "work", known, before, snapshot_work(change.db, known))
    return Outcome("updated", known)


def _add(change: Change, draft: WorkDraft, origin: str, form_key: str | None) -> str:
    if not draft.photographs:
        raise BadInput("a work needs at least one photograph", column="file")
    work_id = change.mint()
    _check_identifier(change.db, draft.identifier, work_id)
    change.db.table("works").insert(
        {
            "id": work_id,
            "identifier": draft.identifier,
            "state": State.DRAFT.value,
            "availability": draft.availability.value,
            "licence": draft.licence,
            "credit_line": draft.credit_line,
            "filled_for": draft.filled_for,
            "form_key": form_key,
            "created_at": change.at,
            "created_by": change.who,
            "updated_at": change.at,
            "import_id": change.import_id,
        }
    )
    _put_parts(change, work_id, draft, origin, frozenset())
    if draft.publish:
        _publish_when_cleared(change, work_id)
    refresh_listing(change, work_id)
    change.log("add", "work", work_id, None, snapshot_work(change.db, work_id))
    return work_id


def publish_work(change: Change, work_id: str) -> bool:
    """Publish a draft; returns whether the public can see it now.

    It stays private while nobody has agreed to its pictures being shown.

    Raises
    ------
    NotFound
        When there is no such work.
    Conflict
        When it has been taken down.
    BadInput
        When nobody has said yet whether it was made by hand.
    """
    work = load_work(change.db, work_id)
    if work.state is State.WITHDRAWN:
        raise Conflict(f"work {work_id} has been taken down", hint="restore it first")
    if not work.said("handmade"):
        raise BadInput(
            f"nobody has said yet whether work {work_id} was made by hand",
            hint="ask, and write all, partly, no or unknown",
            column="handmade",
        )
    before = snapshot_work(change.db, work_id)
    change.db.table("works").update(
        work_id,
        {
            "state": State.PUBLISHED.value,
            "updated_at": change.at,
            "published_at": work.published_at or change.at,
        },
    )
    listed = refresh_listing(change, work_id)
    change.log("publish", "work", work_id, before, snapshot_work(change.db, work_id))
    return listed


def refresh_listing(change: Change, work_id: str) -> bool:
    """Write down whether the public may know of the work today; ask for its indexing."""
    work = load_work(change.db, work_id)
    listed, announced = is_listed(work, change.on), is_announced(work, change.on)
    change.db.table("works").update(work_id, {"listed": int(listed), "announced": int(announced)})
    change.queue(TaskKind.INDEX, work_id)
    return listed


def remove_work(change: Change, work_id: str, reason: str) -> None:
    """Delete a work that should never have come in, as undoing an import does."""
    before = snapshot_work(change.db, work_id)
    if before is None:
        return
    parts = {part: snapshot_work(change.db, part) for part in _parts_of(change.db, work_id)}
    delete_work_rows(change.db, work_id)
    for photograph in before["photographs"]:
        change.queue(TaskKind.FORGET, photograph["sha256"])
    change.queue(TaskKind.INDEX, work_id)
    change.log("remove", "work", work_id, before, None, reason)
    for part, part_before in parts.items():
        change.log("lose whole", "work", part, part_before, snapshot_work(change.db, part), reason)


def _parts_of(db: Database, work_id: str) -> list[str]:
    rows = db.execute("SELECT DISTINCT work_id FROM part_of WHERE whole_id = ?", [work_id])
    return [row[0] for row in rows.fetchall()]


def restore_work(change: Change, work_id: str, rows: Snapshot, reason: str = "") -> None:
    """Put a work back as a snapshot holds it, and log that."""
    before = snapshot_work(change.db, work_id)
    put_back_rows(change, work_id, rows)
    change.log("restore", "work", work_id, before, snapshot_work(change.db, work_id), reason)


def put_back_rows(change: Change, work_id: str, rows: Snapshot) -> None:
    """Put a work back as a snapshot holds it; part of a larger change, which logs it."""
    before = snapshot_work(change.db, work_id)
    restore_work_rows(change.db, rows)
    kept = {photograph["sha256"] for photograph in rows["photographs"]}
    for photograph in (before or {}).get("photographs", []):
        if photograph["sha256"] not in kept:
            change.queue(TaskKind.FORGET, photograph["sha256"])
    for photograph in rows["photographs"]:
        change.queue(TaskKind.DERIVE, str(photograph["id"]))
    change.queue(TaskKind.INDEX, work_id)


def _known_work(db: Database, draft: WorkDraft, form_key: str | None) -> str | None:
    if form_key is not None:
        return work_of_form(db, form_key)
    if draft.work:
        return draft.work
    if draft.identifier is not None:
        return work_of_identifier(db, draft.identifier)
    if not draft.photographs:
        return None
    row = db.execute(
        "SELECT works.id FROM photographs JOIN works ON works.id = work_id"
        " WHERE sha256 = ? AND identifier IS NULL AND form_key IS NULL"
        " AND photographs.position = 0"
        " ORDER BY works.created_at, works.id LIMIT 1",
        [draft.photographs[0].sha256],
    ).fetchone()
    return row[0] if row else None


def _check_identifier(db: Database, identifier: str | None, work_id: str) -> None:
    holder = work_of_identifier(db, identifier) if identifier is not None else None
    if holder not in {None, work_id}:
        raise BadInput(
            f"the identifier {identifier!r} is that of work {holder}",
            hint="give every work its own",
            column="identifier",
            value=identifier or "",
        )


def _put_row(
    change: Change, work_id: str, draft: WorkDraft, row: Mapping[str, Any], silent: Collection[str]
) -> None:
    words = {
        "identifier": draft.identifier,
        "availability": draft.availability.value,
        "image_licence": draft.licence,
        "credit": draft.credit_line,
    }
    news = {ROW_COLUMNS[key]: value for key, value in words.items() if key not in silent}
    if draft.filled_for:
        news["filled_for"] = draft.filled_for
    news = {
        name: value for name, value in news.items() if plain(value or "") != plain(row[name] or "")
    }
    if "identifier" in news:
        _check_identifier(change.db, draft.identifier, work_id)
    if news:
        change.db.table("works").update(work_id, news)


def _put_parts(
    change: Change, work_id: str, draft: WorkDraft, origin: str, silent: Collection[str]
) -> None:
    if "file" not in silent:
        put_photographs(change, work_id, draft.photographs)
    put_statements(change, work_id, draft.statements, origin, silent)
    if put_credits(change, work_id, draft.credits, origin):
        end_names_of_others(change, work_id, ended_by="sheet")
    if "consent_by" not in silent:
        put_consent(change, work_id, draft.consent)
    if "sale_url" not in silent:
        put_sale_links(change, work_id, draft.sale_links)
    put_collections(change, work_id, draft.collections, may_leave="collection" not in silent)
    if "part_of" not in silent:
        put_part_of(change, work_id, draft.part_of)


def _publish_when_cleared(change: Change, work_id: str) -> None:
    """Publish a draft that has by now everything a row of a sheet publishes it with."""
    after = snapshot_work(change.db, work_id)
    if after is not None and _is_cleared(after):
        change.db.execute(
            "UPDATE works SET state = 'published', published_at = coalesce(published_at, ?)"
            " WHERE id = ? AND state = 'draft'",
            [change.at, work_id],
        )


def _is_cleared(work: Snapshot) -> bool:
    """Say whether a sheet brought a yes to the pictures, and somebody has said how it was made.

    Handing in again what has been published, or what waits for a curator, must
    publish nothing; only a row that brings what was missing does.
    """
    brought = {row["id"] for row in work["consents"] if row["how"] == "sheet"}
    ended = {row["id"] for row in work["consents"] if row["withdrawn_on"] is not None}
    agreed = {row["consent_id"] for row in work["consent_uses"] if row["use"] == "pictures"}
    is_told = any(row["field"] == "handmade" for row in work["statements"])
    return is_told and bool((brought & agreed) - ended)
