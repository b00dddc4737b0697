"""Search by words and by one's own picture."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from archive.errors import BadInput
from web.context import catalogue
from web.facets import asked
from web.finding import find_by_picture, find_by_words
from web.paging import asked_page
from web.picture_queries import features_of_query

__all__ = ["blueprint", "picture_results"]

blueprint = Blueprint("search", __name__, url_prefix="/<any(zh, en):lang>/search")

_LONGEST_QUERY = 200


@blueprint.get("")
def results() -> ResponseReturnValue:
    """Show what words find."""
    query = request.args.get("q", "").strip()[:_LONGEST_QUERY]
    found = find_by_words(query, asked(), asked_page())
    return render_template("search.html", query_text=query, found=found)


@blueprint.get("/picture")
def picture() -> ResponseReturnValue:
    """Show the form for a picture to search with."""
    return render_template("picture.html", found=None, complaint=None)


@blueprint.post("/picture")
def picture_results() -> ResponseReturnValue:
    """Show what a picture finds; the picture itself is not kept."""
    sent = request.files.get("image")
    content = sent.read() if sent is not None else b""
    if not content:
        return _again(BadInput("no picture was sent"))
    try:
        features = features_of_query(content, catalogue(), region=request.form.get("region", ""))
    except BadInput as error:
        return _again(error)
    return render_template("picture.html", found=find_by_picture(features), complaint=None)


def _again(error: BadInput) -> ResponseReturnValue:
    page = render_template("picture.html", found=None, complaint=error)
    return page, HTTPStatus.BAD_REQUEST
