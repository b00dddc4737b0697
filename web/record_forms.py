"""Forms made from the field table: one class for each section of a record.

What is typed becomes statements of the desk. A value that stood there before keeps
whose word it was; only what is new is said by whoever says it now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

from wtforms import Field as Control
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import Length, ValidationError

from archive.field_table import UNKNOWN, WILL_NOT_SAY, Field, Kind
from archive.records import Statement
from archive.work_parts import DESK
from web.desk_forms import PlainForm
from web.record_reading import Reading, read_field, typed_again
from web.record_sections import Section
from web.typed_text import LongText, ShortText

__all__ = ["Box", "RecordForm", "form_of"]

#: Fields whose words run over several lines.
_LONG = {"meaning", "spoken_note", "own_words", "inscription", "condition_note", "citation"}
_SHORT = Length(max=500, message="写得太长了（最多 500 个字）。")
_LONGER = Length(max=5000, message="写得太长了（最多 5000 个字）。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")


@dataclass(frozen=True, slots=True)
class Box:
    """One field on the page: its controls, and what others say.

    Parameters
    ----------
    standing
        Control for ``unknown`` and ``will not say``; ``None`` where these stand
        among the choices.
    standings
        Those of the two that are no value of the field itself.
    years
        Controls for the earliest and the latest year; dates only.
    """

    field: Field
    control: Control
    standing: Control | None
    standings: tuple[str, ...]
    years: tuple[Control, ...]
    others: tuple[Statement, ...]

    @property
    def errors(self) -> list[str]:
        """Every sentence about what is wrong with it."""
        controls = (self.control, self.standing, *self.years)
        return [str(said) for each in controls if each is not None for said in each.errors]

    @property
    def is_long(self) -> bool:
        """Whether it takes several lines."""
        return isinstance(self.control, LongText)

    @property
    def is_filled(self) -> bool:
        """Whether anybody has said something here."""
        own = (self.control, self.standing, *self.years)
        return bool(self.others) or any(each is not None and each.data for each in own)


class RecordForm(PlainForm):
    """The fields of one section, with who says so and how sure that is."""

    section: ClassVar[Section]
    speaker = ShortText(validators=[_NAME])
    sureness = SelectField(choices=["sure", "likely", "unsure"], default="sure")
    made_from = HiddenField()

    def fill(self, statements: Iterable[Statement]) -> None:
        """Put in what the desk says now."""
        own = [said for said in statements if said.origin == DESK]
        for field in self.section.fields:
            said = [each for each in own if each.field == field.key]
            _fill(self._controls(field), field, said)
        self.made_from.data = _stamp(self._own(own))

    def boxes(self, statements: Iterable[Statement]) -> list[Box]:
        """Return the fields for the page.

        Parameters
        ----------
        statements
            Everything that is said of the record; what is not the desk's own
            is shown beside the box.
        """
        others = [said for said in statements if said.origin != DESK]
        return [
            Box(
                field,
                self[field.key],
                self._optional(f"{field.key}-standing"),
                _standings(field),
                tuple(self[f"{field.key}-{end}"] for end in _ends(field)),
                tuple(said for said in others if said.field == field.key),
            )
            for field in self.section.fields
        ]

    def read(self, held: Iterable[Statement], reading: Reading) -> tuple[Statement, ...] | None:
        """Return what is said now; ``None`` when something is wrong, which the boxes then say.

        Parameters
        ----------
        held
            What is said of the record; the desk's own statements that are said
            again keep their speaker and day.
        """
        if not self.validate():
            return None
        if self._is_overtaken(held):
            return None
        by = replace(reading.by, sureness=self.sureness.data)
        known = {_content(said): said for said in held if said.origin == DESK}
        news: list[Statement] = []
        for field in self.section.fields:
            try:
                news += self._read(field, replace(reading, by=by))
            except ValidationError as error:
                self[field.key].errors = [*self[field.key].errors, str(error)]
        if self.complaints:
            return None
        return tuple(known.get(_content(said), said) for said in news)

    def refuse(self, key: str | None, sentence: str) -> None:
        """Say what is wrong with one field."""
        control = self._optional(key or "") or self.speaker
        control.errors = [*control.errors, sentence]

    def _own(self, held: Iterable[Statement]) -> list[Statement]:
        """Return what the desk says now in the fields of the section."""
        keys = self.section.keys
        return [said for said in held if said.origin == DESK and said.field in keys]

    def _is_overtaken(self, held: Iterable[Statement]) -> bool:
        """Say whether somebody else saved this section meanwhile, and what it says now."""
        own = self._own(held)
        stamp = _stamp(own)
        if self.made_from.data == stamp:
            return False
        # Saved once more, now that she has seen it, it goes through.
        self.made_from.data = stamp
        now = "、".join(typed_again(said) or said.standing for said in own)
        self.made_from.errors = ["您打开这一段以后，别人改过。您写的还没有存。", now or "—"]
        return True

    def _read(self, field: Field, reading: Reading) -> list[Statement]:
        standing = self._standing(field)
        typed = self._typed(field, standing)
        if not standing:
            return read_field(field, typed, self.section.record, reading)
        if any(typed):
            raise ValidationError("写了内容，又选了“不知道”或“不愿说”：请只留一样。")
        return [replace(reading.by, field=field.key, lang="", standing=standing)]

    def _typed(self, field: Field, standing: str) -> list[str]:
        """Return what stands in the boxes of a field beside ``unknown`` and its like."""
        if field.kind is Kind.CHOICE:
            data = self[field.key].data or []
            chosen = [data] if isinstance(data, str) else list(data)
            return [value for value in chosen if value and value != standing]
        ends = (self[f"{field.key}-{end}"] for end in _ends(field))
        return [(each.data or "").strip() for each in (self[field.key], *ends)]

    def _standing(self, field: Field) -> str:
        chosen = self._controls(field)["standing"].data
        return chosen if chosen in _standings(field) else ""

    def _controls(self, field: Field) -> dict[str, Control]:
        ends = {end: self[f"{field.key}-{end}"] for end in _ends(field)}
        standing = self._optional(f"{field.key}-standing")
        return ends | {"": self[field.key], "standing": standing or self[field.key]}

    def _optional(self, name: str) -> Control | None:
        return self._fields.get(name)


@cache
def form_of(section: Section) -> type[RecordForm]:
    """Return the form of a section."""
    controls: dict[str, Any] = {"section": section}
    for field in section.fields:
        controls |= _made(field)
    return type("SectionForm", (RecordForm,), controls)


def _made(field: Field) -> dict[str, Control]:
    if field.kind is Kind.CHOICE and not field.several:
        options = ["", *field.values, *_standings(field)]
        return {field.key: SelectField(choices=options, default="", validate_choice=False)}
    options = ["", UNKNOWN, WILL_NOT_SAY]
    standing = SelectField(choices=options, default="", validate_choice=False)
    made: dict[str, Control] = {f"{field.key}-standing": standing}
    if field.kind is Kind.CHOICE:
        made[field.key] = SelectMultipleField(choices=list(field.values), validate_choice=False)
    elif field.key in _LONG or (field.kind is Kind.TEXT and field.several):
        made[field.key] = LongText(validators=[_LONGER])
    else:
        made[field.key] = ShortText(validators=[_SHORT])
    return made | {f"{field.key}-{end}": ShortText(validators=[_NAME]) for end in _ends(field)}


def _ends(field: Field) -> tuple[str, ...]:
    return ("from", "to") if field.kind is Kind.DATE else ()


def _standings(field: Field) -> tuple[str, ...]:
    return tuple(each for each in (UNKNOWN, WILL_NOT_SAY) if each not in field.values)


def _fill(controls: Mapping[str, Control], field: Field, said: list[Statement]) -> None:
    silent = next((each.standing for each in said if each.standing != "said"), "")
    texts = [] if silent else [typed_again(each) for each in said]
    if field.kind is Kind.CHOICE:
        controls[""].data = texts if field.several else next(iter(texts), "")
    else:
        controls[""].data = ("\n" if field.kind is Kind.TEXT else "、").join(texts)
    if silent:
        controls["standing"].data = silent
    for each in said if field.kind is Kind.DATE else ():
        controls["from"].data = "" if each.year_from is None else str(each.year_from)
        controls["to"].data = "" if each.year_to is None else str(each.year_to)


def _stamp(statements: Iterable[Statement]) -> str:
    """Return a short text that is equal exactly when the statements are."""
    told = "\n".join(sorted(map(repr, statements)))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _content(said: Statement) -> Statement:
    """Return what a statement says, whoever says so."""
    return replace(said, speaker="", said_on="", sureness="sure", origin="", photograph=None)
