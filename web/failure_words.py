"""What the desk says about rows and sheets that were not taken, in plain Chinese.

``en.po`` has the English. The command line says what the archive's own errors say.
"""

from __future__ import annotations

import re

from archive.errors import BadInput
from ingest.columns import ATTRIBUTES, header_of
from ingest.failures import Cause, FailureGroup, cause_of
from ingest.importing import Failure
from web.handing_in import photograph_sentence
from web.translating import translate

__all__ = ["SENTENCES", "column_title", "failure_sentence", "group_sentence", "sheet_sentence"]

#: One sentence a cause; ``value`` is what was written, ``nearest`` what would do.
SENTENCES = {
    Cause.WORD: "词表里没有“%(value)s”。换成词表里的词；真的没有，就写成“新:%(value)s”。",
    Cause.STYLE: "“%(value)s”是村或者乡镇，不是风格。请写到“制作地”那一列。",
    Cause.CHOICE: "这一列不能写“%(value)s”。请照模板的下拉表选。",
    Cause.YEAR: "这里要写年份，比如 1985。",
    Cause.YEARS: "最早的年份比最晚的还晚，请对调。",
    Cause.DAY: "日期请写成 2026-05-01 这样，不能在今天以后。",
    Cause.NUMBER: "这里要写数字，比如 24.5，单位是厘米。",
    Cause.TITLE: "没有写名称。中文名、英文名，至少写一个。",
    Cause.HANDMADE: "没有写是不是手工。不知道就写“不知道”。",
    Cause.CONSENT: "同意人、日期、同意范围：要么三样都写，要么都空着。",
    Cause.MAKER: "档案里没有这个绣娘编号。请写她的名字，或者到她的网页上抄编号。",
    Cause.COLLECTION: "专题要写短名：只用小写字母、数字和短横线。",
    Cause.WHOLE: "找不到大的那一件，或者两件互相包含。请核对编号。",
    Cause.SHOP: "这段文字里没有找到店铺的链接。请在店里点“分享”，再整段贴进来。",
    Cause.TWICE: "这个编号前面的行已经用了。每件要有自己的编号。",
    Cause.SAME_PICTURE: "这张照片前面的行已经用了。请给每一件写一个编号。",
    Cause.NO_FILE: "没有找到照片：%(values)s。请核对文件名，或者把照片补上。",
    Cause.NO_PHOTOGRAPH: "没有写照片的文件名。",
    Cause.TAKEN_DOWN: "这一件已经取下来了，不能再改。",
    Cause.LONG: "写得太长了，请短一些。",
    Cause.FOR_WHOM: "不是本人同意的，要写明替谁同意。",
    Cause.ONE_VALUE: "这一列只能写一个。第二个请另加一列，列名后面写 .2。",
    Cause.FORMULA: "这一格是算不出来的公式。请直接写上内容。",
    Cause.WORK: "档案里没有这个档案号的作品。新作品请把档案号空着。",
    Cause.COLUMN: "有一列不认识：“%(value)s”。请改成模板里的列名，或者删掉这一列。",
    Cause.COLUMN_TWICE: "有一列写了两次，请删掉一列。",
    Cause.COLUMN_MISSING: "少了“照片”那一列。请照模板补上。",
    Cause.EMPTY: "表里一行作品也没有。",
    Cause.TOO_LONG: "这张表太长了。请拆成几张，每张最多 %(value)s 行。",
    Cause.MERGED: "有几列的格子并成了一格。请拆开，每列一格，再交一次。",
    Cause.HEADER_LOW: "列名要写在第一行。请把上面的行删掉。",
    Cause.SHEET: "这个文件读不出来。请另存为 XLSX，再交一次。",
    Cause.OTHER: "没有收下：%(error)s",
}
_NEAREST = {
    Cause.WORD: "词表里没有“%(value)s”。是不是“%(nearest)s”？都不是，就写成“新:%(value)s”。",
    Cause.CHOICE: "这一列不能写“%(value)s”。是不是“%(nearest)s”？",
    Cause.COLUMN: "有一列不认识：“%(value)s”。是不是“%(nearest)s”？",
}
_MOST_NAMES = 6
# Errors from below name the value in their sentence only.
_QUOTED = re.compile(r"'([^']*)'")


def group_sentence(group: FailureGroup, lang: str) -> str:
    """Return what is wrong with all the rows of a group, and what to do."""
    if group.cause is Cause.PHOTOGRAPH:
        return translate(photograph_sentence(BadInput(group.failures[0].error)), lang)
    nearest = group.nearest if group.cause in _NEAREST else ""
    sentence = _NEAREST[group.cause] if nearest else SENTENCES[group.cause]
    return translate(
        sentence,
        lang,
        value=_value(group),
        values=_names(group, lang),
        nearest=nearest,
        error=group.error,
    )


def failure_sentence(failure: Failure, lang: str) -> str:
    """Return what is wrong with one row, and what to do."""
    return group_sentence(FailureGroup(cause_of(failure), failure.column, (failure,)), lang)


def sheet_sentence(error: BadInput, lang: str) -> str:
    """Return what is wrong with a sheet that could not be read at all."""
    return failure_sentence(Failure.of(error, file=error.file, row=error.row), lang)


def column_title(key: str, lang: str) -> str:
    """Return the header of a column in the page's language; as it is when it is none of ours."""
    try:
        header = header_of(key)
    except BadInput:
        return key
    if lang == "en":
        return header.key
    number = "" if header.number == 1 else f".{header.number}"
    return f"{header.column.zh}{ATTRIBUTES.get(header.attribute, '')}{number}"


def _value(group: FailureGroup) -> str:
    quoted = _QUOTED.search(group.failures[0].error)
    return next(iter(group.values), "") or (quoted[1] if quoted else "") or group.column or ""


def _names(group: FailureGroup, lang: str) -> str:
    names = group.values or group.files
    more = translate("等", lang) if len(names) > _MOST_NAMES else ""
    return ("、" if lang == "zh" else ", ").join(names[:_MOST_NAMES]) + more
