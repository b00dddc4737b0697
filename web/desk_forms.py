"""The forms of the desk, checked on the server."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

from archive.access import Role
from archive.editing import DESK, WordedEdit
from archive.records import CONSENT_USES, FIELD_SCHEMES, Consent, Work
from archive.wording import Wording
from web.handing_in import split_words
from web.typed_text import LongText, ShortText

__all__ = ["EDITED_FIELDS", "ConsentForm", "EditForm", "InviteForm", "MakersForm", "PlainForm"]

#: Concept fields with a box of their own on the desk.
EDITED_FIELDS = ("object", "motif", "technique", "made_place")

_SHORT = Length(max=200, message="写得太长了（最多 200 个字）。")
_LONG = Length(max=5000, message="写得太长了（最多 5000 个字）。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")
_NEEDED = InputRequired("这里要填。")


class PlainForm(FlaskForm):  # type: ignore[misc]  # no types there
    """A form with nothing but its button and its token."""

    @property
    def complaints(self) -> list[str]:
        """Every sentence about what is wrong, in the order of the form."""
        return [str(said) for field in self for said in field.errors]


class EditForm(PlainForm):
    """The basics of a work: names and descriptions, and the curator's own terms."""

    title_zh = ShortText(validators=[_SHORT])
    title_en = ShortText(validators=[_SHORT])
    description_zh = LongText(validators=[_LONG])
    description_en = LongText(validators=[_LONG])
    object = ShortText(validators=[_SHORT])
    motif = ShortText(validators=[_SHORT])
    technique = ShortText(validators=[_SHORT])
    made_place = ShortText(validators=[_SHORT])

    def fill(self, work: Work) -> None:
        """Put in what stands now: shown wordings, and the desk's own terms."""
        for name in ("title", "description"):
            wording = work.wording(name)
            self[f"{name}_zh"].data, self[f"{name}_en"].data = wording.zh, wording.en
        for name in EDITED_FIELDS:
            own = [s.text for s in work.said(name) if s.origin == DESK and s.text]
            self[name].data = "、".join(own)

    def edit(self) -> WordedEdit:
        """Return what was typed."""
        wordings = {
            name: Wording(self._text(f"{name}_zh"), self._text(f"{name}_en"))
            for name in ("title", "description")
        }
        words = {name: split_words(self._text(name)) for name in EDITED_FIELDS}
        return WordedEdit(wordings, words)

    def _text(self, name: str) -> str:
        return (self[name].data or "").strip()


class MakersForm(PlainForm):
    """Who really stitched it, and why the credit changes."""

    makers = ShortText(validators=[_NEEDED, _SHORT])
    reason = ShortText(validators=[_NEEDED, _SHORT])


class ConsentForm(PlainForm):
    """A yes that somebody gave by word or on paper."""

    given_by = ShortText(validators=[_NEEDED, _NAME])
    how = RadioField(choices=["voice", "paper"], default="voice", validate_choice=False)
    given_on = ShortText(validators=[_NEEDED])
    uses = SelectMultipleField(choices=list(CONSENT_USES), validate_choice=False)

    def validate_how(self, field: RadioField) -> None:
        """Take one of the two manners."""
        if field.data not in {"voice", "paper"}:
            raise ValidationError("请选是口头说的，还是在纸上签的。")

    def validate_given_on(self, field: ShortText) -> None:
        """Take a day that is one."""
        try:
            date.fromisoformat(field.data or "")
        except ValueError as error:
            raise ValidationError("日期请写成 2026-05-01 这样。") from error

    def validate_uses(self, field: SelectMultipleField) -> None:
        """Take at least one of the known uses."""
        if not field.data or not set(field.data) <= set(CONSENT_USES):
            raise ValidationError("请至少点一样同意的事。")

    def consent(self) -> Consent:
        """Return the consent as it is to be recorded."""
        return Consent(
            self.given_by.data.strip(),
            self.how.data,
            self.given_on.data.strip(),
            frozenset(self.uses.data),
        )


class InviteForm(PlainForm):
    """Whom to let in, and as what."""

    name = ShortText(validators=[_NEEDED, _NAME])
    role = RadioField(choices=[], default=Role.MAKER.value, validate_choice=False)
    same_person = BooleanField()

    def offer(self, roles: tuple[Role, ...]) -> None:
        """Say which roles this curator may give."""
        self.role.choices = [(role.value, role.value) for role in roles]

    def validate_role(self, field: RadioField) -> None:
        """Take one of the roles on the form."""
        if field.data not in {value for value, _ in field.choices}:
            raise ValidationError("不能邀请这样的身份。")


assert set(EDITED_FIELDS) <= set(FIELD_SCHEMES)
