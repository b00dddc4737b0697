"""From a sheet's row to a draft of a work."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from archive.clock import today
from archive.consent.consenting import check_consent
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.errors import BadInput
from archive.field_table import WORK_FIELDS
from archive.records import Availability, Consent, PartOf, SaleLink
from archive.sales import sale_link_in
from archive.sheet_marks import ROW_COLUMNS
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from ingest.cell_values import choice_of, day_of, plain_word, year_of
from ingest.cell_words import unescaped, words_in
from ingest.columns import COLUMNS, CREDITS, ROLES
from ingest.row_statements import Cells, check_years, key_of, maker_id, statements_of

__all__ = ["PhotographPlace", "RowReader", "name_in_cell", "places_of", "wholes_in"]

_ONE_SPACE = re.compile(r"\s+")
_MAKER = re.compile(r"id:\s*([0-9a-z]+)", re.IGNORECASE)
# What spreadsheet programs leave where a formula could not be worked out.
_BROKEN = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
_CONSENT = ("consent_by", "consent_on", "consent_for")
# Where a sheet holds what the check calls by its name in the record.
_CONSENT_COLUMNS = {
    "uses": "consent_for",
    "given_on": "consent_on",
    "given_as": "consent_as",
    "about": "consent_about",
    "until": "consent_until",
}
# Of 100: 李 阿妹 and 李阿妹（女儿代签） beside 李阿妹, not two women of one family name.
_SAME_PERSON = 75
_BLANKABLE = (*(key for key in ROW_COLUMNS if key != "identifier"), "sale_url", "part_of")


@dataclass(frozen=True, slots=True)
class PhotographPlace:
    """A photograph a row names: its file, relative to the folder, and its role."""

    name: str
    role: str


def places_of(cells: Mapping[str, str]) -> tuple[PhotographPlace, ...]:
    r"""Read the ``file`` cell: ``a.jpg`` or ``whole:a.jpg;detail:b.jpg``; ``\;`` is no separator.

    Raises
    ------
    BadInput
        When it is blank.
    """
    found: list[PhotographPlace] = []
    for part in re.split(r"(?<!\\)[;；]", cells.get("file", "")):
        written = part.strip().replace("\\;", ";").replace("\\；", "；")
        role, *name = re.split("[:：]", written, maxsplit=1)
        word = plain_word(role)
        if name and word in ROLES:
            found.append(PhotographPlace(name[0].strip(), word))
        elif written:
            found.append(PhotographPlace(written, "whole" if not found else "detail"))
    if not found:
        raise BadInput("the row names no photograph", hint="write a file name", column="file")
    return tuple(found)


def wholes_in(cells: Mapping[str, str]) -> list[str]:
    """Return the numbers of the larger pieces a row names."""
    keys = (key for key in cells if key == "part_of" or key.startswith("part_of."))
    return [cells[key] for key in keys]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows against one vocabulary.

    Parameters
    ----------
    headers
        Keys of the headers the sheet has; of a column it has not, its rows say
        nothing. ``None`` when it has every column without a number.
    whole_of
        Gives the id of the work with an archive number or identifier;
        ``None`` when there is none.
    """

    vocabulary: Vocabulary
    headers: frozenset[str] | None = None
    whole_of: Callable[[str], str | None] = lambda number: number

    def draft(
        self,
        cells: Mapping[str, str],
        photographs: tuple[PhotographDraft, ...] = (),
        *,
        needs_title: bool = True,
        work: str = "",
    ) -> WorkDraft:
        """Return the work a row describes.

        Parameters
        ----------
        needs_title
            Whether it is refused without one.
        work
            Id of the work it is about, where that is known.

        Raises
        ------
        BadInput
            Naming the column, with the nearest allowed value.
        """
        row = self._cells(cells)
        _check_broken(cells)
        if needs_title and not row.numbers("title_zh", "title_en"):
            raise BadInput(
                "the row has no title",
                hint="fill in title_zh (名称) or title_en",
                column="title_zh",
            )
        return replace(self._said(row), photographs=photographs, work=work)

    def _said(self, row: Cells) -> WorkDraft:
        credited = _credits(row)
        consent = _consent(row, credited)
        silent = self._silent(row.written)
        agreed = consent is not None and "pictures" in consent.uses
        return WorkDraft(
            identifier=row.written.get("identifier"),
            statements=statements_of(row, self.vocabulary),
            credits=credited,
            consent=consent,
            sale_links=_sale_links(row),
            availability=Availability(_choice(row, "availability") or "not for sale"),
            licence=row.get("image_licence"),
            credit_line=row.get("credit"),
            collections=tuple(words_in(row.get("collection"))),
            part_of=self._part_of(row),
            # Without a column for it, an earlier yes stands.
            publish=agreed or "consent_by" in silent,
            silent=silent,
            blank=frozenset(key for key in _BLANKABLE if not row.numbers(key)),
        )

    def _cells(self, cells: Mapping[str, str]) -> Cells:
        return Cells(cells, cells.keys() if self.headers is None else self.headers)

    def _silent(self, cells: Mapping[str, str]) -> frozenset[str]:
        """Return the columns about which the sheet says nothing, not even that they are blank."""
        silent = set() if "file" in cells else {"file"}
        if self.headers is not None:
            silent |= _missing(self.headers)
        return frozenset(silent)

    def _part_of(self, row: Cells) -> tuple[PartOf, ...]:
        found = []
        keys = ("part_of", "part_place", "part_date", "part_from", "part_to")
        for number in row.numbers(*keys):
            key, place, said, first, last = (key_of(each, number) for each in keys)
            named = row.get(key)
            whole = self.whole_of(named) if named else None
            if whole is None:
                raise BadInput(
                    f"there is no work {named!r}" if named else f"the row has no {key}",
                    hint="write the archive number or the identifier of the larger piece",
                    column=key,
                    value=named,
                )
            years = [year_of(each, row.written.get(each)) for each in (first, last)]
            check_years(first, years)
            found.append(PartOf(whole, row.get(place), row.get(said), *years))
        return tuple(found)


def _missing(headers: Collection[str]) -> set[str]:
    missing = {column.key for column in COLUMNS} - set(headers)
    for field in WORK_FIELDS:
        keys = {column.key for column in field.columns}
        # A date and a part of something larger are said in several columns together.
        if field.key in {"date", "part_of"} and keys & set(headers):
            missing -= keys
    return missing


def _check_broken(cells: Mapping[str, str]) -> None:
    for key, cell in cells.items():
        if cell in _BROKEN:
            raise BadInput(
                f"{key} holds {cell}, a formula that could not be worked out",
                hint="write the value itself",
                column=key,
                value=cell,
            )


def _credits(row: Cells) -> tuple[CreditDraft, ...]:
    return tuple(
        _credit(key, role, unescaped(word))
        for key, role in CREDITS.items()
        for word in words_in(row.get(key))
    )


def _credit(key: str, role: str, word: str) -> CreditDraft:
    known = plain_word(word)
    if known in {"unknown", "not shown"}:
        return CreditDraft(known, role)
    if match := _MAKER.fullmatch(word):
        return CreditDraft(role=role, maker_id=maker_id(key, match[1]))
    return CreditDraft(role=role, name=name_in_cell(word))


def _sale_links(row: Cells) -> tuple[SaleLink, ...]:
    keys = (key_of("sale_url", number) for number in row.numbers("sale_url"))
    found: dict[str, SaleLink] = {}
    for key in keys:
        try:
            link = sale_link_in(row.get(key))
        except BadInput as error:
            error.column, error.value = key, row.get(key)
            raise
        if link is not None:
            found.setdefault(link.url, link)
    return tuple(found.values())


def _consent(row: Cells, credited: Sequence[CreditDraft]) -> Consent | None:
    given = [key for key in _CONSENT if key in row]
    more = [key for key in ("consent_as", "consent_about", "consent_until") if key in row]
    if not given and not more:
        return None
    for key in _CONSENT:
        if key not in given:
            raise BadInput(
                f"the row has {(given + more)[0]} but no {key}",
                hint="a consent needs who, when and what for; leave all three blank if none",
                column=key,
            )
    uses = [choice_of("consent_for", word) for word in words_in(row.get("consent_for"))]
    given_as = _choice(row, "consent_as") or _capacity(row.get("consent_by"), credited)
    until = day_of("consent_until", row.get("consent_until")) if "consent_until" in row else None
    consent = Consent(
        row.get("consent_by"),
        "sheet",
        day_of("consent_on", row.get("consent_on")),
        frozenset(uses),
        until=until,
        given_as=given_as,
        about=row.get("consent_about"),
        is_child=given_as == "guardian",
    )
    try:
        return check_consent(consent, today(), manners=("sheet",))
    except BadInput as error:
        error.column = _CONSENT_COLUMNS.get(error.column or "", "consent_by")
        raise


def _capacity(name: str, credited: Sequence[CreditDraft]) -> str:
    """Return in what capacity somebody says yes where the sheet does not say.

    A maker of the piece for herself, anybody else as its owner, for all of it; where
    the row names no maker there is nobody else to speak for.
    """
    makers = [text for c in credited for text in (c.name.zh, c.name.en) if text]
    if not makers or name in makers or any(credit.maker_id for credit in credited):
        return "self"
    # 李阿妹（女儿代签） beside 李阿妹 opens no other name; the desk says that somebody should ask.
    near = process.extractOne(name, makers, scorer=fuzz.partial_ratio, score_cutoff=_SAME_PERSON)
    if near is not None:
        return "self"
    return "owner"


def _choice(row: Cells, key: str) -> str | None:
    return choice_of(key, row.get(key)) if key in row else None


def name_in_cell(text: str) -> Wording:
    """Return a maker's name as a cell gives it: in Latin letters it is the other language's.

    Examples
    --------
    >>> name_in_cell("Aunt  He").en
    'Aunt He'
    """
    text = _ONE_SPACE.sub(" ", text)
    return Wording(en=text) if text.isascii() else Wording(zh=text)
