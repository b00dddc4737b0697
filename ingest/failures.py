"""What went wrong with an import, put together by cause: one slip, one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.importing import Failure

__all__ = ["Cause", "FailureGroup", "cause_of", "group_failures", "row_ranges", "summary_line"]

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_MOST_VALUES = 5


class Cause(StrEnum):
    """Sorts of failures; each has a sentence of its own on the desk."""

    WORD = "word not in a list"
    STYLE = "a place that is no style"
    CHOICE = "not one of a few values"
    YEAR = "no year"
    YEARS = "years the wrong way round"
    DAY = "no day"
    NUMBER = "no number"
    TITLE = "no title"
    HANDMADE = "handmade or not is not said"
    CONSENT = "half a consent"
    MAKER = "maker unknown"
    COLLECTION = "no short name of a collection"
    WHOLE = "larger piece unknown"
    SHOP = "no shop"
    TWICE = "identifier twice"
    SAME_PICTURE = "picture twice"
    NO_FILE = "no such photograph"
    NO_PHOTOGRAPH = "no photograph named"
    PHOTOGRAPH = "photograph not taken"
    TAKEN_DOWN = "work taken down"
    LONG = "too long"
    FOR_WHOM = "consent for somebody who is not named"
    ONE_VALUE = "several values where one is taken"
    FORMULA = "formula without a result"
    WORK = "work unknown"
    COLUMN = "column unknown"
    COLUMN_TWICE = "column twice"
    COLUMN_MISSING = "column missing"
    EMPTY = "no rows"
    TOO_LONG = "too many rows for a page"
    MERGED = "cells merged sideways"
    HEADER_LOW = "header not in the first row"
    SHEET = "sheet unreadable"
    OTHER = "anything else"


# Parts of what an error says, with its hint, in the order they are looked for.
_TOLD_BY = (
    ("is not in the vocabulary", Cause.WORD),
    ("not a style", Cause.STYLE),
    ("is later than", Cause.YEARS),
    ("write a year", Cause.YEAR),
    ("a day such as", Cause.DAY),
    ("not a day on which", Cause.DAY),
    ("such as 24.5", Cause.NUMBER),
    ("takes one value", Cause.ONE_VALUE),
    ("characters", Cause.LONG),
    ("say for whom", Cause.FOR_WHOM),
    ("could not be worked out", Cause.FORMULA),
    ("merged into one", Cause.MERGED),
    ("names of the columns stand", Cause.HEADER_LOW),
    ("unknown column", Cause.COLUMN),
    ("has the column", Cause.COLUMN_TWICE),
    ("has no column", Cause.COLUMN_MISSING),
    ("has no rows", Cause.EMPTY),
    ("too long for a page", Cause.TOO_LONG),
    ("leads out of the folder", Cause.NO_FILE),
    ("there is no file", Cause.NO_FILE),
    ("has no photograph", Cause.NO_FILE),
    ("names no photograph", Cause.NO_PHOTOGRAPH),
    ("at least one photograph", Cause.NO_PHOTOGRAPH),
    ("has no title", Cause.TITLE),
    ("made by hand", Cause.HANDMADE),
    ("a consent needs", Cause.CONSENT),
    ("not the number of a maker", Cause.MAKER),
    ("there is no maker", Cause.MAKER),
    ("collection's short name", Cause.COLLECTION),
    ("cannot be part of", Cause.WHOLE),
    ("has no part_of", Cause.WHOLE),
    ("address of a shop", Cause.SHOP),
    ("stands in row", Cause.TWICE),
    ("is that of work", Cause.TWICE),
    ("has been taken down", Cause.TAKEN_DOWN),
    ("the sheet", Cause.SHEET),
    ("the picture", Cause.PHOTOGRAPH),
    ("the file", Cause.PHOTOGRAPH),
    ("cannot be", Cause.CHOICE),
)
# One slip made in many rows is told apart from another by what was written.
_BY_VALUE = {Cause.WORD, Cause.STYLE, Cause.CHOICE, Cause.MAKER, Cause.COLLECTION}


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures of one cause in one column; at least one.

    Parameters
    ----------
    column
        Key of the column; ``None`` where none is to blame.
    """

    cause: Cause
    column: str | None
    failures: tuple[Failure, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows, in order, each once; empty without a sheet."""
        return tuple(sorted({each.row for each in self.failures if each.row is not None}))

    @property
    def files(self) -> tuple[str, ...]:
        """The files named, each once."""
        return tuple(dict.fromkeys(each.file for each in self.failures if each.file))

    @property
    def values(self) -> tuple[str, ...]:
        """What was written, each once."""
        return tuple(dict.fromkeys(each.value for each in self.failures if each.value))

    @property
    def nearest(self) -> str:
        """Nearest value that would do; empty when there is none, or not one for all."""
        near = {each.nearest for each in self.failures}
        return near.pop() if len(near) == 1 else ""

    @property
    def error(self) -> str:
        """What all of them say; where they differ, without what was written."""
        said = {each.error for each in self.failures}
        general = {_QUOTED.sub("…", text) for text in said}
        return said.pop() if len(said) == 1 else min(general)

    @property
    def hint(self) -> str:
        """What to do, as the first of them has it."""
        return self.failures[0].hint


def cause_of(failure: Failure) -> Cause:
    """Return the sort of a failure."""
    said = f"{failure.error} {failure.hint}"
    if "is the picture of" in said:
        return Cause.SAME_PICTURE
    if "there is no work" in said:
        return Cause.WORK if failure.column == "id" else Cause.WHOLE
    if "but no " in failure.error and (failure.column or "").startswith("consent"):
        return Cause.CONSENT
    return next((cause for part, cause in _TOLD_BY if part in said), Cause.OTHER)


def group_failures(failures: Iterable[Failure]) -> list[FailureGroup]:
    """Put failures of one cause together, the most frequent first.

    Examples
    --------
    >>> slips = [
    ...     Failure("a.jpg", row, "motifs", "'蝴碟' is not in the vocabulary of motifs", "",
    ...             value="蝴碟", nearest="蝴蝶纹")
    ...     for row in (3, 7, 9, 10, 11)
    ... ]
    >>> [group] = group_failures(slips)
    >>> summary_line(group)
    "5 rows, column motifs: '蝴碟' is not in the vocabulary of motifs → 蝴蝶纹; rows 3, 7, 9–11"
    """
    found: dict[tuple[str | None, ...], list[Failure]] = {}
    for failure in failures:
        found.setdefault(_key(failure), []).append(failure)
    groups = [
        FailureGroup(cause_of(same[0]), same[0].column, tuple(same)) for same in found.values()
    ]
    return sorted(groups, key=lambda group: (-len(group.failures), group.rows))


def _key(failure: Failure) -> tuple[str | None, ...]:
    cause = cause_of(failure)
    if cause in _BY_VALUE:
        return (cause, failure.column, failure.value or failure.error)
    if cause in {Cause.OTHER, Cause.PHOTOGRAPH, Cause.SHEET}:
        return (cause, failure.column, _QUOTED.sub("", failure.error))
    return (cause, failure.column)


def row_ranges(rows: Sequence[int], between: str = ", ") -> str:
    """Return row numbers as people write them; three or more in a row become a range.

    Examples
    --------
    >>> row_ranges([3, 7, 9, 10, 11, 12])
    '3, 7, 9–12'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return between.join(_run(run, between) for run in runs)


def _run(run: list[int], between: str) -> str:
    if len(run) > 2:
        return f"{run[0]}–{run[-1]}"
    return between.join(map(str, run))


def summary_line(group: FailureGroup) -> str:
    """Return one line of English on a group: how many, where, what, and what to do."""
    many = f"{len(group.failures)} {'row' if group.rows else 'file'}"
    many += "s" if len(group.failures) > 1 else ""
    column = f", column {group.column}" if group.column else ""
    said = {each.error for each in group.failures}
    values = f": {_listed(group.values or group.files)}" if len(said) > 1 else ""
    todo = f" → {group.nearest or group.hint}" if group.nearest or group.hint else ""
    word = "rows" if len(group.rows) > 1 else "row"
    place = f"{word} {row_ranges(group.rows)}" if group.rows else _listed(group.files)
    return f"{many}{column}: {group.error}{values}{todo}; {place}"


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _MOST_VALUES} more" if len(words) > _MOST_VALUES else ""
    return ", ".join(words[:_MOST_VALUES]) + more
