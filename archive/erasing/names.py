"""Somebody's names, and texts with those names taken out for good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

from archive.folding import fold
from archive.name_spellings import name_pattern, spellings
from archive.redacting import HIDDEN

__all__ = ["Names"]

# One letter or character is no name that could be looked for in a text.
_SHORTEST_IN_TEXT = 2
#: How names are written into files: text, Windows tags, and cameras sold in China.
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


class Names:
    """The names of one person or a few.

    Parameters
    ----------
    names
        As they stand in fields for names; blank ones are passed over.
    kept
        Names of others in which one of these may be a part: 李小花 keeps hers
        when 李小 is taken out.
    only_in_name_fields
        Those of the names that are ordinary words, too, and cannot be told from
        them in a text.
    """

    def __init__(
        self,
        names: Iterable[str],
        *,
        kept: Iterable[str] = (),
        only_in_name_fields: Iterable[str] = (),
    ) -> None:
        self.all = frozenset(name.strip() for name in names if name.strip())
        self._folded = frozenset(fold(name) for name in self.all)
        anywhere = "|".join(name_pattern(name) for name in sorted(self.all))
        self._anywhere = re.compile(anywhere, re.IGNORECASE) if anywhere else None
        words = {fold(word) for word in only_in_name_fields}
        self.in_texts = tuple(
            sorted(
                (n for n in self.all if len(n) >= _SHORTEST_IN_TEXT and fold(n) not in words),
                key=lambda name: (-len(name), name),
            )
        )
        others = sorted((n for n in kept if self.is_part_of(n)), key=len, reverse=True)
        hers = "|".join(form for name in self.in_texts for form in _forms(name))
        theirs = "|".join(map(name_pattern, others))
        self._pattern = (
            re.compile(f"(?P<kept>{theirs})|{hers}" if theirs else hers, re.IGNORECASE)
            if hers
            else None
        )

    def __contains__(self, text: str) -> bool:
        """Say whether a text is one of the names and nothing else."""
        return fold(text) in self._folded

    def is_part_of(self, name: str) -> bool:
        """Say whether one of the names stands inside the longer name of somebody else."""
        return name not in self and self._is_in(name)

    def out_of(self, text: str) -> str:
        """Return a text with :data:`~archive.redacting.HIDDEN` in their place.

        Chinese names are found anywhere, in either script, with or without blanks;
        names in Latin letters as whole words, in capitals or not, with a blank,
        hyphen or underscore between their parts.

        Examples
        --------
        >>> Names(["李阿姨", "Li Ayi"]).out_of("李阿姨绣的，LI_AYI 2.jpg; Gali ayin")
        '〔…〕绣的，〔…〕 2.jpg; Gali ayin'
        """
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(_replacement, text)

    def out_of_json(self, value: object) -> object:
        """Return decoded JSON with the names taken out of every text in it."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, list):
            return [self.out_of_json(each) for each in value]
        if isinstance(value, dict):
            return {key: self.out_of_json(each) for key, each in value.items()}
        return value

    def may_be_in(self, text: str) -> bool:
        """Say whether a text, JSON for instance, has to be looked at more closely."""
        return self._is_in(text) or self.out_of(text) != text

    def is_in_bytes(self, content: bytes) -> bool:
        """Say whether one of them stands in a file's bytes, in any usual encoding."""
        small = content.lower()
        return any(form in small for name in self.in_texts for form in _byte_forms(name))

    def _is_in(self, text: str) -> bool:
        return self._anywhere is not None and bool(self._anywhere.search(text))


def _replacement(found: re.Match[str]) -> str:
    is_kept = found.re.groups and found["kept"] is not None
    return found[0] if is_kept else HIDDEN


def _forms(name: str) -> Iterable[str]:
    """Yield patterns for the ways a name is written in texts and addresses."""
    yield name_pattern(name, whole_words=True)
    for spelt in spellings(name):
        if not spelt.isascii():
            yield re.escape(quote(spelt))
            yield re.escape(json.dumps(spelt)[1:-1])


def _byte_forms(name: str) -> Iterable[bytes]:
    for spelt in spellings(name):
        for encoding in _ENCODINGS:
            yield spelt.encode(encoding).lower()
        # XMP is XML, in which a character may be written as its number.
        if not spelt.isascii():
            yield "".join(f"&#x{ord(c):x};" for c in spelt).encode()
            yield "".join(f"&#{ord(c)};" for c in spelt).encode()
