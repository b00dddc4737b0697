"""Who may see what: one pure function, asked by every output.

``show`` takes a whole record and gives back the record as this viewer may see
it for this purpose, or nothing. Pages, the API, search documents, counts,
exports and image bytes are all made from what it returns, so none of them can
tell more than another. Closed by default: every use needs a consent of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from archive.records import (
    FILE_NAME,
    REGISTER,
    Availability,
    Consent,
    Credit,
    Maker,
    Photograph,
    State,
    Work,
)
from archive.wording import Wording

__all__ = ["CURATOR", "PUBLIC", "Purpose", "Role", "Viewer", "allowed_uses", "is_listed", "show"]

# Statements that tell where a person lives or works.
_VILLAGE_FIELDS = {"made_place"}
_NO_PERSONS = {REGISTER, FILE_NAME}


class Role(StrEnum):
    """What somebody is to the archive."""

    PUBLIC = "public"
    MAKER = "maker"
    CURATOR = "curator"
    ADMIN = "admin"


class Purpose(StrEnum):
    """What the record is wanted for."""

    PAGE = "page"
    IMAGE = "image"
    API = "api"
    IIIF = "iiif"
    FEED = "feed"
    EXPORT = "export"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody asking.

    Parameters
    ----------
    role
        What they are.
    name
        Account name; a maker sees the works she handed in herself.
    maker
        Id of the maker record she is, if any.
    """

    role: Role = Role.PUBLIC
    name: str = ""
    maker: str | None = None

    @property
    def is_staff(self) -> bool:
        """Curators and admins see every record."""
        return self.role in {Role.CURATOR, Role.ADMIN}

    def owns(self, work: Work) -> bool:
        """Say whether this maker handed the work in or made it."""
        if self.role is not Role.MAKER:
            return False
        made = {credit.maker.id for credit in work.credits if credit.maker}
        return (bool(self.name) and work.created_by == self.name) or self.maker in made


PUBLIC = Viewer()
CURATOR = Viewer(Role.CURATOR)


def allowed_uses(consents: tuple[Consent, ...], on: str) -> frozenset[str]:
    """Return every use that some consent covers on the day ``on``."""
    uses = {use for consent in consents for use in consent.uses}
    return frozenset(use for use in uses if any(c.allows(use, on) for c in consents))


def is_listed(work: Work, on: str) -> bool:
    """Say whether the public may know of the work at all on the day ``on``."""
    return (
        work.state is State.PUBLISHED
        and bool(work.photographs)
        and "pictures" in allowed_uses(work.consents, on)
    )


def show(work: Work, viewer: Viewer, purpose: Purpose, on: str) -> Work | None:
    """Return what ``viewer`` may see of ``work`` for ``purpose`` on day ``on``.

    Staff see the whole record, a maker the whole of her own. Everybody else
    sees listed works, without the maker's name, her village, sale links or
    English wording unless each was agreed to; an export needs its own yes.
    ``None`` means that for this viewer there is no such work. A work taken down
    is shown as nothing but its tombstone.
    """
    if viewer.is_staff or viewer.owns(work):
        return work
    if work.state is State.WITHDRAWN:
        return _tombstone_of(work)
    if not is_listed(work, on):
        return None
    uses = allowed_uses(work.consents, on)
    if purpose is Purpose.EXPORT and "export" not in uses:
        return None
    return _redacted(work, uses)


def _redacted(work: Work, uses: frozenset[str]) -> Work:
    hidden = set() if "village" in uses else _VILLAGE_FIELDS
    statements = tuple(
        s if "name" in uses or s.speaker in _NO_PERSONS else replace(s, speaker="")
        for s in work.statements
        if s.field not in hidden and (s.lang != "en" or "english" in uses)
    )
    sells = "sale" in uses
    return replace(
        work,
        created_by="",
        consents=(),
        statements=statements,
        photographs=tuple(_public_photograph(p, uses) for p in work.photographs),
        credits=tuple(_public_credit(credit, uses) for credit in work.credits),
        sale_links=work.sale_links if sells else (),
        availability=work.availability if sells else Availability.NOT_FOR_SALE,
    )


def _public_photograph(photograph: Photograph, uses: frozenset[str]) -> Photograph:
    return photograph if "english" in uses else replace(photograph, alt=Wording(photograph.alt.zh))


def _public_credit(credit: Credit, uses: frozenset[str]) -> Credit:
    if credit.maker is None:
        return credit
    if "name" not in uses or credit.standing != "named":
        return Credit(credit.role, "not shown")
    return replace(credit, maker=_public_maker(credit.maker, uses))


def _public_maker(maker: Maker, uses: frozenset[str]) -> Maker:
    return maker if "village" in uses else replace(maker, place=None)


def _tombstone_of(work: Work) -> Work | None:
    if work.published_at is None:
        return None
    return Work(
        id=work.id,
        identifier=None,
        state=work.state,
        created_at="",
        created_by="",
        updated_at=work.updated_at,
        published_at=work.published_at,
        tombstone=work.tombstone,
    )
