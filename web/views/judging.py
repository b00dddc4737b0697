"""What somebody who came in says of a result of a search by picture."""

from __future__ import annotations

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from web.entry import guard
from web.judging import JUDGES, judge_result

__all__ = ["blueprint"]

blueprint = Blueprint("judging", __name__, url_prefix="/<any(zh, en):lang>/search/picture/said")
guard(blueprint, JUDGES)


@blueprint.post("")
def say() -> ResponseReturnValue:
    """Keep what she says, and search again with it."""
    return redirect(judge_result(), 303)
