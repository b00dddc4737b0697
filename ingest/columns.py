"""The columns of a sheet: one table for reading, for help and for error messages.

They are those of the field table. Beside a column of statements there may be
more of the same kind, numbered from 2, and columns that say by whom, on which
day, where, how surely and of which part a thing was said: ``meaning.2`` and
``meaning_by.2``. Nobody needs them to begin with; an export writes those that
it takes to lose nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import process

from archive.errors import BadInput
from archive.field_table import WORK_FIELDS, Field, Kind
from archive.folding import fold
from archive.records import CAPACITIES, CONSENT_USES, Availability
from archive.wording import Wording

__all__ = [
    "ATTRIBUTES",
    "COLUMNS",
    "CREDITS",
    "REASON",
    "ROLES",
    "STATEMENT_KINDS",
    "Column",
    "Header",
    "column_of",
    "header_of",
    "is_reason",
    "nearest",
]

#: Roles of a photograph, in the words of a sheet.
ROLES = ("whole", "detail", "reverse", "worn", "process")
#: Column of a maker to what she did.
CREDITS = {
    "maker": "stitched",
    "pattern_drawer": "drew the pattern",
    "dyed_by": "dyed",
    "woven_by": "wove",
    "learned_from": "taught",
    "workshop": "workshop",
}
#: Last column of the rows that failed; passed over when they are handed in again.
REASON = Wording("原因", "reason")
#: What can be told of a statement in a column beside its own: ending of the key,
#: and of the Chinese header.
ATTRIBUTES = {
    "by": "谁讲的",
    "on": "哪天讲的",
    "in": "在哪里讲的",
    "sure": "有多确定",
    "part": "在哪个部位",
}
#: Kinds of fields that are statements.
STATEMENT_KINDS = {
    Kind.CONCEPT,
    Kind.CHOICE,
    Kind.TEXT,
    Kind.WORDING,
    Kind.NUMBER,
    Kind.DATE,
    Kind.PERSON,
}
_LEAST_LIKENESS = 55


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    key
        Header in English, as the contract has it.
    zh
        Header in Chinese.
    field
        Statement field it fills; empty when it is not a statement.
    allowed
        The values it takes; empty when it takes any.
    about
        The field of the table it belongs to.
    """

    key: str
    zh: str
    field: str = ""
    allowed: tuple[str, ...] = ()
    about: Field | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What stands over one column of a sheet.

    Parameters
    ----------
    attribute
        Of :data:`ATTRIBUTES`; empty for the column itself.
    number
        1 for the first of its kind.
    """

    column: Column
    attribute: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        """The header as an export writes it."""
        key = f"{self.column.key}_{self.attribute}" if self.attribute else self.column.key
        return key if self.number == 1 else f"{key}.{self.number}"


def _columns() -> tuple[Column, ...]:
    allowed = {
        "availability": tuple(value.value for value in Availability),
        "consent_for": CONSENT_USES,
        "consent_as": CAPACITIES,
    }
    found = []
    for field in WORK_FIELDS:
        is_said = field.kind in STATEMENT_KINDS
        for number, each in enumerate(field.columns):
            # Of a date and of a meaning the first column is the statement itself.
            is_own = is_said and (number == 0 or field.kind is Kind.WORDING)
            values = field.values if is_own else allowed.get(each.key, ())
            found.append(Column(each.key, each.zh, field.key if is_own else "", values, field))
    return tuple(found)


COLUMNS = _columns()
_BY_HEADER = {fold(name): column for column in COLUMNS for name in (column.key, column.zh)}
_ENDINGS = [
    (ending, attribute) for attribute, zh in ATTRIBUTES.items() for ending in (f"_{attribute}", zh)
]
_NUMBER = re.compile(r"(.+?)\.([2-9]|[1-9][0-9])")
#: Columns besides those of statements of which there may be several.
_NUMBERED = {"sale_url", "part_of", "part_place", "part_date", "part_from", "part_to"}
_NUMBERED |= {"date_from", "date_to", "meaning_by", "meaning_on", "meaning_in"}


def column_of(header: str) -> Column:
    """Return the column a header names, in English or Chinese, either script.

    Raises
    ------
    BadInput
        When there is none, with the nearest name.
    """
    return header_of(header).column


def header_of(text: str) -> Header:
    """Read what stands over a column.

    Raises
    ------
    BadInput
        When it names no column, with the nearest name.

    Examples
    --------
    >>> header_of("花样.2").key, header_of("Title EN by").key
    ('motifs.2', 'title_en_by')
    """
    name = fold(text).strip().replace(" ", "_")
    match = _NUMBER.fullmatch(name)
    number = int(match[2]) if match else 1
    found = _header(match[1] if match else name, number)
    if found is None:
        likely = nearest(text, [name for c in COLUMNS for name in (c.key, c.zh)])
        raise BadInput(
            f"the sheet has an unknown column {text!r}",
            hint=f"did you mean {likely!r}?" if likely else "delete it or see the list of columns",
            row=1,
            column=text,
            value=text,
            nearest=likely or "",
        )
    return found


def _header(name: str, number: int) -> Header | None:
    column = _BY_HEADER.get(name)
    if column is not None:
        is_several = bool(column.field) or column.key in _NUMBERED
        return Header(column, "", number) if number == 1 or is_several else None
    for ending, attribute in _ENDINGS:
        column = _BY_HEADER.get(name.removesuffix(ending)) if name.endswith(ending) else None
        if column is not None and column.field:
            return Header(column, attribute, number)
    return None


def is_reason(header: str) -> bool:
    """Say whether a header names the column of reasons."""
    return fold(header).strip() in {fold(REASON.zh), fold(REASON.en)}


def nearest(text: str, names: list[str]) -> str | None:
    """Return the name most like ``text``; ``None`` when none is alike."""
    found = process.extractOne(text, names, processor=fold, score_cutoff=_LEAST_LIKENESS)
    return str(found[0]) if found else None
