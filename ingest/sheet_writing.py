"""Writing sheets: CSV or XLSX, with the columns it takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from archive.durable import write_durably
from archive.errors import BadInput
from archive.records import Work
from ingest.cell_words import harmless
from ingest.columns import ATTRIBUTES, COLUMNS, header_of
from ingest.sheet_export import Readable, cells_of

__all__ = ["sheet_bytes", "write_sheet"]

_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_ATTRIBUTES = ("", *ATTRIBUTES)
_WIDTH = 16
# ECMA-376 has no such limit, but Excel cuts off what is longer.
_MOST_CHARACTERS = 32_767


def write_sheet(
    path: Path, works: Iterable[Work], words: Readable | None = None, *, is_workbook: bool = False
) -> int:
    """Write works, as they may be shown, into a file; returns how many.

    Parameters
    ----------
    words, is_workbook
        As for :func:`sheet_bytes`.

    Raises
    ------
    BadInput
        When a text is too long for a workbook.
    """
    content, count = sheet_bytes(works, words, is_workbook=is_workbook)
    write_durably(path, content)
    return count


def sheet_bytes(
    works: Iterable[Work], words: Readable | None = None, *, is_workbook: bool = False
) -> tuple[bytes, int]:
    """Return a sheet of works, and how many there are.

    Beside the columns every sheet has stand those that these works need.

    Parameters
    ----------
    words
        Makes a sheet to be read and mended by people.
    is_workbook
        XLSX instead of CSV in UTF-8 with BOM.

    Raises
    ------
    BadInput
        When a text is too long for a workbook.
    """
    rows = [cells_of(work, words) for work in works]
    used = {key for cells in rows for key in cells} | _PLACES.keys()
    keys = sorted(used, key=_order)
    lines = ([harmless(cells.get(key, "")) for key in keys] for cells in rows)
    content = _workbook(keys, lines) if is_workbook else _csv(keys, lines)
    return content, len(rows)


def _order(key: str) -> tuple[int, int, int, int]:
    """Put the numbered columns of one field behind its first, those of one number together."""
    header = header_of(key)
    place = _PLACES[header.column.key]
    of_field = place
    if header.number > 1 and header.column.about is not None:
        of_field = max(_PLACES[column.key] for column in header.column.about.columns)
    return (of_field, header.number, place, _ATTRIBUTES.index(header.attribute))


def _csv(keys: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(keys)
    writer.writerows(lines)
    # The mark tells spreadsheet programs that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _workbook(keys: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("作品")
    page.freeze_panes = "A2"
    for number in range(1, len(keys) + 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTH
    header = [WriteOnlyCell(page, key) for key in keys]
    for cell in header:
        cell.font = Font(bold=True)
    page.append(header)
    for line in lines:
        page.append([_text_cell(page, text) for text in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text_cell(page: Any, text: str) -> Cell | None:
    """Return a cell of text, so that no day is made of the number 1-2."""
    if not text:
        return None
    if len(text) > _MOST_CHARACTERS:
        raise BadInput(
            f"a text of {len(text)} characters is too long for a workbook",
            hint="export as csv",
        )
    cell: Cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
