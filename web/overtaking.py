"""What the desk shows when a form was made before somebody else's change: both, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from archive.history import events_of
from archive.records import Work
from archive.wording import Wording
from web.context import catalogue, language
from web.desk_forms import EDITED_FIELDS, EditForm, MakersForm
from web.history_page import Entry, entries_of
from web.history_words import CREDITS, Line, field_label
from web.translating import translate

__all__ = ["Overtook", "overtaken_credits", "overtaken_edit"]


@dataclass(frozen=True, slots=True)
class Overtook:
    """A form that came too late.

    Parameters
    ----------
    form
        Which: ``edit`` or ``makers``.
    lines
        Old is what stands now, new what was typed.
    entries
        What happened since the form was made, newest first.
    """

    form: str
    lines: list[Line]
    entries: list[Entry]


def overtaken_edit(work: Work, typed: EditForm, since: int) -> Overtook:
    """Return what stands beside an edit that came too late."""
    stands = EditForm(formdata=None)
    stands.fill(work)
    names = [
        (f"{key}_{lang}", key, lang) for key in ("title", "description") for lang in ("zh", "en")
    ]
    names += [(key, key, "") for key in EDITED_FIELDS]
    pairs = [
        (field_label(key, lang=lang), stands[name].data or "", (typed[name].data or "").strip())
        for name, key, lang in names
    ]
    lines = [Line(label, old or None, new or None) for label, old, new in pairs if old != new]
    return Overtook("edit", lines, _since(work, since))


def overtaken_credits(work: Work, typed: MakersForm, since: int) -> Overtook:
    """Return what stands beside a correction of the credits that came too late."""
    role, between = typed.role.data, Wording("、", ", ").pick(language())
    named = [credit.maker for credit in work.credits if credit.role == role and credit.maker]
    old = between.join(maker.name.zh or maker.name.en for maker in named)
    line = Line(translate(CREDITS[role], language()), old or None, typed.makers.data.strip())
    return Overtook("makers", [line], _since(work, since))


def _since(work: Work, since: int) -> list[Entry]:
    found = events_of(catalogue(), "work", work.id)
    return entries_of(event for event in found if event.number > since)
