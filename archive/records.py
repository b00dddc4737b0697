"""The records of the archive, as every other package sees them.

Frozen values: reading gives a whole record, and what may be shown of it is
another, smaller record made by :mod:`archive.access`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archive.field_table import WORK_FIELDS
from archive.picture_records import Occurrence, Suggestion
from archive.wording import Wording

__all__ = [
    "CAPACITIES",
    "CONCEPT_FIELDS",
    "CONSENT_TEXT_VERSION",
    "CONSENT_USES",
    "FIELD_SCHEMES",
    "FILE_NAME",
    "MACHINE",
    "NO_PERSONS",
    "PROGRAM",
    "REGISTER",
    "Availability",
    "Collection",
    "Consent",
    "Credit",
    "Embargo",
    "Maker",
    "Occurrence",
    "PartOf",
    "Photograph",
    "SaleLink",
    "Scope",
    "State",
    "Statement",
    "Suggestion",
    "Tombstone",
    "Work",
]

#: Statement fields that hold a concept, and the scheme each takes it from.
FIELD_SCHEMES = {field.key: field.scheme for field in WORK_FIELDS if field.scheme}
CONCEPT_FIELDS = tuple(FIELD_SCHEMES)

#: What a consent may be given for; every use is off until somebody says yes.
CONSENT_USES = (
    "pictures",
    "name",
    "village",
    "ethnic group",
    "face",
    "voice",
    "phone",
    "sale",
    "english",
    "search engines",
    "research",
    "export",
    "training",
)
#: The wording that is read out today; :mod:`archive.consent.texts` keeps every one.
CONSENT_TEXT_VERSION = "2"
#: In what capacity somebody says yes.
CAPACITIES = ("self", "relative", "owner", "guardian", "village")


#: Speakers that are no persons: a sheet that names nobody, a file's name, a
#: program that translated.
REGISTER = "register"
FILE_NAME = "file name"
MACHINE = "machine translation"
#: The program itself, which puts a name together where nobody gave one.
PROGRAM = "xiupu"
NO_PERSONS = frozenset({REGISTER, FILE_NAME, MACHINE, PROGRAM, ""})


class State(StrEnum):
    """How far a work has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Scope(StrEnum):
    """How much of a work has been taken down."""

    IMAGE = "image"
    """The photographs; what is said of the piece stays."""
    METADATA = "metadata"
    """What is said of the piece; the photographs stay."""
    ALL = "all"


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
        What it is about; a key of :mod:`archive.field_table`.
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
    standing
        ``said``; ``unknown``, when nobody knows; ``will not say``, when
        somebody knows and does not wish it said.
    part
        Where on the piece, in words.
    said_in
        Place where it was told, a concept.
    maker
        Id of the maker it names; fields of people only.
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
    standing: str = "said"
    part: str = ""
    said_in: str | None = None
    maker: str | None = None


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
    """A person or a workshop.

    Parameters
    ----------
    consents
        What she agreed to for herself, on every work and on her page.
    statements
        What is said of her; loaded with her own page only.
    """

    id: str
    kind: str
    name: Wording
    place: str | None = None
    about: Wording = field(default_factory=Wording)
    consents: tuple[Consent, ...] = ()
    statements: tuple[Statement, ...] = ()


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
    given_as, about
        In what capacity, of :data:`CAPACITIES`, and on whose behalf: a relative
        for the dead, a guardian for a child.
    is_child
        Whether it is for somebody under 14.
    helper
        Who asked and wrote it down; empty when she did it herself.
    evidence
        SHA-256 of the recording or of the photographed paper, to be heard or
        read again.
    """

    given_by: str
    how: str
    given_on: str
    uses: frozenset[str]
    text_version: str = CONSENT_TEXT_VERSION
    until: str | None = None
    withdrawn_on: str | None = None
    given_as: str = "self"
    about: str = ""
    is_child: bool = False
    helper: str = ""
    evidence: str | None = None

    def allows(self, use: str, on: str) -> bool:
        """Say whether this consent covers ``use`` on the day ``on``.

        One taken back covers nothing any more, whatever the day: a cheap
        computer's clock may fall back by years, and must not bring it to life.
        """
        return self.withdrawn_on is None and self.held(use, on)

    def held(self, use: str, on: str) -> bool:
        """Say whether it covered ``use`` on a day of the past: consent replayed."""
        if use not in self.uses or on < self.given_on:
            return False
        is_taken_back = self.withdrawn_on is not None and self.withdrawn_on <= on
        return not is_taken_back and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class SaleLink:
    """A way to buy on somebody else's platform; ``shop`` is its slug."""

    url: str
    shop: str
    raw_text: str = ""
    checked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands in the place of something taken down."""

    reason: str
    at: str
    scope: Scope = Scope.ALL


@dataclass(frozen=True, slots=True)
class Embargo:
    """A work that is kept closed up to and including a day, ISO 8601."""

    until: str
    reason: str = ""

    def holds(self, on: str) -> bool:
        """Say whether it is still closed on the day ``on``."""
        return on <= self.until


@dataclass(frozen=True, slots=True)
class PartOf:
    """The larger piece a work is or was part of, where in it, and when."""

    whole: str
    place: str = ""
    date_text: str = ""
    year_from: int | None = None
    year_to: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One embroidered piece with everything the archive holds on it.

    Parameters
    ----------
    filled_for
        Whom the account that handed it in acted for.
    uses
        What was agreed to, in a record that was cut down for somebody; the
        consents themselves are not in it.
    """

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
    occurrences: tuple[Occurrence, ...] = ()
    consents: tuple[Consent, ...] = ()
    sale_links: tuple[SaleLink, ...] = ()
    collections: tuple[str, ...] = ()
    tombstone: Tombstone | None = None
    embargo: Embargo | None = None
    part_of: tuple[PartOf, ...] = ()
    filled_for: str = ""
    uses: frozenset[str] = frozenset()

    def said(self, field: str) -> tuple[Statement, ...]:
        """Return every statement of one field, in the order given."""
        return tuple(s for s in self.statements if s.field == field)

    def wording(self, field: str) -> Wording:
        """Return the first wording per language of a text field."""
        texts: dict[str, str] = {}
        for statement in (said for said in self.said(field) if said.text):
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
    reasons: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
