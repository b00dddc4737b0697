"""Statements in the order in which a person reads a record."""

from __future__ import annotations

from collections.abc import Iterable

from archive.field_table import RECORDS
from archive.records import Statement

__all__ = ["in_reading_order"]

# Fields of a photograph stand behind those of the piece.
_PLACES = {
    key: place
    for place, key in enumerate(
        dict.fromkeys(field.key for table in RECORDS.values() for field in table)
    )
}


def in_reading_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return statements by field, as the field table has them: the name first.

    Those on one field stay in the order they came in; a field the table does not
    know comes last.

    Examples
    --------
    >>> said = [Statement(key, "甲", "2026-01-01") for key in ("motif", "title")]
    >>> [statement.field for statement in in_reading_order(said)]
    ['title', 'motif']
    """
    return tuple(sorted(statements, key=lambda said: _PLACES.get(said.field, len(_PLACES))))
