"""Taking a work down, in part or whole, keeping it closed for a time, and the way back."""

from __future__ import annotations

from datetime import date

from archive.changes import Change
from archive.errors import BadInput, Conflict
from archive.loading import load_work
from archive.records import Scope, State
from archive.rows import snapshot_work
from archive.works import refresh_listing

__all__ = ["keep_closed", "open_again", "put_back", "take_down"]

_LONGEST_REASON = 500


def take_down(
    change: Change, work_id: str, scope: Scope, reason: str, *, word_of: str = ""
) -> None:
    """Take a work off the public pages; everything is kept and can be put back.

    Parameters
    ----------
    scope
        The pictures, the words, or all of it. Taken down again with another
        scope, the new one holds.
    reason
        Shown to everybody who asks for the work, so it names nobody.
    word_of
        Who asked for it, for the history only.

    Raises
    ------
    BadInput
        When there is no reason, or one that is too long.
    Conflict
        When it is a draft, or its photographs were deleted for good.
    NotFound
        When there is no such work.
    """
    reason = _checked(reason)
    state = State.WITHDRAWN if scope is Scope.ALL else State.PUBLISHED
    before = snapshot_work(change.db, work_id)
    work = load_work(change.db, work_id)
    if work.state is State.DRAFT:
        raise Conflict(f"work {work_id} is a draft, which nobody sees", hint="leave it unpublished")
    if not work.photographs:
        raise Conflict(f"the photographs of work {work_id} were deleted for good; it stays down")
    _update(
        change,
        work_id,
        {
            "state": state.value,
            "tombstone_reason": reason,
            "tombstone_at": change.at,
            "takedown_scope": scope.value,
        },
    )
    change.log(
        "take down", "work", work_id, before, snapshot_work(change.db, work_id), reason, word_of
    )


def put_back(change: Change, work_id: str, reason: str, *, word_of: str = "") -> bool:
    """Put back what was taken down; returns whether the public can see the work now.

    What it may show is asked again: a consent that ended meanwhile stays ended.

    Raises
    ------
    BadInput
        When there is no reason.
    Conflict
        When it has not been taken down, or has nothing left to show.
    NotFound
        When there is no such work.
    """
    reason = _checked(reason)
    work = load_work(change.db, work_id)
    if work.tombstone is None:
        raise Conflict(f"work {work_id} has not been taken down")
    if not work.photographs:
        raise Conflict(
            f"the photographs of work {work_id} were deleted for good",
            hint="hand the piece in again with new ones, if her people agree",
        )
    before = snapshot_work(change.db, work_id)
    listed = _update(
        change,
        work_id,
        {
            "state": State.PUBLISHED.value,
            "tombstone_reason": None,
            "tombstone_at": None,
            "takedown_scope": None,
        },
    )
    change.log(
        "put back", "work", work_id, before, snapshot_work(change.db, work_id), reason, word_of
    )
    return listed


def keep_closed(
    change: Change, work_id: str, until: str, reason: str, *, word_of: str = ""
) -> None:
    """Keep a work closed up to and including a day; it opens by itself afterwards.

    Raises
    ------
    BadInput
        When the day is none or has passed, or there is no reason.
    NotFound
        When there is no such work.
    """
    reason = _checked(reason)
    if not _is_day(until) or until < change.on:
        raise BadInput(
            f"{until!r} is not a day up to which a work can be closed",
            hint="write a day to come, such as 2027-05-01",
            column="embargo_until",
        )
    before = snapshot_work(change.db, work_id)
    load_work(change.db, work_id)
    _update(change, work_id, {"embargo_until": until, "embargo_reason": reason})
    change.log(
        "embargo", "work", work_id, before, snapshot_work(change.db, work_id), reason, word_of
    )


def open_again(change: Change, work_id: str, reason: str, *, word_of: str = "") -> bool:
    """End an embargo before its day; returns whether the public can see the work now.

    Raises
    ------
    BadInput
        When there is no reason.
    Conflict
        When the work is not kept closed.
    NotFound
        When there is no such work.
    """
    reason = _checked(reason)
    if load_work(change.db, work_id).embargo is None:
        raise Conflict(f"work {work_id} is not kept closed")
    before = snapshot_work(change.db, work_id)
    listed = _update(change, work_id, {"embargo_until": None, "embargo_reason": ""})
    change.log(
        "end embargo", "work", work_id, before, snapshot_work(change.db, work_id), reason, word_of
    )
    return listed


def _update(change: Change, work_id: str, values: dict[str, object]) -> bool:
    change.db.table("works").update(work_id, {**values, "updated_at": change.at})
    return refresh_listing(change, work_id)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_REASON:
        raise BadInput(
            f"a reason of 1 to {_LONGEST_REASON} characters is needed",
            hint="say why in a sentence that names nobody",
            column="reason",
        )
    return reason


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
