"""Saying yes, and taking it back, for a work that is already here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from archive.changes import Change
from archive.errors import BadInput
from archive.loading import load_work
from archive.records import CONSENT_USES, Consent
from archive.rows import snapshot_work
from archive.work_parts import insert_consent
from archive.works import refresh_listing

__all__ = [
    "MANNERS",
    "add_consent",
    "check_consent",
    "end_uses",
    "put_tapped_consent",
    "withdraw_consents",
]

#: How a yes can be given to somebody's face; ``sheet`` comes with imports only.
MANNERS = ("tap", "voice", "paper")
_LONGEST_NAME = 80


def check_consent(consent: Consent, on: str) -> Consent:
    """Return the consent when it can be recorded on the day ``on``.

    Raises
    ------
    BadInput
        When nobody gave it, for nothing or for something unknown, in a manner
        we do not know, or on a day that is none or has not come yet.
    """
    name = consent.given_by.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise BadInput("a consent needs the name of who gave it", column="given_by")
    if not consent.uses or not consent.uses <= set(CONSENT_USES):
        raise BadInput("a consent is for at least one known use", column="uses")
    if consent.how not in MANNERS:
        raise BadInput(f"a consent cannot be given by {consent.how!r}", column="how")
    if not _is_day(consent.given_on) or consent.given_on > on:
        raise BadInput(
            f"{consent.given_on!r} is not a day on which a consent was given",
            hint="write it as 2026-05-01",
            column="given_on",
        )
    return consent


def add_consent(change: Change, work_id: str, consent: Consent) -> bool:
    """Record a consent beside those already given; returns whether it was new.

    Raises
    ------
    BadInput
        As :func:`check_consent`.
    NotFound
        When there is no such work.
    """
    check_consent(consent, change.on)
    if consent in load_work(change.db, work_id).consents:
        return False
    before = snapshot_work(change.db, work_id)
    insert_consent(change, work_id, consent)
    refresh_listing(change, work_id)
    change.log("consent", "work", work_id, before, snapshot_work(change.db, work_id))
    return True


def put_tapped_consent(change: Change, work_id: str, given_by: str, uses: Collection[str]) -> None:
    """Make these uses what was agreed to by tapping on this account's form.

    What the same account tapped before and is not among ``uses`` any more ends
    now. With no use left there is no consent at all.
    """
    wanted = Consent(given_by.strip(), "tap", change.on, frozenset(uses))
    before = snapshot_work(change.db, work_id)
    open_rows = change.db.table("consents").rows_where(
        "work_id = ? AND how = 'tap' AND recorded_by = ? AND withdrawn_on IS NULL",
        [work_id, change.who],
    )
    ended = [
        row["id"]
        for row in list(open_rows)
        if row["given_by"] != wanted.given_by or _uses_of(change, row["id"]) != wanted.uses
    ]
    _end(change, ended)
    known = load_work(change.db, work_id).consents
    stands = any(
        c.how == "tap"
        and c.withdrawn_on is None
        and (c.given_by, c.uses) == (wanted.given_by, wanted.uses)
        for c in known
    )
    if wanted.uses and not stands:
        insert_consent(change, work_id, check_consent(wanted, change.on))
    elif not ended:
        return
    refresh_listing(change, work_id)
    change.log("consent", "work", work_id, before, snapshot_work(change.db, work_id))


def withdraw_consents(change: Change, work_id: str, reason: str) -> bool:
    """Take back every consent of a work; returns whether there was one.

    The public stops seeing the work with this very change.
    """
    before = snapshot_work(change.db, work_id)
    rows = change.db.table("consents").rows_where("work_id = ? AND withdrawn_on IS NULL", [work_id])
    standing = [row["id"] for row in list(rows)]
    if not standing:
        return False
    _end(change, standing)
    refresh_listing(change, work_id)
    change.log("withdraw", "work", work_id, before, snapshot_work(change.db, work_id), reason)
    return True


def end_uses(change: Change, work_id: str, uses: Collection[str]) -> None:
    """End some uses of every standing consent of a work; the other uses stand on.

    Part of a larger change, which logs it.
    """
    rows = change.db.table("consents").rows_where("work_id = ? AND withdrawn_on IS NULL", [work_id])
    touched = [row["id"] for row in list(rows) if _uses_of(change, row["id"]) & set(uses)]
    for consent_id in touched:
        kept = _uses_of(change, consent_id) - set(uses)
        row = next(iter(change.db.table("consents").rows_where("id = ?", [consent_id])))
        _end(change, [consent_id])
        if kept:
            consent = Consent(
                row["given_by"],
                row["how"],
                row["given_on"],
                kept,
                row["text_version"],
                row["until"],
            )
            insert_consent(change, work_id, consent)


def _end(change: Change, consent_ids: Iterable[int]) -> None:
    for consent_id in consent_ids:
        change.db.table("consents").update(consent_id, {"withdrawn_on": change.on})


def _uses_of(change: Change, consent_id: int) -> frozenset[str]:
    rows = change.db.table("consent_uses").rows_where("consent_id = ?", [consent_id])
    return frozenset(row["use"] for row in rows)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
