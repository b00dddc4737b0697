"""The records of the archive, as every other package sees them.

Frozen values: reading gives a whole record, and what may be shown of it is
another, smaller record made by :mod:`archive.access`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from archive.wording import Wording

__all__ = [
    "CONCEPT_FIELDS",
    "CONSENT_USES",
    "FIELD_SCHEMES",
    "FILE_NAME",
    "REGISTER",
    "Availability",
    "Collection",
    "Consent",
    "Credit",
    "Maker",
    "Photograph",
    "SaleLink",
    "State",
    "Statement",
    "Suggestion",
    "Tombstone",
    "Work",
]

#: Statement fields that hold a concept, and the scheme each takes it from.
FIELD_SCHEMES = {
    "object": "object",
    "motif": "motif",
    "technique": "technique",
    "material": "material",
    "colour": "colour",
    "made_place": "place",
    "style": "place",
}
CONCEPT_FIELDS = tuple(FIELD_SCHEMES)

#: What a consent may be given for; every use is off until somebody says yes.
CONSENT_USES = (
    "pictures",
    "name",
    "village",
    "face",
    "voice",
    "sale",
    "english",
    "research",
    "export",
)


#: Speakers that are no persons: a sheet that names nobody, and a file's name.
REGISTER = "register"
FILE_NAME = "file name"


class State(StrEnum):
    """How far a work has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Availability(StrEnum):
    """Whether the piece can be had."""

    FOR_SALE = "for sale"
    MADE_TO_ORDER = "made to order"
    SOLD = "sold"
    NOT_FOR_SALE = "not for sale"


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim about a work or one of its photographs, with its speaker.

    Parameters
    ----------
    field
        What it is about: ``title``, ``description``, ``meaning``, ``date``,
        ``width_cm``, ``height_cm``, ``handmade``, ``taken``, ``camera``, or a
        concept field.
    speaker, said_on
        Who said it and on which day (ISO 8601).
    text, lang, concept, number, year_from, year_to
        What was said; only those that apply are set.
    sureness
        ``sure``, ``likely`` or ``unsure``.
    origin
        How it reached the archive: ``sheet``, ``studio``, ``desk``, ``camera``.
    photograph
        Id of the photograph it is about; ``None`` for the whole work.
    """

    field: str
    speaker: str
    said_on: str
    text: str = ""
    lang: str = ""
    concept: str | None = None
    number: float | None = None
    year_from: int | None = None
    year_to: int | None = None
    sureness: str = "sure"
    origin: str = "sheet"
    photograph: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a program believes about a photograph; never a fact.

    Parameters
    ----------
    field, concept
        What it is about and the concept suggested.
    score
        0..1, as the named model gives it.
    model, model_version
        Who says so.
    """

    photograph: str
    field: str
    concept: str
    score: float
    model: str
    model_version: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph of a work; sizes are those of the upright picture."""

    id: str
    work: str
    role: str
    sha256: str
    file_name: str
    media_type: str
    width_px: int
    height_px: int
    bytes: int
    alt: Wording = field(default_factory=Wording)


@dataclass(frozen=True, slots=True)
class Maker:
    """A person or a workshop."""

    id: str
    kind: str
    name: Wording
    place: str | None = None
    about: Wording = field(default_factory=Wording)


@dataclass(frozen=True, slots=True)
class Credit:
    """Who did what on a work.

    Parameters
    ----------
    role
        ``stitched``, ``drew the pattern``, ``dyed``, ``wove``, ``taught`` or
        ``workshop``.
    standing
        ``named``, ``unknown`` (nobody knows) or ``not shown`` (somebody knows
        and does not wish it said): two different things.
    maker
        The maker when ``standing`` is ``named``; else ``None``.
    """

    role: str
    standing: str
    maker: Maker | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes for certain uses: who said it, how, when, until when.

    Parameters
    ----------
    uses
        Of :data:`CONSENT_USES`.
    until, withdrawn_on
        Last day it holds and the day it was taken back, ISO 8601, or ``None``.
    """

    given_by: str
    how: str
    given_on: str
    uses: frozenset[str]
    text_version: str = "1"
    until: str | None = None
    withdrawn_on: str | None = None

    def allows(self, use: str, on: str) -> bool:
        """Say whether this consent covers ``use`` on the day ``on``."""
        if self.withdrawn_on is not None or use not in self.uses:
            return False
        return self.given_on <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class SaleLink:
    """A way to buy on somebody else's platform; ``shop`` is its slug."""

    url: str
    shop: str
    raw_text: str = ""
    checked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains of a work that was taken down."""

    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Work:
    """One embroidered piece with everything the archive holds on it."""

    id: str
    identifier: str | None
    state: State
    created_at: str
    created_by: str
    updated_at: str
    published_at: str | None = None
    availability: Availability = Availability.NOT_FOR_SALE
    licence: str = ""
    credit_line: str = ""
    photographs: tuple[Photograph, ...] = ()
    credits: tuple[Credit, ...] = ()
    statements: tuple[Statement, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    consents: tuple[Consent, ...] = ()
    sale_links: tuple[SaleLink, ...] = ()
    collections: tuple[str, ...] = ()
    tombstone: Tombstone | None = None

    def said(self, field: str) -> tuple[Statement, ...]:
        """Return every statement of one field, in the order given."""
        return tuple(s for s in self.statements if s.field == field)

    def wording(self, field: str) -> Wording:
        """Return the first wording per language of a text field."""
        texts: dict[str, str] = {}
        for statement in self.said(field):
            texts.setdefault(statement.lang or "zh", statement.text)
        return Wording(texts.get("zh", ""), texts.get("en", ""))

    def concepts(self, field: str) -> tuple[str, ...]:
        """Return the concept ids of one field, each once, in the order given."""
        return tuple(dict.fromkeys(s.concept for s in self.said(field) if s.concept))

    @property
    def title(self) -> Wording:
        """The title; both languages empty when nobody has said one."""
        return self.wording("title")

    @property
    def cover(self) -> Photograph | None:
        """The photograph that stands for the work: the first of the whole piece."""
        whole = [p for p in self.photographs if p.role == "whole"]
        return next(iter(whole or self.photographs), None)


@dataclass(frozen=True, slots=True)
class Collection:
    """Works a curator put in an order, with the reasons why."""

    slug: str
    title: Wording
    text: Wording = field(default_factory=Wording)
    curator: str = ""
    works: tuple[str, ...] = ()
