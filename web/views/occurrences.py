"""The desk's page of a work's motifs at their places: marked, taken back, brought back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from archive.changes import change
from archive.errors import BadInput
from archive.loading import load_work
from archive.occurrences import (
    add_occurrence,
    bring_back_occurrence,
    take_back_occurrence,
    taken_back_occurrences,
)
from archive.records import Work
from web.context import catalogue, viewer, vocabulary
from web.crops import crops_of
from web.entry import STAFF, guard
from web.occurrence_form import OccurrenceForm, TakeBackForm
from web.plain_words import PHOTOGRAPHS

__all__ = ["blueprint"]

blueprint = Blueprint(
    "occurrences", __name__, url_prefix="/<any(zh, en):lang>/desk/works/<work_id>/occurrences"
)
guard(blueprint, STAFF)

_UNPROCESSABLE = 422


@blueprint.get("")
def home(work_id: str) -> ResponseReturnValue:
    """Show where on the photographs of a work people have seen which motif."""
    return _page(load_work(catalogue(), work_id))


@blueprint.post("")
def mark(work_id: str) -> ResponseReturnValue:
    """Write down which motif somebody sees at a region of a photograph."""
    work, form = load_work(catalogue(), work_id), OccurrenceForm()
    draft = form.read(work, vocabulary())
    if draft is None:
        return _page(work, sent=form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            made = add_occurrence(this, draft, word_of=form.word_of.data or "")
    except BadInput as error:
        form.refuse(error)
        return _page(work, sent=form), _UNPROCESSABLE
    flash("花样的位置记下了。")
    return redirect(url_for("occurrences.home", work_id=work_id, _anchor=made.id), 303)


@blueprint.post("/<occurrence_id>/take-back")
def take_back(work_id: str, occurrence_id: str) -> ResponseReturnValue:
    """Take back what somebody said of a region."""
    work, form = load_work(catalogue(), work_id), TakeBackForm()
    if not form.validate():
        return _page(work, refused=(occurrence_id, form)), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            take_back_occurrence(
                this,
                work_id,
                occurrence_id,
                form.reason.data or "",
                word_of=form.word_of.data or "",
            )
    except BadInput:
        form.reason.errors = ["这是别人说的，请写明哪里不对。"]
        return _page(work, refused=(occurrence_id, form)), _UNPROCESSABLE
    flash("收回了。原话留在经过里，还可以放回来。")
    return _back(work_id)


@blueprint.post("/<occurrence_id>/bring-back")
def bring_back(work_id: str, occurrence_id: str) -> ResponseReturnValue:
    """Say again what was taken back."""
    with change(catalogue(), viewer().name) as this:
        bring_back_occurrence(this, work_id, occurrence_id)
    flash("放回来了。")
    return _back(work_id)


def _back(work_id: str) -> ResponseReturnValue:
    return redirect(url_for("occurrences.home", work_id=work_id), 303)


def _page(
    work: Work,
    *,
    sent: OccurrenceForm | None = None,
    refused: tuple[str, TakeBackForm] | None = None,
) -> str:
    crops = crops_of(work)
    return render_template(
        "desk/occurrences.html",
        work=work,
        photographs=[
            (photograph, [c for c in crops if c.occurrence.photograph == photograph.id])
            for photograph in work.photographs
        ],
        taken_back=taken_back_occurrences(catalogue(), work.id),
        sent=sent,
        empty=OccurrenceForm(formdata=None),
        refused=refused,
        roles=PHOTOGRAPHS,
    )
