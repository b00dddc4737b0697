"""Taking a use back and having what it covered deleted, for good and everywhere.

Hiding (:func:`archive.consent.consenting.withdraw_consents`) keeps everything privately.
This deletes: from the record, from its history, and, through the outbox, from
originals, derivatives, indexes and the catalogue's own file. What stays is that
a yes was given and taken back.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlite_utils import Database

from archive.changes import Change
from archive.consent.ending import end_uses
from archive.erasing.rows import RowEraser, rows_after
from archive.erasing.rules import Going, is_by
from archive.erasing.scope import Plan, Undecided, plan_for_person, plan_for_work
from archive.errors import BadInput
from archive.loading import load_work
from archive.makers import load_maker
from archive.outbox import TaskKind
from archive.records import CONSENT_USES, Scope, State
from archive.rows import Snapshot, snapshot_work
from archive.works import refresh_listing

__all__ = ["TAKEN_BACK", "Erased", "erase_again", "erase_person", "erase_uses"]

#: Reason on the tombstone of a work whose pictures were taken back.
TAKEN_BACK = "taken back"
_ACTION = "erase"
_OF_ONE_PERSON = frozenset({"name", "voice", "phone", "ethnic group"})
_BURIED = {
    "state": State.WITHDRAWN.value,
    "tombstone_reason": TAKEN_BACK,
    "takedown_scope": Scope.ALL.value,
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did.

    Parameters
    ----------
    places
        Rows of the catalogue and of its history that were changed or deleted.
    photographs
        Photographs that go, those of the past included.
    undecided
        What a person has to look at.
    """

    places: int
    photographs: int
    undecided: tuple[Undecided, ...] = ()


def erase_uses(
    change: Change,
    work_id: str,
    uses: Collection[str],
    *,
    word_of: str = "",
    makers: Collection[str] | None = None,
) -> Erased:
    """Take uses of one work back and delete what each of them covered.

    Parameters
    ----------
    word_of
        On whose word; written down unless it is a name that goes.
    makers
        Ids of those whose name goes from a piece of several; ``None`` for all.

    Raises
    ------
    BadInput
        When no known use is named.
    NotFound
        When there is no such work.
    """
    wanted = _checked(uses)
    load_work(change.db, work_id)
    plan = plan_for_work(change.db, work_id, wanted, makers)
    erased = _carry_out(change, plan, word_of)
    _note(change, "work", work_id, wanted, makers or ())
    return erased


def erase_person(
    change: Change, maker_id: str, *, uses: Collection[str] = CONSENT_USES, word_of: str = ""
) -> Erased:
    """Take back and delete everything of a person, or what some uses of hers covered.

    Her name goes from the whole archive, her own pieces leave a tombstone, and
    her record goes with everything said of her. In pieces that others made with
    her only her name, face and voice go.

    Raises
    ------
    BadInput
        When no known use is named.
    NotFound
        When there is no such maker.
    """
    wanted = _checked(uses)
    load_maker(change.db, maker_id)
    plan = plan_for_person(change.db, maker_id, wanted)
    erased = _carry_out(change, plan, word_of)
    _note(change, "maker", maker_id, wanted, ())
    for work, going in plan.works.items():
        # Of one that was removed before only its history is left, with yeses in it
        # that nobody can end any more: it must not come back.
        if going.uses and snapshot_work(change.db, work) is None:
            _note(change, "work", work, going.uses, (maker_id,))
    return erased


def erase_again(change: Change, known: Database) -> int:
    """Do what a later catalogue knows to have been erased; returns how many erasures.

    Parameters
    ----------
    known
        The catalogue that is being replaced by an older backup.
    """
    done = {_key(row) for row in change.db.table("erasures").rows}
    missing = [row for row in known.table("erasures").rows_where(order_by="id")]
    missing = [row for row in missing if _key(row) not in done]
    for row in missing:
        table = "works" if row["kind"] == "work" else "makers"
        sql = f"SELECT 1 FROM {table} WHERE id = ?"
        if change.db.execute(sql, [row["record"]]).fetchone() is None:
            change.db.table("erasures").insert({k: row[k] for k in row if k != "id"})
        elif row["kind"] == "work":
            makers = json.loads(row["makers"])
            erase_uses(change, row["record"], json.loads(row["uses"]), makers=makers or None)
        else:
            erase_person(change, row["record"], uses=json.loads(row["uses"]))
    return len(missing)


def _checked(uses: Collection[str]) -> frozenset[str]:
    if not uses or not set(uses) <= set(CONSENT_USES):
        raise BadInput(
            "nothing known is named that should be taken back",
            hint=f"name one or more of: {', '.join(CONSENT_USES)}",
            column="uses",
        )
    return frozenset(uses)


def _carry_out(change: Change, plan: Plan, word_of: str) -> Erased:
    # The very name that goes must not be written down once more.
    is_her = plan.cuts_names and change.who in plan.names
    this = replace(change, who="") if is_her else change
    word_of = plan.names.out_of("" if word_of in plan.names else word_of)
    snapshots = {work: snapshot_work(this.db, work) for work in plan.works}
    for work, going in plan.works.items():
        _end_consents(this, work, going)
    for maker, going in plan.makers.items():
        end_uses(this, maker, going.uses, column="maker_id")
    eraser = RowEraser(this, plan)
    eraser.erase()
    touched = {*eraser.works, *(work for work, rows in snapshots.items() if rows)}
    for work in sorted(touched):
        gone = plan.going_from("work", work)
        if gone is not None:
            _log_work(this, work, gone, snapshots.get(work), word_of)
    for maker, reach in plan.makers.items():
        # What stays of her record looks the same before and after: its history is cut, too.
        row = next(iter(this.db.table("makers").rows_where("id = ?", [maker])), None)
        this.log(_ACTION, "maker", maker, row, row, _words(reach.uses), word_of)
    _leave_work(this, plan, eraser)
    return Erased(eraser.places, len(eraser.photographs), tuple(plan.undecided))


def _end_consents(change: Change, work: str, going: Going) -> None:
    """End the consents; of a piece of several, another's yes to what is hers alone stands."""
    if not going.is_shared:
        end_uses(change, work, going.uses)
        return
    end_uses(change, work, going.uses - _OF_ONE_PERSON)
    own = going.uses & _OF_ONE_PERSON
    end_uses(change, work, own, whose=lambda consent: is_by(going.names, consent))


def _log_work(
    change: Change, work: str, going: Going, snapshot: Snapshot | None, word_of: str
) -> None:
    if "pictures" in going.uses:
        change.db.table("works").update(work, _BURIED | {"tombstone_at": change.at})
    change.db.table("works").update(work, {"updated_at": change.at})
    refresh_listing(change, work)
    after = snapshot_work(change.db, work)
    # Both as if what went had never been there: the log is kept for ever.
    before = after if snapshot is None else rows_after(going, snapshot)
    change.log(_ACTION, "work", work, before, after, _words(going.uses), word_of)


def _leave_work(change: Change, plan: Plan, eraser: RowEraser) -> None:
    """Ask for what the outbox has to finish: files, indexes, the catalogue's own file."""
    for sha256 in sorted(eraser.originals):
        change.queue(TaskKind.FORGET, sha256)
    task: dict[str, object] = {"names": sorted(plan.names.all) if plan.cuts_names else []}
    if not plan.is_everywhere:
        task["works"] = sorted(plan.works)
    change.queue(TaskKind.ERASE, json.dumps(task, ensure_ascii=False, sort_keys=True))


def _note(
    change: Change, kind: str, record: str, uses: frozenset[str], makers: Collection[str]
) -> None:
    change.db.table("erasures").insert(
        {
            "at": change.at,
            "kind": kind,
            "record": record,
            "uses": json.dumps(sorted(uses)),
            "makers": json.dumps(sorted(makers)),
        }
    )


def _key(row: dict[str, object]) -> tuple[object, ...]:
    return (row["at"], row["kind"], row["record"], row["uses"], row["makers"])


def _words(uses: frozenset[str]) -> str:
    return ", ".join(use for use in CONSENT_USES if use in uses)
