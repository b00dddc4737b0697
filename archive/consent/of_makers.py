"""What a maker agrees to for herself, on every work of hers and on her own page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.consent.consenting import MANNERS, check_consent
from archive.consent.ending import end_uses
from archive.loading import works_of_maker
from archive.makers import load_maker
from archive.outbox import TaskKind
from archive.records import CONSENT_USES, Consent
from archive.work_parts import insert_consent

__all__ = ["add_maker_consent", "withdraw_maker_uses"]


def add_maker_consent(
    change: Change, maker_id: str, consent: Consent, *, manners: Collection[str] = MANNERS
) -> bool:
    """Record a consent beside those she already gave; returns whether it was new.

    Parameters
    ----------
    manners
        How it can have been given here.

    Raises
    ------
    BadInput
        As :func:`archive.consent.consenting.check_consent`.
    NotFound
        When there is no such maker.
    """
    check_consent(consent, change.on, manners=manners)
    if consent in load_maker(change.db, maker_id).consents:
        return False
    before = _rows(change.db, maker_id)
    insert_consent(change, maker_id, consent, column="maker_id")
    _finish(change, "consent", maker_id, before)
    return True


def withdraw_maker_uses(
    change: Change,
    maker_id: str,
    uses: Collection[str] = CONSENT_USES,
    reason: str = "",
    *,
    word_of: str = "",
) -> bool:
    """Take back what a maker agreed to for herself; returns whether any of it stood.

    Everything is kept, privately; what was agreed to for single works stands on.

    Raises
    ------
    NotFound
        When there is no such maker.
    """
    load_maker(change.db, maker_id)
    before = _rows(change.db, maker_id)
    if not end_uses(change, maker_id, uses, column="maker_id"):
        return False
    _finish(change, "withdraw", maker_id, before, reason, word_of)
    return True


def _finish(
    change: Change, action: str, maker_id: str, before: object, reason: str = "", word_of: str = ""
) -> None:
    # Her works are found by her name as far as she lets it be shown.
    for work in works_of_maker(change.db, maker_id):
        change.queue(TaskKind.INDEX, work)
    after = _rows(change.db, maker_id)
    change.log(action, "maker", maker_id, before, after, reason, word_of)


def _rows(db: Database, maker_id: str) -> dict[str, list[dict[str, Any]]]:
    consents = list(db.table("consents").rows_where("maker_id = ?", [maker_id], order_by="id"))
    where = "consent_id IN (SELECT id FROM consents WHERE maker_id = ?)"
    uses = list(db.table("consent_uses").rows_where(where, [maker_id], order_by="rowid"))
    return {"consents": consents, "consent_uses": uses}
