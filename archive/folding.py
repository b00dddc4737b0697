"""Spellings of one word, brought together for comparing and finding.

Folding loses information on purpose: nothing folded is ever shown or stored as
somebody's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

__all__ = [
    "CHINESE",
    "even_out",
    "fold",
    "pinyin_forms",
    "pinyin_syllables",
    "traditional",
    "written_alike",
]

#: Characters that are searched one by one and in pairs, as the inside of a
#: regular expression's ``[...]``: ideographs with all extensions, 々, 〇, kana.
CHINESE = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_CHINESE_RUN = re.compile(f"[{CHINESE}]+")
#: Combining marks of the generic blocks only: the vowel and tone signs of
#: other scripts, Miao among them, are letters to their readers.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
_INVISIBLE = {"Cf": "", "Cs": "", "Cc": " "}
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
#: First and last of the blocks names are written in: Latin with accents, pinyin's
#: rarer ones among them, ideographs, and Latin in full width.
_OF_NAMES = ((0x21, 0x24F), (0x1E00, 0x1EFF), (0x3400, 0x9FFF), (0xFF01, 0xFF5E))
#: Folding twice settles everything but a handful of curiosities.
_MAX_ROUNDS = 4


def even_out(text: str) -> str:
    """Return ``text`` in one width and case, with its script and accents kept.

    Examples
    --------
    >>> even_out(" Ｍiao  龍 ")
    'miao 龍'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _VARIATION_SELECTORS.sub("", text)
    if not text.isprintable():
        text = "".join(_INVISIBLE.get(unicodedata.category(c), c) for c in text)
    return " ".join(text.casefold().split())


def fold(text: str) -> str:
    """Return the form under which spellings of one word are equal.

    Full width becomes half width, capitals small, accents go, traditional
    characters become simplified, runs of whitespace one space.

    Notes
    -----
    OpenCC converts by phrase first (看著 and 著名 differ), then every character
    on its own, so that 乾 finds 乾隆, which the phrase table leaves alone.

    Examples
    --------
    >>> fold("繡花  Ｈúdié"), fold("龍紋") == fold("龙纹")
    ('绣花 hudie', True)
    """
    for _ in range(_MAX_ROUNDS):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = even_out(text)
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFKC", bare)
    if _CHINESE_RUN.search(text):
        text = "".join(map(_simplify_one, _simplifier()(text)))
    return text


@lru_cache(maxsize=1)
def _simplifier() -> Callable[[str], str]:
    """Build the converter once, on first need: it reads a dictionary."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def traditional(text: str) -> str:
    """Return ``text`` in traditional characters.

    Examples
    --------
    >>> traditional("蝴蝶纹"), traditional("Miao")
    ('蝴蝶紋', 'Miao')
    """
    return text if text.isascii() else _complicator()(text)


@lru_cache(maxsize=1)
def _complicator() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


@lru_cache(maxsize=20_000)
def _simplify_one(character: str) -> str:
    return character if character.isascii() else _simplifier()(character)


def written_alike(character: str) -> str:
    """Return every character that folds to the same one, itself included.

    Examples
    --------
    >>> written_alike("龙"), "Á" in written_alike("a"), written_alike("꒰")
    ('龍龙', True, '꒰')
    """
    alike = _spellings().get(_bare(character), "")
    return alike if character in alike else alike + character


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Return the characters names are written with, by what they fold to."""
    found: dict[str, str] = {}
    for first, last in _OF_NAMES:
        for character in map(chr, range(first, last + 1)):
            bare = _bare(character)
            found[bare] = found.get(bare, "") + character
    return found


def _bare(character: str) -> str:
    even = unicodedata.normalize("NFKC", character).casefold()
    return _simplify_one(_ACCENTS.sub("", unicodedata.normalize("NFKD", even)))


def pinyin_syllables(text: str) -> tuple[tuple[str, ...], ...]:
    """Return toneless syllables, one tuple for each run of Chinese in ``text``.

    ``ü`` is written ``v``, as it is typed. Characters without a known reading
    end a run.

    Examples
    --------
    >>> pinyin_syllables("蝴蝶 mama 绿")
    (('hu', 'die'), ('lv',))
    """
    from pypinyin import Style, lazy_pinyin

    return tuple(
        tuple(syllables)
        for run in _CHINESE_RUN.findall(fold(text))
        if (syllables := lazy_pinyin(run, style=Style.NORMAL, errors="ignore"))
    )


def pinyin_forms(text: str) -> tuple[str, ...]:
    """Return how ``text`` may be typed in pinyin: joined, then initials.

    With ``ü`` both ``v`` and ``u`` are given. Without any Chinese the answer
    is empty.

    Examples
    --------
    >>> pinyin_forms("蝴蝶妈妈"), pinyin_forms("绿"), pinyin_forms("Miao")
    (('hudiemama', 'hdmm'), ('lv', 'lu', 'l'), ())
    """
    syllables = [syllable for run in pinyin_syllables(text) for syllable in run]
    if not syllables:
        return ()
    joined = "".join(syllables)
    initials = "".join(syllable[0] for syllable in syllables)
    return tuple(dict.fromkeys((joined, joined.replace("v", "u"), initials)))
