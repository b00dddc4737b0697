"""The desk's pages for whole records: a work and its photographs, section by section."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.arranging import put_wholes
from archive.changes import change
from archive.errors import BadInput, NotFound
from archive.loading import load_work
from archive.photograph_words import edit_photograph
from archive.record_statements import Telling, put_work_statements
from archive.records import Photograph, Statement, Work
from web.context import catalogue, viewer
from web.desk_records import Sheet, read_sheet, sheets_of, telling_of
from web.entry import STAFF, guard
from web.part_forms import WholesForm
from web.plain_words import PHOTOGRAPHS
from web.record_sections import section_of
from web.word_forms import PhotographForm

__all__ = ["blueprint"]

blueprint = Blueprint("records", __name__, url_prefix="/<any(zh, en):lang>/desk/works/<work_id>")
guard(blueprint, STAFF)

_UNPROCESSABLE = 422


@blueprint.get("/record")
def record(work_id: str) -> ResponseReturnValue:
    """Show everything that can be said of a work and of its photographs."""
    return _page(load_work(catalogue(), work_id))


@blueprint.post("/record/<section>")
def save(work_id: str, section: str) -> ResponseReturnValue:
    """Write down one section of what the desk says of a work."""
    work = load_work(catalogue(), work_id)
    sheet = read_sheet(section_of("work", section), _of_piece(work))
    if sheet.said is None:
        return _page(work, sheet=sheet), _UNPROCESSABLE
    try:
        return _save(work_id, telling_of(sheet), section)
    except BadInput as error:
        sheet.form.refuse(error.column, "已经发布的作品，这一项不能空着。")
    return _page(work, sheet=sheet), _UNPROCESSABLE


@blueprint.post("/photographs/<photograph_id>/words")
def photograph_words(work_id: str, photograph_id: str) -> ResponseReturnValue:
    """Write down what a photograph shows, and its text alternative."""
    form = PhotographForm()
    if not form.validate():
        for sentence in form.complaints:
            flash(sentence, "complaint")
        return _page(load_work(catalogue(), work_id)), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        changed = edit_photograph(this, work_id, photograph_id, form.role.data, form.alt)
    return _done(work_id, photograph_id, changed)


@blueprint.post("/photographs/<photograph_id>/<section>")
def save_photograph(work_id: str, photograph_id: str, section: str) -> ResponseReturnValue:
    """Write down what the desk says of one photograph."""
    work = load_work(catalogue(), work_id)
    if photograph_id not in {each.id for each in work.photographs}:
        raise NotFound(f"work {work_id} has no photograph {photograph_id}")
    held = _of_photograph(work, photograph_id)
    sheet = read_sheet(section_of("photograph", section), held, anchor=photograph_id)
    if sheet.said is None:
        return _page(work, sheet=sheet), _UNPROCESSABLE
    return _save(work_id, telling_of(sheet, photograph_id), photograph_id)


@blueprint.post("/part-of")
def part_of(work_id: str) -> ResponseReturnValue:
    """Write down what a work is or was part of."""
    work = load_work(catalogue(), work_id)
    form = WholesForm()
    wholes = form.read(catalogue())
    if wholes is not None:
        try:
            with change(catalogue(), viewer().name) as this:
                changed = put_wholes(this, work_id, wholes)
        except BadInput:
            form.complain("这件不能是它自己的一部分；年份也要早的在前。")
        else:
            return _done(work_id, "part-of", changed)
    return _page(work, wholes=form), _UNPROCESSABLE


def _save(work_id: str, telling: Telling, anchor: str) -> ResponseReturnValue:
    with change(catalogue(), viewer().name) as this:
        changed = put_work_statements(this, work_id, telling)
    return _done(work_id, anchor, changed)


def _done(work_id: str, anchor: str, changed: bool) -> ResponseReturnValue:
    flash("存好了。" if changed else "没有变动。")
    where = url_for("records.record", work_id=work_id, open=anchor, _anchor=anchor)
    return redirect(where, 303)


def _of_piece(work: Work) -> list[Statement]:
    return [said for said in work.statements if said.photograph is None]


def _of_photograph(work: Work, photograph_id: str) -> list[Statement]:
    return [said for said in work.statements if said.photograph == photograph_id]


def _page(work: Work, *, sheet: Sheet | None = None, wholes: WholesForm | None = None) -> str:
    if wholes is None:
        wholes = WholesForm(formdata=None)
        wholes.fill(work.part_of)
    return render_template(
        "desk/record.html",
        work=work,
        sheets=sheets_of("work", _of_piece(work), sheet),
        photographs=[(p, _words_of(p), _sheet(work, p, sheet)) for p in work.photographs],
        wholes=wholes,
        roles=PHOTOGRAPHS,
        opened=request.args.get("open", ""),
    )


def _words_of(photograph: Photograph) -> PhotographForm:
    form = PhotographForm(formdata=None)
    form.fill(photograph)
    return form


def _sheet(work: Work, photograph: Photograph, sent: Sheet | None) -> Sheet:
    held = _of_photograph(work, photograph.id)
    (sheet,) = sheets_of("photograph", held, sent, anchor=photograph.id)
    return sheet
