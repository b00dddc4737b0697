"""The people who made the works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.cards import cards_of
from web.paging import asked_page
from web.people import named_maker, people

__all__ = ["blueprint"]

blueprint = Blueprint("makers", __name__, url_prefix="/<any(zh, en):lang>/makers")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Show everybody whose name may be shown."""
    found, paging = people(asked_page())
    return render_template("makers.html", people=found, paging=paging)


@blueprint.get("/<maker_id>")
def maker(maker_id: str) -> ResponseReturnValue:
    """Show one maker with her works."""
    found, works = named_maker(maker_id)
    return render_template("maker.html", maker=found, cards=cards_of(works))
