"""From text to the terms that are stored and looked up.

Chinese is taken as single characters and as overlapping pairs, so that a name
of one character is found and a longer one is matched in order without guessing
where words end. Other scripts are taken as words, with an English stem beside
each word that has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from whoosh.lang.porter import stem as porter_stem

from archive.folding import CHINESE, even_out, fold, pinyin_syllables

__all__ = [
    "MAX_TERM_CHARS",
    "Places",
    "Step",
    "folded_mark",
    "is_own_spelling",
    "own_mark",
    "pinyin_query",
    "pinyin_terms",
    "positions",
    "stem_of",
    "stem_term",
    "steps",
    "surface_terms",
    "whole_key",
]

#: Term to the places where it stands, ascending.
Places = dict[str, list[int]]

MAX_TERM_CHARS = 64
#: Stems start with this, so that a stem never equals a word.
_STEM_MARK = "~"
_OWN_SPELLING, _FOLDED_SPELLING = "=", "≈"
_MIN_STEMMED_CHARS = 4
#: Words of one text never stand next to words of another.
_GAP = 2
#: Longest row of syllables that is findable when typed without spaces.
_MAX_SYLLABLES = 4
_MAX_PINYIN_RUN = 40

#: Miao (Pollard) vowels are marks to Unicode, not letters, but part of words.
_LETTER = rf"(?:(?![{CHINESE}])[^\W_]|[\U00016f00-\U00016f9f])"
_UNIT = re.compile(rf"[{CHINESE}]|{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
_IS_CHINESE = re.compile(f"[{CHINESE}]")
_SEAM = re.compile(r"[\s·・‧]*")
_TONE_DIGITS = re.compile(r"(?:[a-z]+[1-5])+")


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    is_chinese: bool
    joins: bool  # directly continues the Chinese before it


@dataclass(frozen=True, slots=True)
class Step:
    """One term of a query and its distance from the first one."""

    offset: int
    term: str
    is_chinese: bool


def _units(text: str) -> Iterator[_Unit]:
    end, after_chinese = 0, False
    for found in _UNIT.finditer(text):
        is_chinese = _IS_CHINESE.match(found[0]) is not None
        joins = bool(is_chinese and after_chinese and _SEAM.fullmatch(text, end, found.start()))
        word = found[0] if is_chinese else re.sub("['’ʼ]", "", found[0])[:MAX_TERM_CHARS]
        yield _Unit(word, is_chinese, joins)
        end, after_chinese = found.end(), is_chinese


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Return the English stem of a folded word; the word itself if none."""
    if len(word) < _MIN_STEMMED_CHARS or not (word.isascii() and word.isalpha()):
        return word
    return str(porter_stem(word))


def stem_term(word: str) -> str:
    """Return the term under which words with this stem, not equal to it, stand."""
    return _STEM_MARK + stem_of(word)


@lru_cache(maxsize=8_192)
def _terms(evened: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return ``(term, place)`` pairs of one text and the number of places."""
    units = list(_units(evened))
    terms: list[tuple[str, int]] = []
    for place, unit in enumerate(units):
        terms.append((unit.text, place))
        if unit.joins:
            terms.append((units[place - 1].text + unit.text, place - 1))
        elif not unit.is_chinese and stem_of(unit.text) != unit.text:
            terms.append((_STEM_MARK + stem_of(unit.text), place))
    return tuple(terms), len(units)


def positions(texts: Iterable[str]) -> Places:
    """Return the folded terms of ``texts`` and where they stand.

    Examples
    --------
    >>> positions(["龍紋 hands"])
    {'龙': [0], '纹': [1], '龙纹': [0], 'hands': [2], '~hand': [2]}
    """
    places: Places = {}
    start = 0
    for text in texts:
        terms, length = _terms(fold(text))
        for term, place in terms:
            places.setdefault(term, []).append(start + place)
        start += length + _GAP
    for found in places.values():
        found.sort()
    return places


def surface_terms(texts: Iterable[str], folded: Places) -> set[str]:
    """Return marks for the terms whose own spelling differs from the folded one.

    ``=龍`` says that 龍 is written so; ``≈龙`` that 龙 is only its folding.
    Nearly all texts are written as they fold, and give nothing.
    """
    own = {term for text in texts for term, _ in _terms(even_out(text))[0]}
    return {_OWN_SPELLING + term for term in own - folded.keys()} | {
        _FOLDED_SPELLING + term for term in folded.keys() - own
    }


def own_mark(surface: str) -> str:
    """Return the mark of what is spelt as ``surface`` and folds to something else."""
    return _OWN_SPELLING + surface


def folded_mark(folded: str) -> str:
    """Return the mark of what folds to ``folded`` and is never spelt so."""
    return _FOLDED_SPELLING + folded


def is_own_spelling(mark: str) -> bool:
    """Whether a mark is one of :func:`own_mark`."""
    return mark.startswith(_OWN_SPELLING)


def whole_key(text: str) -> str:
    """Return a whole text as one term, without spaces and signs; empty if too long."""
    key = "".join(unit.text for unit in _units(fold(text)))
    return key if len(key) <= MAX_TERM_CHARS else ""


def steps(evened: str) -> tuple[Step, ...]:
    """Return the terms of a query's word, to be matched in this order.

    Two or more Chinese characters become overlapping pairs; the last single
    character is implied by its pair and left out.

    Examples
    --------
    >>> [(s.offset, s.term) for s in steps("蝴蝶妈")]
    [(0, '蝴蝶'), (1, '蝶妈')]
    """
    units = list(_units(evened))
    found: list[Step] = []
    for place, unit in enumerate(units):
        after = units[place + 1] if place + 1 < len(units) else None
        if after is not None and after.joins:
            found.append(Step(place, unit.text + after.text, True))
        elif after is not None or not unit.joins:
            found.append(Step(place, unit.text, unit.is_chinese))
    return tuple(found)


@lru_cache(maxsize=8_192)
def _pinyin(text: str) -> frozenset[str]:
    terms: set[str] = set()
    for run in pinyin_syllables(text):
        syllables = run[:_MAX_PINYIN_RUN]
        for start in range(len(syllables)):
            for size in range(1, _MAX_SYLLABLES + 1):
                terms.add("".join(syllables[start : start + size]))
        terms.add("".join(syllables))
        terms.add("".join(syllable[0] for syllable in syllables))
    terms |= {term.replace("v", "u") for term in terms}
    return frozenset(term for term in terms if len(term) <= MAX_TERM_CHARS)


def pinyin_terms(texts: Iterable[str]) -> set[str]:
    """Return everything under which ``texts`` are found in toneless pinyin.

    Syllables, rows of up to four of them joined, the whole joined, initials.
    """
    return {term for text in texts for term in _pinyin(text)}


def pinyin_query(word: str) -> str:
    """Return a typed word as toneless pinyin: ``hu2die2`` is ``hudie``."""
    return re.sub("[1-5]", "", word) if _TONE_DIGITS.fullmatch(word) else word
