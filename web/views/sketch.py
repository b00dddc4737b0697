"""Search by a sketch drawn on the page, or by an outline from elsewhere."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.errors import BadInput, NotFound
from web.paging import RESULTS
from web.sketch_page import keep_sketch, sent_sketch, sketch_page

__all__ = ["blueprint", "sent"]

blueprint = Blueprint("sketch", __name__, url_prefix="/<any(zh, en):lang>/search/sketch")


@blueprint.after_request
def _keep_out_of_caches(response: Response) -> Response:
    """Keep a sketch and its results to who drew it: in no cache, in no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    if request.view_args and "token" in request.view_args:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Show the paper to draw on."""
    return _paper()


@blueprint.post("")
def sent() -> ResponseReturnValue:
    """Keep a sketch for an hour and go to where its results are."""
    try:
        content = sent_sketch()
        if not content:
            raise BadInput("no sketch was sent")
        token = keep_sketch(content)
    except BadInput as error:
        return _paper(error), HTTPStatus.BAD_REQUEST
    where = url_for("sketch.results", token=token) + RESULTS
    return redirect(where, HTTPStatus.SEE_OTHER)


@blueprint.get("/<token>")
def results(token: str) -> ResponseReturnValue:
    """Show what runs as a sketch sent within the hour."""
    try:
        found = sketch_page(token)
    except NotFound:
        return _paper(is_gone=True), HTTPStatus.NOT_FOUND
    return render_template("sketch.html", page=found, complaint=None, is_gone=False)


def _paper(complaint: BadInput | None = None, *, is_gone: bool = False) -> str:
    return render_template("sketch.html", page=None, complaint=complaint, is_gone=is_gone)
