"""The gallery of all works, and the page of one."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from archive.loading import listed_works
from archive.records import State
from web.addresses import permanent
from web.announcing import is_closed, robots_words
from web.cards import cards_of
from web.context import catalogue, shown_work, shown_works
from web.linked_data import linked_data
from web.paging import PAGE_SIZE, Paging, asked_page
from web.qr import qr_svg
from web.work_page import work_page

__all__ = ["blueprint"]

blueprint = Blueprint("works", __name__, url_prefix="/<any(zh, en):lang>/works")


@blueprint.get("/")
def gallery() -> ResponseReturnValue:
    """Show all works, the newest first."""
    listed = listed_works(catalogue())
    paging = Paging(asked_page(), len(listed))
    works = shown_works(listed[paging.offset : paging.offset + PAGE_SIZE])
    return render_template("works.html", cards=cards_of(works), paging=paging)


@blueprint.get("/<work_id>")
def work(work_id: str) -> ResponseReturnValue:
    """Show one work; one taken down leaves its tombstone, one kept closed the day it opens."""
    found = shown_work(work_id)
    status = HTTPStatus.OK
    if found.state is State.WITHDRAWN:
        status = HTTPStatus.GONE
        text = render_template("tombstone.html", work=found)
    elif is_closed(found):
        # Not 403: whoever comes by a printed code is at the right place, only too early,
        # and no key would open it.
        text = render_template("closed.html", work=found)
    else:
        page = work_page(found)
        text = render_template("work.html", page=page, linked_data=linked_data(page))
    answer = make_response(text, status)
    if words := robots_words(found):
        answer.headers["X-Robots-Tag"] = words
    return answer


@blueprint.get("/<work_id>/qr.svg")
def qr(work_id: str) -> ResponseReturnValue:
    """Give the QR code of a work's permanent address."""
    found = shown_work(work_id)
    return Response(qr_svg(permanent(found.id)), mimetype="image/svg+xml")
