"""A name as it may stand in a text: in either script, any width, spaced or in capitals.

Whoever must not be named must not be named in the other script either, and in a
table 李花 is written 李　花, to be as wide as the names of three characters.
"""

from __future__ import annotations

import re
import unicodedata

from archive.folding import CHINESE, fold, traditional, written_alike

__all__ = ["LATIN", "name_pattern", "spellings"]

#: Latin letters, accented ones too, as the inside of a regular expression's ``[...]``.
LATIN = "A-Za-zÀ-ɏ"

_BETWEEN_WORDS = "[\\s_\\-\u00b7\u30fb]+"
_BETWEEN_CHARACTERS = "[\\s\u00b7\u200b\u30fb]?"
# An empty pattern would be found everywhere.
_NOTHING = "(?!)"
_ACCENT = "[\\u0300-\\u036f]?"
_BLANK = re.compile("[\\s\u00b7\u200b\u30fb]+")
_IS_CHINESE = re.compile(f"[{CHINESE}]")


def name_pattern(name: str, *, whole_words: bool = False) -> str:
    """Return a pattern, to be used without regard to case, for the spellings of a name.

    Parameters
    ----------
    whole_words
        Whether a name in Latin letters must not be a part of a longer word.

    Examples
    --------
    >>> found = re.compile(name_pattern("王小龙"))
    >>> [bool(found.search(text)) for text in ("王小龍绣", "王 小 龙", "王小花")]
    [True, True, False]
    """
    even = unicodedata.normalize("NFC", name)
    parts = [part for part in _BLANK.split(even) if part]
    if not parts:
        return _NOTHING
    pattern = ""
    for number, part in enumerate(parts):
        for place, character in enumerate(part):
            is_first = not (number or place)
            before = parts[number - 1][-1] if place == 0 else part[place - 1]
            pattern += "" if is_first else _between(before, character, is_new_word=place == 0)
            pattern += f"[{re.escape(written_alike(character))}]"
            # A Mac writes the names of files with the accent behind its letter.
            pattern += _ACCENT if re.match(f"[{LATIN}]", character) else ""
    if not whole_words:
        return pattern
    start = f"(?<![{LATIN}])" if re.match(f"[{LATIN}]", parts[0]) else ""
    end = f"(?![{LATIN}])" if re.match(f"[{LATIN}]", parts[-1][-1]) else ""
    return f"{start}{pattern}{end}"


def spellings(name: str) -> tuple[str, ...]:
    """Return the name and what it is in either script, to look for where no pattern can.

    Examples
    --------
    >>> spellings("王小龙"), spellings("Li Ayi")
    (('王小龙', '王小龍'), ('Li Ayi',))
    """
    if name.isascii():
        return (name,)
    return tuple(dict.fromkeys((name, fold(name), traditional(name))))


def _between(before: str, after: str, *, is_new_word: bool) -> str:
    if _IS_CHINESE.match(before) and _IS_CHINESE.match(after):
        return _BETWEEN_CHARACTERS
    return _BETWEEN_WORDS if is_new_word else ""
