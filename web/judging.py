"""A word about a result: kept as a statement, and heard by the search that follows."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from archive.access import Role
from archive.changes import change
from archive.errors import NotFound
from archive.judgements import judge
from archive.records import Photograph
from web.asked_regions import regions_in
from web.context import catalogue, viewer
from web.entry import MAKERS
from web.paging import RESULTS
from web.picture_queries import archive_picture, shown_photograph

__all__ = ["JUDGES", "judge_result", "say_url"]

#: Whose word is kept; anybody else's changes her own next search and no more.
JUDGES = MAKERS | {Role.RESEARCHER}
#: Whether a verdict asks for more or for less of the kind.
_HEARD_AS = {"same motif": "more", "alike": "more", "not alike": "less"}


def say_url(photograph: Photograph | None) -> str:
    """Return where a word about a result of this search is sent.

    Empty where it is not kept: a visitor's, or about a search with a picture that the
    archive does not have.
    """
    if photograph is None or viewer().role not in JUDGES:
        return ""
    return url_for("judging.say", **_values(MultiDict(request.args)))


def judge_result() -> str:
    """Write down what was said of a result; returns the address of the search that hears it.

    Raises
    ------
    NotFound
        When this viewer may not see one of the two photographs.
    BadInput
        When there is no such verdict, or the region cannot be read.
    """
    query = archive_picture(request.args.get("photo", ""), request.args.get("work", ""))
    shown = request.form.get("shown", "")
    if query.photograph is None or shown_photograph(shown) is None:
        raise NotFound(f"there is no picture {shown}")
    boxes = regions_in([request.form.get("region", "")], query.size)
    verdict = request.form.get("verdict", "")
    with change(catalogue(), viewer().name) as this:
        judge(this, query.photograph.id, shown, verdict, region=boxes[0] if boxes else None)
    arguments = MultiDict(request.args)
    for name in ("more", "less"):
        arguments.setlist(name, [each for each in arguments.getlist(name) if each != shown])
    arguments.add(_HEARD_AS[verdict], shown)
    return url_for("search.picture", **_values(arguments)) + RESULTS


def _values(arguments: MultiDict[str, str]) -> dict[str, Any]:
    return {name: arguments.getlist(name) for name in arguments if arguments.getlist(name)}
