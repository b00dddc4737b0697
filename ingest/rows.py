"""From a sheet's row to a draft: every cell read, checked, and given its speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.errors import BadInput
from archive.folding import fold
from archive.ids import is_identifier
from archive.records import CONSENT_USES, FIELD_SCHEMES, Availability, Consent, Statement
from archive.sales import sale_link_in
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from ingest.columns import COLUMNS, ROLES, nearest

__all__ = ["PhotographPlace", "RowReader", "places_of"]

_ONE_SPACE = re.compile(r"\s+")
# 2026-05-01, and what spreadsheet programs make of it: 2026/5/1, 2026年5月1日.
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_YEARS = range(1, 2200)
_LONGEST_CM = 2000.0
# What a Chinese sheet says for the words the records use.
_SYNONYMS = {
    "全手工": "all",
    "手工": "all",
    "全部": "all",
    "是": "all",
    "部分手工": "partly",
    "部分": "partly",
    "否": "no",
    "机绣": "no",
    "不是": "no",
    "不知道": "unknown",
    "不详": "unknown",
    "未知": "unknown",
    "在售": "for sale",
    "可定做": "made to order",
    "定做": "made to order",
    "已售": "sold",
    "不出售": "not for sale",
    "非卖品": "not for sale",
    "不公开": "not shown",
    "图片": "pictures",
    "照片": "pictures",
    "姓名": "name",
    "村": "village",
    "肖像": "face",
    "声音": "voice",
    "销售": "sale",
    "英文": "english",
    "研究": "research",
    "导出": "export",
    "整体": "whole",
    "局部": "detail",
    "背面": "reverse",
    "穿着": "worn",
    "过程": "process",
}


@dataclass(frozen=True, slots=True)
class PhotographPlace:
    """A photograph a row names: its file, relative to the folder, and its role."""

    name: str
    role: str


def places_of(cells: Mapping[str, str]) -> tuple[PhotographPlace, ...]:
    """Read the ``file`` cell: ``a.jpg`` or ``whole:a.jpg;detail:b.jpg``.

    Raises
    ------
    BadInput
        When it is blank or names no known role.
    """
    found = []
    for part in _several(cells.get("file", "")):
        role, *name = re.split("[:：]", part, maxsplit=1)
        word = _plain(role)
        if name and word in ROLES:
            found.append(PhotographPlace(name[0].strip(), word))
        else:
            found.append(PhotographPlace(part, "whole" if not found else "detail"))
    if not found:
        raise BadInput("the row names no photograph", hint="write a file name", column="file")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows against one vocabulary.

    Parameters
    ----------
    speaker
        Who answers for what the sheet says where it names nobody.
    on
        The day it is said to the archive, ISO 8601.
    """

    vocabulary: Vocabulary
    speaker: str
    on: str

    def draft(
        self, cells: Mapping[str, str], photographs: tuple[PhotographDraft, ...]
    ) -> WorkDraft:
        """Return the work a row describes.

        Raises
        ------
        BadInput
            Naming the column, with the nearest allowed value.
        """
        if "title_zh" not in cells and "title_en" not in cells:
            raise BadInput(
                "the row has no title",
                hint="fill in title_zh (名称) or title_en",
                column="title_zh",
            )
        consent = self._consent(cells)
        link = sale_link_in(cells.get("sale_url", ""))
        return WorkDraft(
            photographs=photographs,
            identifier=cells.get("identifier"),
            statements=self._statements(cells),
            credits=self._credits(cells),
            consent=consent,
            sale_links=(link,) if link else (),
            availability=Availability(_word(cells, "availability") or "not for sale"),
            licence=cells.get("image_licence", ""),
            credit_line=cells.get("credit", ""),
            collections=tuple(_several(cells.get("collection", ""))),
            publish=consent is not None and "pictures" in consent.uses,
        )

    def _statements(self, cells: Mapping[str, str]) -> tuple[Statement, ...]:
        found = []
        for key, lang in (("title_zh", "zh"), ("title_en", "en")):
            found += self._texts("title", lang, cells.get(key))
        for key, lang in (("description_zh", "zh"), ("description_en", "en")):
            found += self._texts("description", lang, cells.get(key))
        if meaning := cells.get("meaning"):
            found.append(
                self._say("meaning", cells.get("meaning_by"), text=meaning, lang=_lang(meaning))
            )
        for column in COLUMNS:
            if column.field in FIELD_SCHEMES and column.key in cells:
                found += self._concepts(column.key, column.field, cells[column.key])
        for key in ("width_cm", "height_cm"):
            if key in cells:
                found.append(self._say(key, number=_centimetres(key, cells[key])))
        if handmade := _word(cells, "handmade"):
            found.append(self._say("handmade", text=handmade))
        return (*found, *self._dates(cells))

    def _say(
        self,
        field: str,
        speaker: str | None = None,
        *,
        text: str = "",
        lang: str = "",
        concept: str | None = None,
        number: float | None = None,
    ) -> Statement:
        return Statement(
            field, speaker or self.speaker, self.on, text, lang, concept=concept, number=number
        )

    def _texts(self, field: str, lang: str, text: str | None) -> list[Statement]:
        return [self._say(field, text=text, lang=lang)] if text else []

    def _concepts(self, key: str, field: str, cell: str) -> list[Statement]:
        scheme = FIELD_SCHEMES[field]
        found = []
        for word in _several(cell):
            concept = self.vocabulary.find(scheme, word)
            if concept is None:
                near = self.vocabulary.nearest(scheme, word)
                names = "、".join(f"{c.label.zh} {c.label.en}" for c in near)
                raise BadInput(
                    f"{word!r} is not in the vocabulary of {key}",
                    hint=f"did you mean {names}?" if names else "use a word of the vocabulary",
                    column=key,
                )
            if field == "style" and concept.kind in {"village", "township"}:
                # Where somebody lives is shown only with a yes to it; a style is always shown.
                raise BadInput(
                    f"{word!r} is a {concept.kind}, not a style",
                    hint="write it under made_place (制作地)",
                    column=key,
                )
            # The word as written stays beside the concept it was taken for.
            found.append(self._say(field, text=word, concept=concept.id))
        return found

    def _dates(self, cells: Mapping[str, str]) -> tuple[Statement, ...]:
        years = [_year(key, cells.get(key)) for key in ("date_from", "date_to")]
        if not cells.get("date_text") and years == [None, None]:
            return ()
        if None not in years and years[0] > years[1]:  # type: ignore[operator]
            raise BadInput(
                f"date_from {years[0]} is later than date_to {years[1]}",
                hint="swap the two years",
                column="date_from",
            )
        return (
            Statement(
                "date",
                self.speaker,
                self.on,
                cells.get("date_text", ""),
                year_from=years[0],
                year_to=years[1],
            ),
        )

    def _credits(self, cells: Mapping[str, str]) -> tuple[CreditDraft, ...]:
        found = []
        for word in _several(cells.get("maker", "")):
            known = _plain(word)
            if known in {"unknown", "not shown"}:
                found.append(CreditDraft(standing=known))
            elif word.lower().startswith("id:"):
                found.append(CreditDraft(maker_id=_maker_id(word[3:].strip())))
            else:
                found.append(CreditDraft(name=_name(word)))
        return tuple(found)

    def _consent(self, cells: Mapping[str, str]) -> Consent | None:
        given = [key for key in ("consent_by", "consent_on", "consent_for") if cells.get(key)]
        if not given:
            return None
        for key in ("consent_by", "consent_on", "consent_for"):
            if key not in given:
                raise BadInput(
                    f"the row has {given[0]} but no {key}",
                    hint="a consent needs who, when and what for; leave all three blank if none",
                    column=key,
                )
        uses = [_allowed("consent_for", word) for word in _several(cells["consent_for"])]
        return Consent(
            cells["consent_by"], "sheet", _day("consent_on", cells["consent_on"]), frozenset(uses)
        )


def _several(cell: str) -> list[str]:
    parts = re.split("[;；]", cell)
    return list(dict.fromkeys(text for part in parts if (text := part.strip())))


def _plain(text: str) -> str:
    """Return the records' word for a sheet's, in whichever script it is written."""
    folded = fold(text).strip()
    return _SYNONYMS.get(folded, folded)


def _name(text: str) -> Wording:
    text = _ONE_SPACE.sub(" ", text)
    return Wording(en=text) if text.isascii() else Wording(zh=text)


def _lang(text: str) -> str:
    return "en" if text.isascii() else "zh"


def _maker_id(text: str) -> str:
    if not is_identifier(text):
        raise BadInput(
            f"{text!r} is not the number of a maker", hint="copy it from her page", column="maker"
        )
    return text


def _word(cells: Mapping[str, str], key: str) -> str | None:
    return _allowed(key, cells[key]) if key in cells else None


def _allowed(key: str, text: str) -> str:
    allowed = next(column.allowed for column in COLUMNS if column.key == key)
    word = _plain(text)
    if word not in allowed:
        likely = nearest(text, list(allowed))
        raise BadInput(
            f"{key} cannot be {text!r}",
            hint=f"did you mean {likely!r}?" if likely else f"use one of {', '.join(allowed)}",
            column=key,
        )
    return word


def _year(key: str, text: str | None) -> int | None:
    if text is None:
        return None
    folded = fold(text).strip().removesuffix("年")
    if not folded.isdecimal() or int(folded) not in _YEARS:
        raise BadInput(f"{key} cannot be {text!r}", hint="write a year, such as 1985", column=key)
    return int(folded)


def _centimetres(key: str, text: str) -> float:
    folded = fold(text).strip().removesuffix("cm").removesuffix("厘米").strip()
    try:
        number = float(folded)
    except ValueError:
        number = 0.0
    if not 0 < number <= _LONGEST_CM:
        raise BadInput(
            f"{key} cannot be {text!r}", hint="write centimetres, such as 24.5", column=key
        )
    return number


def _day(key: str, text: str) -> str:
    match = _DAY.fullmatch(fold(text).strip())
    try:
        if match is None:
            raise ValueError(text)
        return date(*map(int, match.groups())).isoformat()
    except ValueError as error:
        raise BadInput(
            f"{key} cannot be {text!r}", hint="write a day such as 2026-05-01", column=key
        ) from error


assert set(_SYNONYMS.values()) >= set(CONSENT_USES)
