"""Words that stand nowhere else, so that finding one tells exactly what has been told.

Chinese secrets are made of CJK Extension A, of which no page, vocabulary or
translation uses a character, and no character is used twice: a single one of
them gives its secret away, cut off or not, escaped or not.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from archive.folding import fold
from archive.ids import ALPHABET, IDENTIFIER_LENGTH

__all__ = ["Position", "Vault"]

_RARE = [c for c in map(chr, range(0x3400, 0x4DC0)) if fold(c) == c]
_CHARACTERS_IN_WORD = 2
_LETTERS = "0123456789abcdefghijkmnopqrstuvwxyz"
_HAN = re.compile("[\u3400-\u4dbf]")
_LATIN = re.compile("zq[0-9a-z]{8}")
_DIGITS = re.compile(r"\d{8,}")
_DIGEST = re.compile("[0-9a-f]{64}")
_DEGREES = re.compile(r"\d{2,3}\.\d{5,}")
_IDENTIFIER = re.compile(rf"(?<![0-9A-Za-z])[{ALPHABET}]{{{IDENTIFIER_LENGTH}}}(?![0-9A-Za-z])")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_AFTER_POINT = 5
# A prime, so that no program can shorten the fraction to other digits.
_SECONDS_IN = 1_000_003


@dataclass(frozen=True, slots=True)
class Position:
    """One coordinate as a camera writes it: degrees, minutes and seconds as fractions."""

    degrees: int
    minutes: int
    seconds: int

    @property
    def fractions(self) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
        """Numerator and denominator of each part."""
        return (self.degrees, 1), (self.minutes, 1), (self.seconds, _SECONDS_IN)

    @property
    def decimal(self) -> str:
        """Degrees with as many digits as tell one photograph from another."""
        seconds = self.seconds / _SECONDS_IN
        return _shortened(f"{self.degrees + self.minutes / 60 + seconds / 3600:.9f}")


@dataclass(slots=True)
class Vault:
    """Every secret of one drawn archive, and what each of them is."""

    random: random.Random
    what: dict[str, str] = field(default_factory=dict)
    _rare: Iterator[str] = field(init=False)
    _by_character: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the rare characters in an order of this draw's own."""
        self._rare = iter(self.random.sample(_RARE, len(_RARE)))

    def chinese(self, what: str) -> str:
        """Return a new Chinese word."""
        word = "".join(next(self._rare) for _ in range(_CHARACTERS_IN_WORD))
        self._by_character |= dict.fromkeys(word, word)
        return self.keep(word, what)

    def latin(self, what: str) -> str:
        """Return a new word of Latin letters and digits."""
        return self.keep("zq" + "".join(self.random.choices(_LETTERS, k=8)), what)

    def digits(self, what: str) -> str:
        """Return a new number of twelve digits."""
        return self.keep(str(self.random.randrange(10**11, 10**12)), what)

    def digest(self, what: str) -> str:
        """Return a new SHA-256 as text, of nothing."""
        return self.keep("".join(self.random.choices("0123456789abcdef", k=64)), what)

    def position(self, degrees: int) -> Position:
        """Return a place somewhere within one degree."""
        found = None
        while found is None or found.decimal in self.what:
            seconds = self.random.randrange(10_000_000, 59_000_000)
            found = Position(degrees, self.random.randrange(60), seconds)
        self.keep(str(found.seconds), "GPS seconds")
        self.keep(found.decimal, "GPS degrees")
        return found

    def keep(self, secret: str, what: str) -> str:
        """Take a word made elsewhere, such as a record's id, among the secrets."""
        assert secret not in self.what, f"{secret} is {self.what.get(secret)} already"
        self.what[secret] = what
        return secret

    def found_in(self, text: str) -> frozenset[str]:
        """Return the secrets that a text tells, in whatever way it writes them."""
        plain = _plain_forms(text)
        small = plain.lower()
        candidates = {self._by_character.get(c, "") for c in set(_HAN.findall(plain))}
        for pattern in (_LATIN, _DIGITS, _DIGEST, _IDENTIFIER):
            candidates.update(pattern.findall(small))
        candidates.update(map(_shortened, _DEGREES.findall(plain)))
        return frozenset(candidates & self.what.keys())

    def found_in_bytes(self, content: bytes) -> frozenset[str]:
        """Return the secrets that stand in a file, in UTF-8, UTF-16 or plain ASCII."""
        flat = content + b"\n" + content.replace(b"\0", b"")
        candidates = {word for word in self._by_character.values() if word.encode() in content}
        small = flat.decode("latin-1").lower()
        for pattern in (_LATIN, _DIGITS):
            candidates.update(pattern.findall(small))
        return frozenset(candidates & self.what.keys())

    def named(self, secrets: Iterable[str]) -> list[str]:
        """Return secrets with what they are, for somebody who reads why a test failed."""
        return sorted(f"{self.what[secret]}: {secret}" for secret in secrets)


def _plain_forms(text: str) -> str:
    r"""Return a text followed by what it says once percent signs, \u and & are undone."""
    forms = [text]
    if "%" in text:
        forms.append(unquote(text, errors="replace"))
    if "&" in text:
        forms.append(html.unescape(text))
    if "\\u" in text:
        forms.append(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    return "\n".join(forms)


def _shortened(number: str) -> str:
    whole, _, after = number.partition(".")
    return f"{whole}.{after[:_AFTER_POINT]}"
