"""Handing in a sheet at the desk: tried out first, then taken in with one button."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, send_file, session, url_for
from flask.typing import ResponseReturnValue

from archive.errors import BadInput
from archive.waiting import WaitingSheet, wait_for_yes, waiting_sheet
from ingest.bad_rows import bad_rows
from ingest.failures import Cause, row_ranges
from ingest.template import template
from web.context import catalogue, language, site, viewer, vocabulary
from web.entry import STAFF, guard
from web.failure_words import column_title, failure_sentence, group_sentence, sheet_sentence
from web.import_form import PhotographsForm, SheetForm, save_photographs
from web.sheet_imports import how_it_went, take_in, try_out, whole_archive

__all__ = ["blueprint"]

blueprint = Blueprint("importing", __name__, url_prefix="/<any(zh, en):lang>/desk/import")
guard(blueprint, STAFF)

_UNPROCESSABLE = 422
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Offer the template, and ask for a sheet."""
    return _form_page(SheetForm())


@blueprint.get("/template.xlsx")
def empty_sheet() -> ResponseReturnValue:
    """Give out the template in the page's language."""
    name = "绣谱登记表.xlsx" if language() == "zh" else "xiupu-template.xlsx"
    return _download(template(vocabulary(), language()), name)


@blueprint.get("/everything.xlsx")
def everything() -> ResponseReturnValue:
    """Give out the whole archive as a sheet, to be mended and handed in again."""
    name = "绣谱全部作品.xlsx" if language() == "zh" else "xiupu-everything.xlsx"
    return _download(whole_archive(catalogue()), name)


@blueprint.post("/")
def send() -> ResponseReturnValue:
    """Keep a sheet, try it out, and show how it went."""
    form = SheetForm()
    if not form.validate():
        return _form_page(form), _UNPROCESSABLE

    def fill(sheet: Path, photographs: Path) -> None:
        form.sheet.data.save(sheet)
        save_photographs(form.sent(), photographs)

    waiting = wait_for_yes(site().home, _account(), form.name(), fill)
    try:
        try_out(site().home, catalogue(), waiting, viewer().name)
    except BadInput as error:
        waiting.forget()
        form.sheet.errors = [sheet_sentence(error, language())]
        return _form_page(form), _UNPROCESSABLE
    return _back(waiting)


@blueprint.get("/<key>")
def check(key: str) -> ResponseReturnValue:
    """Show how a sheet fared, and ask whether to take it in."""
    waiting = _waiting(key)
    went = how_it_went(waiting)
    return render_template(
        "desk/import_check.html",
        waiting=waiting,
        went=went,
        form=PhotographsForm(formdata=None),
        lacks_photographs=any(group.cause is Cause.NO_FILE for group in went.groups),
        sentence=lambda group: group_sentence(group, language()),
        title=lambda group: column_title(group.column, language()) if group.column else "",
        rows=lambda group: row_ranges(group.rows, "、" if language() == "zh" else ", "),
        say=lambda failure: failure_sentence(failure, language()),
    )


@blueprint.post("/<key>/photographs")
def add_photographs(key: str) -> ResponseReturnValue:
    """Put more photographs beside a sheet and try it out again."""
    waiting, form = _waiting(key), PhotographsForm()
    if form.sent():
        save_photographs(form.sent(), waiting.photographs)
        try_out(site().home, catalogue(), waiting, viewer().name)
        flash("照片收到了，又试了一遍。")
    else:
        flash("请先选照片。")
    return _back(waiting)


@blueprint.post("/<key>")
def take(key: str) -> ResponseReturnValue:
    """Take the sheet in for good."""
    waiting = _waiting(key)
    take_in(site().home, catalogue(), waiting, viewer().name)
    return _back(waiting)


@blueprint.post("/<key>/forget")
def forget(key: str) -> ResponseReturnValue:
    """Delete a sheet that is not to be taken in."""
    _waiting(key).forget()
    flash("这张表没有收，已经删掉。")
    return redirect(url_for("importing.home"), 303)


@blueprint.get("/<key>/bad-rows.xlsx")
def failed_rows(key: str) -> ResponseReturnValue:
    """Give out the rows that failed, with the reasons, to be mended."""
    waiting, lang = _waiting(key), language()
    content = bad_rows(
        waiting.sheet,
        how_it_went(waiting).failures,
        say=lambda failure: failure_sentence(failure, lang),
        lang=lang,
    )
    return _download(
        content, f"{waiting.sheet.stem}-{'要改的行' if lang == 'zh' else 'to-mend'}.xlsx"
    )


def _account() -> str:
    return str(session.get("invitation", ""))


def _waiting(key: str) -> WaitingSheet:
    return waiting_sheet(site().home, _account(), key)


def _back(waiting: WaitingSheet) -> ResponseReturnValue:
    return redirect(url_for("importing.check", key=waiting.key), 303)


def _form_page(form: SheetForm) -> str:
    return render_template("desk/import.html", form=form, most_mb=site().settings.max_upload_mb)


def _download(content: bytes, name: str) -> Response:
    # It writes a Chinese name the way headers can hold it.
    return send_file(io.BytesIO(content), _XLSX, as_attachment=True, download_name=name)
