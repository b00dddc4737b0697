"""The empty sheet a clerk starts from: XLSX with pick-lists and an explanation."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from archive.vocabulary import Vocabulary
from archive.wording import Wording
from ingest.column_notes import COLUMN_NOTES, Note
from ingest.column_rules import ColumnRule, Sort, Wanted, column_rule
from ingest.columns import COLUMNS

__all__ = ["template"]

#: Rows with pick-lists; a sheet may have more.
_ROWS = 2000
_LISTS = "lists"
_WORKS = Wording("作品", "works")
_EXPLAINED = Wording("说明", "explained")
_WANTED = {
    Wanted.ALWAYS: Wording("必填", "always"),
    Wanted.TO_PUBLISH: Wording("公开前要有", "before it is published"),
    Wanted.IF_KNOWN: Wording("知道就填", "if known"),
    Wanted.OPTIONAL: Wording("可以空着", "optional"),
}
_HEADS = (
    Wording("列名", "column"),
    Wording("要不要填", "needed"),
    Wording("写什么", "what it takes"),
    Wording("举例", "example"),
    Wording("可以选的词", "words to choose from"),
)
_HEAD_WIDTHS = (16, 14, 70, 30, 80)
_INTRODUCTION = (
    Wording(
        "一行写一件作品，写在第一张表“作品”里。这一张只是说明，交表的时候不会读它。",
        "One row a work, on the first sheet. This sheet only explains; it is not read.",
    ),
    Wording(
        "一格里写几样，用分号（;）隔开。不知道写“不知道”，知道但不愿说写“不愿说”，没问过就空着。",
        "Several values in a cell are separated by semicolons (;). Write unknown when nobody"
        " knows, will not say when somebody knows and does not wish it said; leave blank what was"
        " not asked.",
    ),
    Wording(
        "用同样的编号再交一次，就是改那一件，不会多出一件。格子里写什么，就改成什么；"
        "空着的格子，会去掉您以前在表里写过的；整列删掉，那一列就不动。",
        "A row handed in again under the same number changes that work and adds none. A cell that"
        " is blank takes back what your sheet said there before; a column that is deleted leaves"
        " everything as it is.",
    ),
)
_REFUSED = Wording(
    "这一格只能从下拉表里选，或者空着。", "Choose one of the list, or leave the cell blank."
)
_ASKED = Wording(
    "这个词不在下拉表里。真要这样写吗？几样请用分号隔开。",
    "This is not on the list. Write it all the same? Separate several by semicolons.",
)
_FORMS = {
    Sort.NUMBER: Wording("请只写数字，单位是厘米。", "Write the number of centimetres only."),
    Sort.YEAR: Wording("请写年份，比如 1985。", "Write a year, such as 1985."),
    Sort.DAY: Wording("请写日期，比如 2026-05-01。", "Write a day, such as 2026-05-01."),
}
_KINDS: dict[Sort, Literal["decimal", "whole", "date"]] = {
    Sort.NUMBER: "decimal",
    Sort.YEAR: "whole",
    Sort.DAY: "date",
}
_FILLS = {
    Wanted.ALWAYS: PatternFill("solid", fgColor="F2B8B5"),
    Wanted.TO_PUBLISH: PatternFill("solid", fgColor="F6E3A1"),
    Wanted.IF_KNOWN: PatternFill("solid", fgColor="DDE6F4"),
    Wanted.OPTIONAL: PatternFill("solid", fgColor="EEEEEE"),
}
_NUMBER_FORMATS = {Sort.NUMBER: "General", Sort.YEAR: "0", Sort.DAY: "yyyy-mm-dd"}
_WIDTHS = {"file": 30, "title_zh": 22, "title_en": 24, "description_zh": 40, "description_en": 40}
_USUAL_WIDTH = 15
_WORDS_IN_COMMENT = 12


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column as the template shows it."""

    key: str
    header: str
    rule: ColumnRule
    note: Note


def template(vocabulary: Vocabulary, lang: str = "zh") -> bytes:
    """Return an XLSX with a header, pick-lists and an explanation, and no rows.

    Parameters
    ----------
    lang
        ``zh`` or ``en``, for headers, words and the explanation. Both read back the same.
    """
    shown = [
        _Shown(c.key, c.zh if lang == "zh" else c.key, column_rule(c.key, vocabulary, lang), note)
        for c in COLUMNS
        # Only the archive gives numbers of its own; an exported sheet has them.
        if (note := COLUMN_NOTES.get(c.key)) and c.key != "id"
    ]
    book = Workbook()
    works = book.active
    assert isinstance(works, Worksheet)
    works.title = _WORKS.pick(lang)
    explained = book.create_sheet(_EXPLAINED.pick(lang))
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for number, column in enumerate(shown, start=1):
        _head(works, number, column, lang)
        _check(works, number, column.rule, _list(lists, column), lang)
    works.freeze_panes = "B2"
    works.row_dimensions[1].height = 24
    _explain(explained, shown, lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(works: Worksheet, number: int, column: _Shown, lang: str) -> None:
    cell = works.cell(1, number, column.header)
    cell.font = Font(bold=column.rule.wanted in {Wanted.ALWAYS, Wanted.TO_PUBLISH}, color="14182B")
    cell.fill = _FILLS[column.rule.wanted]
    cell.alignment = Alignment(vertical="center")
    some = "、".join(column.rule.words[:_WORDS_IN_COMMENT])
    more = "……" if len(column.rule.words) > _WORDS_IN_COMMENT else ""
    said = [_WANTED[column.rule.wanted].pick(lang), column.note.takes.pick(lang), some + more]
    comment = Comment("\n".join(text for text in said if text), "xiupu", height=160, width=320)
    cell.comment = comment
    across = works.column_dimensions[get_column_letter(number)]
    across.width = _WIDTHS.get(column.key, _USUAL_WIDTH)
    # Text stays text: a spreadsheet program makes a day of the number 1-2.
    across.number_format = _NUMBER_FORMATS.get(column.rule.sort, "@")


def _list(lists: Worksheet, column: _Shown) -> str:
    """Write the words of a column into the hidden sheet; returns where they stand."""
    if not column.rule.words:
        return ""
    place = 1 if lists.cell(1, 1).value is None else lists.max_column + 1
    for row, word in enumerate((column.key, *column.rule.words), start=1):
        lists.cell(row, place, word)
    letter = get_column_letter(place)
    return f"{_LISTS}!${letter}$2:${letter}${len(column.rule.words) + 1}"


def _check(works: Worksheet, number: int, rule: ColumnRule, words_at: str, lang: str) -> None:
    check = _validation(rule, words_at, lang)
    if check is None:
        return
    letter = get_column_letter(number)
    check.add(f"{letter}2:{letter}{_ROWS + 1}")
    works.add_data_validation(check)


def _validation(rule: ColumnRule, words_at: str, lang: str) -> DataValidation | None:
    if words_at:
        is_closed = rule.sort is Sort.CHOICE
        said = _REFUSED if is_closed else _ASKED
        return DataValidation(
            type="list",
            formula1=words_at,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if is_closed else "warning",
            error=said.pick(lang),
        )
    if rule.sort not in _FORMS:
        return None
    least, most = rule.limits or (0, 0)
    is_day = rule.sort is Sort.DAY
    # A warning only: 不知道 is an answer, and so is a day as somebody else writes it.
    return DataValidation(
        type=_KINDS[rule.sort],
        operator="greaterThan" if is_day else "between",
        formula1="DATE(1900,1,1)" if is_day else f"{least:g}",
        formula2=None if is_day else f"{most:g}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        error=_FORMS[rule.sort].pick(lang),
    )


def _explain(sheet: Worksheet, shown: Sequence[_Shown], lang: str) -> None:
    """Write the explanation: what holds for the whole sheet, then a row a column."""
    for said in _INTRODUCTION:
        sheet.append([said.pick(lang)])
    sheet.append([])
    sheet.append([head.pick(lang) for head in _HEADS])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for column in shown:
        wanted = _WANTED[column.rule.wanted].pick(lang)
        words = "、".join(column.rule.words) if lang == "zh" else ", ".join(column.rule.words)
        note = column.note
        sheet.append([column.header, wanted, note.takes.pick(lang), note.example.pick(lang), words])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # What would be an example of a formula is an example of text.
            cell.data_type = "s" if cell.value else "n"
        sheet.cell(sheet.max_row, 1).fill = _FILLS[column.rule.wanted]
    for number, width in enumerate(_HEAD_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
