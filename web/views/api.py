"""The JSON API, version 1: what the public may see, for programs.

Everybody gets the public's view here, signed in or not, so that an answer may
be kept in any cache and read from any site.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from archive.access import PUBLIC, Purpose
from archive.errors import BadInput, NotFound
from archive.loading import listed_works
from archive.vocabulary import SCHEMES
from search.results import SearchResult
from search.text import FILTER_FIELDS
from search.visual import Part
from web.addresses import site_url
from web.asked_colours import asked_colours, wanted
from web.asked_regions import Box, regions_in
from web.context import catalogue, shown_work, shown_works, site, vocabulary
from web.facets import names_of
from web.found_pictures import asked_words
from web.json_shapes import collection_json, concept_json, maker_json, search_json
from web.openapi import openapi
from web.people import named_maker, named_makers
from web.picture_queries import archive_picture, parts_of, parts_of_upload, sketch_of_upload
from web.placing import placed_in_whole, without_work
from web.stories import filled_collections, shown_collection, visible_works
from web.work_data import work_data

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_MOST = 100
_USUAL = 24
_FARTHEST = 100_000


@blueprint.before_request
def _forget_who_asks() -> None:
    g.viewer = PUBLIC


@blueprint.after_request
def _open_to_all(response: Response) -> Response:
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/works")
def works() -> Response:
    """One page of the works, newest first."""
    ids = listed_works(catalogue())
    start, end = _window()
    shown = shown_works(ids[start:end], Purpose.API)
    found = [work_data(work) for work in shown]
    return _json({"works": found, **_paging(len(ids), start, end)})


@blueprint.get("/works/<work_id>")
def work(work_id: str) -> Response:
    """One work, or the tombstone of one taken down."""
    return _json(work_data(shown_work(work_id, Purpose.API)))


@blueprint.get("/works/<work_id>/similar")
def similar(work_id: str) -> Response:
    """Works like one work, or with the same as a region of a photograph of it."""
    started = time.perf_counter()
    cover = shown_work(work_id, Purpose.API).cover
    limit = _number("limit", 8, 1, _MOST)
    regions = [text for text in request.args.getlist("region") if text]
    asked: dict[str, object] = {"work": work_id, "limit": limit}
    if regions:
        query = archive_picture(request.args.get("photo", ""), work_id)
        boxes = regions_in(regions, query.size)
        result = _by_picture(parts_of(query, boxes), boxes, limit + 1)
        found = without_work(result, work_id, limit)
        return _found(found, asked | {"regions": [list(box) for box in boxes]}, started)
    empty = SearchResult(0, ())
    result = site().engine.similar(cover.id, audience="public", limit=limit) if cover else empty
    return _found(result, asked, started)


@blueprint.get("/makers")
def makers() -> Response:
    """One page of the makers who are named on a public work, by name."""
    start, end = _window()
    named, total = named_makers(start, end)
    found = [maker_json(maker, ids, site_url(), vocabulary()) for maker, ids, _ in named]
    return _json({"makers": found, **_paging(total, start, end)})


@blueprint.get("/makers/<maker_id>")
def maker(maker_id: str) -> Response:
    """One maker, as long as a public work names her."""
    named, works = named_maker(maker_id)
    return _json(maker_json(named, [work.id for work in works], site_url(), vocabulary()))


@blueprint.get("/collections")
def collections() -> Response:
    """Every collection with at least one public work."""
    filled = filled_collections()
    found = [collection_json(c, ids, site_url(), vocabulary()) for c, ids, _ in filled]
    return _json({"collections": found})


@blueprint.get("/collections/<slug>")
def collection(slug: str) -> Response:
    """One collection with its public works in the curator's order."""
    found = shown_collection(slug)
    ids = [work.id for work in visible_works(found)]
    if not ids:
        raise NotFound(f"there is no collection {slug}")
    return _json(collection_json(found, ids, site_url(), vocabulary()))


@blueprint.get("/concepts")
def concepts() -> Response:
    """Every concept, or those of one vocabulary."""
    scheme = request.args.get("scheme", "")
    if scheme and scheme not in SCHEMES:
        raise BadInput(f"there is no scheme {scheme!r}", hint=f"known are {', '.join(SCHEMES)}")
    wanted = [scheme] if scheme else list(SCHEMES)
    known = vocabulary()
    return _json(
        {"concepts": [concept_json(c, known) for name in wanted for c in known.scheme(name)]}
    )


@blueprint.get("/concepts/<scheme>/<slug>")
def concept(scheme: str, slug: str) -> Response:
    """One concept."""
    return _json(concept_json(vocabulary().concept(f"{scheme}/{slug}"), vocabulary()))


@blueprint.get("/search")
def search() -> Response:
    """Search by words and filters, as the search page does."""
    started = time.perf_counter()
    query = request.args.get("q", "")
    where = _where()
    limit = _number("limit", _USUAL, 1, _MOST)
    page = _number("page", 1, 1, _FARTHEST)
    result = site().engine.by_words(
        query, audience="public", where=where, limit=limit, offset=(page - 1) * limit
    )
    asked = {"q": query, "where": _where_json(), "page": page, "limit": limit}
    return _found(result, asked, started)


@blueprint.post("/search/image")
def search_image() -> Response:
    """Search by a picture that is sent along; nothing of it is kept."""
    started = time.perf_counter()
    sent = request.files.get("image")
    if sent is None:
        raise BadInput("no picture was sent", hint="send it as multipart form field 'image'")
    regions = [text for text in request.values.getlist("region") if text]
    limit = _number("limit", _USUAL, 1, _MOST)
    parts, boxes = parts_of_upload(sent.read(), regions)
    result = _by_picture(parts, boxes, limit)
    asked: dict[str, object] = {"image": sent.filename, "region": (regions or [""])[0]}
    asked |= {"regions": [list(box) for box in boxes], "where": _where_json(), "limit": limit}
    return _found(result, asked, started)


@blueprint.post("/search/sketch")
def search_sketch() -> Response:
    """Search by a drawing that is sent along; nothing of it is kept."""
    started = time.perf_counter()
    sent = request.files.get("image")
    if sent is None:
        raise BadInput("no drawing was sent", hint="send it as multipart form field 'image'")
    limit = _number("limit", _USUAL, 1, _MOST)
    sketch = sketch_of_upload(sent.read())
    result = site().engine.by_sketch(sketch, audience="public", where=_where(), limit=limit)
    return _found(result, {"image": sent.filename, "where": _where_json(), "limit": limit}, started)


@blueprint.get("/search/colour")
def search_colour() -> Response:
    """Search by one to three colours, with their shares of the cloth."""
    started = time.perf_counter()
    colours = asked_colours()
    if not colours:
        raise BadInput("no colour was asked for", hint="send it as c=rrggbb")
    limit = _number("limit", _USUAL, 1, _MOST)
    result = site().engine.by_colours(
        wanted(colours), audience="public", where=_where(), limit=limit
    )
    said = [{"c": each.hex, "share": each.percent} for each in colours]
    return _found(result, {"colours": said, "where": _where_json(), "limit": limit}, started)


@blueprint.get("/openapi.json")
def description() -> Response:
    """Describe all of this."""
    return _json(openapi(site_url()))


def _json(body: dict[str, object]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")


def _number(name: str, usual: int, least: int, most: int) -> int:
    text = request.values.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise BadInput(f"{name} cannot be {text[:40]!r}", hint=f"a number from {least} to {most}")
    return int(text)


def _where() -> list[tuple[str, str]]:
    return [(field, v) for field in FILTER_FIELDS for v in request.values.getlist(field) if v]


def _where_json() -> list[list[str]]:
    return [list(pair) for pair in _where()]


def _by_picture(parts: Sequence[Part], boxes: Sequence[Box], limit: int) -> SearchResult:
    """Search by parts of a picture; what a hit answers is told in pixels of the whole."""
    result = site().engine.by_picture(
        parts,
        audience="public",
        where=_where(),
        limit=limit,
        more=asked_words("more"),
        less=asked_words("less"),
    )
    return placed_in_whole(result, parts, boxes)


def _window() -> tuple[int, int]:
    start = _number("offset", 0, 0, _FARTHEST)
    return start, start + _number("limit", _USUAL, 1, _MOST)


def _paging(total: int, start: int, end: int) -> dict[str, object]:
    following = urlencode({"limit": end - start, "offset": end})
    more = f"{site_url()}{request.path}?{following}" if end < total else None
    return {"total": total, "limit": end - start, "offset": start, "next": more}


def _found(result: SearchResult, query: dict[str, object], started: float) -> Response:
    shown = shown_works((hit.work for hit in result.hits), Purpose.API)
    names = names_of((field, c.value) for field, counts in result.facets.items() for c in counts)
    took_ms = (time.perf_counter() - started) * 1000
    return _json(search_json(result, shown, vocabulary(), query, took_ms, site_url(), names))
