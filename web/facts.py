"""What is said of a work, fact by fact, each with who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from archive.records import FILE_NAME, REGISTER, Statement, Suggestion, Work
from web.context import language, vocabulary
from web.facets import handmade_words, search_url
from web.translating import translate

__all__ = ["Fact", "FactValue", "Guess", "facts_of", "guesses_of", "licence_url", "speaker_words"]

#: Concept fields with the search argument that finds more of the same.
_SEARCHED = {
    "object": "object",
    "material": "material",
    "colour": "colour",
    "made_place": "place",
    "style": "style",
}
_PAGES = {"motif": "concepts.motif", "technique": "concepts.technique"}
_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)")


@dataclass(frozen=True, slots=True)
class FactValue:
    """One thing said; ``url`` leads to more of the same, ``swatch`` is a colour."""

    text: str
    url: str | None = None
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with all that was said of it and by whom."""

    label: str
    values: tuple[FactValue, ...]
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """What one program believes of a work; one that measures colours gives only swatches."""

    model: str
    version: str
    values: tuple[FactValue, ...]

    @property
    def is_palette(self) -> bool:
        """Whether these are colours with their shares of the cloth."""
        return all(value.swatch for value in self.values)


def facts_of(work: Work) -> list[Fact]:
    """Return the facts of a work in the order of the page; those nobody stated are left out."""
    lang = language()
    facts = [
        _concepts(work, "object", translate("器物", lang)),
        _concepts(work, "motif", translate("花样", lang)),
        _concepts(work, "technique", translate("针法", lang)),
        _concepts(work, "material", translate("材料", lang)),
        _concepts(work, "colour", translate("颜色", lang)),
        _concepts(work, "made_place", translate("制作地", lang)),
        _concepts(work, "style", translate("风格", lang)),
        _plain(work, "date", translate("年代", lang)),
        _size(work),
        _handmade(work),
        _plain(work, "taken", translate("拍摄", lang)),
    ]
    return [fact for fact in facts if fact.values]


def guesses_of(work: Work) -> list[Guess]:
    """Return what programs believe of the work's first photograph, each program apart.

    Details show the same colours in other shares; listing them too would say
    everything twice.
    """
    grouped: dict[tuple[str, str], list[Suggestion]] = {}
    cover = work.cover
    about = [s for s in work.suggestions if cover is not None and s.photograph == cover.id]
    for suggestion in sorted(about, key=lambda s: -s.score):
        grouped.setdefault((suggestion.model, suggestion.model_version), []).append(suggestion)
    return [
        Guess(model, version, tuple(dict.fromkeys(_guessed(s) for s in suggestions)))
        for (model, version), suggestions in grouped.items()
    ]


def licence_url(licence: str) -> str | None:
    """Return the address of a Creative Commons licence; ``None`` for other words.

    Examples
    --------
    >>> licence_url("CC BY-SA 4.0")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    if licence.startswith("CC0"):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CREATIVE_COMMONS.fullmatch(licence)
    if found is None:
        return None
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"


def _concepts(work: Work, field: str, label: str) -> Fact:
    said = work.said(field)
    values = dict.fromkeys(_value(statement, field) for statement in said)
    return Fact(label, tuple(v for v in values if v.text), _speakers(said))


def _value(statement: Statement, field: str) -> FactValue:
    concept = vocabulary().get(statement.concept or "")
    if concept is None:
        return FactValue(statement.text + _doubt(statement))
    if field in _PAGES:
        url = url_for(_PAGES[field], slug=concept.slug)
    else:
        url = search_url(_SEARCHED[field], concept.slug)
    return FactValue(concept.label.pick(language()) + _doubt(statement), url, concept.swatch)


def _plain(work: Work, field: str, label: str) -> Fact:
    said = work.said(field)
    spoken = [statement for statement in said if statement.lang in {"", language()}] or said
    values = dict.fromkeys(FactValue(_words(s) + _doubt(s)) for s in spoken)
    return Fact(label, tuple(value for value in values if value.text), _speakers(spoken))


def _words(statement: Statement) -> str:
    years = [str(year) for year in (statement.year_from, statement.year_to) if year is not None]
    span = "–".join(dict.fromkeys(years))
    if statement.text and span and span != statement.text:
        return translate("%(said)s（%(years)s）", language(), said=statement.text, years=span)
    return statement.text or span


def _size(work: Work) -> Fact:
    lang = language()
    said = (*work.said("width_cm")[:1], *work.said("height_cm")[:1])
    numbers = [f"{statement.number:g}" for statement in said if statement.number is not None]
    if not numbers:
        return Fact("", ())
    label = {1: translate("尺寸", lang), 2: translate("宽 × 高", lang)}[len(numbers)]
    text = translate("%(size)s 厘米", lang, size=" × ".join(numbers))
    return Fact(label, (FactValue(text),), _speakers(said))


def _handmade(work: Work) -> Fact:
    said = work.said("handmade")
    values = tuple(dict.fromkeys(FactValue(handmade_words(s.text)) for s in said))
    return Fact(translate("手工", language()), values, _speakers(said))


def _doubt(statement: Statement) -> str:
    lang = language()
    return {"likely": translate("（可能）", lang), "unsure": translate("（不确定）", lang)}.get(
        statement.sureness, ""
    )


def _speakers(said: Iterable[Statement]) -> tuple[str, ...]:
    # What a camera wrote into the file is nobody's word.
    named = (s.speaker for s in said if s.speaker and s.origin != "camera")
    return tuple(dict.fromkeys(speaker_words(speaker) for speaker in named))


def speaker_words(speaker: str) -> str:
    """Return who says so as the page words it: a person's name, or which paper it stands in."""
    lang = language()
    papers = {REGISTER: translate("登记表", lang), FILE_NAME: translate("文件名", lang)}
    return papers.get(speaker, speaker)


def _guessed(suggestion: Suggestion) -> FactValue:
    concept = vocabulary().get(suggestion.concept)
    name = concept.label.pick(language()) if concept else suggestion.concept
    return FactValue(f"{name} {suggestion.score:.0%}", swatch=concept.swatch if concept else None)
