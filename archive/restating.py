"""Saying again what is said already: which of a work's rows the words of a draft are.

A sheet that comes back after it has been edited somewhere repeats nearly
everything the archive holds. What it repeats must stay as it is, with its
speaker and its day; only the rest is news. All of it is pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from archive.drafts import UNSAID, column_key
from archive.records import FILE_NAME, MACHINE, NO_PERSONS, REGISTER, Statement
from archive.row_records import Row

__all__ = ["Merge", "merge", "plain", "said_fully", "says_again"]

# No spreadsheet holds them; what a line ends with depends on the program.
_NOT_IN_A_CELL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile("\r\n?")
#: Speakers a sheet cannot tell from nobody.
_NOBODY = NO_PERSONS - {MACHINE}


@dataclass(slots=True)
class Merge:
    """What becomes of the rows of one origin when a draft is taken in.

    Parameters
    ----------
    moved
        Row numbers and the positions they get.
    new
        Statements to write down, each with its position.
    gone
        Numbers of the rows the draft does not repeat.
    """

    moved: list[tuple[int, int]] = field(default_factory=list)
    new: list[tuple[int, Statement]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def plain(text: str) -> str:
    r"""Return a text as every kind of sheet gives it back.

    Examples
    --------
    >>> plain(" 一\r\n二\x07 ")
    '一\n二'
    """
    return _NOT_IN_A_CELL.sub("", _LINE_END.sub("\n", text)).strip()


def said_fully(said: Statement, on: str) -> Statement:
    """Return the statement with what goes without saying filled in."""
    return replace(
        said,
        speaker=REGISTER if said.speaker == UNSAID else said.speaker,
        said_on=on if said.said_on == UNSAID else said.said_on,
        sureness="sure" if said.sureness == UNSAID else said.sureness,
        said_in=None if said.said_in == UNSAID else said.said_in,
        part="" if said.part == UNSAID else said.part,
    )


def merge(
    said: Sequence[Statement],
    rows: Sequence[Row],
    origin: str,
    silent: Collection[str],
    standing: Callable[[str], str],
) -> Merge:
    """Say what becomes of a work's rows when these statements come in.

    Parameters
    ----------
    rows
        What is said of the work as a whole, of every origin, by position.
    silent
        Columns the draft says nothing about; the rows in them stay.
    standing
        Gives the concept that stands for one today.
    """
    spoken = [each for each in said if column_key(each.field, each.lang) not in silent]
    own = [row for row in rows if row["origin"] == origin and not _is_in(row, silent)]
    # Only a sheet shows what others said, and so repeats it.
    is_sheet = origin == "sheet"
    others = [row for row in rows if row["origin"] != origin] if is_sheet else []
    # On a form nobody writes the day: it is the one on which it was sent last.
    claims = spoken if is_sheet else [replace(each, said_on=UNSAID) for each in spoken]
    kept = _matched(claims, own, standing)
    result = Merge(gone=[row["id"] for row in own if row["id"] not in set(kept.values())])
    numbers = {row["id"]: row["position"] for row in own}
    last: dict[str, int] = {}
    for index, each in enumerate(spoken):
        number = kept.get(index)
        if number is None and any(says_again(each, row, standing) for row in others):
            continue
        column = column_key(each.field, each.lang)
        after = last.get(column, -1) + 1
        if number is None:
            result.new.append((after, each))
        elif numbers[number] < after:
            result.moved.append((number, after))
        else:
            after = numbers[number]
        last[column] = after
    return result


def _matched(
    spoken: Sequence[Statement], own: Sequence[Row], standing: Callable[[str], str]
) -> dict[int, int]:
    """Return which statement is which row, by index and number."""
    free = {row["id"]: row for row in own}
    kept: dict[int, int] = {}
    # First those that name a speaker: the others would do with anybody's words.
    for index in sorted(range(len(spoken)), key=lambda i: spoken[i].speaker == UNSAID):
        said = spoken[index]
        same = (
            number for number, row in free.items() if says_again(said, row, standing, is_own=True)
        )
        found = next(same, None)
        if found is not None:
            kept[index] = found
            del free[found]
    return kept


def _is_in(row: Row, columns: Collection[str]) -> bool:
    return column_key(row["field"], row["lang"]) in columns


def says_again(
    said: Statement, row: Row, standing: Callable[[str], str], *, is_own: bool = False
) -> bool:
    """Say whether a statement of a draft is the one a row holds already.

    Parameters
    ----------
    is_own
        Whether the row came in the same way. Its words then count, too: a
        concept written with another word is news, but not against what others said.
    """
    return (
        said.field == row["field"]
        and column_key(said.field, said.lang) == column_key(row["field"], row["lang"])
        and said.standing == row["standing"]
        and (said.number, said.year_from, said.year_to)
        == (row["number"], row["year_from"], row["year_to"])
        and _is_same_matter(said, row, standing, is_own)
        and _is_said_alike(said, row)
    )


def _is_same_matter(
    said: Statement, row: Row, standing: Callable[[str], str], is_own: bool
) -> bool:
    if said.maker is not None or row["maker_id"] is not None:
        return bool(said.maker == row["maker_id"])
    is_same_text = plain(said.text) == plain(row["text"])
    concept = row["concept_id"]
    if said.concept is None or concept is None:
        # Somebody has found a place in the list for a word that had none.
        return is_same_text and said.concept is None
    is_same = said.concept == concept or standing(said.concept) == standing(concept)
    named_by_number = said.text in {concept, said.concept, said.concept.partition("/")[2]}
    return is_same and (not is_own or is_same_text or named_by_number or not row["text"])


def _is_said_alike(said: Statement, row: Row) -> bool:
    """Compare who, when, where and how sure, as far as the draft says it."""
    speaker = REGISTER if row["speaker"] in _NOBODY else row["speaker"]
    named = REGISTER if said.speaker in _NOBODY else said.speaker
    who = (UNSAID if named == UNSAID else plain(named), plain(speaker))
    part = (UNSAID if said.part == UNSAID else plain(said.part), plain(row["part"]))
    # A name taken from a file is a guess, and no cell says so.
    sureness = said.sureness if row["speaker"] == FILE_NAME else row["sureness"]
    pairs = (
        who,
        (said.said_on, row["said_on"]),
        (said.said_in, row["said_in"]),
        (said.sureness, sureness),
        part,
    )
    return all(one in {UNSAID, other} for one, other in pairs)
