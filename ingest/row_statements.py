"""The statements of a row: every cell read, checked, and given its speaker."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from archive.drafts import UNSAID
from archive.errors import BadInput
from archive.field_table import WORK_FIELDS, Field, Kind
from archive.ids import is_identifier
from archive.records import MACHINE, REGISTER, Statement
from archive.vocabulary import Vocabulary
from ingest.cell_values import choice_of, day_of, number_of, year_of
from ingest.cell_words import Word, read_text, read_word, standing_of, words_in
from ingest.columns import ATTRIBUTES, STATEMENT_KINDS, Column, Header, column_of

__all__ = ["Cells", "check_years", "key_of", "maker_id", "statements_of"]

_MACHINE_WORDS = {"machine", "机器", "机器翻译", "機器翻譯", MACHINE}
_SURENESS = {"sure": "sure", "likely": "likely", "unsure": "unsure"}
_SURENESS |= {"确定": "sure", "大概": "likely", "不确定": "unsure"}
#: Kinds whose cells hold words with marks.
_MARKED = {Kind.CONCEPT, Kind.CHOICE, Kind.NUMBER}
_NUMBERED = re.compile(r"(.+)\.([0-9]+)")


#: Field, and its columns in which a statement begins.
_STATED = tuple(
    (
        field,
        tuple(
            column_of(each.key)
            for each in (field.columns if field.kind is Kind.WORDING else field.columns[:1])
        ),
    )
    for field in WORK_FIELDS
    if field.kind in STATEMENT_KINDS and field.columns
)


@dataclass(frozen=True)
class Cells:
    """The cells of a row by header, and which headers the sheet has at all.

    Parameters
    ----------
    written
        Cells that are not blank.
    headers
        Keys of all headers.
    """

    written: Mapping[str, str]
    headers: Collection[str]

    def __contains__(self, key: str) -> bool:
        """Say whether something is written under a header."""
        return key in self.written

    def get(self, key: str, default: str = "") -> str:
        """Return what is written under a header."""
        return self.written.get(key, default)

    def numbers(self, *keys: str) -> list[int]:
        """Return the numbers of the columns of these kinds in which something is written."""
        first = [1] if any(key in self.written for key in keys) else []
        return [*first, *sorted({n for key in keys for n in self._more.get(key, ())})]

    @cached_property
    def _more(self) -> dict[str, list[int]]:
        """Key without its number to the numbers from 2 on."""
        found: dict[str, list[int]] = {}
        for name in self.written:
            match = _NUMBERED.fullmatch(name) if "." in name else None
            if match is not None:
                found.setdefault(match[1], []).append(int(match[2]))
        return found


def statements_of(cells: Cells, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    """Return everything a row states.

    Raises
    ------
    BadInput
        Naming the column, with the nearest value that would do.
    """
    found: list[Statement] = []
    for field, columns in _STATED:
        if field.kind is Kind.DATE:
            found += _dates(field, cells, vocabulary)
        else:
            found += _of_field(field, columns, cells, vocabulary)
    return tuple(found)


def _of_field(
    field: Field, columns: tuple[Column, ...], cells: Cells, vocabulary: Vocabulary
) -> list[Statement]:
    found: list[Statement] = []
    for column in columns:
        for number in cells.numbers(column.key):
            header = Header(column, "", number)
            said = _in_cell(field, header, cells.get(header.key), vocabulary)
            found += [_attributed(one, header, cells, vocabulary) for one in said]
    return found


def _in_cell(field: Field, header: Header, cell: str, vocabulary: Vocabulary) -> list[Statement]:
    if field.kind not in _MARKED:
        return [_text(field, header, cell)]
    written = words_in(cell)
    if len(written) > 1 and not field.several:
        raise BadInput(
            f"{header.key} takes one value, not {len(written)}",
            hint=f"write the one that is right, or another under {header.column.key}.2",
            column=header.key,
            value=cell,
        )
    return [_word(field, header, each, vocabulary) for each in written]


def _text(field: Field, header: Header, cell: str) -> Statement:
    text, standing = read_text(cell)
    if field.kind is Kind.PERSON and cell.lower().startswith("id:"):
        return _bare(field, maker=maker_id(header.key, cell[3:].strip()), standing=standing)
    lang = _lang(text) if field.kind is not Kind.WORDING else header.column.key[-2:]
    return _bare(field, text=text, lang=lang, standing=standing)


def _word(field: Field, header: Header, written: str, vocabulary: Vocabulary) -> Statement:
    word = read_word(written)
    # Of a number, which part was measured may stand in a column of its own.
    is_number = field.kind is Kind.NUMBER
    part = UNSAID if is_number and not word.part else word.part
    marks = {"part": part, "sureness": word.sureness}
    standing = None if word.is_new or word.text in field.values else standing_of(word.text)
    if field.kind is Kind.CHOICE:
        if standing is not None and "unknown" not in field.values:
            return _bare(field, standing=standing, **marks)
        return _bare(field, text=choice_of(header.column.key, word.text, header.key), **marks)
    if standing is not None:
        return _bare(field, standing=standing, **marks)
    if is_number:
        return _bare(field, number=number_of(header.key, word.text, field), **marks)
    if word.is_new:
        return _bare(field, text=word.text, lang=_lang(word.text), **marks)
    concept = _concept(field.scheme, header.key, word, vocabulary)
    if field.key == "style":
        _check_style(concept, word, header, vocabulary)
    # The word as written stays beside the concept it was taken for.
    return _bare(field, text=word.text, concept=concept, **marks)


def _bare(field: Field, **said: Any) -> Statement:
    facts: dict[str, Any] = {"sureness": UNSAID, "part": UNSAID, "said_in": UNSAID}
    return Statement(field.key, UNSAID, UNSAID, **(facts | said))


def _concept(scheme: str, key: str, word: Word, vocabulary: Vocabulary) -> str:
    found = _found(vocabulary, scheme, word.text)
    if found is not None:
        return found
    near = vocabulary.nearest(scheme, word.text)
    names = "、".join(f"{c.label.zh} {c.label.en}" for c in near)
    raise BadInput(
        f"{word.text!r} is not in the vocabulary of {key}",
        hint=(f"did you mean {names}? " if names else "")
        + f"write new:{word.text} for a name no list has yet",
        column=key,
        value=word.text,
        nearest=next((c.label.zh or c.label.en for c in near), ""),
    )


@lru_cache(maxsize=4096)
def _found(vocabulary: Vocabulary, scheme: str, text: str) -> str | None:
    """Look a word up once: a sheet repeats the same few hundred on every row."""
    concept = vocabulary.find(scheme, text)
    return concept.id if concept is not None else None


def _check_style(concept: str, word: Word, header: Header, vocabulary: Vocabulary) -> None:
    kind = vocabulary.concept(concept).kind
    if kind in {"village", "township"}:
        # Where somebody lives is shown only with a yes to it; a style is always shown.
        raise BadInput(
            f"{word.text!r} is a {kind}, not a style",
            hint="write it under made_place (制作地)",
            column=header.key,
            value=word.text,
        )


def _dates(field: Field, cells: Cells, vocabulary: Vocabulary) -> list[Statement]:
    found = []
    text_key, from_key, to_key = (column.key for column in field.columns)
    for number in cells.numbers(text_key, from_key, to_key):
        header = Header(column_of(text_key), "", number)
        text, standing = read_text(cells.get(header.key))
        years = []
        for key in (key_of(from_key, number), key_of(to_key, number)):
            known = standing_of(cells.get(key))
            standing = known or standing
            years.append(None if known else year_of(key, cells.written.get(key)))
        check_years(key_of(from_key, number), years)
        if text or years != [None, None]:
            standing = "said"
        said = _bare(field, text=text, year_from=years[0], year_to=years[1], standing=standing)
        found.append(_attributed(said, header, cells, vocabulary))
    return found


def check_years(key: str, years: list[int | None]) -> None:
    """Refuse an earliest year that is later than the latest.

    Raises
    ------
    BadInput
        Naming the column ``key``.
    """
    first, last = years
    if first is not None and last is not None and first > last:
        raise BadInput(
            f"{key} {first} is later than the year beside it, {last}",
            hint="swap the two years",
            column=key,
            value=str(first),
        )


def _attributed(said: Statement, header: Header, cells: Cells, vocabulary: Vocabulary) -> Statement:
    """Add who says so, when, where, how surely and of which part."""
    keys = _attribute_keys(header)
    told = {name: cells.get(key) for name, key in keys.items() if key in cells.headers}
    if not told:
        return said
    news: dict[str, Any] = {}
    if "by" in told:
        word = told["by"]
        news["speaker"] = MACHINE if word.lower() in _MACHINE_WORDS else word or REGISTER
    if told.get("on"):
        news["said_on"] = day_of(keys["on"], told["on"])
    if "in" in told:
        news["said_in"] = _place(keys["in"], told["in"], vocabulary)
    if "sure" in told and said.sureness == UNSAID:
        news["sureness"] = _sureness(keys["sure"], told["sure"])
    if "part" in told and said.part == UNSAID:
        news["part"] = told["part"]
    return replace(said, **news)


@lru_cache(maxsize=1024)
def _attribute_keys(header: Header) -> dict[str, str]:
    return {name: Header(header.column, name, header.number).key for name in ATTRIBUTES}


def _place(key: str, text: str, vocabulary: Vocabulary) -> str | None:
    return _concept("place", key, Word(text), vocabulary) if text else None


def _sureness(key: str, text: str) -> str:
    found = _SURENESS.get(text.lower() or "sure")
    if found is None:
        raise BadInput(
            f"{key} cannot be {text!r}",
            hint="use one of sure, likely, unsure",
            column=key,
            value=text,
        )
    return found


def maker_id(key: str, text: str) -> str:
    """Return the number of a maker.

    Raises
    ------
    BadInput
        When it cannot be one.
    """
    if not is_identifier(text):
        raise BadInput(
            f"{text!r} is not the number of a maker",
            hint="copy it from her page",
            column=key,
            value=text,
        )
    return text


def _lang(text: str) -> str:
    return "en" if text.isascii() else "zh"


def key_of(key: str, number: int) -> str:
    """Return the key of the header with a number."""
    return key if number == 1 else f"{key}.{number}"
