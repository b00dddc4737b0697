"""Display pictures, for those who may see them and nobody else."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from archive import access
from archive.access import PUBLIC, Purpose, Viewer
from archive.clock import today
from archive.derivatives import SIZES_PX, SIZES_VERSION
from archive.errors import NotFound
from archive.loading import load_work, work_of_photograph
from archive.records import Photograph, Work
from web.announcing import robots_words
from web.context import catalogue, site, viewer

__all__ = ["blueprint"]

blueprint = Blueprint("images", __name__, url_prefix="/images")

# A day, not for ever: what somebody takes back must not stay in caches for a year.
# Afterwards the tag is asked for, which costs no picture.
_FOR_EVERYBODY = "public, max-age=86400"
_FOR_ONE = "private, no-store"


@blueprint.get("/<photograph_id>/<int:longest_px>.webp")
def size(photograph_id: str, longest_px: int) -> ResponseReturnValue:
    """Give a photograph in one of its sizes."""
    work_id = work_of_photograph(catalogue(), photograph_id)
    if work_id is None or longest_px not in SIZES_PX:
        raise _nothing(photograph_id)
    work = load_work(catalogue(), work_id)
    photograph = _shown(work, photograph_id, PUBLIC)
    caching = _FOR_EVERYBODY
    if photograph is None:
        # Only now is it asked who this is, so that public pictures depend on no cookie.
        photograph, caching = _shown(work, photograph_id, viewer()), _FOR_ONE
    if photograph is None:
        raise _nothing(photograph_id)
    answer = _file(photograph, longest_px, caching)
    if words := robots_words(work):
        answer.headers["X-Robots-Tag"] = words
    return answer


def _shown(work: Work, photograph_id: str, who: Viewer) -> Photograph | None:
    shown = access.show(work, who, Purpose.IMAGE, today())
    photographs = shown.photographs if shown is not None else ()
    return next((each for each in photographs if each.id == photograph_id), None)


def _file(photograph: Photograph, longest_px: int, caching: str) -> Response:
    path = site().derivatives.size(photograph.sha256, longest_px)
    answer = Response(mimetype="image/webp")
    # The name of an original is its content's digest, so the tag needs no look at the file.
    answer.set_etag(f"{photograph.sha256[:24]}-{SIZES_VERSION}-{longest_px}")
    answer.headers["Cache-Control"] = caching
    answer.make_conditional(request)
    if answer.status_code != HTTPStatus.NOT_MODIFIED:
        try:
            answer.set_data(path.read_bytes())
        except FileNotFoundError:
            # Still to be made: the work of the queue, not of a visit.
            raise _nothing(photograph.id) from None
    return answer


def _nothing(photograph_id: str) -> NotFound:
    return NotFound(f"there is no picture {photograph_id}")
