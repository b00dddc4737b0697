"""Whether a statement can be taken as it is, by the field table alone.

The sheet, the desk and the makers' own pages ask the same question here, so that
nothing reaches the catalogue that a form would have refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from archive.errors import BadInput
from archive.field_table import RECORDS, UNKNOWN, WILL_NOT_SAY, Field, Kind, field_of
from archive.folding import fold
from archive.records import Statement
from archive.vocabulary import Vocabulary
from archive.vocabulary.label_matching import alike

__all__ = ["LONGEST_TEXT", "check_statement", "check_statements", "nearest_choice", "stated_fields"]

#: Characters of one statement.
LONGEST_TEXT = 5000
_SAID = "said"
_STANDINGS = (_SAID, UNKNOWN, WILL_NOT_SAY)
_SURENESS = ("sure", "likely", "unsure")
_LANGUAGES = ("", "zh", "en")
_YEARS = (1, 2200)
# Held in tables of their own, or written by the archive itself.
_NOT_STATED = (Kind.PART, Kind.SYSTEM)


def stated_fields(record: str) -> tuple[Field, ...]:
    """Return the fields of a kind of record that hold statements, in the order of a page."""
    return tuple(field for field in RECORDS[record] if field.kind not in _NOT_STATED)


def check_statements(statements: Iterable[Statement], record: str, vocabulary: Vocabulary) -> None:
    """Check what one speaker's form or row says, each statement and all together.

    Raises
    ------
    BadInput
        As :func:`check_statement` does; and when a field that holds one value
        is given two.
    """
    seen: set[tuple[str, str, str | None]] = set()
    for statement in statements:
        field = check_statement(statement, record, vocabulary)
        key = (field.key, statement.lang, statement.photograph)
        if key in seen and not field.several:
            raise _refused(field, "holds one value, and got two", "leave one of them")
        seen.add(key)


def check_statement(
    statement: Statement, record: str = "work", vocabulary: Vocabulary | None = None
) -> Field:
    """Return the field a statement is about when it can be taken as it is.

    Parameters
    ----------
    record
        Kind of record it is about, a key of :data:`archive.field_table.RECORDS`.
    vocabulary
        Looks the concepts up; without it they are believed.

    Raises
    ------
    BadInput
        When there is no such field, or the value does not fit it. ``column``
        is the field's key; the hint names the nearest value where there is one.
    """
    field = field_of(statement.field, record)
    if field is None or field.kind in _NOT_STATED:
        raise BadInput(
            f"nothing can be said of a {record} in a field {statement.field!r}",
            hint=f"known are {', '.join(each.key for each in stated_fields(record))}",
            column=statement.field,
        )
    _check_manner(field, statement)
    if statement.standing == _SAID:
        _CHECKS[field.kind](field, statement, vocabulary)
    elif _holds_something(statement):
        raise _refused(field, f"cannot be {statement.standing!r} and hold a value", "choose one")
    elif statement.standing in field.values:
        raise _refused(field, f"has {statement.standing!r} among its values", "say that one")
    return field


def nearest_choice(field: Field, text: str) -> str | None:
    """Return the value of a choice field that a text is most like; ``None`` when none is.

    Examples
    --------
    >>> nearest_choice(field_of("handmade"), "全手功")
    'all'
    """
    names = {fold(name): c.value for c in field.choices for name in (c.value, c.label.zh)}
    scored = sorted(alike(text, names), key=lambda pair: -pair[1])
    return names[scored[0][0]] if scored else None


def _check_manner(field: Field, statement: Statement) -> None:
    """Check what every statement has, whatever it says."""
    for name, value, known in (
        ("standing", statement.standing, _STANDINGS),
        ("sureness", statement.sureness, _SURENESS),
        ("language", statement.lang, _LANGUAGES),
    ):
        if value not in known:
            raise _refused(field, f"cannot have the {name} {value!r}", f"known: {', '.join(known)}")
    try:
        date.fromisoformat(statement.said_on)
    except ValueError as error:
        raise _refused(
            field, f"cannot have been said on {statement.said_on!r}", "a day is 2026-05-01"
        ) from error
    if max(len(statement.text), len(statement.part)) > LONGEST_TEXT:
        raise _refused(field, "is too long", f"at most {LONGEST_TEXT} characters")


def _check_concept(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    if statement.concept is None:
        # A word that no list has is a proposal, bound to its speaker.
        _check_text(field, statement, vocabulary)
    elif vocabulary is not None:
        found = vocabulary.get(statement.concept)
        if found is None or found.scheme != field.scheme:
            near = vocabulary.nearest(field.scheme, statement.concept.rpartition("/")[2], 1)
            hint = f"nearest is {near[0].id}" if near else f"take one of the list {field.scheme}"
            raise _refused(field, f"does not take {statement.concept!r}", hint)


def _check_choice(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    if statement.text not in field.values:
        near = nearest_choice(field, statement.text)
        hint = f"nearest is {near!r}; known are {', '.join(field.values)}"
        if near is None:
            hint = f"known are {', '.join(field.values)}"
        raise _refused(field, f"does not take {statement.text!r}", hint)


def _check_text(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    if not statement.text.strip():
        raise _refused(field, "says nothing", "write something, or leave it out")


def _check_number(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    least, most = field.limits or (-math.inf, math.inf)
    number = statement.number
    if number is None or not math.isfinite(number) or not least <= number <= most:
        nearest = least if number is None or not number > most else most
        hint = f"{least:g} to {most:g} {field.unit}; nearest is {nearest:g}"
        raise _refused(field, f"does not take {number!r}", hint)


def _check_date(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    years = [year for year in (statement.year_from, statement.year_to) if year is not None]
    if not years:
        _check_text(field, statement, vocabulary)
    for year in years:
        if not _YEARS[0] <= year <= _YEARS[1]:
            raise _refused(field, f"does not take the year {year}", "years are 1 to 2200")
    if years != sorted(years):
        raise _refused(field, f"ends ({years[1]}) before it begins ({years[0]})", "swap the years")


def _check_person(field: Field, statement: Statement, vocabulary: Vocabulary | None) -> None:
    if statement.maker is None:
        _check_text(field, statement, vocabulary)


_CHECKS = {
    Kind.CONCEPT: _check_concept,
    Kind.CHOICE: _check_choice,
    Kind.TEXT: _check_text,
    Kind.WORDING: _check_text,
    Kind.NUMBER: _check_number,
    Kind.DATE: _check_date,
    Kind.PERSON: _check_person,
}


def _holds_something(statement: Statement) -> bool:
    held = (
        statement.concept,
        statement.number,
        statement.year_from,
        statement.year_to,
        statement.maker,
    )
    return bool(statement.text) or any(value is not None for value in held)


def _refused(field: Field, what: str, hint: str) -> BadInput:
    return BadInput(f"{field.key} {what}", hint=hint, column=field.key)
