"""Collections as stories."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from archive.errors import NotFound
from web.announcing import is_announced_here
from web.facts import facts_of_collection
from web.sequence import steps_of
from web.stories import shown_collection, stories, visible_works

__all__ = ["blueprint"]

blueprint = Blueprint("collections", __name__, url_prefix="/<any(zh, en):lang>/collections")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Show every collection that holds something to see."""
    return render_template("collections.html", stories=stories())


@blueprint.get("/<slug>")
def collection(slug: str) -> ResponseReturnValue:
    """Show one collection: its text, and its works in the curator's order."""
    found = shown_collection(slug)
    works = visible_works(found)
    if not works:
        raise NotFound(f"there is no collection {slug}")
    return render_template(
        "collection.html",
        collection=found,
        steps=steps_of(works, found.reasons),
        facts=facts_of_collection(found),
        is_announced=any(is_announced_here(work) for work in works),
    )
