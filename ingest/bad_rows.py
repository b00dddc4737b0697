"""The rows of a sheet that failed, as a sheet to be mended and handed in again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from archive.errors import BadInput
from archive.wording import Wording
from ingest.columns import REASON, header_of, is_reason
from ingest.importing import Failure
from ingest.sheet import read_table

__all__ = ["bad_rows"]

_SHEET = Wording("作品", "works")
_WRONG = PatternFill("solid", fgColor="F7C6C2")
_REASON = PatternFill("solid", fgColor="F6E3A1")
_WIDTH, _REASON_WIDTH = 16, 60


def bad_rows(
    sheet: Path,
    failures: Iterable[Failure],
    *,
    say: Callable[[Failure], str],
    lang: str = "en",
) -> bytes:
    """Return the failed rows as XLSX, each as it was written, with the reason behind it.

    The cell to blame is coloured. The columns keep their names and their order,
    and the reason is passed over when the sheet is handed in again.

    Parameters
    ----------
    say
        Gives the sentence for one failure.

    Raises
    ------
    BadInput
        When the sheet cannot be read any more.
    """
    of_row: dict[int, list[Failure]] = {}
    for failure in failures:
        if failure.row is not None:
            of_row.setdefault(failure.row, []).append(failure)
    lines = iter(read_table(sheet))
    header = next(lines, [])
    # A sheet that was mended once has the old reasons in it.
    kept = [place for place, name in enumerate(header) if not is_reason(name)]
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = _SHEET.pick(lang)
    for cell in _write(page, 1, [*(header[place] for place in kept), REASON.pick(lang)]):
        cell.font = Font(bold=True)
    columns = [_key(header[place]) for place in kept]
    failing = ((number, line) for number, line in enumerate(lines, start=2) if number in of_row)
    for place_now, (number, line) in enumerate(failing, start=2):
        failed = of_row[number]
        cells = [line[place] if place < len(line) else "" for place in kept]
        written = _write(page, place_now, [*cells, "\n".join(dict.fromkeys(map(say, failed)))])
        _colour(written, columns, {failure.column for failure in failed})
    _arrange(page, len(kept))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(page: Worksheet, row: int, texts: Sequence[str]) -> list[Cell]:
    cells = []
    for column, text in enumerate(texts, start=1):
        cell = page.cell(row, column)
        assert isinstance(cell, Cell)
        # As text: not a formula, and no day made of the number 1-2.
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
        cell.data_type = "s" if cell.value else "n"
        cell.number_format = "@"
        cells.append(cell)
    return cells


def _colour(cells: Sequence[Cell], columns: Sequence[str], wrong: set[str | None]) -> None:
    for cell, key in zip(cells, columns, strict=False):
        if key and key in wrong:
            cell.fill = _WRONG
    cells[-1].fill = _REASON
    cells[-1].alignment = Alignment(wrap_text=True, vertical="top")


def _arrange(page: Worksheet, columns: int) -> None:
    page.freeze_panes = "A2"
    for number in range(1, columns + 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTH
    page.column_dimensions[get_column_letter(columns + 1)].width = _REASON_WIDTH


def _key(header: str) -> str:
    """Return a header as errors name it; empty when it is none of ours."""
    try:
        return header_of(header).key
    except BadInput:
        return ""
