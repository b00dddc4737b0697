"""The gallery of all works, and the page of one."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from archive.loading import listed_works
from archive.records import State
from web.addresses import permanent
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
    """Show one work; one taken down leaves its tombstone."""
    found = shown_work(work_id)
    if found.state is State.WITHDRAWN:
        return render_template("tombstone.html", work=found), HTTPStatus.GONE
    page = work_page(found)
    return render_template("work.html", page=page, linked_data=linked_data(page))


@blueprint.get("/<work_id>/qr.svg")
def qr(work_id: str) -> ResponseReturnValue:
    """Give the QR code of a work's permanent address."""
    found = shown_work(work_id)
    return Response(qr_svg(permanent(found.id)), mimetype="image/svg+xml")
