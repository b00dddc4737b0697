"""Ending what was agreed to: the rows of consents, for all who change records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from archive.changes import Change
from archive.loading import load_work
from archive.row_records import Row, consent_of
from archive.work_parts import insert_consent

__all__ = ["end_consents", "end_names_of_others", "end_uses", "uses_of"]

# Uses that are about a person and not about the piece.
_ABOUT_A_PERSON = ("name", "village", "ethnic group", "face", "voice", "phone")


def end_uses(
    change: Change,
    record: str,
    uses: Collection[str],
    *,
    column: str = "work_id",
    whose: Callable[[Row], bool] = lambda consent: True,
    ended_by: str = "person",
) -> bool:
    """End some uses of the standing consents of a record; the other uses stand on.

    Part of a larger change, which logs it. Returns whether any of them stood.

    Parameters
    ----------
    record, column
        The work, or, with ``maker_id``, the maker.
    whose
        Says of a consent's row whether it is to end.
    ended_by
        ``person``, or ``sheet``: a sheet that changes its mind may say yes again.
    """
    rows = change.db.table("consents").rows_where(
        f"{column} = ? AND withdrawn_on IS NULL", [record], order_by="id"
    )
    touched = [row for row in list(rows) if whose(row) and uses_of(change, row["id"]) & set(uses)]
    for row in touched:
        kept = uses_of(change, row["id"]) - set(uses)
        end_consents(change, [row["id"]], ended_by)
        if kept:
            insert_consent(change, record, consent_of(row, {row["id"]: kept}), column=column)
    return bool(touched)


def end_names_of_others(change: Change, work_id: str, ended_by: str = "person") -> None:
    """End the consents about people that nobody who is credited now gave for herself.

    Part of a larger change of the credits, which logs it.
    """
    credited = load_work(change.db, work_id).credits
    makers = [credit.maker for credit in credited if credit.maker]
    still = {maker.name.zh or maker.name.en for maker in makers}
    # Somebody agreed to her own name being shown, not to the name that now stands there.
    end_uses(
        change,
        work_id,
        _ABOUT_A_PERSON,
        whose=lambda row: row["given_by"] not in still,
        ended_by=ended_by,
    )


def end_consents(change: Change, consent_ids: Iterable[int], ended_by: str = "person") -> None:
    """End these consents today."""
    for consent_id in consent_ids:
        change.db.table("consents").update(
            consent_id, {"withdrawn_on": change.on, "ended_by": ended_by}
        )


def uses_of(change: Change, consent_id: int) -> frozenset[str]:
    """Return what a consent is for."""
    rows = change.db.table("consent_uses").rows_where("consent_id = ?", [consent_id])
    return frozenset(row["use"] for row in rows)
