"""What may be chosen in each column of a sheet, in the words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.field_table import (
    CONSENT_FIELDS,
    UNKNOWN,
    WILL_NOT_SAY,
    WORK_FIELDS,
    Choice,
    Field,
    Kind,
    Need,
)
from archive.field_table.kinds import choices
from archive.records import CONSENT_USES
from archive.vocabulary import Vocabulary

__all__ = ["ColumnRule", "Sort", "Wanted", "column_rule"]


class Sort(StrEnum):
    """What a spreadsheet program can check a cell for."""

    TEXT = "text"
    WORDS = "words"
    """Words of a list; several, or words of one's own, are not refused."""
    CHOICE = "choice"
    """One of a few values, and nothing else."""
    NUMBER = "number"
    YEAR = "year"
    DAY = "day"


class Wanted(StrEnum):
    """How much a row needs a column."""

    ALWAYS = "always"
    TO_PUBLISH = "to publish"
    IF_KNOWN = "if known"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How a column is filled in.

    Parameters
    ----------
    words
        What may be chosen, in order; empty where nothing is.
    limits
        Least and greatest number; numbers only.
    """

    sort: Sort
    wanted: Wanted
    words: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None


_YEARS = {"date_from", "date_to", "part_from", "part_to"}
_DAYS = {"consent_on", "consent_until", "meaning_on"}
_PLACES = {"meaning_in"}
_ALWAYS = {"file", "title_zh"}
# Blank has a meaning of its own there, or another column does.
_NEVER_MISSED = {"title_en", "image_licence", "credit"}
_CONSENT = {"consent_by", "consent_on", "consent_for"}
_STANDINGS = choices((UNKNOWN, "不知道"), (WILL_NOT_SAY, "不愿说"))
_AVAILABILITY = choices(
    ("for sale", "在售"),
    ("made to order", "可定做"),
    ("sold", "已售"),
    ("not for sale", "不出售"),
)
_USES = choices(
    ("pictures", "图片"),
    ("name", "姓名"),
    ("village", "村"),
    ("ethnic group", "民族"),
    ("face", "肖像"),
    ("voice", "声音"),
    ("phone", "电话"),
    ("sale", "销售"),
    ("english", "英文"),
    ("search engines", "搜索引擎"),
    ("research", "研究"),
    ("export", "导出"),
    ("training", "训练"),
)
_CAPACITIES = next(field.choices for field in CONSENT_FIELDS if field.key == "given_as")
# Columns of fields that are kept in a table of their own: choices, and whether several.
_PARTS = {
    "availability": (_AVAILABILITY, False),
    "consent_for": (_USES, True),
    "consent_as": (_CAPACITIES, False),
}
_FIELD_OF = {column.key: field for field in WORK_FIELDS for column in field.columns}


def column_rule(key: str, vocabulary: Vocabulary, lang: str) -> ColumnRule:
    """Return how the column with this key is filled in.

    Parameters
    ----------
    lang
        ``zh`` or ``en``: the language of the words to choose from.
    """
    field = _FIELD_OF.get(key)
    wanted = _wanted(key, field)
    if key in _YEARS:
        return ColumnRule(Sort.YEAR, wanted, limits=(1, 2199))
    if key in _DAYS:
        return ColumnRule(Sort.DAY, wanted)
    if key in _PARTS:
        values, several = _PARTS[key]
        return ColumnRule(Sort.WORDS if several else Sort.CHOICE, wanted, _labels(values, lang))
    if key in _PLACES:
        return ColumnRule(Sort.WORDS, wanted, _concepts(vocabulary, "place", lang))
    if field is None or field.kind not in {Kind.CONCEPT, Kind.CHOICE, Kind.NUMBER}:
        return ColumnRule(Sort.TEXT, wanted)
    return _rule_of(field, wanted, vocabulary, lang)


def _rule_of(field: Field, wanted: Wanted, vocabulary: Vocabulary, lang: str) -> ColumnRule:
    if field.kind is Kind.NUMBER:
        return ColumnRule(Sort.NUMBER, wanted, limits=field.limits)
    if field.kind is Kind.CONCEPT:
        # Where somebody lives is shown only with a yes to it; a style is always shown.
        without = {"village", "township"} if field.key == "style" else set()
        return ColumnRule(
            Sort.WORDS, wanted, _concepts(vocabulary, field.scheme, lang, without=without)
        )
    # Where `unknown` is one of the choices, they say all there is to say.
    more = () if UNKNOWN in field.values else _STANDINGS
    words = _labels((*field.choices, *more), lang)
    return ColumnRule(Sort.WORDS if field.several else Sort.CHOICE, wanted, words)


def _wanted(key: str, field: Field | None) -> Wanted:
    if key in _ALWAYS:
        return Wanted.ALWAYS
    if key in _CONSENT:
        return Wanted.TO_PUBLISH
    if field is None or key in _NEVER_MISSED or field.columns[0].key != key:
        return Wanted.OPTIONAL
    if field.key == "consent":
        return Wanted.OPTIONAL
    needs = {Need.REQUIRED: Wanted.TO_PUBLISH, Need.EARLY: Wanted.IF_KNOWN}
    return needs.get(field.need, Wanted.OPTIONAL)


def _labels(values: tuple[Choice, ...], lang: str) -> tuple[str, ...]:
    # In English the stored value itself: it is short, and is what an export writes.
    return tuple(each.value if lang == "en" else each.label.zh for each in values)


def _concepts(
    vocabulary: Vocabulary, scheme: str, lang: str, without: frozenset[str] | set[str] = frozenset()
) -> tuple[str, ...]:
    """Labels of a list, read downwards; headings of our own making are left out."""
    members = (c for c in vocabulary.scheme(scheme) if c.kind not in {"group", *without})
    found = (c.label.pick(lang) for c in members if c.id != f"{scheme}/{scheme}")
    return tuple(dict.fromkeys(label for label in found if label))


assert {choice.value for choice in _USES} == set(CONSENT_USES)
