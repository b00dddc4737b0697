"""A work as a row of the sheet it could be read from again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from archive.durable import write_durably
from archive.records import Credit, Statement, Work
from ingest.columns import COLUMNS

__all__ = ["cells_of", "write_sheet"]

# A cell that begins like a formula would be run by a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(path: Path, works: Iterable[Work]) -> int:
    """Write works, as they may be shown, as CSV UTF-8 with BOM; returns how many."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column.key for column in COLUMNS])
    writer.writeheader()
    count = 0
    for work in works:
        writer.writerow({key: _harmless(cell) for key, cell in cells_of(work).items()})
        count += 1
    # The mark tells spreadsheet programs that this is UTF-8.
    write_durably(path, text.getvalue().encode("utf-8-sig"))
    return count


def cells_of(work: Work) -> dict[str, str]:
    """Return the cells of one work; what it does not say is left out."""
    cells = {
        "file": ";".join(f"{p.role}:{p.file_name}" for p in work.photographs),
        "identifier": work.identifier or "",
        "title_zh": work.title.zh,
        "title_en": work.title.en,
        "description_zh": work.wording("description").zh,
        "description_en": work.wording("description").en,
        "maker": ";".join(_maker(credit) for credit in work.credits),
        "availability": work.availability.value,
        "sale_url": next((link.url for link in work.sale_links), ""),
        "image_licence": work.licence,
        "credit": work.credit_line,
        "collection": ";".join(work.collections),
    }
    for column in COLUMNS:
        if column.field and column.key not in cells:
            cells[column.key] = ";".join(_value(said) for said in work.said(column.field))
    for said in work.said("date")[:1]:
        cells |= {"date_from": _year(said.year_from), "date_to": _year(said.year_to)}
    cells["meaning_by"] = next((said.speaker for said in work.said("meaning")), "")
    for consent in work.consents[-1:]:
        cells |= {
            "consent_by": consent.given_by,
            "consent_on": consent.given_on,
            "consent_for": ";".join(sorted(consent.uses)),
        }
    return {key: cell for key, cell in cells.items() if cell}


def _value(said: Statement) -> str:
    if said.concept is not None:
        return said.concept
    return f"{said.number:g}" if said.number is not None else said.text


def _maker(credit: Credit) -> str:
    return f"id:{credit.maker.id}" if credit.maker else credit.standing


def _year(year: int | None) -> str:
    return "" if year is None else str(year)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
