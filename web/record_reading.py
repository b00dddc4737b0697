"""From what is typed into the box of a field to statements, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from wtforms.validators import ValidationError

from archive.editing import claims
from archive.errors import BadInput
from archive.field_table import Field, Kind
from archive.records import Statement
from archive.statement_checks import check_statement
from archive.vocabulary import Vocabulary
from web.handing_in import language_of
from web.translating import translate

__all__ = ["Reading", "read_field", "typed_again", "year_of"]

# 蝴蝶纹@袖口: the butterfly is on the cuff. The same in a sheet.
_WHERE = "@"
# No slash: 白铜/合金 is the name of one concept.
_BETWEEN = re.compile(r"[,\uff0c、;\uff1b\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form is read with.

    Parameters
    ----------
    by
        Whose word new statements are, on which day, on a page in which language.
    vocabulary
        Finds the concepts that are meant.
    maker_of
        Gives the id of the maker of a name; ``None`` where there is none.
    """

    by: Statement
    vocabulary: Vocabulary
    maker_of: Callable[[str], str | None]


def read_field(field: Field, typed: list[str], record: str, reading: Reading) -> list[Statement]:
    """Return what the boxes of one field say.

    Parameters
    ----------
    typed
        The text of its box, then the earliest and the latest year of a date; for
        choices, the values chosen.
    record
        Kind of record it is about.

    Raises
    ------
    ValidationError
        When that cannot be taken, with a sentence for the page.
    """
    if not any(typed):
        return []
    by = replace(reading.by, field=field.key)
    found = _READ[field.kind](field, typed, by, reading)
    if len(found) > 1 and not field.several:
        raise ValidationError("这里只能写一个。")
    for said in found:
        try:
            check_statement(said, record, reading.vocabulary)
        except BadInput as error:
            raise ValidationError(_sentence(field, reading.by.lang)) from error
    return found


def typed_again(said: Statement) -> str:
    """Return a statement as it would be typed."""
    if said.number is not None:
        return f"{said.number:g}"
    text = said.text or (said.concept or "").rpartition("/")[2]
    return text + (_WHERE + said.part if said.part else "")


def year_of(text: str) -> int | None:
    r"""Return the year that was typed; ``None`` for an empty box.

    Raises
    ------
    ValueError
        When it is no year.

    Examples
    --------
    >>> year_of("\uff11\uff19\uff18\uff15年"), year_of("")
    (1985, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年")
    return int(plain) if plain else None


def _sentence(field: Field, lang: str) -> str:
    if field.kind is Kind.NUMBER and field.limits:
        least, most = (f"{limit:g}" for limit in field.limits)
        return translate("请写 %(least)s 到 %(most)s 之间的数。", lang, least=least, most=most)
    if field.kind is Kind.DATE:
        return "年份要是 1 到 2200，最早的不能在最晚的后面。"
    if field.kind is Kind.CHOICE:
        return "请选表上有的。"
    return "这一项写得不对，请再看看。"


def _choices(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    return [replace(by, text=value, lang="") for value in typed]


def _concepts(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    found: list[Statement] = []
    for word in _words_in(typed[0]):
        name, _, where = (part.strip() for part in word.partition(_WHERE))
        said = claims(field.key, [name], reading.vocabulary, field.scheme, by)
        lang = _language(name, by.lang)
        found += [replace(s, part=where, sureness=by.sureness, lang=lang) for s in said]
    return found


def _texts(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    lines = typed[0].split("\n") if field.several else typed
    texts = dict.fromkeys(line.strip() for line in lines)
    return [replace(by, text=text, lang=_language(text, by.lang)) for text in texts if text]


def _numbers(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    return [replace(by, number=_number(typed[0]), lang="")]


def _dates(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    text, *ends = typed
    try:
        first, last = map(year_of, ends)
    except ValueError as error:
        raise ValidationError("请只写年份，比如 1985。") from error
    lang = _language(text, by.lang)
    return [replace(by, text=text, lang=lang, year_from=first, year_to=last)]


def _people(field: Field, typed: list[str], by: Statement, reading: Reading) -> list[Statement]:
    names = _words_in(typed[0]) if field.several else typed
    return [replace(by, text=name, lang="", maker=reading.maker_of(name)) for name in names]


_READ = {
    Kind.CHOICE: _choices,
    Kind.CONCEPT: _concepts,
    Kind.TEXT: _texts,
    Kind.NUMBER: _numbers,
    Kind.DATE: _dates,
    Kind.PERSON: _people,
}


def _words_in(text: str) -> list[str]:
    words = (word.strip() for word in _BETWEEN.split(text))
    return list(dict.fromkeys(word for word in words if word))


def _number(text: str) -> float:
    # Phones set to Chinese type full-width digits as easily as plain ones.
    try:
        return float(unicodedata.normalize("NFKC", text))
    except ValueError as error:
        raise ValidationError("请只写数字。") from error


def _language(text: str, page: str) -> str:
    """Return the language of some words; a number or a foreign name has none."""
    found = language_of(text, page)
    return found if found == "en" or any("\u3400" <= c <= "\u9fff" for c in text) else ""
