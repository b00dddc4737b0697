"""What a field of a record is, and what it can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.wording import Wording

__all__ = [
    "STAFF_ONLY",
    "UNKNOWN",
    "WILL_NOT_SAY",
    "Choice",
    "Column",
    "Field",
    "Kind",
    "Mapping",
    "Need",
    "choices",
]

#: Nobody knows; and somebody knows and does not wish it said. Two different things.
UNKNOWN, WILL_NOT_SAY = "unknown", "will not say"
#: In :attr:`Field.use`: no consent opens it to the public.
STAFF_ONLY = "staff only"


class Kind(StrEnum):
    """What a field holds, and so how it is stored, checked and asked for."""

    CONCEPT = "concept"
    """A word of a list, with the words it was said in beside it."""
    CHOICE = "choice"
    """One of a few values."""
    TEXT = "text"
    """Words, in one language."""
    WORDING = "wording"
    """Words in Chinese and English, a column each."""
    NUMBER = "number"
    DATE = "date"
    """As said, with the earliest and the latest year."""
    PERSON = "person"
    """A maker of the archive, or a name."""
    PART = "part"
    """Something kept in a table of its own: photographs, consents, sale links."""
    SYSTEM = "system"
    """Written by the archive itself."""


class Need(StrEnum):
    """How much a record needs a field."""

    REQUIRED = "required"
    """Without it nothing is published."""
    EARLY = "early"
    OPTIONAL = "optional"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field can take; ``value`` is stored and never changes."""

    value: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet, by its English key and its Chinese header."""

    key: str
    zh: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """The nearest element of other standards; empty where there is none.

    ``lido`` LIDO 1.1, ``dc`` Dublin Core terms, ``linked_art`` Linked Art,
    ``schema_org`` schema.org.
    """

    lido: str = ""
    dc: str = ""
    linked_art: str = ""
    schema_org: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    Parameters
    ----------
    key
        Name in statements; never changes.
    label
        What people call it.
    columns
        Its columns in the sheet; none where a sheet cannot hold it.
    scheme
        List its concepts come from; concept fields only.
    choices
        Its values; choice fields only.
    several
        Whether it can hold more than one value.
    use
        Consent the public needs besides the one for pictures, or :data:`STAFF_ONLY`.
    unit, limits
        Numbers only: the unit, and the least and greatest value taken.
    """

    key: str
    label: Wording
    kind: Kind
    need: Need = Need.OPTIONAL
    columns: tuple[Column, ...] = ()
    scheme: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False
    use: str = ""
    unit: str = ""
    limits: tuple[float, float] | None = None
    mapping: Mapping = Mapping()

    @property
    def values(self) -> tuple[str, ...]:
        """The values of a choice field as they are stored."""
        return tuple(choice.value for choice in self.choices)

    def label_of(self, value: str) -> Wording:
        """Return what people call one of the choices; the value itself when it is none."""
        found = (choice.label for choice in self.choices if choice.value == value)
        return next(found, Wording(value, value))


def choices(*rows: tuple[str, str]) -> tuple[Choice, ...]:
    """Return choices from (value, Chinese) pairs; the value is the English, too."""
    return tuple(Choice(value, Wording(zh, value)) for value, zh in rows)
