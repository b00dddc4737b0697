"""Taking works in, publishing them, taking them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.access import is_listed
from archive.changes import Change
from archive.drafts import WorkDraft, digest_of_draft
from archive.errors import BadInput, Conflict
from archive.loading import load_work, work_of_form, work_of_identifier
from archive.outbox import TaskKind
from archive.records import State
from archive.rows import delete_work_rows, restore_work_rows, snapshot_work
from archive.work_parts import (
    put_collections,
    put_consent,
    put_credits,
    put_photographs,
    put_sale_links,
    put_statements,
)

__all__ = [
    "Outcome",
    "publish_work",
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

    A known work is one with the same form key or, without one, with the same
    identifier; without either, a work that has neither and the same first
    photograph. News replaces what came in the same way before and leaves alone
    what people said elsewhere.

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
        When the draft has no photograph.
    """
    if not draft.photographs:
        raise BadInput("a work needs at least one photograph", column="file")
    digest = digest_of_draft(draft)
    known = _known_work(change.db, draft, form_key)
    if known is not None and _digest_of(change.db, known) == digest:
        return Outcome("unchanged", known)
    before = None if known is None else snapshot_work(change.db, known)
    work_id = change.mint() if known is None else known
    _put_row(change, work_id, draft, digest, is_new=known is None)
    if form_key is not None:
        change.db.table("works").update(work_id, {"form_key": form_key})
    _put_parts(change, work_id, draft, origin)
    refresh_listing(change, work_id)
    action = "add" if known is None else "update"
    change.log(action, "work", work_id, before, snapshot_work(change.db, work_id))
    return Outcome("added" if known is None else "updated", work_id)


def publish_work(change: Change, work_id: str) -> bool:
    """Publish a draft; returns whether the public can see it now.

    It stays private while nobody has agreed to its pictures being shown.

    Raises
    ------
    NotFound
        When there is no such work.
    Conflict
        When it has been taken down.
    """
    work = load_work(change.db, work_id)
    if work.state is State.WITHDRAWN:
        raise Conflict(f"work {work_id} has been taken down", hint="restore it first")
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
    listed = is_listed(load_work(change.db, work_id), change.on)
    change.db.table("works").update(work_id, {"listed": int(listed)})
    change.queue(TaskKind.INDEX, work_id)
    return listed


def remove_work(change: Change, work_id: str, reason: str) -> None:
    """Delete a work that should never have come in, as undoing an import does."""
    before = snapshot_work(change.db, work_id)
    if before is None:
        return
    delete_work_rows(change.db, work_id)
    for photograph in before["photographs"]:
        change.queue(TaskKind.FORGET, photograph["sha256"])
    change.queue(TaskKind.INDEX, work_id)
    change.log("remove", "work", work_id, before, None, reason)


def restore_work(change: Change, work_id: str, rows: dict[str, list[dict[str, object]]]) -> None:
    """Put a work back as a snapshot holds it."""
    before = snapshot_work(change.db, work_id)
    restore_work_rows(change.db, rows)
    kept = {photograph["sha256"] for photograph in rows["photographs"]}
    for photograph in (before or {}).get("photographs", []):
        if photograph["sha256"] not in kept:
            change.queue(TaskKind.FORGET, photograph["sha256"])
    for photograph in rows["photographs"]:
        change.queue(TaskKind.DERIVE, str(photograph["id"]))
    change.queue(TaskKind.INDEX, work_id)
    change.log("restore", "work", work_id, before, rows)


def _known_work(db: Database, draft: WorkDraft, form_key: str | None) -> str | None:
    if form_key is not None:
        return work_of_form(db, form_key)
    if draft.identifier is not None:
        return work_of_identifier(db, draft.identifier)
    row = db.execute(
        "SELECT works.id FROM photographs JOIN works ON works.id = work_id"
        " WHERE sha256 = ? AND identifier IS NULL AND form_key IS NULL"
        " AND photographs.position = 0"
        " ORDER BY works.created_at, works.id LIMIT 1",
        [draft.photographs[0].sha256],
    ).fetchone()
    return row[0] if row else None


def _digest_of(db: Database, work_id: str) -> str | None:
    row = db.execute("SELECT origin_digest FROM works WHERE id = ?", [work_id]).fetchone()
    return row[0] if row else None


def _put_row(change: Change, work_id: str, draft: WorkDraft, digest: str, *, is_new: bool) -> None:
    values: dict[str, object] = {
        "identifier": draft.identifier,
        "availability": draft.availability.value,
        "licence": draft.licence,
        "credit_line": draft.credit_line,
        "updated_at": change.at,
        "origin_digest": digest,
    }
    if is_new:
        values |= {
            "id": work_id,
            "state": State.DRAFT.value,
            "created_at": change.at,
            "created_by": change.who,
            "import_id": change.import_id,
        }
        change.db.table("works").insert(values)
    else:
        change.db.table("works").update(work_id, values)
    if draft.publish:
        change.db.execute(
            "UPDATE works SET state = 'published', published_at = coalesce(published_at, ?)"
            " WHERE id = ? AND state = 'draft'",
            [change.at, work_id],
        )


def _put_parts(change: Change, work_id: str, draft: WorkDraft, origin: str) -> None:
    put_photographs(change, work_id, draft.photographs)
    put_statements(change, work_id, draft.statements, origin)
    put_credits(change, work_id, draft.credits, origin)
    put_consent(change, work_id, draft.consent)
    put_sale_links(change, work_id, draft.sale_links)
    put_collections(change, work_id, draft.collections)
