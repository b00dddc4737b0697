"""What somebody hands in about a work, before the archive has taken it.

A draft names things as far as the sender knows them: a maker by name, a
collection by slug. :mod:`archive.works` turns it into records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from archive.records import Availability, Consent, SaleLink, Statement
from archive.wording import Wording

__all__ = ["CreditDraft", "PhotographDraft", "WorkDraft", "digest_of_draft"]


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
    identifier
        The owner's own number, the key for handing it in again.
    publish
        Whether it is to be published; without consent for its pictures it
        stays private all the same.
    """

    photographs: tuple[PhotographDraft, ...]
    identifier: str | None = None
    statements: tuple[Statement, ...] = ()
    credits: tuple[CreditDraft, ...] = ()
    consent: Consent | None = None
    sale_links: tuple[SaleLink, ...] = ()
    availability: Availability = Availability.NOT_FOR_SALE
    licence: str = ""
    credit_line: str = ""
    collections: tuple[str, ...] = ()
    publish: bool = False


def digest_of_draft(draft: WorkDraft) -> str:
    """Return a digest that is equal exactly when two drafts say the same.

    The day on which a statement was said is left out: a sheet read again
    tomorrow says the same as today.
    """
    plain = asdict(draft)
    for statement in plain["statements"]:
        statement.pop("said_on")
    for photograph in plain["photographs"]:
        for statement in photograph["statements"]:
            statement.pop("said_on")
    if plain["consent"]:
        plain["consent"]["uses"] = sorted(plain["consent"]["uses"])
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
