"""What is said of makers, collections, photographs and works, field by field.

Writing here replaces what came in the same way before, for the fields at hand,
and leaves alone what others said. Everything is checked by the field table first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import BadInput, NotFound
from archive.loading import load_work
from archive.records import State, Statement
from archive.row_records import statement_of
from archive.rows import snapshot_work
from archive.statement_checks import check_statements
from archive.vocabulary.stored import load_vocabulary
from archive.work_parts import DESK, insert_statement, statement_row
from archive.works import refresh_listing

__all__ = [
    "FIRST_POSITION",
    "Telling",
    "load_record_statements",
    "put_record_statements",
    "put_work_statements",
]

#: Before every statement of others, which count from 0, and behind the basics of the desk.
FIRST_POSITION = -500
_TABLE = "record_statements"
_KEYS = {"maker": ("makers", "id"), "collection": ("collections", "slug")}


@dataclass(frozen=True, slots=True)
class Telling:
    """Statements on some fields of one record, all that came in one way.

    Parameters
    ----------
    statements
        What is to stand there from now on.
    fields
        Fields it speaks of; one without a statement is emptied. ``None`` for
        every field there is.
    origin
        How it reached the archive.
    word_of
        On whose word, where that is somebody other than the account.
    photograph
        The photograph of a work it is about; ``None`` for the whole piece.
    """

    statements: tuple[Statement, ...]
    fields: frozenset[str] | None = None
    origin: str = DESK
    word_of: str = ""
    photograph: str | None = None

    def replaces(self, held: Statement) -> bool:
        """Say whether a statement that is there is one of those this takes the place of."""
        return (
            held.origin == self.origin
            and held.photograph == self.photograph
            and (self.fields is None or held.field in self.fields)
        )


def load_record_statements(db: Database, kind: str, record: str) -> tuple[Statement, ...]:
    """Return what is said of a maker or a collection, in the order it was written."""
    return tuple(map(statement_of, _rows(db, kind, record)))


def put_record_statements(change: Change, kind: str, record: str, telling: Telling) -> bool:
    """Write what is said of a maker or a collection; returns whether anything changed.

    Parameters
    ----------
    kind
        ``maker`` or ``collection``.
    record
        Her id, its short name.

    Raises
    ------
    BadInput
        When a statement does not fit its field.
    NotFound
        When there is no such record, or none of a maker it names.
    """
    table, key = _KEYS[kind]
    if change.db.execute(f"SELECT 1 FROM {table} WHERE {key} = ?", [record]).fetchone() is None:
        raise NotFound(f"there is no {kind} {record}")
    _check(change, telling, kind)
    before = _rows(change.db, kind, record)
    stays, goes = _parted(before, telling)
    if _is_same(map(statement_of, goes), telling.statements):
        return False
    for row in goes:
        change.db.table(_TABLE).delete(row["id"])
    first = FIRST_POSITION if telling.origin == DESK else len(stays)
    for position, statement in enumerate(telling.statements, start=first):
        row = statement_row(change, position, statement, telling.origin)
        change.db.table(_TABLE).insert(row | {"kind": kind, "record": record})
    after = _rows(change.db, kind, record)
    change.log("state", kind, record, {_TABLE: before}, {_TABLE: after}, word_of=telling.word_of)
    return True


def put_work_statements(change: Change, work_id: str, telling: Telling) -> bool:
    """Write what is said of a work or of one of its photographs; returns whether it changed.

    Raises
    ------
    BadInput
        When a statement does not fit its field, or a public work would be left
        without what it must say.
    NotFound
        When there is no such work or photograph, or none of a maker it names.
    """
    before = snapshot_work(change.db, work_id)
    if before is None:
        raise NotFound(f"there is no work {work_id}", hint="check the number letter by letter")
    photographs = {row["id"] for row in before["photographs"]}
    if telling.photograph is not None and telling.photograph not in photographs:
        raise NotFound(f"work {work_id} has no photograph {telling.photograph}")
    _check(change, telling, "work" if telling.photograph is None else "photograph")
    _, goes = _parted(before["statements"], telling)
    if _is_same(map(statement_of, goes), telling.statements):
        return False
    for row in goes:
        change.db.table("statements").delete(row["id"])
    for position, statement in enumerate(telling.statements, start=FIRST_POSITION):
        insert_statement(change, work_id, position, statement, telling.origin, telling.photograph)
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    _refuse_unfounded(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log("state", "work", work_id, before, after, word_of=telling.word_of)
    return True


def _refuse_unfounded(change: Change, work_id: str) -> None:
    work = load_work(change.db, work_id)
    if work.state is State.PUBLISHED and not work.said("handmade"):
        raise BadInput(
            f"work {work_id} is public, and nobody would say whether it was made by hand",
            hint="write all, partly, no or unknown",
            column="handmade",
        )


def _check(change: Change, telling: Telling, record: str) -> None:
    check_statements(telling.statements, record, load_vocabulary(change.db))
    named = {said.maker for said in telling.statements if said.maker is not None}
    for maker in sorted(named):
        if change.db.execute("SELECT 1 FROM makers WHERE id = ?", [maker]).fetchone() is None:
            raise NotFound(f"there is no maker {maker}", hint="look the id up on the desk")


def _rows(db: Database, kind: str, record: str) -> list[dict[str, Any]]:
    where = "kind = ? AND record = ?"
    return list(db.table(_TABLE).rows_where(where, [kind, record], order_by="field, position, id"))


def _parted(
    rows: Sequence[dict[str, Any]], telling: Telling
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows that stay and those whose place is taken."""
    goes = [row for row in rows if telling.replaces(statement_of(row))]
    return [row for row in rows if row not in goes], goes


def _is_same(held: Iterable[Statement], told: Iterable[Statement]) -> bool:
    # The day is left out: the same form saved again tomorrow says nothing new.
    return _plain(held) == _plain(told)


def _plain(statements: Iterable[Statement]) -> list[Statement]:
    found = [replace(said, said_on="", origin="", photograph=None) for said in statements]
    return sorted(found, key=repr)
