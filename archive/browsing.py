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
    newest
        Id of the one published last.
    """

    count: int
    newest: str


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
        "SELECT ancestor_id, count(DISTINCT works.id), works.id,"
        " max(coalesce(published_at, '') || printf('%012d', works.rowid))"
        " FROM statements JOIN concept_broader USING (concept_id)"
        " JOIN works ON works.id = work_id AND listed = 1"
        f" WHERE field IN ({marks}) GROUP BY ancestor_id",
        fields,
    )
    return {concept: ConceptUse(count, newest) for concept, count, newest, _ in rows.fetchall()}


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
