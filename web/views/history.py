"""What happened to a record, how it was at any moment, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length

from archive.changes import change
from archive.editing import is_own_word, take_out_statement
from archive.errors import BadInput, NotFound
from archive.history import Event, event_at, events_of, latest_event, recent_events, work_as_of
from archive.history.contradicted import statement_key
from archive.history.differences import Difference
from archive.history.restoring import restore
from archive.loading import load_work, load_works
from archive.originals import OriginalStore
from archive.records import Work
from web.context import catalogue, site, viewer
from web.desk_forms import PlainForm
from web.entry import STAFF, guard
from web.history_page import entries_of, record_title, way_back, whole
from web.history_words import end_of_day, line_of
from web.reading_order import in_reading_order
from web.typed_text import ShortText

__all__ = ["blueprint"]

blueprint = Blueprint("history", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)

#: Kinds of records with a history that are no works.
_OTHER_KINDS = ("maker", "collection", "concept", "invitation", "judgement", "duplicate")
_PAGE = 50
_UNPROCESSABLE = 422
_LONG = Length(max=500, message="写得太长了（最多 500 个字）。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")


class ReasonForm(PlainForm):
    """Why, and on whose word where that is somebody else."""

    reason = ShortText(validators=[_LONG])
    word_of = ShortText(validators=[_NAME])


class RestoreForm(ReasonForm):
    """Why a work goes back to how it was, and whether its credits go with it."""

    reason = ShortText(validators=[InputRequired("请写明为什么放回去。"), _LONG])
    with_credits = BooleanField()


@blueprint.get("/history")
def recent() -> ResponseReturnValue:
    """List what happened in the whole archive, newest first; of records gone, too."""
    return _list("", "", recent_events(catalogue(), before=_before(), most=_PAGE))


@blueprint.get(f"/history/<any({', '.join(_OTHER_KINDS)}):kind>/<path:record>")
def other(kind: str, record: str) -> ResponseReturnValue:
    """List what happened to a record that is not a work."""
    events = events_of(catalogue(), kind, record, before=_before(), most=_PAGE)
    return _list(kind, record, events)


@blueprint.get("/works/<work_id>/history")
def work(work_id: str) -> ResponseReturnValue:
    """List what happened to a work, or show it as it was after an event or on a day."""
    number = request.args.get("event", type=int)
    if number is None and request.args.get("on"):
        number = event_at(catalogue(), "work", work_id, end_of_day(request.args["on"]))
    if number is not None:
        return _as_of(work_id, number)
    return _list(
        "work", work_id, events_of(catalogue(), "work", work_id, before=_before(), most=_PAGE)
    )


@blueprint.post("/works/<work_id>/history/<int:number>/restore")
def back(work_id: str, number: int) -> ResponseReturnValue:
    """Put a work back as it was after an event."""
    form = RestoreForm()
    if not form.validate():
        return _as_of(work_id, number, form), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        restore(
            this,
            work_id,
            number,
            form.reason.data,
            originals=OriginalStore(site().home.originals),
            with_credits=form.with_credits.data,
            word_of=form.word_of.data or "",
        )
    flash("放回去了。这一次也记在经过里，可以再改回来。")
    return redirect(url_for("history.work", work_id=work_id), 303)


@blueprint.get("/works/<work_id>/statements")
def statements(work_id: str) -> ResponseReturnValue:
    """List what everybody said of a work, with a way to take out what is wrong."""
    return _statements(load_work(catalogue(), work_id))


@blueprint.post("/works/<work_id>/statements/<key>")
def take_out(work_id: str, key: str) -> ResponseReturnValue:
    """Take out a statement that is wrong."""
    form = ReasonForm()
    known = load_work(catalogue(), work_id)
    if not form.validate():
        return _statements(known, key, form), _UNPROCESSABLE
    reason, word_of = form.reason.data or "", form.word_of.data or ""
    try:
        with change(catalogue(), viewer().name) as this:
            take_out_statement(this, work_id, key, reason, word_of=word_of)
    except BadInput:
        form.reason.errors = ["这是别人说的，请写明哪里不对。"]
        return _statements(known, key, form), _UNPROCESSABLE
    flash("拿掉了。原话和原因都留在经过里。")
    return redirect(url_for("history.statements", work_id=work_id), 303)


def _before() -> int | None:
    return request.args.get("before", type=int)


def _list(kind: str, record: str, events: tuple[Event, ...]) -> ResponseReturnValue:
    if record and not events and _before() is None:
        raise NotFound(f"nothing is known of {kind} {record}", hint="check the number")
    entries = entries_of(events)
    return render_template(
        "desk/history.html",
        kind=kind,
        record=record,
        title=record_title(kind, record) if record else "",
        is_there=kind == "work" and bool(load_works(catalogue(), [record])),
        entries=entries,
        older=events[-1].number if len(events) == _PAGE else None,
    )


def _as_of(work_id: str, number: int, form: RestoreForm | None = None) -> str:
    last = latest_event(catalogue(), "work", work_id)
    event = next(iter(events_of(catalogue(), "work", work_id, before=number + 1, most=1)), None)
    if not last or (event is not None and event.number != number):
        raise NotFound(f"work {work_id} has no event {number}", hint="look at its history")
    now_is = load_works(catalogue(), [work_id]).get(work_id)
    then = work_as_of(catalogue(), work_id, number)
    return render_template(
        "desk/as_of.html",
        work_id=work_id,
        title=record_title("work", work_id),
        entry=entries_of([event])[0] if event else None,
        then=then,
        lines=whole(work_id, number),
        shown={photograph.id for photograph in now_is.photographs} if now_is else set(),
        is_there=now_is is not None,
        is_latest=number == last,
        back=way_back(work_id, number) if then else None,
        asked_day=request.args.get("on", ""),
        form=form or RestoreForm(formdata=None),
    )


def _statements(known: Work, sent: str = "", form: ReasonForm | None = None) -> str:
    # What a camera wrote into its file is nobody's word, and cannot be wrong.
    told = in_reading_order(known.statements)
    said = {statement_key(s): s for s in told if s.origin != "camera"}
    lines = {key: line_of(Difference("statement", s.field, None, s)) for key, s in said.items()}
    own = {k for k, s in said.items() if is_own_word(s, viewer().name)}
    return render_template(
        "desk/statements.html",
        work=known,
        lines=lines,
        own=own,
        sent=sent,
        form=form or ReasonForm(formdata=None),
    )
