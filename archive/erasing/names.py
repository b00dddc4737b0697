"""Somebody's names, and texts with those names taken out for good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

from archive.redacting import HIDDEN

__all__ = ["Names"]

# One letter or character is no name that could be looked for in a text.
_SHORTEST_IN_TEXT = 2
_LETTER = "A-Za-zÀ-ɏ"
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
        self._folded = frozenset(name.casefold() for name in self.all)
        words = {word.casefold() for word in only_in_name_fields}
        self.in_texts = tuple(
            sorted(
                (n for n in self.all if len(n) >= _SHORTEST_IN_TEXT and n.casefold() not in words),
                key=lambda name: (-len(name), name),
            )
        )
        others = sorted((n for n in kept if self.is_part_of(n)), key=len, reverse=True)
        hers = "|".join(form for name in self.in_texts for form in _forms(name))
        theirs = "|".join(map(re.escape, others))
        self._pattern = (
            re.compile(f"(?P<kept>{theirs})|{hers}" if theirs else hers, re.IGNORECASE)
            if hers
            else None
        )

    def __contains__(self, text: str) -> bool:
        """Say whether a text is one of the names and nothing else."""
        return text.strip().casefold() in self._folded

    def is_part_of(self, name: str) -> bool:
        """Say whether one of the names stands inside the longer name of somebody else."""
        return name not in self and any(mine in name.casefold() for mine in self._folded)

    def out_of(self, text: str) -> str:
        """Return a text with :data:`~archive.redacting.HIDDEN` in their place.

        Chinese names are found anywhere; names in Latin letters as whole words,
        in capitals or not, with a blank, hyphen or underscore between their parts.

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
        small = text.casefold()
        return any(name in small for name in self._folded) or self.out_of(text) != text

    def is_in_bytes(self, content: bytes) -> bool:
        """Say whether one of them stands in a file's bytes, in any usual encoding."""
        small = content.lower()
        return any(form in small for name in self.in_texts for form in _byte_forms(name))


def _replacement(found: re.Match[str]) -> str:
    is_kept = found.re.groups and found["kept"] is not None
    return found[0] if is_kept else HIDDEN


def _forms(name: str) -> Iterable[str]:
    """Yield patterns for the ways a name is written in texts and addresses."""
    words = r"[\s_\-]+".join(map(re.escape, name.split()))
    before = f"(?<![{_LETTER}])" if re.match(f"[{_LETTER}]", name[0]) else ""
    after = f"(?![{_LETTER}])" if re.match(f"[{_LETTER}]", name[-1]) else ""
    yield f"{before}{words}{after}"
    if not name.isascii():
        yield re.escape(quote(name))
        yield re.escape(json.dumps(name)[1:-1])


def _byte_forms(name: str) -> Iterable[bytes]:
    for encoding in _ENCODINGS:
        yield name.encode(encoding).lower()
    # XMP is XML, in which a character may be written as its number.
    if not name.isascii():
        yield "".join(f"&#x{ord(c):x};" for c in name).encode()
        yield "".join(f"&#{ord(c)};" for c in name).encode()
