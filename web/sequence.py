"""The works of a collection one after another, each with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.records import Work
from web.cards import Card, card_of
from web.context import language

__all__ = ["Step", "steps_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One work of a story, with its meaning or else its description, and why it is there."""

    card: Card
    text: str
    reason: str = ""


def steps_of(works: Iterable[Work], reasons: Mapping[str, str]) -> list[Step]:
    """Return the works of a collection as steps of its story.

    Parameters
    ----------
    reasons
        Work id to the curator's reason, as far as she gave one.
    """
    return [Step(card_of(work), _text(work), reasons.get(work.id, "")) for work in works]


def _text(work: Work) -> str:
    lang = language()
    return work.wording("meaning").pick(lang) or work.wording("description").pick(lang)
