"""What there is to browse: counts and ids from a few queries, without loading works.

Everything here is of listed works and may be told to anybody, except where it
says otherwise. What a page then shows of a work, :func:`archive.access.show` decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

__all__ = [
    "AnnouncedWork",
    "ConceptUse",
    "announced_covers",
    "announced_works",
    "concept_uses",
    "count_announced",
    "credited_works",
    "named_works",
    "parts_of",
    "works_of_collections",
    "works_showing",
]


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


@dataclass(frozen=True, slots=True)
class AnnouncedWork:
    """As much of an announced work as a list of addresses needs; ``cover`` is a photograph's id."""

    id: str
    updated_at: str
    cover: str
    width_px: int
    height_px: int


def announced_works(db: Database, most: int) -> list[str]:
    """Return the works last published that feeds may tell of, newest first."""
    rows = db.execute(
        "SELECT id FROM works WHERE announced = 1 ORDER BY published_at DESC, rowid DESC LIMIT ?",
        [most],
    )
    return [row[0] for row in rows.fetchall()]


def count_announced(db: Database) -> int:
    """Return how many works search engines may be told of."""
    (number,) = db.execute("SELECT count(*) FROM works WHERE announced = 1").fetchone()
    return int(number)


def announced_covers(db: Database, start: int, most: int) -> list[AnnouncedWork]:
    """Return up to ``most`` works that search engines may be told of, with their covers.

    They come newest first, from ``start`` on.
    """
    # Pictures of a person may not be public, so they come last. With a bare min(),
    # SQLite takes the other columns from the row that has it.
    rows = db.execute(
        """
        SELECT works.id, works.updated_at, p.id, p.width_px, p.height_px,
            min((p.role <> 'whole') * 1000 + (p.role IN ('worn', 'process')) * 1000 + p.position)
        FROM (SELECT *, rowid AS number FROM works WHERE announced = 1
            ORDER BY published_at DESC, rowid DESC LIMIT ? OFFSET ?) AS works
        JOIN photographs AS p ON p.work_id = works.id
        GROUP BY works.id ORDER BY works.published_at DESC, works.number DESC
        """,
        [most, start],
    )
    return [AnnouncedWork(*row[:5]) for row in rows.fetchall()]


# Says as archive.redacting.naming_of does whether consents of the day let a work name this
# maker: her own yes, for this work or for herself, her relative's, or one for the whole piece.
_NAMES_HER = """EXISTS (
    SELECT 1 FROM consents AS own JOIN consent_uses ON consent_id = own.id AND use = 'name'
    WHERE own.maker_id = makers.id AND own.withdrawn_on IS NULL
    AND own.given_on <= :on AND (own.until IS NULL OR own.until >= :on)) OR EXISTS (
    SELECT 1 FROM consents AS yes JOIN consent_uses ON consent_id = yes.id AND use = 'name'
    WHERE yes.work_id = works.id AND yes.withdrawn_on IS NULL
    AND yes.given_on <= :on AND (yes.until IS NULL OR yes.until >= :on)
    AND (yes.given_as IN ('owner', 'village') OR yes.given_by IN (makers.name_zh, makers.name_en)
        OR (yes.given_as IN ('relative', 'guardian')
            AND yes.about IN (makers.name_zh, makers.name_en))))"""


def named_works(
    db: Database,
    on: str,
    makers: Sequence[str] | None = None,
    *,
    lang: str = "zh",
    announced: bool = False,
) -> dict[str, list[str]]:
    """Return maker id to the listed works that name her on the day ``on``, newest first.

    The makers come by name. For counting and for choosing what to load: whether
    her name stands on a work is for :func:`archive.access.show` to say.

    Parameters
    ----------
    makers
        Only these; ``None`` for all.
    lang
        Whose names to order by, ``zh`` or ``en``.
    announced
        Only by works that search engines may be told of.
    """
    order = "makers.name_en, makers.name_zh" if lang == "en" else "makers.name_zh, makers.name_en"
    chosen = "" if makers is None else "AND makers.id IN (SELECT value FROM json_each(:makers))"
    rows = db.execute(
        f"""
        SELECT DISTINCT makers.id, works.id, {order},
            works.published_at, works.rowid
        FROM credits JOIN makers ON makers.id = maker_id
        JOIN works ON works.id = work_id AND listed = 1 AND announced >= :announced
        WHERE standing = 'named' {chosen} AND ({_NAMES_HER})
        ORDER BY 3, 4, 1, 5 DESC, 6 DESC
        """,
        {"on": on, "makers": json.dumps(makers), "announced": int(announced)},
    )
    return _grouped(rows.fetchall())


def credited_works(db: Database, makers: Sequence[str]) -> dict[str, list[str]]:
    """Return maker id to all works that credit her, listed or not, newest first."""
    rows = db.execute(
        "SELECT DISTINCT maker_id, works.id, works.rowid FROM credits"
        " JOIN works ON works.id = work_id"
        " WHERE maker_id IN (SELECT value FROM json_each(?)) ORDER BY 3 DESC",
        [json.dumps(makers)],
    )
    return _grouped(rows.fetchall())


def works_of_collections(
    db: Database, *, listed: bool = True, announced: bool = False
) -> dict[str, list[str]]:
    """Return the slug of every collection that has works to their ids, in the curator's order.

    Parameters
    ----------
    listed
        Only listed works; without it also those the public must not know of.
    announced
        Only works that search engines may be told of.
    """
    rows = db.execute(
        "SELECT slug, work_id FROM collection_works"
        " JOIN works ON works.id = work_id AND listed >= ? AND announced >= ?"
        " ORDER BY slug, collection_works.position, work_id",
        [int(listed), int(announced)],
    )
    return _grouped(rows.fetchall())


def parts_of(db: Database, work_id: str) -> list[str]:
    """Return the works that are or were part of this one, whoever may see them."""
    rows = db.execute(
        "SELECT work_id FROM part_of JOIN works ON works.id = work_id WHERE whole_id = ?"
        " GROUP BY work_id ORDER BY min(year_from), works.created_at, works.rowid",
        [work_id],
    )
    return [row[0] for row in rows.fetchall()]


def works_showing(db: Database, concept_id: str, field: str, *, listed: bool = True) -> list[str]:
    """Return the works said in ``field`` to show a concept or a narrower one, newest first.

    Parameters
    ----------
    listed
        Only listed works; without it also those the public must not know of.
    """
    rows = db.execute(
        "SELECT DISTINCT works.id, works.published_at, works.rowid FROM statements"
        " JOIN concept_broader USING (concept_id)"
        " JOIN works ON works.id = work_id AND listed >= ?"
        " WHERE ancestor_id = ? AND field = ? ORDER BY 2 DESC, 3 DESC",
        [int(listed), concept_id, field],
    )
    return [row[0] for row in rows.fetchall()]


def _grouped(rows: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, work, *_ in rows:
        found.setdefault(name, []).append(work)
    return found
