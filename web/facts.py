"""What is said of a record, fact by fact, each with who said it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from archive.field_table import (
    COLLECTION_FIELDS,
    MAKER_FIELDS,
    PHOTOGRAPH_FIELDS,
    STAFF_ONLY,
    UNKNOWN,
    WORK_FIELDS,
    Field,
    Kind,
    Need,
)
from archive.picture_records import GuessVerdict
from archive.records import (
    FILE_NAME,
    MACHINE,
    REGISTER,
    Collection,
    Maker,
    Statement,
    Suggestion,
    Work,
)
from web.context import language, vocabulary
from web.facets import handmade_words, search_url
from web.people import makers_among
from web.translating import translate

__all__ = [
    "Fact",
    "FactValue",
    "Guess",
    "facts_of",
    "facts_of_collection",
    "facts_of_maker",
    "facts_of_photograph",
    "guessed_words",
    "guesses_of",
    "licence_url",
    "only_speaker",
    "speaker_words",
    "standing_words",
]

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
#: Fields a page shows in its own way or not at all.
_ELSEWHERE = {
    "title",
    "description",
    "meaning",
    "spoken_note",
    "sensitivity",
    "own_words",
    "camera",
}
_SIDES = ("width_cm", "height_cm", "depth_cm")

#: Those of the makers named in statements who have a page that this viewer may see, by id.
Makers = Mapping[str, Maker]


@dataclass(frozen=True, slots=True)
class FactValue:
    """One thing said.

    Parameters
    ----------
    url
        Leads to more of the same.
    swatch
        A colour.
    note
        Where on the piece it is, or where it was told.
    is_silent
        Whether it says that nobody knows, or that it is not to be said.
    """

    text: str
    url: str | None = None
    swatch: str | None = None
    note: str = ""
    is_silent: bool = False


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


def only_speaker(facts: Iterable[Fact]) -> str:
    """Return whose word all these facts are; empty when several people spoke."""
    spoken = {fact.speakers for fact in facts if fact.speakers}
    one = next(iter(spoken), ())
    return one[0] if len(spoken) == 1 and len(one) == 1 else ""


def facts_of(work: Work) -> list[Fact]:
    """Return the facts of a work in the order of the table; those nobody stated are left out."""
    said = [each for each in work.statements if each.photograph is None]
    makers = {credit.maker.id: credit.maker for credit in work.credits if credit.maker}
    facts = []
    for field in WORK_FIELDS:
        if field.key == _SIDES[0]:
            facts.append(_size(said))
        elif field.key not in (*_SIDES, "measured"):
            facts.append(_fact(field, said, makers))
    return [fact for fact in facts if fact.values]


def facts_of_photograph(work: Work, photograph: str) -> list[Fact]:
    """Return the facts of one photograph of a work."""
    said = [each for each in work.statements if each.photograph == photograph]
    return _facts(PHOTOGRAPH_FIELDS, said)


def facts_of_maker(maker: Maker) -> list[Fact]:
    """Return the facts of a maker, as far as :func:`archive.access.show_maker` left them."""
    named = {said.maker for said in maker.statements if said.maker is not None}
    return _facts(MAKER_FIELDS, maker.statements, makers_among(sorted(named)) if named else {})


def facts_of_collection(collection: Collection) -> list[Fact]:
    """Return the facts of a collection."""
    return _facts(COLLECTION_FIELDS, collection.statements)


def guesses_of(work: Work) -> list[Guess]:
    """Return what programs believe of the work's first photograph, each program apart.

    Details show the same colours in other shares; listing them too would say
    everything twice. What somebody has said is no guess any more.
    """
    grouped: dict[tuple[str, str], list[Suggestion]] = {}
    cover = work.cover
    said = {(each.field, each.concept or each.text) for each in work.statements}
    about = [s for s in work.suggestions if cover is not None and s.photograph == cover.id]
    for suggestion in sorted(about, key=lambda s: -s.score):
        if suggestion.field != "colour" and (suggestion.field, suggestion.value) in said:
            continue
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


def standing_words(standing: str) -> str:
    """Return how a page says that nobody knows, or that it is not to be said."""
    lang = language()
    return translate("不知道", lang) if standing == UNKNOWN else translate("不愿说", lang)


def _facts(
    fields: Iterable[Field], said: Iterable[Statement], makers: Makers = MappingProxyType({})
) -> list[Fact]:
    statements = list(said)
    facts = (_fact(field, statements, makers) for field in fields)
    return [fact for fact in facts if fact.values]


def _fact(field: Field, statements: Iterable[Statement], makers: Makers) -> Fact:
    if field.key in _ELSEWHERE or field.use == STAFF_ONLY:
        return Fact("", ())
    said = [each for each in statements if each.field == field.key]
    if field.kind in {Kind.TEXT, Kind.DATE}:
        # What was said in the language of the page, else all of it.
        said = [each for each in said if each.lang in {"", language()}] or said
    values = dict.fromkeys(_value(each, field, makers) for each in said)
    label = field.label.pick(language())
    # What the archive itself keeps count of is nobody's word.
    speakers = () if field.need is Need.SYSTEM else _speakers(said)
    return Fact(label, tuple(value for value in values if value.text), speakers)


def _value(said: Statement, field: Field, makers: Makers) -> FactValue:
    if said.standing != "said":
        return FactValue(standing_words(said.standing), is_silent=True)
    found = _VALUES.get(field.kind, _words)(said, field, makers)
    note = said.part
    if said.said_in and (place := vocabulary().get(said.said_in)):
        told = translate("在%(place)s说的", language(), place=place.label.pick(language()))
        note = f"{note} · {told}" if note else told
    text = found.text + _doubt(said) if found.text else ""
    return FactValue(text, found.url, found.swatch, note)


def _words(said: Statement, field: Field, makers: Makers) -> FactValue:
    years = [str(year) for year in (said.year_from, said.year_to) if year is not None]
    span = "–".join(dict.fromkeys(years))
    if said.text and span and span != said.text:
        words = translate("%(said)s（%(years)s）", language(), said=said.text, years=span)
        return FactValue(words)
    return FactValue(said.text or span)


def _concept(said: Statement, field: Field, makers: Makers) -> FactValue:
    concept = vocabulary().get(said.concept or "")
    if concept is None:
        return FactValue(said.text)
    url = None
    if field.key in _PAGES:
        url = url_for(_PAGES[field.key], slug=concept.slug)
    elif field.key in _SEARCHED:
        url = search_url(_SEARCHED[field.key], concept.slug)
    return FactValue(concept.label.pick(language()), url, concept.swatch)


def _choice(said: Statement, field: Field, makers: Makers) -> FactValue:
    if field.key == "handmade":
        return FactValue(handmade_words(said.text))
    return FactValue(field.label_of(said.text).pick(language()))


def _number(said: Statement, field: Field, makers: Makers) -> FactValue:
    if said.number is None:
        return FactValue("")
    if field.key == "born_decade":
        decade = f"{said.number // 10 * 10:.0f}"
        return FactValue(translate("%(decade)s 年代", language(), decade=decade))
    if field.unit == "years":
        return FactValue(translate("%(years)s 岁", language(), years=f"{said.number:g}"))
    return FactValue(f"{said.number:g}")


def _person(said: Statement, field: Field, makers: Makers) -> FactValue:
    known = makers.get(said.maker or "")
    if known is None:
        return FactValue(said.text)
    url = url_for("makers.maker", maker_id=known.id)
    return FactValue(known.name.pick(language()) or said.text, url)


_VALUES: Mapping[Kind, Callable[[Statement, Field, Makers], FactValue]] = {
    Kind.CONCEPT: _concept,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _number,
    Kind.PERSON: _person,
}


def _size(statements: Iterable[Statement]) -> Fact:
    lang = language()
    told = list(statements)
    said = [s for side in _SIDES for s in [s for s in told if s.field == side][:1]]
    numbers = [f"{each.number:g}" for each in said if each.number is not None]
    if not numbers:
        silent = (_value(each, _FIELDS[each.field], {}) for each in said)
        values = tuple(dict.fromkeys(value for value in silent if value.text))
        return Fact(translate("尺寸", lang), values, _speakers(said))
    labels = {
        1: translate("尺寸", lang),
        2: translate("宽 × 高", lang),
        3: translate("宽 × 高 × 厚", lang),
    }
    text = translate("%(size)s 厘米", lang, size=" × ".join(numbers))
    manner = _FIELDS["measured"]
    how = [_value(each, manner, {}).text for each in told if each.field == manner.key]
    note = next(iter(how), "")
    return Fact(labels[len(numbers)], (FactValue(text, note=note),), _speakers(said))


_FIELDS = {field.key: field for field in WORK_FIELDS}


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
    papers = {
        REGISTER: translate("登记表", lang),
        FILE_NAME: translate("文件名", lang),
        MACHINE: translate("机器翻译", lang),
    }
    return papers.get(speaker, speaker)


def guessed_words(about: Suggestion | GuessVerdict) -> str:
    """Return what a program suggests, in words: a concept's name, or that of a value."""
    concept = vocabulary().get(about.value)
    if concept is not None:
        return concept.label.pick(language())
    field = _FIELDS.get(about.field)
    return field.label_of(about.value).pick(language()) if field else about.value


def _guessed(suggestion: Suggestion) -> FactValue:
    concept = vocabulary().get(suggestion.value)
    name, field = guessed_words(suggestion), _FIELDS.get(suggestion.field)
    if field is not None and (concept is None or concept.swatch is None):
        label = field.label.pick(language())
        name = translate("%(field)s：%(guess)s", language(), field=label, guess=name)
    return FactValue(f"{name} {suggestion.score:.0%}", swatch=concept.swatch if concept else None)
