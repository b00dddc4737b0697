"""Reading a sheet: CSV in UTF-8 or GB18030, or XLSX, into rows of plain text."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from archive.errors import BadInput
from ingest.columns import Column, column_of

__all__ = ["SheetRow", "read_sheet"]

_ZIP_START = b"PK\x03\x04"
# What openpyxl raises for a torn file and for other documents that are ZIP files.
_NOT_XLSX = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    OSError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as written, cells by column key, blank ones left out.

    Parameters
    ----------
    number
        As the spreadsheet program counts; the header is row 1.
    """

    number: int
    cells: dict[str, str]


def read_sheet(path: Path) -> list[SheetRow]:
    """Read every row that is not blank.

    Raises
    ------
    BadInput
        When the file cannot be read, has no rows, or has a column we do not
        know, one twice, or none for the photographs.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"the sheet cannot be read: {error.strerror}",
            hint="check the name and that the file is there",
            file=path.name,
        ) from error
    try:
        table = _xlsx(content) if content.startswith(_ZIP_START) else _csv(content)
        return _rows(table)
    except BadInput as error:
        error.file = error.file or path.name
        raise


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(_text(content), newline=""))
    except csv.Error as error:
        raise BadInput(
            f"the sheet cannot be read as CSV: {error}", hint="look for a quotation mark too many"
        ) from error


def _text(content: bytes) -> str:
    """Decode a sheet. UTF-8 is certain when it fits; GB18030 fits nearly anything."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        "the sheet is neither UTF-8 nor GB18030 text", hint="save it as CSV UTF-8, or as XLSX"
    )


def _xlsx(content: bytes) -> Iterator[Sequence[str]]:
    try:
        with warnings.catch_warnings():
            # About drop-down lists and styles, which play no part here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            table = [*book.worksheets[0].iter_rows(values_only=True)]
    except _NOT_XLSX as error:
        raise BadInput("the sheet is not a readable XLSX file", hint="save it again") from error
    for row in table:
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rows(table: Iterable[Sequence[str]]) -> list[SheetRow]:
    lines = iter(table)
    columns = _columns(next(lines, []))
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = {
            column.key: text.strip()
            for column, text in zip(columns, line, strict=False)
            if column is not None and text.strip()
        }
        if cells:
            rows.append(SheetRow(number, cells))
    if not rows:
        raise BadInput("the sheet has no rows", hint="write one row a work under the header")
    return rows


def _columns(header: Sequence[str]) -> list[Column | None]:
    columns = [column_of(name) if name.strip() else None for name in header]
    keys = [column.key for column in columns if column is not None]
    for key in keys:
        if keys.count(key) > 1:
            raise BadInput(f"the sheet has the column {key!r} twice", hint="delete one", row=1)
    if "file" not in keys:
        raise BadInput(
            "the sheet has no column 'file' (照片)",
            hint="add one that names each work's photographs",
            row=1,
            column="file",
        )
    return columns
