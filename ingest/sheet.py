"""Reading a sheet into rows of plain text under headers we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadInput
from ingest.cell_words import as_written
from ingest.columns import Header, header_of, is_reason
from ingest.sheet_files import lines_of

__all__ = ["MOST_LINES", "Sheet", "SheetRow", "open_sheet", "read_sheet", "read_table"]

# Columns of which a row needs one to say which work it is about.
_KEYS = {"file", "id", "identifier"}
# A header stands in the first row; a title or two above it is a common slip.
_LOOKED_FOR_HEADER = 10
_SURE_OF_HEADER = 2

#: A small file can unpack into millions of blank lines, which takes minutes to read.
MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as written, cells by key of their header, blank ones left out.

    Parameters
    ----------
    number
        As the spreadsheet program counts; the header is row 1.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is being read.

    Parameters
    ----------
    headers
        Keys of the headers it has, whether or not anything stands below.
    rows
        Those that are not blank, to be gone through once.
    """

    headers: frozenset[str]
    rows: Iterator[SheetRow]


def read_sheet(path: Path) -> list[SheetRow]:
    """Read every row that is not blank.

    Raises
    ------
    BadInput
        As :func:`open_sheet` and its rows; and when there are none.
    """
    rows = list(open_sheet(path).rows)
    if not rows:
        raise BadInput(
            "the sheet has no rows",
            hint="write one row a work under the header",
            file=path.name,
        )
    return rows


def open_sheet(path: Path) -> Sheet:
    """Open a sheet; its rows are read while they are asked for.

    Raises
    ------
    BadInput
        When the file cannot be read, or has a column we do not know, one twice,
        or none that says which work a row is about. Going through the rows may
        raise it, too.
    """
    lines = read_table(path)
    try:
        headers = _headers(next(lines, []), lines)
    except BadInput as error:
        error.file = error.file or path.name
        raise
    return Sheet(
        frozenset(header.key for header in headers if header is not None), _rows(lines, headers)
    )


def read_table(path: Path) -> Iterator[Sequence[str]]:
    """Yield every line of a sheet as text, the header first, nothing checked.

    Raises
    ------
    BadInput
        When the file cannot be read, or has more lines than any sheet of works.
    """
    try:
        for number, line in enumerate(lines_of(path), start=1):
            if number > MOST_LINES:
                raise BadInput(
                    f"the sheet has more than {MOST_LINES} lines",
                    hint="cut it into several, or delete the blank lines at its end",
                )
            yield line
    except BadInput as error:
        error.file = error.file or path.name
        raise


def _rows(lines: Iterator[Sequence[str]], headers: Sequence[Header | None]) -> Iterator[SheetRow]:
    for number, line in enumerate(lines, start=2):
        cells = {
            header.key: as_written(text.strip())
            for header, text in zip(headers, line, strict=False)
            if header is not None and text.strip()
        }
        if cells:
            yield SheetRow(number, cells)


def _headers(line: Sequence[str], following: Iterator[Sequence[str]]) -> list[Header | None]:
    try:
        headers = [_header(name) for name in line]
    except BadInput:
        _look_below(line, following)
        raise
    keys = [header.key for header in headers if header is not None]
    for key in keys:
        if keys.count(key) > 1:
            raise BadInput(
                f"the sheet has the column {key!r} twice", hint="delete one", row=1, column=key
            )
    if not _KEYS & set(keys):
        _look_below(line, following)
        raise BadInput(
            "the sheet has no column 'file' (照片)",
            hint="add one that names each work's photographs, or 'identifier' (编号) for works"
            " that are in the archive",
            row=1,
            column="file",
        )
    return headers


def _header(name: str) -> Header | None:
    """Read one header; ``None`` for a column that is passed over."""
    return None if not name.strip() or is_reason(name) else header_of(name)


def _look_below(line: Sequence[str], following: Iterator[Sequence[str]]) -> None:
    """Tell when the header stands further down."""
    if sum(map(_is_known, line)) >= _SURE_OF_HEADER:
        return
    for number, below in zip(range(2, _LOOKED_FOR_HEADER + 1), following, strict=False):
        if sum(map(_is_known, below)) >= _SURE_OF_HEADER:
            raise BadInput(
                f"the names of the columns stand in row {number}",
                hint="delete the rows above it: they belong into row 1",
                row=number,
            )


def _is_known(name: str) -> bool:
    try:
        return bool(name.strip()) and _header(name) is not None
    except BadInput:
        return False
