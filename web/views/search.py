"""Search by words, by a picture or parts of one, and by colours."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.errors import BadInput, NotFound
from archive.waiting_pictures import kept_picture
from web.asked_colours import colour_page
from web.context import site
from web.facets import asked
from web.finding import find_by_words
from web.paging import asked_page
from web.picture_page import picture_page
from web.picture_queries import archive_picture, keep_for_searching, own_picture

__all__ = ["blueprint", "picture_results"]

blueprint = Blueprint("search", __name__, url_prefix="/<any(zh, en):lang>/search")

_LONGEST_QUERY = 200
_PICTURE_PATHS = ("/search/picture", "/search/colour")


@blueprint.after_request
def _keep_out_of_caches(response: Response) -> Response:
    """Results of pictures are for who asked: in no cache, in no search engine."""
    if any(part in request.path for part in _PICTURE_PATHS):
        response.headers["Cache-Control"] = "private, no-store"
        if request.query_string or (request.view_args and "token" in request.view_args):
            response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("")
def results() -> ResponseReturnValue:
    """Show what words find."""
    query = request.args.get("q", "").strip()[:_LONGEST_QUERY]
    found = find_by_words(query, asked(), asked_page())
    return render_template("search.html", query_text=query, found=found)


@blueprint.get("/picture")
def picture() -> ResponseReturnValue:
    """Show the form for a picture, or what a photograph of the archive or parts of it find."""
    photograph, work = (request.args.get(name, "") for name in ("photo", "work"))
    if not (photograph or work):
        return _form()
    return render_template("alike.html", page=picture_page(archive_picture(photograph, work)))


@blueprint.post("/picture")
def picture_results() -> ResponseReturnValue:
    """Keep a picture for an hour and go to where its results are."""
    sent = request.files.get("image")
    content = sent.read() if sent is not None else b""
    try:
        if not content:
            raise BadInput("no picture was sent")
        token = keep_for_searching(content)
    except BadInput as error:
        return _form(error), HTTPStatus.BAD_REQUEST
    regions = [text for text in request.form.getlist("region") if text]
    return redirect(
        url_for("search.with_own_picture", token=token, region=regions), HTTPStatus.SEE_OTHER
    )


@blueprint.get("/picture/<token>")
def with_own_picture(token: str) -> ResponseReturnValue:
    """Show what a picture sent within the hour, or parts of it, find."""
    try:
        query = own_picture(token)
    except NotFound:
        return _form(is_gone=True), HTTPStatus.NOT_FOUND
    return render_template("alike.html", page=picture_page(query))


@blueprint.get("/picture/<token>/picture.webp")
def own_picture_file(token: str) -> ResponseReturnValue:
    """Give back a picture sent within the hour, to draw on."""
    return Response(kept_picture(site().home, token), mimetype="image/webp")


@blueprint.get("/colour")
def colour() -> ResponseReturnValue:
    """Show the dyes to choose from, or what has the colours chosen."""
    return render_template("colour.html", page=colour_page())


def _form(complaint: BadInput | None = None, *, is_gone: bool = False) -> str:
    return render_template("picture.html", complaint=complaint, is_gone=is_gone)
