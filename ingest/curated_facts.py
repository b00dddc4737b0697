"""What the tables of a curated folder say of makers and collections, field by field.

A header is the key of a field, a cell one value or several with ``;`` between;
``unknown`` and ``will not say`` are values of every field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from archive.errors import BadInput
from archive.field_table import UNKNOWN, WILL_NOT_SAY, Field, Kind
from archive.records import Statement
from archive.statement_checks import check_statement, stated_fields
from archive.vocabulary import Vocabulary

__all__ = ["facts_in"]


def facts_in(
    row: Mapping[str, str],
    record: str,
    by: Statement,
    vocabulary: Vocabulary,
    maker_of: Callable[[str], str | None],
) -> tuple[Statement, ...]:
    """Return what a row says.

    Parameters
    ----------
    record
        ``maker`` or ``collection``.
    by
        Whose speaker and day each statement gets.
    maker_of
        Gives the id of the maker of a name; ``None`` where there is none.

    Raises
    ------
    BadInput
        When a value does not fit its field.

    Examples
    --------
    >>> by = Statement("", "clerk", "2026-01-01")
    >>> facts_in({"roles": "stitches;dyes"}, "maker", by, Vocabulary(()), lambda name: None)[1].text
    'dyes'
    """
    found: list[Statement] = []
    for field in stated_fields(record):
        for word in row.get(field.key, "").split(";"):
            if word.strip():
                said = replace(by, field=field.key)
                found.append(_said(field, word.strip(), said, vocabulary, maker_of))
    for statement in found:
        check_statement(statement, record, vocabulary)
    return tuple(found)


def _said(
    field: Field,
    word: str,
    by: Statement,
    vocabulary: Vocabulary,
    maker_of: Callable[[str], str | None],
) -> Statement:
    if word in {UNKNOWN, WILL_NOT_SAY} and word not in field.values:
        return replace(by, standing=word)
    if field.kind is Kind.CONCEPT:
        concept = vocabulary.find(field.scheme, word)
        if concept is None:
            near = ", ".join(each.id for each in vocabulary.nearest(field.scheme, word))
            raise BadInput(
                f"{field.key}: {word!r} is not in the vocabulary",
                hint=f"nearest are {near}" if near else "look it up in the list",
                column=field.key,
            )
        return replace(by, text=word, concept=concept.id)
    if field.kind is Kind.NUMBER:
        return replace(by, number=_number(field, word))
    if field.kind is Kind.PERSON:
        return replace(by, text=word, maker=maker_of(word))
    return replace(by, text=word)


def _number(field: Field, word: str) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise BadInput(
            f"{field.key}: {word!r} is no number", hint="digits only", column=field.key
        ) from error
