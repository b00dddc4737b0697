"""Addresses that never change, and what stands behind them for people and for programs."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from archive.access import Purpose
from archive.errors import NotFound
from archive.records import Availability, State
from web.announcing import is_closed, robots_words
from web.context import shown_work, site
from web.linked_data import linked_data
from web.qr import qr_png
from web.work_data import work_data
from web.work_page import work_page

__all__ = ["blueprint"]

blueprint = Blueprint("permanent", __name__)

_HTML, _JSON, _LINKED = "text/html", "application/json", "application/ld+json"


@blueprint.get("/works/<work_id>")
def work(work_id: str) -> ResponseReturnValue:
    """Lead to a work's page, or give the work as data to who asks for that."""
    # A browser that takes anything gets the page.
    wanted = request.accept_mimetypes.best_match([_HTML, _JSON, _LINKED], _HTML)
    if wanted == _HTML:
        answer = redirect(url_for("works.work", work_id=work_id), 303)
    else:
        answer = _data(work_id, wanted)
    answer.vary.update(["Accept", "Accept-Language"])
    return answer


@blueprint.get("/ark:/<naan>/<work_id>")
def ark(naan: str, work_id: str) -> ResponseReturnValue:
    """Resolve an Archival Resource Key of ours like the permanent address."""
    if naan != site().settings.naan:
        raise NotFound(f"ark:/{naan} is not this archive")
    return work(work_id)


@blueprint.get("/works/<work_id>/sale-qr.png")
def sale_qr(work_id: str) -> ResponseReturnValue:
    """Give the QR code of a way to buy a work."""
    found = shown_work(work_id)
    number = request.args.get("n", 0, type=int)
    can_be_had = found.availability in {Availability.FOR_SALE, Availability.MADE_TO_ORDER}
    if not can_be_had or not 0 <= number < len(found.sale_links):
        raise NotFound(f"work {work_id} has no such way to buy it")
    return Response(qr_png(found.sale_links[number].url), mimetype="image/png")


def _data(work_id: str, kind: str) -> Response:
    found = shown_work(work_id, Purpose.API)
    if kind == _LINKED and found.state is not State.WITHDRAWN and not is_closed(found):
        body: object = linked_data(work_page(found))
    else:
        body = work_data(found)
    status = 410 if found.state is State.WITHDRAWN else 200
    answer = Response(json.dumps(body, ensure_ascii=False), status, mimetype=kind)
    if words := robots_words(found):
        answer.headers["X-Robots-Tag"] = words
    return answer
