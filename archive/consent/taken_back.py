"""What an old sheet or form must not bring back after somebody had it deleted."""

from __future__ import annotations

from sqlite_utils import Database

from archive.drafts import WorkDraft
from archive.errors import Conflict
from archive.work_parts import DESK

__all__ = ["check_not_taken_back"]


def check_not_taken_back(db: Database, work_id: str, draft: WorkDraft) -> None:
    """Refuse a draft that would bring back what was deleted from this work for good.

    Nobody's name is kept for this: of a work whose maker's name was taken back, a
    sheet may not name a maker at all.

    Raises
    ------
    Conflict
        Saying what has to go from the sheet.
    """
    erased = {
        use
        for (uses,) in db.execute(
            "SELECT reason FROM changes WHERE kind = 'work' AND record = ? AND action = 'erase'",
            [work_id],
        ).fetchall()
        for use in uses.split(", ")
    }
    if "pictures" in erased and draft.photographs and not _has_photographs(db, work_id):
        raise Conflict(
            f"work {work_id} was taken back and its photographs were deleted",
            hint="take its row out of the sheet; a new yes needs a new piece",
        )
    names_somebody = any(credit.standing == "named" for credit in draft.credits)
    if "name" in erased and names_somebody and _has_withheld_credit(db, work_id):
        raise Conflict(
            f"the name of the maker of work {work_id} was taken back and deleted",
            hint="write 'not shown' for the maker, and take the name out of the other columns",
        )


def _has_photographs(db: Database, work_id: str) -> bool:
    sql = "SELECT 1 FROM photographs WHERE work_id = ? LIMIT 1"
    return db.execute(sql, [work_id]).fetchone() is not None


def _has_withheld_credit(db: Database, work_id: str) -> bool:
    sql = (
        "SELECT 1 FROM credits WHERE work_id = ? AND standing = 'not shown' AND origin = ? LIMIT 1"
    )
    return db.execute(sql, [work_id, DESK]).fetchone() is not None
