"""Saying yes, and taking it back, for a work that is already here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from archive.changes import Change
from archive.consent.ending import end_consents, end_uses, uses_of
from archive.errors import BadInput
from archive.loading import load_work
from archive.records import CAPACITIES, CONSENT_USES, Consent
from archive.rows import snapshot_work
from archive.work_parts import insert_consent
from archive.works import refresh_listing

__all__ = [
    "MANNERS",
    "add_consent",
    "check_consent",
    "put_tapped_consent",
    "uses_on",
    "withdraw_consents",
    "withdraw_uses",
]

#: How a yes can be given to somebody's face; ``sheet`` comes with imports only.
MANNERS = ("tap", "voice", "paper")
_LONGEST_NAME = 80


def check_consent(consent: Consent, on: str, *, manners: Collection[str] = MANNERS) -> Consent:
    """Return the consent when it can be recorded on the day ``on``.

    Parameters
    ----------
    manners
        How it can have been given here.

    Raises
    ------
    BadInput
        When nobody gave it, for nothing or for something unknown, in a manner
        or a capacity we do not know, on a day that is none or has not come yet,
        or for somebody else who is not named.
    """
    name = consent.given_by.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise BadInput("a consent needs the name of who gave it", column="given_by")
    if not consent.uses or not consent.uses <= set(CONSENT_USES):
        raise BadInput("a consent is for at least one known use", column="uses")
    if consent.how not in manners:
        raise BadInput(f"a consent cannot be given by {consent.how!r}", column="how")
    if not _is_day(consent.given_on) or consent.given_on > on:
        raise BadInput(
            f"{consent.given_on!r} is not a day on which a consent was given",
            hint="write it as 2026-05-01",
            column="given_on",
        )
    if consent.until is not None and not (
        _is_day(consent.until) and consent.given_on <= consent.until
    ):
        raise BadInput(
            f"{consent.until!r} is not a day on which a consent ends",
            hint="write a day after it was given, as 2027-05-01, or leave it blank",
            column="until",
        )
    _check_capacity(consent)
    return consent


def _check_capacity(consent: Consent) -> None:
    if consent.given_as not in CAPACITIES:
        raise BadInput(
            f"nobody can say yes as {consent.given_as!r}",
            hint=f"known are {', '.join(CAPACITIES)}",
            column="given_as",
        )
    if consent.is_child and consent.given_as != "guardian":
        raise BadInput(
            "for a child under 14 the guardian says yes",
            hint="ask the mother, the father or whoever looks after the child",
            column="given_as",
        )
    is_for_another = bool(consent.about.strip()) or consent.is_child
    if consent.given_as in {"relative", "guardian"} and not is_for_another:
        raise BadInput(
            f"a {consent.given_as} says yes for somebody else", hint="say for whom", column="about"
        )
    for column in ("about", "helper"):
        if len(getattr(consent, column)) > _LONGEST_NAME:
            raise BadInput("a name is at most 80 characters long", column=column)


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
        if row["given_by"] != wanted.given_by or uses_of(change, row["id"]) != wanted.uses
    ]
    end_consents(change, ended)
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
    return withdraw_uses(change, work_id, CONSENT_USES, reason)


def withdraw_uses(
    change: Change, work_id: str, uses: Collection[str], reason: str, *, word_of: str = ""
) -> bool:
    """Take back some uses of a work; returns whether any of them stood.

    Everything is kept, privately: a new yes shows it again.
    """
    before = snapshot_work(change.db, work_id)
    if not end_uses(change, work_id, uses):
        return False
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log("withdraw", "work", work_id, before, after, reason, word_of)
    return True


def uses_on(consents: Iterable[Consent], day: str) -> frozenset[str]:
    """Return what was agreed to on a day of the past, whatever was taken back since.

    Examples
    --------
    >>> yes = Consent("a", "tap", "2026-01-02", frozenset({"name"}), withdrawn_on="2026-03-01")
    >>> uses_on([yes], "2026-02-01"), uses_on([yes], "2026-03-01")
    (frozenset({'name'}), frozenset())
    """
    return frozenset(use for each in consents for use in each.uses if each.held(use, day))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
