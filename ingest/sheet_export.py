"""A work as a row of the sheet it can be read from again.

Reading the row back says what is said already and nothing else: every mark that
reading knows is written, and what it would mistake is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlite_utils import Database

from archive.field_table import WORK_FIELDS, Field, Kind
from archive.makers import all_makers, find_maker
from archive.records import (
    FILE_NAME,
    MACHINE,
    NO_PERSONS,
    Consent,
    Credit,
    PartOf,
    Statement,
    Work,
)
from archive.restating import plain
from archive.vocabulary import Vocabulary
from archive.vocabulary.stored import load_vocabulary
from ingest.cell_values import plain_word
from ingest.cell_words import Word, read_word, standing_of, write_text, write_word
from ingest.columns import CREDITS, STATEMENT_KINDS, Header, column_of
from ingest.row_statements import key_of
from ingest.rows import name_in_cell

__all__ = ["Readable", "cells_of", "readable_words"]

_NOBODY = NO_PERSONS - {MACHINE}
_LISTS = {Kind.CONCEPT, Kind.CHOICE}
#: Fields whose statements tell the day they were made.
_DATED = {"meaning"}


@dataclass(frozen=True, slots=True)
class Readable:
    """Words for what the archive keeps under numbers.

    Without them a sheet holds numbers: they mean the same whatever the words
    become. People read and mend words.

    Parameters
    ----------
    makers
        Id to a name that no other maker has.
    """

    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    makers: Mapping[str, str] = field(default_factory=dict)


def readable_words(db: Database) -> Readable:
    """Return the words under which an import would find every concept and maker again."""
    makers = {}
    for maker in all_makers(db):
        name = maker.name.zh or maker.name.en
        found = find_maker(db, name_in_cell(name))
        if found is not None and found.id == maker.id and plain(name) == name:
            makers[maker.id] = name
    return Readable(load_vocabulary(db), makers)


def cells_of(work: Work, words: Readable | None = None) -> dict[str, str]:
    """Return the cells of one work by header; what it does not say is left out."""
    words = words or Readable()
    cells = {
        "file": ";".join(f"{p.role}:{_file_name(p.file_name)}" for p in work.photographs),
        "id": work.id,
        "identifier": work.identifier or "",
        "availability": work.availability.value,
        "image_licence": plain(work.licence),
        "credit": plain(work.credit_line),
        "collection": ";".join(work.collections),
    }
    for table in WORK_FIELDS:
        if table.kind in STATEMENT_KINDS and table.columns:
            cells |= _statement_cells(table, work, words)
    for key, role in CREDITS.items():
        cells[key] = ";".join(_credit(c, words) for c in work.credits if c.role == role)
    for number, link in enumerate(work.sale_links, start=1):
        cells[key_of("sale_url", number)] = link.url
    for number, part in enumerate(work.part_of, start=1):
        cells |= _part_cells(part, number)
    cells |= _consent_cells(work.consents)
    return {key: cell for key, cell in cells.items() if cell}


def _file_name(name: str) -> str:
    return name.strip().replace(";", "\\;").replace("；", "\\；")


def _statement_cells(table: Field, work: Work, words: Readable) -> dict[str, str]:
    said = _each_once([s for s in work.said(table.key) if s.photograph is None])
    if table.kind is not Kind.WORDING:
        return _column_cells(table, table.columns[0].key, said, words)
    cells: dict[str, str] = {}
    for column in table.columns:
        lang = column.key[-2:]
        here = [s for s in said if (s.lang or "zh") == lang]
        cells |= _column_cells(table, column.key, here, words)
    return cells


def _each_once(said: Sequence[Statement]) -> list[Statement]:
    """Leave out what is said twice; a sheet's own words stand for those of others."""
    found: dict[tuple[object, ...], Statement] = {}
    for each in sorted(said, key=lambda s: s.origin != "sheet"):
        key = (each.concept or plain(each.text), each.number, each.year_from, each.year_to)
        told = (each.standing, each.maker, each.part, each.sureness, each.said_in, each.lang)
        found.setdefault((*key, *told, _speaker(each), each.said_on), each)
    kept = {id(each) for each in found.values()}
    return [each for each in said if id(each) in kept]


def _column_cells(
    table: Field, key: str, said: Sequence[Statement], words: Readable
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for number, group in enumerate(_groups(table, said), start=1):
        header = Header(column_of(key), "", number)
        if table.kind is Kind.DATE:
            cells |= _date_cells(table, group[0], number)
        else:
            cells[header.key] = ";".join(_cell(table, each, words) for each in group)
        for attribute, cell in _attributes(table, group[0], words).items():
            cells[Header(header.column, attribute, number).key] = cell
    return cells


def _groups(table: Field, said: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Put together what can stand in one cell: said in a row, by the same person."""
    if not (table.several and table.kind in _LISTS):
        yield from ([each] for each in said)
        return
    for _, group in groupby(said, key=lambda s: tuple(_attributes(table, s, Readable()).items())):
        yield list(group)


def _cell(table: Field, said: Statement, words: Readable) -> str:
    if table.kind not in {*_LISTS, Kind.NUMBER}:
        if said.standing != "said":
            return said.standing
        return f"id:{said.maker}" if said.maker else write_text(said.text)
    part = said.part if table.kind in _LISTS else ""
    if said.standing != "said":
        return write_word(Word(said.standing, part, said.sureness))
    if said.number is not None:
        return write_word(Word(f"{said.number:.15g}", part, said.sureness))
    if said.concept is None:
        return write_word(Word(said.text, part, said.sureness, table.kind is Kind.CONCEPT))
    return write_word(Word(_concept(said, table.scheme, words), part, said.sureness))


def _concept(said: Statement, scheme: str, words: Readable) -> str:
    """Return the word it was said in, or the label where there is none; else its number.

    A word that would not find the concept again gives way to the number.
    """
    concept = words.vocabulary.get(said.concept or "")
    if concept is None:
        return said.concept or ""
    text = plain(said.text) or concept.label.zh
    found = words.vocabulary.find(scheme, text)
    is_plain = read_word(write_word(Word(text))) == Word(text) and standing_of(text) is None
    return text if found is not None and found.id == concept.id and is_plain else concept.id


def _date_cells(table: Field, said: Statement, number: int) -> dict[str, str]:
    text, first, last = (key_of(column.key, number) for column in table.columns)
    if said.standing != "said":
        return {text: said.standing}
    return {text: write_text(said.text), first: _year(said.year_from), last: _year(said.year_to)}


def _attributes(table: Field, said: Statement, words: Readable) -> dict[str, str]:
    """Return what stands in the columns beside a statement, without those that are blank."""
    is_marked = table.kind in _LISTS
    place = words.vocabulary.get(said.said_in or "")
    is_doubted = said.sureness != "sure" and said.speaker != FILE_NAME
    told = {
        "by": _speaker(said),
        "on": said.said_on if table.key in _DATED else "",
        "in": place.id if place is not None else said.said_in or "",
        "sure": said.sureness if is_doubted and not is_marked else "",
        "part": "" if is_marked else plain(said.part),
    }
    if table.kind is Kind.NUMBER:
        told["sure"] = ""
    return {name: cell for name, cell in told.items() if cell}


def _speaker(said: Statement) -> str:
    return "" if said.speaker in _NOBODY else plain(said.speaker)


def _credit(credit: Credit, words: Readable) -> str:
    if credit.standing != "named" or credit.maker is None:
        return credit.standing
    name = words.makers.get(credit.maker.id)
    is_word = name is not None and plain_word(name) not in {"unknown", "not shown"}
    if name is None or not is_word or name.lower().startswith("id:"):
        return f"id:{credit.maker.id}"
    return write_word(Word(name))


def _part_cells(part: PartOf, number: int) -> dict[str, str]:
    cells = {
        "part_of": part.whole,
        "part_place": plain(part.place),
        "part_date": plain(part.date_text),
        "part_from": _year(part.year_from),
        "part_to": _year(part.year_to),
    }
    return {key_of(key, number): cell for key, cell in cells.items()}


def _consent_cells(consents: Iterable[Consent]) -> dict[str, str]:
    """Return the yes a sheet brought, else the last one that stands."""
    standing = [consent for consent in consents if consent.withdrawn_on is None]
    brought = [consent for consent in standing if consent.how == "sheet"]
    for consent in (brought or standing)[-1:]:
        return {
            "consent_by": consent.given_by,
            "consent_on": consent.given_on,
            "consent_for": ";".join(sorted(consent.uses)),
            "consent_as": consent.given_as,
            "consent_about": consent.about,
            "consent_until": consent.until or "",
        }
    return {}


def _year(year: int | None) -> str:
    return "" if year is None else str(year)
