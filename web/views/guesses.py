"""What a person on the desk answers to a program's guesses about a work."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from archive.changes import change
from archive.errors import BadInput
from archive.suggestions import accept_suggestion, reject_suggestion, reopen_suggestion
from web.context import catalogue, viewer
from web.entry import STAFF, guard

__all__ = ["blueprint"]

blueprint = Blueprint(
    "guesses", __name__, url_prefix="/<any(zh, en):lang>/desk/works/<work_id>/suggestions/<key>"
)
guard(blueprint, STAFF)


@blueprint.post("/accept")
def accept(work_id: str, key: str) -> ResponseReturnValue:
    """Say what the program suggested, in one's own name."""
    try:
        with change(catalogue(), viewer().name) as this:
            accept_suggestion(this, work_id, key)
    except BadInput:
        flash("这一项不能这样写。请在“填写全部资料”里自己写。", "complaint")
    else:
        flash("记下了，算您说的。")
    return _back(work_id)


@blueprint.post("/reject")
def reject(work_id: str, key: str) -> ResponseReturnValue:
    """Say that the program is wrong."""
    with change(catalogue(), viewer().name) as this:
        reject_suggestion(this, work_id, key)
    flash("知道了，这一版程序不会再这样猜。")
    return _back(work_id)


@blueprint.post("/reopen")
def reopen(work_id: str, key: str) -> ResponseReturnValue:
    """Take an answer back, so that the guess is asked about again."""
    with change(catalogue(), viewer().name) as this:
        reopen_suggestion(this, work_id, key)
    flash("收回了，可以重新回答。")
    return _back(work_id)


def _back(work_id: str) -> ResponseReturnValue:
    return redirect(url_for("desk.work", work_id=work_id, _anchor="guesses"), 303)
