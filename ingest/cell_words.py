r"""Words in a cell, read and written: the two are inverses.

Several words are separated by ``;``. A word may say where on the piece it is
(``蝴蝶纹@袖口``), that it is not sure (``龙?``) or only likely (``龙~``), and that no list
has it (``new:龙船花``). A backslash before one of these marks means the mark itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.field_table import UNKNOWN, WILL_NOT_SAY
from archive.folding import fold
from archive.restating import plain

__all__ = [
    "Word",
    "as_written",
    "harmless",
    "read_text",
    "read_word",
    "standing_of",
    "unescaped",
    "words_in",
    "write_text",
    "write_word",
]

# A cell that begins like a formula would be run by a spreadsheet program.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_QUOTE = "'"
_NEW = re.compile(r"(?:new|新)[:：]\s*", re.IGNORECASE)
_SURENESS = {"?": "unsure", "？": "unsure", "~": "likely", "～": "likely"}
_SUFFIX = {"unsure": "?", "likely": "~"}
_MARK = re.compile(r"([\\;；@＠?？~～])")
_ESCAPED = re.compile(r"\\([\\;；@＠?？~～])")
# A separator, or an at sign, with an even number of backslashes before it.
_SEPARATOR = re.compile(r"((?:[^\\;；]|\\.|\\\Z)*+)(?:[;；]|\Z)", re.DOTALL)
_AT = re.compile(r"((?:[^\\@＠]|\\.)*+)[@＠](.*)", re.DOTALL)
_STANDINGS = {
    UNKNOWN: UNKNOWN,
    "不知道": UNKNOWN,
    "不清楚": UNKNOWN,
    "不详": UNKNOWN,
    "未知": UNKNOWN,
    WILL_NOT_SAY: WILL_NOT_SAY,
    "不愿说": WILL_NOT_SAY,
    "不想说": WILL_NOT_SAY,
}
# Longest of them, and room for blanks around.
_LONGEST_STANDING = 20


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a cell.

    Parameters
    ----------
    part
        Where on the piece; empty for the whole.
    is_new
        Whether the writer knows that no list has it.
    """

    text: str
    part: str = ""
    sureness: str = "sure"
    is_new: bool = False


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet program runs; :func:`as_written` undoes it."""
    begins = cell.removeprefix(_QUOTE) if cell.startswith(_QUOTE) else cell
    is_like_one = begins.startswith((*_FORMULA_STARTS, _QUOTE))
    return _QUOTE + cell if is_like_one else cell


def as_written(cell: str) -> str:
    """Return a cell without the quotation mark that made it harmless.

    Examples
    --------
    >>> as_written(harmless("=1+1")), as_written("'绣'")
    ('=1+1', "'绣'")
    """
    is_made = cell.startswith(_QUOTE) and cell[1:].startswith((*_FORMULA_STARTS, _QUOTE))
    return cell[1:] if is_made else cell


@lru_cache(maxsize=4096)
def standing_of(text: str) -> str | None:
    """Return ``unknown`` or ``will not say``; ``None`` for any other words."""
    return _STANDINGS.get(fold(text).strip()) if len(text) <= _LONGEST_STANDING else None


def words_in(cell: str) -> list[str]:
    r"""Return the words of a cell as written, each once.

    Examples
    --------
    >>> words_in(r"龙; 蝴蝶；a\;b;龙")
    ['龙', '蝴蝶', 'a\\;b']
    """
    parts = (match[1].strip() for match in _SEPARATOR.finditer(cell))
    return list(dict.fromkeys(part for part in parts if part))


def read_word(written: str) -> Word:
    """Read one word of a cell with its marks."""
    sureness, rest = "sure", written.strip()
    ends = rest[-1:]
    if ends in _SURENESS and not _ends_escaped(rest):
        sureness, rest = _SURENESS[ends], rest[:-1].strip()
    at = _AT.fullmatch(rest)
    text, part = (at[1].strip(), at[2].strip()) if at else (rest, "")
    new = _NEW.match(text)
    text = text[new.end() :] if new else text
    return Word(unescaped(text), unescaped(part), sureness, new is not None)


def unescaped(written: str) -> str:
    """Return a word without the backslashes before its marks."""
    return _ESCAPED.sub(r"\1", written)


def write_word(word: Word) -> str:
    r"""Write a word so that it can be read back.

    Examples
    --------
    >>> write_word(Word("a;b", "袖口", "unsure"))
    'a\\;b@袖口?'
    """
    text, part = (_MARK.sub(r"\\\1", plain(each)) for each in (word.text, word.part))
    new = "new:" if word.is_new else ""
    return f"{new}{text}{'@' + part if part else ''}{_SUFFIX.get(word.sureness, '')}"


def _ends_escaped(text: str) -> bool:
    before = text[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def read_text(cell: str) -> tuple[str, str]:
    r"""Return what a cell of free text says, and its standing.

    Examples
    --------
    >>> read_text("不知道"), read_text(r"\不知道")
    (('', 'unknown'), ('不知道', 'said'))
    """
    standing = standing_of(cell)
    if standing is not None:
        return "", standing
    return cell.removeprefix("\\"), "said"


def write_text(text: str) -> str:
    """Write free text so that it is not taken for something else."""
    cell = plain(text)
    is_mark = cell.startswith("\\") or cell.lower().startswith("id:")
    is_mistaken = is_mark or standing_of(cell) is not None
    return f"\\{cell}" if is_mistaken else cell
