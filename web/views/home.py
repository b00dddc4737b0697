"""The way in: choosing the language, and the front page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.front import front_page

__all__ = ["blueprint"]

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def choose() -> ResponseReturnValue:
    """Lead to the front page in the reader's language."""
    answer = redirect(url_for("home.front"))
    answer.vary.update(["Accept-Language", "Cookie"])
    return answer


@blueprint.get("/<any(zh, en):lang>/")
def front() -> ResponseReturnValue:
    """Show the front page."""
    return render_template("home.html", front=front_page())
