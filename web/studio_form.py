"""The one form an embroiderer fills in, checked on the server."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Length, ValidationError

from archive.errors import BadInput
from archive.records import Availability
from archive.sales import sale_link_in
from web.plain_words import HANDMADE
from web.typed_text import LongText, ShortText

__all__ = ["MAKER_CHOICES", "STUDIO_USES", "StudioForm"]

#: What she may agree to on the form. Faces and voices are not taken here.
STUDIO_USES = (
    "pictures",
    "name",
    "village",
    "sale",
    "english",
    "search engines",
    "research",
    "export",
)
#: Who made it: herself, somebody else, nobody knows, or it is not to be said.
MAKER_CHOICES = ("me", "other", "unknown", "not shown")

_WORDS = Length(max=200, message="写得太长了，请短一些（最多 200 个字）。")
_NAME = Length(max=40, message="名字太长了（最多 40 个字）。")
_STORY = Length(max=2000, message="写得太长了，请短一些（最多 2000 个字）。")
_CHOOSE_AGAIN = "这一项没有收到，请再选一次。"


class StudioForm(FlaskForm):  # type: ignore[misc]  # no types there
    """One piece, as a maker tells it.

    Only a photograph is needed. Choices are checked against the vocabulary by
    :meth:`offer`, which must be called before validation.
    """

    form_key = HiddenField()
    kept = HiddenField()
    photograph = FileField()
    object_type = SelectField(validate_choice=False)
    object_words = ShortText(validators=[_WORDS])
    title = ShortText(validators=[Length(max=80, message="名字太长了（最多 80 个字）。")])
    made_by = RadioField(choices=list(MAKER_CHOICES), default="me", validate_choice=False)
    maker_name = ShortText(validators=[_NAME])
    motifs = SelectMultipleField(validate_choice=False)
    motif_words = ShortText(validators=[_WORDS])
    techniques = SelectMultipleField(validate_choice=False)
    technique_words = ShortText(validators=[_WORDS])
    handmade = RadioField(choices=list(HANDMADE), validate_choice=False)
    meaning = LongText(validators=[_STORY])
    uses = SelectMultipleField(choices=list(STUDIO_USES), validate_choice=False)
    given_by = ShortText(validators=[_NAME])
    availability = RadioField(
        choices=[value.value for value in Availability],
        default=Availability.NOT_FOR_SALE.value,
        validate_choice=False,
    )
    sale_text = LongText(
        validators=[Length(max=4000, message="贴进来的文字太长了，请只贴店铺分享的那一段。")]
    )

    def offer(self, concepts: frozenset[str], *, may_be_me: bool) -> None:
        """Say which concepts may be chosen, and whether the sender can be the maker."""
        self._concepts = concepts
        self._may_be_me = may_be_me
        if not may_be_me and self.made_by.data == "me" and not self.is_submitted():
            self.made_by.data = "other"

    def validate_object_type(self, field: SelectField) -> None:
        """Take only a concept of the list, or nothing."""
        self._check({field.data} - {"", None})

    def validate_motifs(self, field: SelectMultipleField) -> None:
        """Take only concepts of the list."""
        self._check(set(field.data or ()))

    def validate_techniques(self, field: SelectMultipleField) -> None:
        """Take only concepts of the list."""
        self._check(set(field.data or ()))

    def validate_made_by(self, field: RadioField) -> None:
        """Take one of the four answers; herself only for a maker."""
        if field.data not in MAKER_CHOICES or (field.data == "me" and not self._may_be_me):
            raise ValidationError(_CHOOSE_AGAIN)

    def validate_handmade(self, field: RadioField) -> None:
        """Take one of the four answers, or none: it may be asked later."""
        if field.data and field.data not in HANDMADE:
            raise ValidationError(_CHOOSE_AGAIN)

    def validate_maker_name(self, field: ShortText) -> None:
        """Ask for the name when somebody else made it."""
        if self.made_by.data == "other" and not (field.data or "").strip():
            raise ValidationError("请写上绣的人的名字。不知道的话，请选“不知道是谁绣的”。")

    def validate_uses(self, field: SelectMultipleField) -> None:
        """Take only the uses that stand on the form."""
        if not set(field.data or ()) <= set(STUDIO_USES):
            raise ValidationError(_CHOOSE_AGAIN)

    def validate_availability(self, field: RadioField) -> None:
        """Take one of the four answers."""
        if field.data not in set(Availability):
            raise ValidationError(_CHOOSE_AGAIN)

    def validate_sale_text(self, field: LongText) -> None:
        """Ask for another text when there is none of a shop we know."""
        try:
            sale_link_in(field.data or "")
        except BadInput as error:
            raise ValidationError(
                "这段文字里没有找到店铺的链接。请在店里点“分享”、“复制链接”，再整段贴到这里；"
                "没有的话就空着。"
            ) from error

    def _check(self, chosen: set[str]) -> None:
        if not chosen <= self._concepts:
            raise ValidationError(_CHOOSE_AGAIN)
