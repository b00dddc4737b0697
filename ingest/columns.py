"""The columns of a sheet: one table for reading, for help and for error messages."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import process

from archive.errors import BadInput
from archive.folding import fold
from archive.records import CONSENT_USES, Availability

__all__ = ["COLUMNS", "ROLES", "Column", "column_of", "nearest"]

#: Roles of a photograph, in the words of a sheet.
ROLES = ("whole", "detail", "reverse", "worn", "process")
_LEAST_LIKENESS = 55


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    key
        Header in English, as the contract has it.
    zh
        Header in Chinese.
    field
        Statement field it fills; empty when it is not a statement.
    allowed
        The values it takes; empty when it takes any.
    """

    key: str
    zh: str
    field: str = ""
    allowed: tuple[str, ...] = ()


COLUMNS = (
    Column("file", "照片"),
    Column("identifier", "编号"),
    Column("title_zh", "名称", "title"),
    Column("title_en", "英文名", "title"),
    Column("maker", "绣娘"),
    Column("object_type", "类别", "object"),
    Column("motifs", "花样", "motif"),
    Column("techniques", "针法", "technique"),
    Column("materials", "材料", "material"),
    Column("colours", "颜色", "colour"),
    Column("made_place", "制作地", "made_place"),
    Column("style", "风格", "style"),
    Column("date_text", "年代", "date"),
    Column("date_from", "最早年份"),
    Column("date_to", "最晚年份"),
    Column("width_cm", "宽", "width_cm"),
    Column("height_cm", "高", "height_cm"),
    Column("handmade", "手工", "handmade", ("all", "partly", "no", "unknown")),
    Column("description_zh", "说明", "description"),
    Column("description_en", "英文说明", "description"),
    Column("meaning", "寓意", "meaning"),
    Column("meaning_by", "谁讲的"),
    Column("sale_url", "购买链接"),
    Column("availability", "在售", "", tuple(value.value for value in Availability)),
    Column("image_licence", "照片许可"),
    Column("credit", "署名"),
    Column("collection", "专题"),
    Column("consent_by", "同意人"),
    Column("consent_on", "日期"),
    Column("consent_for", "同意范围", "", CONSENT_USES),
)
_BY_HEADER = {fold(name): column for column in COLUMNS for name in (column.key, column.zh)}


def column_of(header: str) -> Column:
    """Return the column a header names, in English or Chinese, either script.

    Raises
    ------
    BadInput
        When there is none, with the nearest name.
    """
    folded = fold(header).strip().replace(" ", "_")
    found = _BY_HEADER.get(folded)
    if found is None:
        likely = nearest(header, [name for c in COLUMNS for name in (c.key, c.zh)])
        raise BadInput(
            f"the sheet has an unknown column {header!r}",
            hint=f"did you mean {likely!r}?" if likely else "delete it or see the list of columns",
            row=1,
            column=header,
        )
    return found


def nearest(text: str, names: list[str]) -> str | None:
    """Return the name most like ``text``; ``None`` when none is alike."""
    found = process.extractOne(text, names, processor=fold, score_cutoff=_LEAST_LIKENESS)
    return str(found[0]) if found else None
