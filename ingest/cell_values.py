"""What a cell may hold: choices, numbers, years and days, each checked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from archive.errors import BadInput
from archive.field_table import CONSENT_FIELDS, Field
from archive.folding import fold
from ingest.columns import COLUMNS, nearest

__all__ = ["choice_of", "day_of", "number_of", "plain_word", "year_of"]

# 2026-05-01, and what spreadsheet programs make of it: 2026/5/1, 2026年5月1日.
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 00:00(?::00)?)?")
# A day as Excel counts them (ECMA-376, 18.17.4.1), from 1954 to 2118: what is left
# of a date when its column is formatted as numbers.
_SERIALS = range(20_000, 80_000)
_SERIAL_START = date(1899, 12, 30)
_YEARS = range(1, 2200)
_UNITS = {"cm": ("cm", "厘米", "公分")}
# What a Chinese sheet says for the words the records use.
_SYNONYMS = {
    "手工": "all",
    "全部": "all",
    "是": "all",
    "部分": "partly",
    "否": "no",
    "机绣": "no",
    "不是": "no",
    "不详": "unknown",
    "未知": "unknown",
    "在售": "for sale",
    "可定做": "made to order",
    "定做": "made to order",
    "已售": "sold",
    "不出售": "not for sale",
    "非卖品": "not for sale",
    "不公开": "not shown",
    "不知道": "unknown",
    "不愿说": "not shown",
    "will not say": "not shown",
    "图片": "pictures",
    "照片": "pictures",
    "姓名": "name",
    "名字": "name",
    "村": "village",
    "肖像": "face",
    "声音": "voice",
    "销售": "sale",
    "英文": "english",
    "研究": "research",
    "导出": "export",
    "民族": "ethnic group",
    "电话": "phone",
    "搜索引擎": "search engines",
    "训练": "training",
    "整体": "whole",
    "局部": "detail",
    "背面": "reverse",
    "穿着": "worn",
    "过程": "process",
    "自己": "self",
    "亲属": "relative",
    "家里人": "relative",
    "物主": "owner",
    "监护人": "guardian",
}
_ALLOWED = {column.key: column.allowed for column in COLUMNS}


def _labels(field: Field) -> dict[str, str]:
    names = ((c.value, name) for c in field.choices for name in (c.value, c.label.zh, c.label.en))
    return {fold(name): value for value, name in names}


_LABELS = {
    column.key: _labels(column.about)
    for column in COLUMNS
    if column.about is not None and column.field and column.allowed
}
_LABELS["consent_as"] = _labels(next(each for each in CONSENT_FIELDS if each.key == "given_as"))


@lru_cache(maxsize=4096)
def plain_word(text: str) -> str:
    """Return the records' word for a sheet's, in whichever script it is written."""
    folded = fold(text).strip()
    return _SYNONYMS.get(folded, folded)


def choice_of(key: str, text: str, header: str = "") -> str:
    """Return the value of a column that takes one of a few.

    Parameters
    ----------
    header
        Key of the header, where it is not the column's own.

    Raises
    ------
    BadInput
        When it is none of them, with the nearest.
    """
    labels, allowed = _LABELS.get(key, {}), _ALLOWED[key]
    found = text if text in allowed else labels.get(fold(text).strip()) or plain_word(text)
    if found not in allowed:
        likely = nearest(text, [*allowed, *labels])
        likely = labels.get(likely or "", likely)
        raise BadInput(
            f"{header or key} cannot be {text!r}",
            hint=f"did you mean {likely!r}?" if likely else f"use one of {', '.join(allowed)}",
            column=header or key,
            value=text,
            nearest=likely or "",
        )
    return found


def number_of(key: str, text: str, field: Field) -> float:
    """Return a number within the limits of its field; its unit may stand behind it.

    Raises
    ------
    BadInput
        When it is none.
    """
    folded = fold(text).strip()
    for unit in _UNITS.get(field.unit, (field.unit,)):
        folded = folded.removesuffix(unit).strip()
    least, most = field.limits or (float("-inf"), float("inf"))
    try:
        number = float(folded)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise BadInput(
            f"{key} cannot be {text!r}",
            hint=f"write {field.unit or 'a number'}, such as 24.5, from {least:g} to {most:g}",
            column=key,
            value=text,
        )
    return number


def year_of(key: str, text: str | None) -> int | None:
    """Return a year; ``None`` for a blank cell.

    Raises
    ------
    BadInput
        When it is none.
    """
    if text is None:
        return None
    folded = fold(text).strip().removesuffix("年")
    if not folded.isdecimal() or int(folded) not in _YEARS:
        raise BadInput(
            f"{key} cannot be {text!r}", hint="write a year, such as 1985", column=key, value=text
        )
    return int(folded)


def day_of(key: str, text: str) -> str:
    """Return a day as ISO 8601, from whatever a spreadsheet program made of it.

    Raises
    ------
    BadInput
        When it is none.

    Examples
    --------
    >>> day_of("consent_on", "2026年5月1日"), day_of("consent_on", "46143")
    ('2026-05-01', '2026-05-01')
    """
    folded = fold(text).strip()
    if folded.isdecimal() and int(folded) in _SERIALS:
        return (_SERIAL_START + timedelta(int(folded))).isoformat()
    match = _DAY.fullmatch(folded)
    try:
        if match is None:
            raise ValueError(text)
        return date(*map(int, match.groups())).isoformat()
    except ValueError as error:
        raise BadInput(
            f"{key} cannot be {text!r}",
            hint="write a day such as 2026-05-01",
            column=key,
            value=text,
        ) from error
