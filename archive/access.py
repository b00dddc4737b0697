"""Who may see what: one pure function, asked by every output.

``show`` takes a whole record and gives back the record as this viewer may see
it for this purpose, or nothing. Pages, the API, search documents, counts,
exports and image bytes are all made from what it returns, so none of them can
tell more than another. Closed by default: every use needs a consent of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from archive.records import Consent, Embargo, Maker, Photograph, Scope, State, Tombstone, Work
from archive.redacting import (
    Naming,
    cleaning,
    naming_of,
    public_photographs,
    redacted,
    redacted_maker,
)
from archive.wording import Wording

__all__ = [
    "CURATOR",
    "PUBLIC",
    "Purpose",
    "Role",
    "Viewer",
    "allowed_uses",
    "is_announced",
    "is_listed",
    "show",
    "show_maker",
]

# What a work is said to be that keeps it from the public, and from researchers.
_NOT_FOR_THE_PUBLIC = {"family", "village only", "ritual", "funeral"}
_NOT_FOR_RESEARCHERS = {"family", "village only"}
_ASK_FIRST = "ask first"


class Role(StrEnum):
    """What somebody is to the archive."""

    PUBLIC = "public"
    MAKER = "maker"
    RESEARCHER = "researcher"
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

    @property
    def audience(self) -> str:
        """Whose index answers this viewer's searches."""
        if self.is_staff:
            return "desk"
        return "research" if self.role is Role.RESEARCHER else "public"

    def owns(self, work: Work) -> bool:
        """Say whether this maker handed the work in or made it."""
        if self.role is not Role.MAKER:
            return False
        made = {credit.maker.id for credit in work.credits if credit.maker}
        return (bool(self.name) and work.created_by == self.name) or self.maker in made


# Purposes that tell somebody who asks for this very work why it is not there.
_TELLING = {Purpose.PAGE, Purpose.API}

PUBLIC = Viewer()
CURATOR = Viewer(Role.CURATOR)


def allowed_uses(consents: tuple[Consent, ...], on: str) -> frozenset[str]:
    """Return every use that some consent covers on the day ``on``."""
    uses = {use for consent in consents for use in consent.uses}
    return frozenset(use for use in uses if any(c.allows(use, on) for c in consents))


def is_listed(work: Work, on: str) -> bool:
    """Say whether the public may know of the work at all on the day ``on``."""
    return _would_be_listed(work, on) and work.tombstone is None and not _is_embargoed(work, on)


def is_announced(work: Work, on: str) -> bool:
    """Say whether search engines and feeds may be told of the work on the day ``on``."""
    uses = allowed_uses(work.consents, on)
    is_told = "search engines" in uses and _ASK_FIRST not in _sensitivities(work)
    return is_listed(work, on) and is_told


def show(work: Work, viewer: Viewer, purpose: Purpose, on: str) -> Work | None:
    """Return what ``viewer`` may see of ``work`` for ``purpose`` on day ``on``.

    Staff see the whole record, a maker the whole of her own. Everybody else
    sees listed works, without makers' names, villages, faces, sale links or
    English wording unless each was agreed to; an export and search engines each
    need a yes of their own. Researchers who were let in also see works whose
    makers agreed to research only. ``None`` means that for this viewer there is
    no such work.

    Of a work taken down, a page and the API get its tombstone, with as much of
    the rest as was not taken down; of one under embargo, the day it opens.
    """
    if viewer.is_staff or viewer.owns(work):
        return work
    if work.tombstone is not None or _is_embargoed(work, on):
        return _closed(work, purpose, on)
    if not _may_see(work, viewer, purpose, on):
        return None
    return redacted(work, allowed_uses(work.consents, on), naming_of(work, on))


def show_maker(maker: Maker, viewer: Viewer, on: str, may_name: Naming) -> Maker | None:
    """Return what ``viewer`` may see of the record of a maker, whoever may know her name.

    Staff and she herself see all of it. Others see what is said of her as far as
    she agreed to it for herself, and other people in it as far as they may be named.

    Parameters
    ----------
    may_name
        Says of the name of somebody else whether it may be shown.
    """
    if viewer.is_staff or (viewer.maker is not None and viewer.maker == maker.id):
        return maker
    uses = allowed_uses(maker.consents, on)
    return redacted_maker(maker, uses, may_name) if "name" in uses else None


def _would_be_listed(work: Work, on: str) -> bool:
    uses = allowed_uses(work.consents, on)
    return (
        work.state is State.PUBLISHED
        and "pictures" in uses
        and bool(public_photographs(work, uses))
        and not _sensitivities(work) & _NOT_FOR_THE_PUBLIC
    )


def _sensitivities(work: Work) -> set[str]:
    return {said.text for said in work.said("sensitivity")}


def _is_embargoed(work: Work, on: str) -> bool:
    return work.embargo is not None and work.embargo.holds(on)


def _may_see(work: Work, viewer: Viewer, purpose: Purpose, on: str) -> bool:
    if purpose is Purpose.FEED:
        return is_announced(work, on)
    if purpose is Purpose.EXPORT:
        is_agreed = "export" in allowed_uses(work.consents, on)
        return is_agreed and is_listed(work, on) and _ASK_FIRST not in _sensitivities(work)
    return is_listed(work, on) or (viewer.role is Role.RESEARCHER and _is_for_research(work, on))


def _is_for_research(work: Work, on: str) -> bool:
    uses = allowed_uses(work.consents, on)
    return (
        work.state is State.PUBLISHED
        and "research" in uses
        and bool(public_photographs(work, uses))
        and not _sensitivities(work) & _NOT_FOR_RESEARCHERS
    )


def _closed(work: Work, purpose: Purpose, on: str) -> Work | None:
    """Return what stands in the place of a work taken down or not open yet."""
    scope = work.tombstone.scope if work.tombstone is not None else Scope.ALL
    is_gone = work.tombstone is not None and scope is Scope.ALL
    if not is_gone and not _would_be_listed(work, on):
        return None
    if purpose is Purpose.IMAGE and scope is Scope.METADATA and not _is_embargoed(work, on):
        return _pictures_of(work, on)
    if purpose not in _TELLING:
        return None
    if scope is Scope.ALL or _is_embargoed(work, on):
        return _notice(work, on)
    if scope is Scope.METADATA:
        return _pictures_of(work, on)
    return _words_of(work, on)


def _words_of(work: Work, on: str) -> Work:
    shown = redacted(work, allowed_uses(work.consents, on), naming_of(work, on))
    said = tuple(each for each in shown.statements if each.photograph is None)
    tombstone, _ = _told(work, on)
    return replace(
        shown,
        photographs=(),
        suggestions=(),
        occurrences=(),
        statements=said,
        tombstone=tombstone,
    )


def _pictures_of(work: Work, on: str) -> Work | None:
    shown = redacted(work, allowed_uses(work.consents, on), naming_of(work, on))
    notice = _notice(work, on)
    if notice is None:
        return None
    return replace(notice, photographs=_wordless(shown), licence=shown.licence)


def _told(work: Work, on: str) -> tuple[Tombstone | None, Embargo | None]:
    """Return why a work is closed, without the names that must not be shown."""
    clean = cleaning(work, naming_of(work, on))
    tombstone, embargo = work.tombstone, work.embargo
    return (
        replace(tombstone, reason=clean(tombstone.reason)) if tombstone else None,
        replace(embargo, reason=clean(embargo.reason)) if embargo else None,
    )


def _wordless(work: Work) -> tuple[Photograph, ...]:
    return tuple(
        replace(each, alt=Wording(), file_name=each.id + PurePosixPath(each.file_name).suffix)
        for each in work.photographs
    )


def _notice(work: Work, on: str) -> Work | None:
    """Return a work that once was public, with nothing of it but why it is not there."""
    if work.published_at is None:
        return None
    tombstone, embargo = _told(work, on)
    return Work(
        id=work.id,
        identifier=None,
        state=work.state,
        created_at="",
        created_by="",
        updated_at=work.updated_at,
        published_at=work.published_at,
        tombstone=tombstone,
        embargo=embargo,
    )
