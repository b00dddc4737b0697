"""The desk's form for the larger pieces a work is or was part of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from wtforms import FieldList, Form, FormField
from wtforms.validators import Length

from archive.loading import load_works, work_of_identifier
from archive.records import PartOf
from web.desk_forms import PlainForm
from web.record_reading import year_of
from web.typed_text import ShortText

__all__ = ["WholesForm"]

_MOST = 12
_SHORT = Length(max=200, message="写得太长了（最多 200 个字）。")


class _Whole(Form):  # type: ignore[misc]  # no types there
    """One larger piece, by its number here or its owner's."""

    whole = ShortText(validators=[_SHORT])
    place = ShortText(validators=[_SHORT])
    date_text = ShortText(validators=[_SHORT])
    year_from = ShortText(validators=[_SHORT])
    year_to = ShortText(validators=[_SHORT])


class WholesForm(PlainForm):
    """All of them, with one empty line to add another; a line without a number goes."""

    wholes = FieldList(FormField(_Whole), max_entries=_MOST)

    @property
    def sentences(self) -> list[str]:
        """What is wrong, in the order of the form."""
        return [str(said) for line in self.wholes for box in line for said in box.errors]

    def fill(self, wholes: Sequence[PartOf]) -> None:
        """Put in what stands now, and an empty line."""
        for each in (*wholes, PartOf("")):
            self.wholes.append_entry(
                {
                    "whole": each.whole,
                    "place": each.place,
                    "date_text": each.date_text,
                    "year_from": "" if each.year_from is None else str(each.year_from),
                    "year_to": "" if each.year_to is None else str(each.year_to),
                }
            )

    def complain(self, sentence: str) -> None:
        """Say what is wrong with all of it."""
        for line in self.wholes:
            line.form.whole.errors = [sentence]
            return

    def read(self, db: Database) -> tuple[PartOf, ...] | None:
        """Return the larger pieces; ``None`` when something is wrong, which the form then says."""
        if not self.validate():
            return None
        found = [_read(line.form, db) for line in self.wholes if (line.form.whole.data or "")]
        if None in found:
            return None
        return tuple(whole for whole in found if whole is not None)


def _read(line: _Whole, db: Database) -> PartOf | None:
    number = line.whole.data.strip()
    work = number if load_works(db, [number]) else work_of_identifier(db, number)
    if work is None:
        line.whole.errors = ["没有这个编号的绣品，请一个字一个字对一对。"]
        return None
    years = []
    for box in (line.year_from, line.year_to):
        try:
            years.append(year_of(box.data or ""))
        except ValueError:
            box.errors = ["请只写年份，比如 1985。"]
            return None
    return PartOf(work, line.place.data or "", line.date_text.data or "", *years)
