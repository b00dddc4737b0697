"""What search engines and other programs are told of a work: each thing needs its own yes."""

from __future__ import annotations

from archive.access import allowed_uses
from archive.clock import today
from archive.records import Embargo, Tombstone, Work

__all__ = ["closed_by", "is_announced_here", "is_closed", "robots_words"]


def is_announced_here(work: Work) -> bool:
    """Say whether search engines may keep the page of a work, as this viewer sees it."""
    is_free = closed_by(work) is None and "ask first" not in _sensitivities(work)
    return is_free and "search engines" in _uses(work)


def robots_words(work: Work) -> str:
    """Return the value of ``X-Robots-Tag`` for a work and its pictures; empty when all is agreed.

    ``noai`` and ``noimageai`` are a wish that some programs that collect for
    training respect; none is bound to.
    """
    words = [] if is_announced_here(work) else ["noindex"]
    if "training" not in _uses(work):
        words += ["noai", "noimageai"]
    return ", ".join(words)


def closed_by(work: Work) -> Tombstone | Embargo | None:
    """Return why a work is closed today, in part or whole; ``None`` when it is not."""
    if work.tombstone is not None:
        return work.tombstone
    return work.embargo if work.embargo is not None and work.embargo.holds(today()) else None


def is_closed(work: Work) -> bool:
    """Say whether of a work this viewer gets nothing but why it is closed."""
    return closed_by(work) is not None and not work.photographs and not work.statements


def _uses(work: Work) -> frozenset[str]:
    # A record that was cut down holds what was agreed to; a whole one the consents.
    return work.uses or allowed_uses(work.consents, today())


def _sensitivities(work: Work) -> set[str]:
    return {said.text for said in work.said("sensitivity")}
