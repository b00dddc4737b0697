"""What there is to browse: how many listed works each concept has, and the newest of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

__all__ = ["ConceptUse", "concept_uses", "listed_credits"]


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """How often a concept stands in listed works.

    Parameters
    ----------
    count
        Listed works said to show it or something narrower.
    leading
        Those of them where it was named first: a flower in the border of a
        dragon does not make the piece a flower.
    newest
        Id of the one published last, of the leading ones if there are any.
    """

    count: int
    leading: int
    newest: str


# A statement is the first of its field when nothing stands before it.
_NAMED_FIRST = """NOT EXISTS (SELECT 1 FROM statements AS earlier
    WHERE earlier.work_id = said.work_id AND earlier.field = said.field
    AND earlier.position < said.position)"""


def concept_uses(db: Database, fields: Sequence[str]) -> dict[str, ConceptUse]:
    """Return the use of every concept that listed works name in one of these fields.

    Parameters
    ----------
    fields
        Statement fields, such as ``("motif",)``. A field that a consent may
        hide, such as ``made_place``, does not belong here: these counts are public.
    """
    marks = ",".join("?" * len(fields))
    # With a bare max(), SQLite takes the other columns from the row that has it.
    rows = db.execute(
        f"""
        WITH named AS (
            SELECT concept_id, work_id, {_NAMED_FIRST} AS is_first
            FROM statements AS said WHERE field IN ({marks}) AND concept_id IS NOT NULL
        )
        SELECT ancestor_id, count(DISTINCT works.id),
            count(DISTINCT CASE WHEN is_first THEN works.id END), works.id,
            max(is_first || coalesce(published_at, '') || printf('%012d', works.rowid))
        FROM named JOIN concept_broader USING (concept_id)
        JOIN works ON works.id = work_id AND listed = 1
        GROUP BY ancestor_id
        """,
        fields,
    )
    return {row[0]: ConceptUse(*row[1:4]) for row in rows.fetchall()}


def listed_credits(db: Database) -> dict[str, list[str]]:
    """Return maker id to the listed works that credit her, newest first.

    Whether her name may stand there is for :func:`archive.access.show` to say.
    """
    rows = db.execute(
        "SELECT maker_id, work_id FROM credits JOIN works ON works.id = work_id AND listed = 1"
        " WHERE maker_id IS NOT NULL GROUP BY maker_id, work_id"
        " ORDER BY published_at DESC, works.rowid DESC"
    )
    found: dict[str, list[str]] = {}
    for maker, work in rows.fetchall():
        found.setdefault(maker, []).append(work)
    return found
