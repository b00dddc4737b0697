"""The way in: choosing the language, and the front page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.front import front_page
from web.translating import LANGUAGES

__all__ = ["blueprint"]

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def choose() -> ResponseReturnValue:
    """Lead to the front page in the language the reader's browser asks for."""
    answer = redirect(url_for("home.front"))
    answer.vary.add("Accept-Language")
    return answer


@blueprint.get("/<any(zh, en):lang>/")
def front() -> ResponseReturnValue:
    """Show the front page."""
    return render_template("home.html", front=front_page())


@blueprint.app_url_value_preprocessor
def language_of_the_address(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Say in the language of the address that there is no such page."""
    lang = request.path.split("/", 2)[1]
    if request.routing_exception is not None and lang in LANGUAGES:
        g.lang = lang
