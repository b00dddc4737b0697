"""The desk's form for a yes that somebody gave by word or on paper, and its evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import filetype
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

from archive.errors import BadInput
from archive.home import Home
from archive.originals import OriginalStore
from archive.records import CAPACITIES, CONSENT_USES, Consent
from web.desk_forms import PlainForm
from web.typed_text import ShortText

__all__ = ["ConsentForm", "evidence_type"]

_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")
_NEEDED = InputRequired("这里要填。")
#: What a paper is photographed as, and a voice recorded as, by content. Phones put
#: a recording into the same containers as a film.
_TAKEN = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "audio/aac",
    "audio/amr",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/x-wav",
    "video/mp4",
    "video/webm",
}
# What archive.consent.consenting says in English, by the column it complains about.
_SENTENCES = {
    "given_by": "请写是谁答应的。",
    "given_on": "同意的日期不能在今天以后。",
    "until": "到期的日子要在答应的日子以后，写成 2027-05-01 这样；没有就空着。",
    "given_as": "未满十四岁，要由监护人答应。",
    "about": "替别人答应，要写明替谁。",
    "evidence": "这个文件不是录音，也不是照片。",
}


def evidence_type(content: bytes) -> str | None:
    """Return the media type of a recording or a photographed paper; ``None`` for all else.

    By the first bytes; neither the file's name nor what a browser says plays a part.
    """
    kind = filetype.guess_mime(content)
    return str(kind) if kind in _TAKEN else None


class ConsentForm(PlainForm):
    """Who said yes to what, in what capacity, how, when, and until when."""

    given_by = ShortText(validators=[_NEEDED, _NAME])
    given_as = RadioField(choices=list(CAPACITIES), default="self", validate_choice=False)
    about = ShortText(validators=[_NAME])
    is_child = BooleanField()
    helper = ShortText(validators=[_NAME])
    how = RadioField(choices=["voice", "paper"], default="voice", validate_choice=False)
    evidence = FileField()
    given_on = ShortText(validators=[_NEEDED])
    until = ShortText()
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

    def consent(self, home: Home) -> Consent:
        """Return the consent as it is to be recorded; its evidence is kept now.

        Raises
        ------
        BadInput
            When the evidence is neither a recording nor a picture.
        """
        consent = Consent(
            self.given_by.data.strip(),
            self.how.data,
            self.given_on.data.strip(),
            frozenset(self.uses.data),
            until=(self.until.data or "").strip() or None,
            given_as=self.given_as.data,
            about=(self.about.data or "").strip(),
            is_child=bool(self.is_child.data),
            helper=(self.helper.data or "").strip(),
        )
        return replace(consent, evidence=_kept(self.evidence.data, home))

    def complain(self, error: BadInput) -> None:
        """Put what the archive refused beside its box, in plain words."""
        column = error.column if error.column in _SENTENCES else "given_on"
        self[column].errors = [_SENTENCES[column]]


def _kept(sent: FileStorage | None, home: Home) -> str | None:
    content = sent.read() if sent else b""
    if not content:
        return None
    if evidence_type(content) is None:
        raise BadInput("the evidence is neither a recording nor a picture", column="evidence")
    return OriginalStore(home.originals).store(content)
