"""Putting a work back as it was after an earlier event; that is an event, too.

Not everything comes back. What people have agreed to stays as it stands today: a
yes taken back since is never revived by a click on the past. What has been taken
down or closed since stays so, photographs with people and what is sensitive
included; a maker's credit that was corrected stays
corrected unless whoever restores says otherwise. What had to be deleted for good
is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.consent.ending import end_names_of_others
from archive.curated import ensure_collection
from archive.editing import CORRECTION
from archive.erasing.rules import WITH_PEOPLE
from archive.errors import BadInput, Conflict, NotFound
from archive.history.contradicted import RESTORING
from archive.history.history import rows_as_of
from archive.originals import OriginalStore
from archive.rows import Snapshot, snapshot_work
from archive.works import put_back_rows, refresh_listing

__all__ = ["Obstacle", "keeps_credits", "obstacles", "restore", "restored_rows"]

# Columns that say who may see the work today; the past does not decide that.
_CLOSING = ("tombstone_reason", "tombstone_at", "takedown_scope")
_EMBARGO = ("embargo_until", "embargo_reason")
_SENSITIVITY = "sensitivity"


# What went wrong, and what to do, by kind of obstacle.
_REASONS = {
    "erased": (
        "what work {work} held after event {what} was deleted for good since",
        "choose an event after the deletion",
    ),
    "original": (
        "the original of {what}, of work {work}, has been deleted",
        "choose another event, or hand the photograph in again",
    ),
    "taken": (
        "work {what} has the identifier of work {work} by now, or came by its form",
        "remove that one first, or give it another identifier",
    ),
    "word": ("work {work} names {what}, which is in no list any more", "add it again first"),
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of putting a work back.

    Parameters
    ----------
    kind
        ``erased``, ``original`` (is gone), ``taken`` (its identifier, by another
        work) or ``word`` (is gone from the lists).
    what
        The event, the file's name, the other work, the concept's id.
    """

    kind: str
    what: str

    def error(self, work_id: str) -> Conflict:
        """Return it as the error that :func:`restore` raises."""
        message, hint = _REASONS[self.kind]
        return Conflict(message.format(work=work_id, what=self.what), hint=hint)


def restore(
    change: Change,
    work_id: str,
    number: int,
    reason: str,
    *,
    originals: OriginalStore,
    with_credits: bool = False,
    word_of: str = "",
) -> None:
    """Put a work back as it was after one of its events, removed since or not.

    Parameters
    ----------
    number
        The event's.
    originals
        Where the photographs must still lie.
    with_credits
        Whether the credits come back, too, where they have been corrected since.
        Where they become others, consents about other people end, as with any
        correction.
    word_of
        On whose word, where that is somebody other than the account.

    Raises
    ------
    BadInput
        When there is no reason.
    NotFound
        When the work has no such event.
    Conflict
        When something stands in the way; see :func:`obstacles`.
    """
    if not reason.strip():
        raise BadInput("putting a work back needs its reason", column="reason")
    rows = restored_rows(change.db, work_id, number, with_credits=with_credits)
    found = obstacles(change.db, originals, work_id, number, with_credits=with_credits)
    for obstacle in found:
        raise obstacle.error(work_id)
    before, latest = snapshot_work(change.db, work_id), _latest(change.db, work_id)
    _bring_back_people(change, rows)
    _bring_back_collections(change, rows)
    rows["works"][0]["updated_at"] = change.at
    put_back_rows(change, work_id, rows)
    if _named(rows) != _named(latest):
        end_names_of_others(change, work_id)
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log(RESTORING, "work", work_id, before, after, reason.strip(), word_of)


def keeps_credits(db: Database, work_id: str, number: int) -> bool:
    """Say whether the credits were corrected after an event, so that they stay."""
    return _is_corrected_since(db, work_id, number)


def restored_rows(
    db: Database, work_id: str, number: int, *, with_credits: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows a work would have, were it put back to after an event.

    Raises
    ------
    NotFound
        When the work has no such event.
    Conflict
        When there was no work after it.
    """
    is_known = db.execute(
        "SELECT 1 FROM changes WHERE kind = 'work' AND record = ? AND id = ?", [work_id, number]
    ).fetchone()
    if is_known is None:
        raise NotFound(f"work {work_id} has no event {number}")
    found = rows_as_of(db, "work", work_id, number)
    if not found:
        raise Conflict(
            f"after event {number} there was no work {work_id}", hint="choose an earlier event"
        )
    rows = {table: [dict(row) for row in found[table]] for table in found}
    latest = _latest(db, work_id)
    rows["consents"], rows["consent_uses"] = latest["consents"], latest["consent_uses"]
    if not with_credits and _is_corrected_since(db, work_id, number):
        rows["credits"] = latest["credits"]
    _keep_closed(rows, latest)
    # What programs suggest is no part of the past; it will be made again.
    rows["suggestions"] = []
    rows["suggestion_verdicts"] = _verdicts(rows, latest)
    return rows


def obstacles(
    db: Database,
    originals: OriginalStore,
    work_id: str,
    number: int,
    *,
    with_credits: bool = False,
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of putting a work back to after an event.

    Raises
    ------
    NotFound, Conflict
        As :func:`restored_rows`.
    """
    rows = restored_rows(db, work_id, number, with_credits=with_credits)
    return (
        *_erased(db, work_id, number, rows),
        *_gone_originals(originals, rows),
        *_taken(db, work_id, rows["works"][0]),
        *_gone_concepts(db, rows),
    )


def _latest(db: Database, work_id: str) -> Snapshot:
    """Return the work as it is, or as it was when it was last there."""
    now_is = snapshot_work(db, work_id)
    if now_is is not None:
        return now_is
    row = db.execute(
        "SELECT max(id) FROM changes WHERE kind = 'work' AND record = ? AND after IS NOT NULL",
        [work_id],
    ).fetchone()
    return {table: list(rows) for table, rows in rows_as_of(db, "work", work_id, row[0]).items()}


def _verdicts(rows: dict[str, list[dict[str, Any]]], latest: Snapshot) -> list[dict[str, Any]]:
    """Return what people said to guesses about the photographs, as it stands today."""
    kept = {photograph["id"] for photograph in rows["photographs"]}
    return [row for row in latest.get("suggestion_verdicts", []) if row["photograph_id"] in kept]


def _named(rows: Snapshot) -> list[tuple[str | None, ...]]:
    return [(row["role"], row["standing"], row["maker_id"]) for row in rows["credits"]]


def _is_corrected_since(db: Database, work_id: str, number: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM changes WHERE kind = 'work' AND record = ? AND action = ? AND id > ?"
        " LIMIT 1",
        [work_id, CORRECTION, number],
    ).fetchone()
    return row is not None


def _keep_closed(rows: dict[str, list[dict[str, Any]]], latest: Snapshot) -> None:
    """Keep what closes the work, or a part of it, today: the past does not open anything."""
    row, today = rows["works"][0], latest["works"][0]
    # Also where it has been put back since: its state today goes with that.
    if today["tombstone_at"] is not None or row["tombstone_at"] is not None:
        row |= {column: today[column] for column in ("state", *_CLOSING)}
    row |= {column: today[column] for column in _EMBARGO}
    roles = {each["id"]: each["role"] for each in latest["photographs"]}
    for photograph in rows["photographs"]:
        role = roles.get(photograph["id"])
        if role in WITH_PEOPLE:
            photograph["role"] = role
    others = [said for said in rows["statements"] if said["field"] != _SENSITIVITY]
    kept = [said for said in latest["statements"] if said["field"] == _SENSITIVITY]
    # From two times, so their numbers may be the same.
    rows["statements"] = [
        {key: said[key] for key in said if key != "id"} for said in (*others, *kept)
    ]


def _erased(
    db: Database, work_id: str, number: int, rows: dict[str, list[dict[str, Any]]]
) -> list[Obstacle]:
    """Nothing from before an erasure: what it deleted may stand anywhere in the text."""
    # A second is all the time there may be between removing and erasing.
    before = "<" if snapshot_work(db, work_id) is not None else "<="
    people = {row["maker_id"] for table in ("credits", "statements") for row in rows[table]}
    found = db.query(
        "SELECT erasures.kind, erasures.record FROM erasures"
        f" JOIN changes ON changes.id = ? WHERE changes.at {before} erasures.at",
        [number],
    )
    is_erased = any(
        (row["kind"], row["record"]) == ("work", work_id)
        or (row["kind"] == "maker" and row["record"] in people)
        for row in found
    )
    return [Obstacle("erased", str(number))] if is_erased else []


def _gone_originals(
    originals: OriginalStore, rows: dict[str, list[dict[str, Any]]]
) -> list[Obstacle]:
    return [
        Obstacle("original", row["file_name"])
        for row in rows["photographs"]
        if not originals.path(row["sha256"]).is_file()
    ]


def _taken(db: Database, work_id: str, row: dict[str, Any]) -> list[Obstacle]:
    """Another work may have its number by now, or have come by the same form."""
    found = db.query(
        "SELECT id FROM works WHERE id <> ? AND (identifier = ? OR form_key = ?)",
        [work_id, row["identifier"], row["form_key"]],
    )
    return [Obstacle("taken", other["id"]) for other in found]


def _gone_concepts(db: Database, rows: dict[str, list[dict[str, Any]]]) -> list[Obstacle]:
    named = {
        row[column]
        for row in (*rows["statements"], *rows.get("occurrences", ()))
        for column in ("concept_id", "said_in")
        if row.get(column) is not None
    }
    known = {row[0] for row in db.execute("SELECT id FROM concepts").fetchall()}
    return [Obstacle("word", concept) for concept in sorted(named - known)]


def _bring_back_people(change: Change, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Add the makers again who went with the import that brought them."""
    named = {
        row["maker_id"]
        for table in ("credits", "statements")
        for row in rows[table]
        if row["maker_id"] is not None
    }
    table = change.db.table("makers")
    for maker_id in sorted(named):
        if list(table.rows_where("id = ?", [maker_id])):
            continue
        row = _last_known(change.db, maker_id)
        table.insert(row)
        change.log(RESTORING, "maker", maker_id, None, row)


def _bring_back_collections(change: Change, rows: Snapshot) -> None:
    for row in rows["collection_works"]:
        ensure_collection(change, row["slug"])


def _last_known(db: Database, maker_id: str) -> dict[str, Any]:
    row = db.execute(
        "SELECT max(id) FROM changes WHERE kind = 'maker' AND record = ? AND after IS NOT NULL",
        [maker_id],
    ).fetchone()
    rows = rows_as_of(db, "maker", maker_id, row[0] or 0)
    if "makers" not in rows:
        raise Conflict(f"maker {maker_id} is not in the archive any more")
    return dict(rows["makers"][0])
