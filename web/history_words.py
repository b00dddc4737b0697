"""What happened to a record, in words for a page of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.errors import BadInput
from archive.field_table import Kind, field_of
from archive.history import Event
from archive.history.differences import Difference, Told
from archive.picture_records import GuessVerdict
from archive.records import (
    Consent,
    Credit,
    Occurrence,
    PartOf,
    Photograph,
    SaleLink,
    Statement,
)
from archive.wording import Wording
from web.context import language, vocabulary
from web.facts import guessed_words, speaker_words, standing_words
from web.plain_words import AVAILABILITY, MANNERS, PHOTOGRAPHS, ROLES, SCOPES
from web.translating import translate

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "CREDITS",
    "PARTS",
    "STATES",
    "USES_IN_SHORT",
    "VERDICTS",
    "Line",
    "action_words",
    "end_of_day",
    "field_label",
    "line_of",
    "lines_of",
    "local_moment",
    "words_of",
]

#: What the log calls each act, and what people call it.
ACTIONS = {
    "add": "收进了档案",
    "update": "更新了",
    "publish": "发布了",
    "edit": "改了说明",
    "state": "填了资料",
    "correct maker": "改正了是谁做的",
    "take out statement": "拿掉了一句说错的",
    "edit photograph": "改了照片的说明",
    "consent": "记下了同意",
    "withdraw": "收回了同意",
    "erase": "按本人的要求彻底删掉了",
    "replace original": "换掉了照片文件里的名字",
    "take down": "从网上取下来了",
    "put back": "放回了网上",
    "embargo": "定了先不公开",
    "end embargo": "提前开放了",
    "collect": "放进了专题，或者换了位置",
    "arrange": "排了专题",
    "part of": "改了它是哪一件的一部分",
    "lose whole": "它所属的那一件撤掉了",
    "recognise name": "土名对上了词表",
    "release name": "土名和词表又分开了",
    "restore": "放回了从前的样子",
    "remove": "撤掉了",
    "revoke": "收回了邀请",
    "add name": "加了一个叫法",
    "take names": "接过了别的词的叫法",
    "merge": "并到了别的词里",
    "unmerge": "分开了",
    "undo": "撤销了",
    "import": "从词表文件读进来了",
    "mark motif": "在照片上指出了花样",
    "take back motif": "收回了照片上指的花样",
    "bring back motif": "照片上指的花样又放回来了",
    "accept suggestion": "认可了机器的一个猜测",
    "reject suggestion": "说机器的一个猜测不对",
    "reopen suggestion": "收回了对机器猜测的回答",
    "judge": "说了找到的像不像",
    "take back judgement": "收回了像不像的话",
    "settle duplicate": "说了两张照片是不是同一张",
    "reopen duplicate": "收回了是不是同一张的话",
    "take out photograph": "拿掉了重复的一张照片",
}
#: Columns of records.
COLUMNS = {
    "identifier": "编号",
    "state": "状态",
    "availability": "卖不卖",
    "licence": "照片许可",
    "credit_line": "署名",
    "tombstone_reason": "取下来的原因",
    "takedown_scope": "取下多少",
    "embargo_until": "到哪天为止不公开",
    "embargo_reason": "先不公开的原因",
    "filled_for": "替谁填的",
    "kind": "是人还是工坊",
    "name": "称呼",
    "name_zh": "中文名字",
    "name_en": "英文名字",
    "place_id": "村、镇",
    "about_zh": "中文介绍",
    "about_en": "英文介绍",
    "title_zh": "中文名",
    "title_en": "英文名",
    "text_zh": "中文说明",
    "text_en": "英文说明",
    "curator": "谁选的",
    "role": "身份",
    "maker_id": "绣娘编号",
    "expires_at": "有效到",
    "revoked_at": "收回的时间",
    "label_zh": "中文名",
    "label_en": "英文名",
    "label_hant": "繁体名",
    "alternatives": "别的叫法",
    "definition_zh": "中文解释",
    "definition_en": "英文解释",
    "note": "编者的话",
    "broader": "上一级",
    "related": "相关的词",
    "matches": "别处的同一个词",
    "replaced_by": "并到哪个词",
    "query_id": "拿来找的照片",
    "shown_id": "找到的照片",
    "x_px": "离左边多少像素",
    "y_px": "离上边多少像素",
    "width_px": "宽多少像素",
    "height_px": "高多少像素",
    "verdict": "怎么说",
    "speaker": "谁说的",
    "said_on": "哪天说的",
    "photograph_a": "第一张照片",
    "photograph_b": "第二张照片",
    "decided_by": "谁定的",
    "decided_at": "什么时候定的",
}
PARTS = {
    "photograph": "照片",
    "consent": "同意",
    "sale link": "购买链接",
    "collection": "专题",
    "work": "作品",
    "part of": "是哪一件的一部分",
    "occurrence": "花样在照片的哪里",
    "verdict": "对机器猜测的回答",
}
#: What was said to a guess, of a search result, of two photographs.
VERDICTS = {
    "accepted": "对",
    "rejected": "不对",
    "same motif": "同一个花样",
    "alike": "像",
    "not alike": "不像",
    "same": "是同一张",
    "different": "不是同一张",
}
#: What somebody did on a piece.
CREDITS = {
    "stitched": "谁绣的",
    "drew the pattern": "谁画的样",
    "dyed": "谁染的",
    "wove": "谁织的",
    "taught": "谁教的",
    "workshop": "哪个工坊",
}
STATES = {"draft": "还没有发布", "published": "已发布", "withdrawn": "取下来了"}
#: What a consent is for, in a word or two.
USES_IN_SHORT = {
    "pictures": "放照片",
    "name": "写名字",
    "village": "写村子",
    "ethnic group": "写民族",
    "face": "露脸",
    "voice": "放声音",
    "phone": "写电话",
    "sale": "写买卖",
    "english": "翻成英文",
    "search engines": "让搜索网站搜到",
    "research": "做研究",
    "export": "拷给别人",
    "training": "教电脑",
}
_KINDS = {"person": "个人"}
_NOBODY = {"unknown": "不知道是谁", "not shown": "知道，但不想说出来"}
_COLUMN_VALUES = {
    "state": STATES,
    "availability": AVAILABILITY,
    "takedown_scope": SCOPES,
    "role": ROLES,
    "kind": _KINDS,
    "verdict": VERDICTS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference on a page.

    Parameters
    ----------
    label
        What it is about.
    old, new
        In words; ``None`` where there was nothing, or is nothing now.
    by
        Who said what now stands there, or stood there last.
    """

    label: str
    old: str | None
    new: str | None
    by: str = ""


def lines_of(differences: Iterable[Difference], kind: str = "work") -> list[Line]:
    """Return the differences of one event of a record of this kind as lines of a page."""
    return [line_of(each, kind) for each in differences]


def line_of(difference: Difference, kind: str = "work") -> Line:
    """Return one difference as a line of a page."""
    key, sides = difference.key, (difference.old, difference.new)
    old, new = (None if side is None else words_of(side, kind, key) for side in sides)
    told = difference.new or difference.old
    by = ""
    if isinstance(told, Statement | Occurrence):
        by = f"{speaker_words(told.speaker)}, {told.said_on}"
    return Line(_label(difference, kind), old, new, by)


def action_words(event: Event) -> str:
    """Return what was done, in words."""
    return translate(ACTIONS.get(event.action, event.action), language())


def local_moment(at: str) -> str:
    """Return a moment, UTC ISO 8601, as day and time of this machine's place."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def end_of_day(day: str) -> str:
    """Return the last second of a day here as a moment, UTC ISO 8601.

    Raises
    ------
    BadInput
        When it is no day.
    """
    try:
        begins = datetime.fromisoformat(day).astimezone()
    except ValueError as error:
        raise BadInput(f"{day!r} is no day", hint="write it as 2026-05-01", column="on") from error
    ends = (begins.replace(tzinfo=None) + timedelta(days=1)).astimezone() - timedelta(seconds=1)
    return ends.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words_of(told: Told, kind: str = "work", key: str = "") -> str:
    """Return one side of a difference in words; nothing for an empty text."""
    lang = language()
    if isinstance(told, Statement):
        return _said(told, kind)
    if isinstance(told, Occurrence):
        return _marked(told)
    if isinstance(told, GuessVerdict):
        words = f"{guessed_words(told)} ({told.model} {told.model_version})"
        return f"{translate(VERDICTS[told.verdict], lang)} · {words}"
    if isinstance(told, Credit):
        name = told.maker.name.pick(lang) if told.maker else ""
        return name or translate(_NOBODY.get(told.standing, told.standing), lang)
    if isinstance(told, Photograph):
        parts = (told.file_name, translate(PHOTOGRAPHS[told.role], lang), told.alt.zh, told.alt.en)
        return " · ".join(part for part in parts if part)
    if isinstance(told, Consent):
        return _agreed(told)
    if isinstance(told, SaleLink):
        return f"{told.shop}: {told.url}"
    if isinstance(told, PartOf):
        return " · ".join(part for part in (told.whole, told.place, told.date_text) if part)
    return _column(key, told)


def field_label(key: str, record: str = "work", lang: str = "") -> str:
    """Return what a statement's field is called; of two languages the English one says so."""
    field = field_of(key, record)
    label = field.label.pick(language()) if field else key
    return translate("%(what)s（英文）", language(), what=label) if lang == "en" else label


def _label(difference: Difference, kind: str) -> str:
    lang, told = language(), difference.new or difference.old
    if isinstance(told, Statement):
        return field_label(told.field, _record_of(told, kind), told.lang)
    if difference.part == "credit":
        return translate(CREDITS[difference.key], lang)
    if difference.part == "record":
        return translate(COLUMNS.get(difference.key, difference.key), lang)
    if difference.key == "order":
        return translate("照片的次序", lang)
    return translate(PARTS[difference.part], lang)


def _record_of(said: Statement, kind: str) -> str:
    return "photograph" if kind == "work" and said.photograph is not None else kind


def _said(said: Statement, kind: str) -> str:
    field = field_of(said.field, _record_of(said, kind))
    if said.standing != "said":
        return standing_words(said.standing)
    if field is None:
        return said.text
    text = said.text
    if field.kind is Kind.CONCEPT:
        concept = vocabulary().get(said.concept or "")
        text = concept.label.pick(language()) if concept else text
    elif field.kind is Kind.CHOICE:
        text = field.label_of(text).pick(language())
    elif field.kind is Kind.NUMBER and said.number is not None:
        text = f"{said.number:g} {field.unit}".strip()
    years = [str(year) for year in (said.year_from, said.year_to) if year is not None]
    span = "–".join(dict.fromkeys(years))
    found = " · ".join(part for part in (text, "" if span == text else span, said.part) if part)
    return f"{found}{_doubt(said)}"


def _marked(told: Occurrence) -> str:
    x, y, width, height = told.region
    concept = vocabulary().get(told.concept)
    name = concept.label.pick(language()) if concept else told.concept
    where = f"{x},{y} {width}×{height}"
    return " · ".join(part for part in (name, told.text, told.note, where) if part)


def _doubt(said: Statement) -> str:
    lang = language()
    doubts = {"likely": translate("（可能）", lang), "unsure": translate("（不确定）", lang)}
    return doubts.get(said.sureness, "")


def _agreed(consent: Consent) -> str:
    lang = language()
    uses = [translate(words, lang) for use, words in USES_IN_SHORT.items() if use in consent.uses]
    between = Wording("、", ", ").pick(lang)
    manner = translate(MANNERS[consent.how], lang)
    parts = [consent.given_by, consent.given_on, manner, between.join(uses)]
    if consent.until:
        parts.append(translate("到 %(day)s 为止", lang, day=consent.until))
    if consent.withdrawn_on:
        parts.append(translate("%(day)s 收回了", lang, day=consent.withdrawn_on))
    return " · ".join(part for part in parts if part)


def _column(key: str, text: str) -> str:
    if key == "place_id":
        concept = vocabulary().get(text)
        return concept.label.pick(language()) if concept else text
    values = _COLUMN_VALUES.get(key)
    return translate(values.get(text, text), language()) if values else text
