"""The desk's list of photographs that may be the same."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import InputRequired

from archive.changes import change
from archive.duplicates import open_duplicates, settle_duplicate
from archive.errors import BadInput, Conflict
from archive.loading import load_works
from archive.picture_records import Duplicate
from archive.records import Photograph, Work
from web.context import catalogue, viewer
from web.desk_forms import PlainForm
from web.entry import STAFF, guard

__all__ = ["blueprint"]

blueprint = Blueprint("duplicates", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)

_PAGE = 40
_NEEDED = InputRequired("这里要填。")


class PairForm(PlainForm):
    """Two photographs, whether they are one, and which of two in one work stays."""

    one = HiddenField(validators=[_NEEDED])
    other = HiddenField(validators=[_NEEDED])
    verdict = HiddenField(validators=[_NEEDED])
    keep = HiddenField()


@blueprint.get("/duplicates")
def home() -> ResponseReturnValue:
    """List the pairs that nobody has said anything to yet."""
    pairs = open_duplicates(catalogue())
    shown = pairs[:_PAGE]
    works = load_works(catalogue(), [work for pair in shown for work in pair.works])
    return render_template(
        "desk/duplicates.html",
        pairs=[(pair, _sides(pair, works)) for pair in shown],
        total=len(pairs),
    )


@blueprint.post("/duplicates")
def settle() -> ResponseReturnValue:
    """Write down whether two photographs are the same."""
    form = PairForm()
    if not form.validate():
        raise BadInput("two photographs and an answer are needed")
    try:
        with change(catalogue(), viewer().name) as this:
            settle_duplicate(
                this,
                form.one.data,
                form.other.data,
                form.verdict.data,
                keep=form.keep.data or None,
            )
    except Conflict:
        flash("要拿掉的那张上面已经指了花样，请留那一张。", "complaint")
    else:
        flash("记下了。")
    return redirect(url_for("duplicates.home"), 303)


def _sides(pair: Duplicate, works: dict[str, Work]) -> list[tuple[Work, Photograph]]:
    found = []
    for photograph_id, work_id in zip(pair.photographs, pair.works, strict=True):
        work = works[work_id]
        found.append((work, next(p for p in work.photographs if p.id == photograph_id)))
    return found
