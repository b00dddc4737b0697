"""Who may see what: one pure function, asked by every output.

``show`` takes a whole record and gives back the record as this viewer may see
it for this purpose, or nothing. Pages, the API, search documents, counts,
exports and image bytes are all made from what it returns, so none of them can
tell more than another. Closed by default: every use needs a consent of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from archive.records import (
    FILE_NAME,
    REGISTER,
    Availability,
    Consent,
    Credit,
    Photograph,
    State,
    Work,
)
from archive.wording import Wording

__all__ = ["CURATOR", "PUBLIC", "Purpose", "Role", "Viewer", "allowed_uses", "is_listed", "show"]

# Statements that tell where a person lives or works.
_VILLAGE_FIELDS = {"made_place"}
_NO_PERSONS = {REGISTER, FILE_NAME, ""}
# Roles of photographs that show a person with the piece.
_WITH_PEOPLE = {"worn", "process"}


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
    uses = allowed_uses(work.consents, on)
    return (
        work.state is State.PUBLISHED
        and "pictures" in uses
        and bool(_public_photographs(work, uses))
    )


def show(work: Work, viewer: Viewer, purpose: Purpose, on: str) -> Work | None:
    """Return what ``viewer`` may see of ``work`` for ``purpose`` on day ``on``.

    Staff see the whole record, a maker the whole of her own. Everybody else
    sees listed works, without makers' names, villages, faces, sale links or
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
    return _redacted(work, uses, on)


def _redacted(work: Work, uses: frozenset[str], on: str) -> Work:
    may_name = _naming(work, on)
    hidden_fields = set() if "village" in uses else _VILLAGE_FIELDS
    statements = tuple(
        s if s.speaker in _NO_PERSONS or may_name(s.speaker) else replace(s, speaker="")
        for s in work.statements
        if s.field not in hidden_fields and (s.lang != "en" or "english" in uses)
    )
    hidden_names = [name for name in _maker_names(work) if not may_name(name)]
    sells = "sale" in uses
    return replace(
        work,
        created_by="",
        consents=(),
        statements=statements,
        photographs=tuple(
            _public_photograph(photograph, uses, hidden_names)
            for photograph in _public_photographs(work, uses)
        ),
        credits=tuple(_public_credit(credit, uses, may_name) for credit in work.credits),
        credit_line="" if _holds_any(work.credit_line, hidden_names) else work.credit_line,
        sale_links=work.sale_links if sells else (),
        availability=work.availability if sells else Availability.NOT_FOR_SALE,
    )


def _naming(work: Work, on: str) -> Callable[[str], bool]:
    """Return what says whether a name on this work may be shown.

    A maker's yes is for her own name and for nobody else's. Somebody who is no
    maker of the piece (its owner, a relative of the dead, the village) speaks
    for the piece as a whole.
    """
    givers = {consent.given_by for consent in work.consents if consent.allows("name", on)}
    if givers - set(_maker_names(work)):
        return lambda name: True
    return lambda name: name in givers


def _maker_names(work: Work) -> list[str]:
    makers = [credit.maker for credit in work.credits if credit.maker is not None]
    return [name for maker in makers for name in (maker.name.zh, maker.name.en) if name]


def _holds_any(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)


def _public_photographs(work: Work, uses: frozenset[str]) -> tuple[Photograph, ...]:
    """Return the photographs without those that show a person who has not agreed."""
    return tuple(p for p in work.photographs if "face" in uses or p.role not in _WITH_PEOPLE)


def _public_photograph(
    photograph: Photograph, uses: frozenset[str], hidden_names: Iterable[str]
) -> Photograph:
    # Folders are named after people and villages; and so, now and then, are files.
    name = PurePosixPath(photograph.file_name).name
    if _holds_any(name, hidden_names):
        name = photograph.id + PurePosixPath(name).suffix
    alt = photograph.alt if "english" in uses else Wording(photograph.alt.zh)
    return replace(photograph, file_name=name, alt=alt)


def _public_credit(credit: Credit, uses: frozenset[str], may_name: Callable[[str], bool]) -> Credit:
    maker = credit.maker
    if maker is None:
        return credit
    if credit.standing != "named" or not may_name(maker.name.zh or maker.name.en):
        return Credit(credit.role, "not shown")
    if "english" not in uses:
        name = Wording(maker.name.zh) if maker.name.zh else maker.name
        maker = replace(maker, name=name, about=Wording(maker.about.zh))
    if "village" not in uses:
        maker = replace(maker, place=None)
    return replace(credit, maker=maker)


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
