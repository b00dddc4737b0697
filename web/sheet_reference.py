"""The reference page of the sheet, made from its columns."""

from __future__ import annotations

from ingest.column_notes import COLUMN_NOTES
from ingest.columns import COLUMNS, Column

__all__ = ["sheet_page"]

_PAGE = """# The sheet

Made from the code by `python -m web.reference`.

One row a work. CSV (UTF-8 with or without a mark at its start, UTF-16 or GB18030; separated by
commas, tabs or semicolons) or XLSX (the sheet named 作品 or works, else the first one shown).
Headers stand in the first row, in English or Chinese; a column 原因 or `reason` is passed over.

## Handing in again

A row is about a work that is there when its `id` or its `identifier` is that work's. Only what
differs from what the archive holds is written down. A sheet may be as narrow as you like: of a
column it does not have it says nothing. A cell left blank takes back what a sheet said there, and
leaves what was said on a form or at the desk; credits are never blanked. Photographs stay when
`file` is blank or missing, and when it names one the work has already.

`xiupu export csv works.csv --all` (or `xlsx`) writes a sheet of everything, to be mended anywhere
and handed in again.

## Words in a cell

| written | means |
|---|---|
| `蝴蝶;龙` | several values; `；` does as well |
| `蝴蝶@袖口` | where on the piece |
| `龙?`, `龙~` | not sure; likely |
| `new:龙船花`, `新:龙船花` | a name no list has yet, kept as it was said |
| `unknown`, `不知道` | nobody knows |
| `will not say`, `不愿说` | somebody knows and does not wish it said |
| `id:` and a number | a maker by her number |
| `\\` before a mark | the mark itself; before a whole text, that it means just what it says |

A concept may be given by any of its names, in either script or English.

## More columns

A column of statements may stand in a sheet several times, numbered from 2: `meaning.2`,
`motifs.2`. Beside each there may be columns that say more about it, with the same number:

| ending | 中文 | says |
|---|---|---|
| `_by` | 谁讲的 | who says so; `machine` for a translation by a program |
| `_on` | 哪天讲的 | on which day |
| `_in` | 在哪里讲的 | where, a place of the list |
| `_sure` | 有多确定 | `sure`, `likely` or `unsure`, of free text and dates |
| `_part` | 在哪个部位 | of which part, of free text, dates and numbers |

So `title_en_by` says who put the title into English, and `meaning_by.2` who told the second
meaning. `sale_url` and the columns of `part_of` may be numbered, too. Nobody needs these to begin
with; an export writes those that it takes to lose nothing.

## The columns
"""


def sheet_page() -> str:
    """Return the page."""
    rows = "\n".join(f"| `{c.key}` | {c.zh} | {_takes(c)} |" for c in COLUMNS)
    return f"{_PAGE}\n| column | 中文 | what it takes |\n|---|---|---|\n{rows}\n"


def _takes(column: Column) -> str:
    about = column.about
    values = ", ".join(f"`{value}`" for value in column.allowed)
    is_list = about is not None and column.field and about.scheme
    listed = f"List `{about.scheme}`." if about is not None and is_list else ""
    parts = (COLUMN_NOTES[column.key].takes.en, listed, f"One of {values}." if values else "")
    return " ".join(part for part in parts if part)
