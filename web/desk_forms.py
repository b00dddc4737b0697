"""The forms of the desk, checked on the server."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from archive.access import Role
from archive.editing import CREDIT_ROLES, DESK, WordedEdit
from archive.records import FIELD_SCHEMES, Work
from archive.wording import Wording
from web.handing_in import split_words
from web.plain_words import HANDMADE
from web.typed_text import LongText, ShortText

__all__ = ["EDITED_FIELDS", "EditForm", "InviteForm", "MakersForm", "PlainForm", "PublishForm"]

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


class MadeFromForm(PlainForm):
    """A form that knows what it was made from: the record's last event at that time."""

    made_from = HiddenField()

    @property
    def event(self) -> int | None:
        """The event's number; ``None`` when the form does not say."""
        said = self.made_from.data or ""
        return int(said) if said.isascii() and said.isdigit() else None


class EditForm(MadeFromForm):
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


class PublishForm(PlainForm):
    """Whether it was made by hand: asked before publishing, when nobody has said so yet."""

    handmade = RadioField(choices=list(HANDMADE), validate_choice=False)

    def validate_handmade(self, field: RadioField) -> None:
        """Take one of the four answers."""
        if field.data not in HANDMADE:
            raise ValidationError("发布以前，请先选是不是手工绣的。不清楚就选“不知道”。")


class MakersForm(MadeFromForm):
    """Who really had a hand in it, why the credit changes, and on whose word."""

    role = RadioField(choices=list(CREDIT_ROLES), default="stitched", validate_choice=False)
    makers = ShortText(validators=[_NEEDED, _SHORT])
    reason = ShortText(validators=[_NEEDED, _SHORT])
    word_of = ShortText(validators=[_NAME])

    def validate_role(self, field: RadioField) -> None:
        """Take one of the parts of the work."""
        field.data = field.data or "stitched"
        if field.data not in CREDIT_ROLES:
            raise ValidationError("请选改哪一样。")


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
