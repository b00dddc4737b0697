"""The people who made the works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.announcing import is_announced_here
from web.cards import cards_of
from web.facts import facts_of_maker, only_speaker
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
    facts = facts_of_maker(found)
    return render_template(
        "maker.html",
        maker=found,
        cards=cards_of(works),
        facts=facts,
        only_speaker=only_speaker(facts),
        own_words=[said for said in found.statements if said.field == "own_words" and said.text],
        is_announced=any(is_announced_here(work) for work in works),
    )
