"""Cutting a record down to what was agreed to.

The rules of :mod:`archive.access` for what is inside a record: names, villages,
faces, words in which a hidden name stands. All of it is pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from archive.field_table import STAFF_ONLY, Field, Kind, field_of
from archive.name_spellings import name_pattern
from archive.picture_records import NEIGHBOURS
from archive.records import (
    NO_PERSONS,
    Availability,
    Credit,
    Maker,
    Occurrence,
    Photograph,
    SaleLink,
    Statement,
    Work,
)
from archive.wording import Wording

__all__ = [
    "HIDDEN",
    "Naming",
    "cleaning",
    "hidden_names",
    "naming_of",
    "public_photographs",
    "redacted",
    "redacted_maker",
    "without_names",
]

#: Says of a name whether it may be shown.
Naming = Callable[[str], bool]
#: What stands in a text where a name was.
HIDDEN = "〔…〕"

# Roles of photographs that show a person with the piece.
_WITH_PEOPLE = {"worn", "process"}
# In what capacity somebody speaks for everybody on a piece, and for one other person.
_FOR_THE_PIECE = {"owner", "village"}
_FOR_SOMEBODY = {"relative", "guardian"}
# One letter or character is no name that could be looked for in a text.
_SHORTEST_NAME = 2


def naming_of(work: Work, on: str) -> Naming:
    """Return what says whether a name on this work may be shown.

    A person's yes, for this work or as a maker for herself, is for her own name
    and for nobody else's; a relative's and a guardian's also for the name of whom
    they speak for. Its owner and the village speak for the piece as a whole.
    """
    yes = [consent for consent in work.consents if consent.allows("name", on)]
    if any(consent.given_as in _FOR_THE_PIECE for consent in yes):
        return lambda name: True
    agreed = {consent.given_by for consent in yes}
    agreed |= {consent.about for consent in yes if consent.given_as in _FOR_SOMEBODY}
    for maker in _makers(work):
        names = set(_names_of(maker))
        # One person, whichever of her names she signed with.
        if names & agreed or any(consent.allows("name", on) for consent in maker.consents):
            agreed |= names
    return lambda name: name in agreed


def public_photographs(work: Work, uses: frozenset[str]) -> tuple[Photograph, ...]:
    """Return the photographs without those that show a person who has not agreed."""
    return tuple(p for p in work.photographs if "face" in uses or p.role not in _WITH_PEOPLE)


def redacted(work: Work, uses: frozenset[str], may_name: Naming) -> Work:
    """Return what of a work these uses let everybody see."""
    hidden = _Hidden(hidden_names(work, may_name))
    sells = "sale" in uses
    photographs = public_photographs(work, uses)
    # What is said of a photograph goes with it.
    shown = {None, *(photograph.id for photograph in photographs)}
    statements = (
        _public_statement(said, uses, may_name, hidden)
        for said in work.statements
        if said.photograph in shown
    )
    return replace(
        work,
        created_by="",
        filled_for="",
        embargo=None,
        consents=(),
        uses=uses,
        identifier=hidden.out_of(work.identifier) if work.identifier else work.identifier,
        statements=tuple(said for said in statements if said is not None),
        suggestions=tuple(
            each
            for each in work.suggestions
            # What this model says would tell of works that nobody may know of.
            if each.photograph in shown and each.model != NEIGHBOURS
        ),
        occurrences=tuple(
            _public_occurrence(each, may_name, hidden)
            for each in work.occurrences
            if each.photograph in shown and _are_motifs_open(uses)
        ),
        photographs=tuple(_public_photograph(each, uses, hidden) for each in photographs),
        credits=tuple(_public_credit(credit, uses, may_name, hidden) for credit in work.credits),
        licence=hidden.out_of(work.licence),
        credit_line="" if hidden.is_in(work.credit_line) else work.credit_line,
        part_of=tuple(
            replace(each, place=hidden.out_of(each.place), date_text=hidden.out_of(each.date_text))
            for each in work.part_of
        ),
        sale_links=tuple(_public_link(link, hidden) for link in work.sale_links if sells),
        availability=work.availability if sells else Availability.NOT_FOR_SALE,
    )


def redacted_maker(maker: Maker, uses: frozenset[str], may_name: Naming) -> Maker:
    """Return what of a maker's own record these uses of hers let everybody see."""
    names = set(_names_of(maker))
    people = {said.text for said in maker.statements if _is_person(said, "maker")}
    people |= {said.speaker for said in maker.statements} - NO_PERSONS
    hidden = _Hidden(name for name in people - names if not may_name(name))

    def named(name: str) -> bool:
        return name in names or may_name(name)

    statements = (
        _public_statement(said, uses, named, hidden, record="maker") for said in maker.statements
    )
    told = tuple(said for said in statements if said is not None)
    return replace(_public_maker(maker, uses, hidden), statements=told)


def cleaning(work: Work, may_name: Naming) -> Callable[[str], str]:
    """Return what takes the hidden names of a work out of a text."""
    return _Hidden(hidden_names(work, may_name)).out_of


def hidden_names(work: Work, may_name: Naming) -> set[str]:
    """Return the names on a work that may not be shown."""
    return {name for name in _people(work) if not may_name(name)}


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with :data:`HIDDEN` where one of these names stood."""
    return _Hidden(names).out_of(text)


class _Hidden:
    """Names that must not be shown, looked for in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        found = sorted({name for name in names if len(name.strip()) >= _SHORTEST_NAME}, key=len)
        # Longest first, so that 李小花 does not leave 小花 behind.
        pattern = "|".join(name_pattern(name, whole_words=True) for name in reversed(found))
        self._pattern = re.compile(pattern, re.IGNORECASE) if pattern else None

    def is_in(self, text: str) -> bool:
        """Say whether any of them stands in a text."""
        return self._pattern is not None and bool(self._pattern.search(text))

    def out_of(self, text: str) -> str:
        """Return a text with :data:`HIDDEN` in their place."""
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


def _makers(work: Work) -> list[Maker]:
    return [credit.maker for credit in work.credits if credit.maker is not None]


def _names_of(maker: Maker) -> list[str]:
    return [name for name in (maker.name.zh, maker.name.en) if name]


def _maker_names(work: Work) -> list[str]:
    return [name for maker in _makers(work) for name in _names_of(maker)]


def _people(work: Work) -> set[str]:
    """Return the name of everybody the record knows of."""
    found = {*_maker_names(work), work.created_by, work.filled_for}
    found |= {said.speaker for said in work.statements}
    found |= {occurrence.speaker for occurrence in work.occurrences}
    found |= {said.text for said in work.statements if _is_person(said, _record_of(said))}
    for consent in work.consents:
        found |= {consent.given_by, consent.about, consent.helper}
    return found - NO_PERSONS


def _record_of(said: Statement) -> str:
    return "work" if said.photograph is None else "photograph"


def _is_person(said: Statement, record: str) -> bool:
    field = field_of(said.field, record)
    return field is not None and field.kind is Kind.PERSON


def _public_statement(
    said: Statement,
    uses: frozenset[str],
    may_name: Naming,
    hidden: _Hidden,
    record: str = "",
) -> Statement | None:
    field = field_of(said.field, record or _record_of(said))
    if field is None or not _is_open(field, said, uses, may_name):
        return None
    if said.lang == "en" and "english" not in uses:
        return None
    return replace(
        said,
        text=said.text if field.kind is Kind.PERSON else hidden.out_of(said.text),
        part=hidden.out_of(said.part),
        speaker=said.speaker if said.speaker in NO_PERSONS or may_name(said.speaker) else "",
        said_in=said.said_in if "village" in uses else None,
    )


def _are_motifs_open(uses: frozenset[str]) -> bool:
    """Say whether these uses open what is said of a piece's motifs, as of a statement."""
    field = field_of("motif", "work")
    return field is not None and (not field.use or field.use in uses)


def _public_occurrence(occurrence: Occurrence, may_name: Naming, hidden: _Hidden) -> Occurrence:
    """Return what of a motif at its place everybody may see who sees the photograph.

    What was searched with may be a photograph nobody else may know of.
    """
    speaker = occurrence.speaker
    return replace(
        occurrence,
        text=hidden.out_of(occurrence.text),
        note=hidden.out_of(occurrence.note),
        speaker=speaker if speaker in NO_PERSONS or may_name(speaker) else "",
        made_from=None,
    )


def _is_open(field: Field, said: Statement, uses: frozenset[str], may_name: Naming) -> bool:
    if field.use == STAFF_ONLY:
        return False
    if field.kind is Kind.PERSON:
        # One given by her number alone is told by nobody's name, so she stays hidden.
        return said.standing != "said" or (bool(said.text) and may_name(said.text))
    return not field.use or field.use in uses


def _public_photograph(photograph: Photograph, uses: frozenset[str], hidden: _Hidden) -> Photograph:
    # Folders are named after people and villages; and so, now and then, are files.
    name = PurePosixPath(photograph.file_name).name
    if hidden.is_in(name):
        name = photograph.id + PurePosixPath(name).suffix
    alt = Wording(
        hidden.out_of(photograph.alt.zh),
        hidden.out_of(photograph.alt.en) if "english" in uses else "",
    )
    return replace(photograph, file_name=name, alt=alt)


def _public_link(link: SaleLink, hidden: _Hidden) -> SaleLink:
    # What a shop's app puts around an address often begins with the seller's name.
    return replace(link, raw_text="") if hidden.is_in(link.raw_text) else link


def _public_credit(
    credit: Credit, uses: frozenset[str], may_name: Naming, hidden: _Hidden
) -> Credit:
    maker = credit.maker
    if maker is None:
        return credit
    if credit.standing != "named" or not any(may_name(name) for name in _names_of(maker)):
        return Credit(credit.role, "not shown")
    return replace(credit, maker=_public_maker(maker, uses, hidden))


def _public_maker(maker: Maker, uses: frozenset[str], hidden: _Hidden) -> Maker:
    is_english = "english" in uses
    name = maker.name if is_english or not maker.name.zh else Wording(maker.name.zh)
    about = Wording(
        hidden.out_of(maker.about.zh), hidden.out_of(maker.about.en) if is_english else ""
    )
    place = maker.place if "village" in uses else None
    return replace(maker, name=name, about=about, place=place, consents=(), statements=())
