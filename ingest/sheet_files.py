"""The lines of a sheet as text, one after the other, out of CSV or XLSX.

Lines are read while they are asked for, so that a long sheet takes no more memory
than a short one.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from archive.errors import BadInput
from archive.folding import fold
from ingest.columns import header_of

__all__ = ["lines_of"]

_ZIP_START = b"PK\x03\x04"
_UTF_16_STARTS = (b"\xff\xfe", b"\xfe\xff")
_CHUNK_CHARACTERS = 1 << 20
_DELIMITERS = (",", "\t", ";")
#: Sheet of the works in a workbook that has several.
_NAMES = {"作品", "works"}
# An archive of a few kilobytes may unpack to any size; 10,000 full rows take 40 MB.
_MOST_BYTES = 400_000_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)\"")
_TAIL_START = b"mergeCells"
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
    AttributeError,
)


def lines_of(path: Path) -> Iterator[Sequence[str]]:
    """Yield every line of a sheet as text, the header first, nothing checked.

    A cell merged over several rows stands in each of them.

    Raises
    ------
    BadInput
        When the file cannot be read, or cells are merged over several columns.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_ZIP_START))
        yield from _xlsx(path) if start == _ZIP_START else _csv(path, start)
    except OSError as error:
        raise BadInput(
            f"the sheet cannot be read: {error.strerror}",
            hint="check the name and that the file is there",
            file=path.name,
        ) from error


def _csv(path: Path, start: bytes) -> Iterator[Sequence[str]]:
    encoding = _encoding(path, start)
    try:
        delimiter = _delimiter(path, encoding)
        with path.open(encoding=encoding, newline="") as stream:
            yield from csv.reader(stream, delimiter=delimiter)
    except csv.Error as error:
        raise BadInput(
            f"the sheet cannot be read as CSV: {error}", hint="look for a quotation mark too many"
        ) from error


def _encoding(path: Path, start: bytes) -> str:
    """Tell the encoding. UTF-8 is certain when it fits; GB18030 fits nearly anything."""
    is_utf_16 = start.startswith(_UTF_16_STARTS)
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(_CHUNK_CHARACTERS):
                    pass
        except UnicodeError:
            continue
        return encoding
    raise BadInput(
        "the sheet is neither UTF-8 nor GB18030 text", hint="save it as CSV UTF-8, or as XLSX"
    )


def _delimiter(path: Path, encoding: str) -> str:
    """Return what separates the cells: that under which most of the header is known to us."""
    known: dict[str, int] = {}
    for delimiter in _DELIMITERS:
        with path.open(encoding=encoding, newline="") as stream:
            header = next(csv.reader(stream, delimiter=delimiter), [])
        known[delimiter] = sum(map(_is_header, header))
    return max(_DELIMITERS, key=lambda delimiter: known[delimiter])


def _is_header(text: str) -> bool:
    try:
        header_of(text)
    except BadInput:
        return False
    return True


def _xlsx(path: Path) -> Iterator[Sequence[str]]:
    try:
        _check_unpacked(path)
        with warnings.catch_warnings():
            # About drop-down lists and styles, which play no part here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        with closing(book):
            page = _page(book)
            merged = _merged(book, page)
            # What the file says of its own size is often wrong, by a million rows.
            page.reset_dimensions()
            # Closed by hand: a bad line would leave the file open until it is collected.
            with closing(page.iter_rows(values_only=True)) as lines:
                yield from _filled(lines, merged)
    except _NOT_XLSX as error:
        raise BadInput("the sheet is not a readable XLSX file", hint="save it again") from error


def _check_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        if sum(info.file_size for info in packed.infolist()) > _MOST_BYTES:
            raise BadInput(
                f"the sheet unpacks to more than {_MOST_BYTES // 1_000_000} MB",
                hint="save it as CSV UTF-8, or hand it in in parts",
            )


def _page(book: Any) -> Any:
    """Return the sheet named for the works, else the first that is not hidden."""
    pages = book.worksheets
    shown = [page for page in pages if page.sheet_state == "visible"] or pages
    return next((page for page in pages if fold(page.title) in _NAMES), shown[0])


def _merged(book: Any, page: Any) -> dict[int, list[tuple[int, int, int]]]:
    """Return the merged blocks by their first row: left, right, last row.

    openpyxl passes them over when it reads without holding the sheet in memory;
    they stand behind the cells.
    """
    tail = b""
    # openpyxl has no public way to a sheet's own file either.
    with book._archive.open(page._worksheet_path) as stream:
        while chunk := stream.read(_CHUNK_CHARACTERS):
            tail += chunk
            start = tail.find(_TAIL_START)
            tail = tail[start:] if start >= 0 else tail[-len(_TAIL_START) :]
    found: dict[int, list[tuple[int, int, int]]] = {}
    for match in _MERGED.finditer(tail):
        left, top, right, bottom = (int(str(each)) for each in range_boundaries(match[1].decode()))
        found.setdefault(top, []).append((left, right, bottom))
    return found


def _filled(
    lines: Iterator[Sequence[object]], merged: dict[int, list[tuple[int, int, int]]]
) -> Iterator[Sequence[str]]:
    """Give each row its share of the cells merged over several."""
    open_blocks: dict[int, tuple[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        cells = [_cell(value) for value in line]
        for left, right, bottom in merged.get(number, ()):
            value = cells[left - 1] if left <= len(cells) else ""
            if left != right and value:
                raise _merged_sideways(number, left, right)
            open_blocks[left] = (bottom, value)
        for column, (bottom, value) in list(open_blocks.items()):
            if number > bottom:
                del open_blocks[column]
            elif value:
                cells += [""] * (column - len(cells))
                cells[column - 1] = value
        yield cells


def _merged_sideways(row: int, left: int, right: int) -> BadInput:
    columns = f"{get_column_letter(left)} to {get_column_letter(right)}"
    return BadInput(
        f"the cells {columns} of row {row} are merged into one",
        hint="split them, so that every column has a cell of its own",
        row=row,
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # As the program shows it: 0.1 + 0.2 is 0.3 there.
        return f"{value:.15g}"
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
