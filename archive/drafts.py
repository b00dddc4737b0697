"""What somebody hands in about a work, before the archive has taken it.

A draft names things as far as the sender knows them: a maker by name, a
collection by slug. :mod:`archive.works` turns it into records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.field_table import WORK_FIELDS, Kind, field_of
from archive.records import Availability, Consent, PartOf, SaleLink, Statement
from archive.wording import Wording

__all__ = ["UNSAID", "CreditDraft", "PhotographDraft", "WorkDraft", "column_key"]

#: Stands in a draft for a statement's speaker, day, place, sureness or part about
#: which the sender says nothing, neither who nor that it was nobody. Never stored.
UNSAID = "\0"


@dataclass(frozen=True, slots=True)
class PhotographDraft:
    """A photograph whose original is stored (or, in a rehearsal, would be).

    Parameters
    ----------
    private
        Position, serial numbers and the like: kept apart, never shown.
    statements
        What its file says of itself: when it was taken, with what camera.
    """

    sha256: str
    file_name: str
    media_type: str
    width_px: int
    height_px: int
    bytes: int
    role: str = "whole"
    alt: Wording = field(default_factory=Wording)
    private: Mapping[str, object] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """A maker by id or by name; neither for ``unknown`` and ``not shown``."""

    standing: str = "named"
    role: str = "stitched"
    maker_id: str | None = None
    name: Wording = field(default_factory=Wording)
    place: str | None = None


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """A whole work as handed in.

    Parameters
    ----------
    work
        Id of the work it is about; empty where the sender does not know it.
    identifier
        The owner's own number, the key for handing it in again.
    statements
        Speaker, day, place, sureness and part may be :data:`UNSAID`.
    filled_for
        Whom the account that hands it in acts for.
    publish
        Whether it is to be published. Without consent for its pictures, or
        while nobody has said whether it was made by hand, it stays private.
    silent
        Columns of the field table that the sender says nothing about, not even
        that they are empty: a work that is known keeps what it has there.
    blank
        Columns left empty. A known work loses what a sheet brought there, and
        keeps what somebody else did.
    """

    photographs: tuple[PhotographDraft, ...] = ()
    identifier: str | None = None
    statements: tuple[Statement, ...] = ()
    credits: tuple[CreditDraft, ...] = ()
    consent: Consent | None = None
    sale_links: tuple[SaleLink, ...] = ()
    availability: Availability = Availability.NOT_FOR_SALE
    licence: str = ""
    credit_line: str = ""
    collections: tuple[str, ...] = ()
    part_of: tuple[PartOf, ...] = ()
    filled_for: str = ""
    publish: bool = False
    silent: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    work: str = ""


_BY_LANGUAGE = {each.key for each in WORK_FIELDS if each.kind is Kind.WORDING}


def column_key(field: str, lang: str = "") -> str:
    """Return the column a statement of this field stands in; the field's name without one.

    Examples
    --------
    >>> column_key("title", "en"), column_key("motif"), column_key("review")
    ('title_en', 'motifs', 'review')
    """
    if field in _BY_LANGUAGE:
        return f"{field}_{lang or 'zh'}"
    known = field_of(field)
    return known.columns[0].key if known is not None and known.columns else field
