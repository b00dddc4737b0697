"""The desk takes a work down, in part or whole, keeps it closed for a time, and opens it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired, Length

from archive.changes import change
from archive.errors import BadInput
from archive.records import Scope
from archive.takedown import keep_closed, open_again, put_back, take_down
from web.context import catalogue, viewer
from web.desk_forms import PlainForm
from web.entry import STAFF, guard
from web.typed_text import ShortText

__all__ = ["blueprint"]

blueprint = Blueprint("closing", __name__, url_prefix="/<any(zh, en):lang>/desk/works/<work_id>")
guard(blueprint, STAFF)

_NO_REASON = "请写明原因，一句话就好，不要写人名。"


class ReasonForm(PlainForm):
    """Why, shown to whoever asks for the work, and who asked for it, which is not."""

    reason = ShortText(validators=[InputRequired(_NO_REASON), Length(max=500, message=_NO_REASON)])
    word_of = ShortText(validators=[Length(max=80, message="名字太长了（最多 80 个字）。")])


class TakedownForm(ReasonForm):
    """How much of it."""

    scope = RadioField(choices=list(Scope), validate_choice=True)


class EmbargoForm(ReasonForm):
    """Up to which day."""

    until = ShortText(validators=[InputRequired("请写明到哪一天。")])


@blueprint.post("/take-down")
def down(work_id: str) -> ResponseReturnValue:
    """Take a work down."""
    form = TakedownForm()
    if not form.validate():
        return _complain(work_id, form)
    with change(catalogue(), viewer().name) as this:
        take_down(this, work_id, Scope(form.scope.data), *_said(form), word_of=_word(form))
    flash("取下来了，现在起网上就看不到了。原来的都留着，可以再放回去。")
    return _back(work_id)


@blueprint.post("/put-back")
def back(work_id: str) -> ResponseReturnValue:
    """Put back what was taken down."""
    form = ReasonForm()
    if not form.validate():
        return _complain(work_id, form)
    with change(catalogue(), viewer().name) as this:
        listed = put_back(this, work_id, *_said(form), word_of=_word(form))
    flash(
        "放回去了，大家又看得到。"
        if listed
        else "放回去了，但是还没有公开：同意不够，或者还没开放。"
    )
    return _back(work_id)


@blueprint.post("/embargo")
def embargo(work_id: str) -> ResponseReturnValue:
    """Keep a work closed up to a day."""
    form = EmbargoForm()
    if not form.validate():
        return _complain(work_id, form)
    try:
        with change(catalogue(), viewer().name) as this:
            keep_closed(this, work_id, form.until.data.strip(), *_said(form), word_of=_word(form))
    except BadInput:
        form.until.errors = ["请写一个还没到的日子，比如 2027-05-01。"]
        return _complain(work_id, form)
    flash("先不公开，过了那一天会自己放出来。")
    return _back(work_id)


@blueprint.post("/open")
def open_now(work_id: str) -> ResponseReturnValue:
    """End an embargo before its day."""
    form = ReasonForm()
    if not form.validate():
        return _complain(work_id, form)
    with change(catalogue(), viewer().name) as this:
        open_again(this, work_id, *_said(form), word_of=_word(form))
    flash("现在就开放了。")
    return _back(work_id)


def _said(form: ReasonForm) -> tuple[str]:
    return (form.reason.data.strip(),)


def _word(form: ReasonForm) -> str:
    return (form.word_of.data or "").strip()


def _complain(work_id: str, form: PlainForm) -> ResponseReturnValue:
    for sentence in form.complaints:
        flash(sentence, "complaint")
    # To the top of the page, where the complaint is read.
    return redirect(url_for("desk.work", work_id=work_id), 303)


def _back(work_id: str) -> ResponseReturnValue:
    return redirect(url_for("desk.work", work_id=work_id, _anchor="closing"), 303)
