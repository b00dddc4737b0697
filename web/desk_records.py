"""One section of a record on a page of the desk: shown, or just sent in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.clock import today
from archive.makers import find_maker
from archive.record_statements import Telling
from archive.records import Statement
from archive.wording import Wording
from archive.work_parts import DESK
from web.context import catalogue, language, viewer, vocabulary
from web.record_forms import Box, RecordForm, form_of
from web.record_reading import Reading
from web.record_sections import SECTIONS, Section

__all__ = ["Sheet", "read_sheet", "sheets_of", "telling_of"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section with its form.

    Parameters
    ----------
    anchor
        Names it on its page.
    held
        What is said of the record, by everybody.
    said
        What was just sent in; ``None`` when it cannot be taken, or nothing was sent.
    """

    section: Section
    form: RecordForm
    anchor: str
    held: tuple[Statement, ...]
    said: tuple[Statement, ...] | None = None

    @property
    def boxes(self) -> list[Box]:
        """The fields for the page."""
        return self.form.boxes(self.held)

    @property
    def filled(self) -> int:
        """How many fields somebody has said something on."""
        return sum(box.is_filled for box in self.boxes)


def sheets_of(
    record: str, held: Sequence[Statement], sent: Sheet | None = None, *, anchor: str = ""
) -> list[Sheet]:
    """Return every section of a record; one that was sent in and not taken stays as it is."""
    found = []
    for section in SECTIONS[record]:
        name = anchor or section.key
        if sent is not None and sent.section is section and sent.anchor == name:
            found.append(sent)
            continue
        form = form_of(section)(formdata=None)
        form.fill(held)
        found.append(Sheet(section, form, name, tuple(held)))
    return found


def read_sheet(section: Section, held: Sequence[Statement], *, anchor: str = "") -> Sheet:
    """Return a section as it was just sent in."""
    form = form_of(section)()
    sheet = Sheet(section, form, anchor or section.key, tuple(held))
    return replace(sheet, said=form.read(held, _reading(form)))


def telling_of(sheet: Sheet, photograph: str | None = None) -> Telling:
    """Return what a section says as the archive takes it in."""
    speaker = (sheet.form.speaker.data or "").strip()
    return Telling(
        tuple(replace(said, photograph=photograph) for said in sheet.said or ()),
        frozenset(sheet.section.keys),
        word_of=speaker if speaker != viewer().name else "",
        photograph=photograph,
    )


def _reading(form: RecordForm) -> Reading:
    speaker = (form.speaker.data or "").strip() or viewer().name
    by = Statement("", speaker, today(), lang=language(), origin=DESK)
    return Reading(by, vocabulary(), _maker_of)


def _maker_of(name: str) -> str | None:
    found = find_maker(catalogue(), Wording(zh=name))
    return found.id if found else None
