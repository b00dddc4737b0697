"""The JSON API, version 1: what the public may see, for programs.

Everybody gets the public's view here, signed in or not, so that an answer may
be kept in any cache and read from any site.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from archive import access
from archive.access import PUBLIC, Purpose
from archive.clock import today
from archive.curated import all_collections, load_collection
from archive.errors import BadInput, NotFound
from archive.loading import listed_works, load_works
from archive.makers import load_makers
from archive.records import Collection, Maker, Work
from archive.vocabulary import SCHEMES
from archive.wording import Wording
from ingest.querying import features_of_upload
from search.results import SearchResult
from search.text import FILTER_FIELDS
from web.context import catalogue, site, vocabulary
from web.json_shapes import collection_json, concept_json, maker_json, search_json, work_json
from web.openapi import openapi

__all__ = ["blueprint"]

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_MOST = 100
_USUAL = 24
_FARTHEST = 100_000


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
    found = [work_json(work, vocabulary(), _base()) for work in _shown(ids[start:end])]
    return _json({"works": found, **_paging(len(ids), start, end)})


@blueprint.get("/works/<work_id>")
def work(work_id: str) -> Response:
    """One work, or the tombstone of one taken down."""
    return _json(work_json(_work(work_id), vocabulary(), _base()))


@blueprint.get("/works/<work_id>/similar")
def similar(work_id: str) -> Response:
    """Works like one work."""
    started = time.perf_counter()
    cover = _work(work_id).cover
    limit = _number("limit", 8, 1, _MOST)
    empty = SearchResult(0, ())
    result = site().engine.similar(cover.id, public=True, limit=limit) if cover else empty
    return _found(result, {"work": work_id, "limit": limit}, started)


@blueprint.get("/makers")
def makers() -> Response:
    """One page of the makers who are named on a public work, by name."""
    named = _named_makers()
    start, end = _window()
    found = [maker_json(maker, ids, _base()) for maker, ids in named[start:end]]
    return _json({"makers": found, **_paging(len(named), start, end)})


@blueprint.get("/makers/<maker_id>")
def maker(maker_id: str) -> Response:
    """One maker, as long as a public work names her."""
    for named, ids in _named_makers():
        if named.id == maker_id:
            return _json(maker_json(named, ids, _base()))
    raise NotFound(f"there is no maker {maker_id}")


@blueprint.get("/collections")
def collections() -> Response:
    """Every collection with at least one public work."""
    shown = ((each, _public_ids(each)) for each in all_collections(catalogue()))
    return _json(
        {"collections": [collection_json(each, ids, _base()) for each, ids in shown if ids]}
    )


@blueprint.get("/collections/<slug>")
def collection(slug: str) -> Response:
    """One collection with its public works in the curator's order."""
    found = load_collection(catalogue(), slug)
    ids = _public_ids(found)
    if not ids:
        raise NotFound(f"there is no collection {slug}")
    return _json(collection_json(found, ids, _base()))


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
    where = [(field, v) for field in FILTER_FIELDS for v in request.args.getlist(field) if v]
    limit = _number("limit", _USUAL, 1, _MOST)
    page = _number("page", 1, 1, _FARTHEST)
    result = site().engine.by_words(
        query, public=True, where=where, limit=limit, offset=(page - 1) * limit
    )
    asked = {"q": query, "where": [list(pair) for pair in where], "page": page, "limit": limit}
    return _found(result, asked, started)


@blueprint.post("/search/image")
def search_image() -> Response:
    """Search by a picture that is sent along; nothing of it is kept."""
    started = time.perf_counter()
    sent = request.files.get("image")
    if sent is None:
        raise BadInput("no picture was sent", hint="send it as multipart form field 'image'")
    region = request.values.get("region", "")
    limit = _number("limit", _USUAL, 1, _MOST)
    features = features_of_upload(sent.read(), catalogue(), region=region)
    result = site().engine.by_picture(features, public=True, limit=limit)
    return _found(result, {"image": sent.filename, "region": region, "limit": limit}, started)


@blueprint.get("/openapi.json")
def description() -> Response:
    """Describe all of this."""
    return _json(openapi(_base()))


def _json(body: dict[str, object]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")


def _base() -> str:
    return (site().settings.site_url or request.url_root).rstrip("/")


def _number(name: str, usual: int, least: int, most: int) -> int:
    text = request.values.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise BadInput(f"{name} cannot be {text[:40]!r}", hint=f"a number from {least} to {most}")
    return int(text)


def _window() -> tuple[int, int]:
    start = _number("offset", 0, 0, _FARTHEST)
    return start, start + _number("limit", _USUAL, 1, _MOST)


def _paging(total: int, start: int, end: int) -> dict[str, object]:
    following = urlencode({"limit": end - start, "offset": end})
    more = f"{_base()}{request.path}?{following}" if end < total else None
    return {"total": total, "limit": end - start, "offset": start, "next": more}


def _shown(ids: Sequence[str]) -> list[Work]:
    """Return those works the public may see, as it may see them; no tombstones."""
    found = load_works(catalogue(), ids).values()
    shown = (access.show(each, PUBLIC, Purpose.API, today()) for each in found)
    return [each for each in shown if each is not None and each.tombstone is None]


def _work(work_id: str) -> Work:
    found = load_works(catalogue(), [work_id])
    shown = access.show(found[work_id], PUBLIC, Purpose.API, today()) if found else None
    if shown is None:
        raise NotFound(f"there is no work {work_id}", hint="check the number letter by letter")
    return shown


def _public_ids(collection: Collection) -> list[str]:
    return [work.id for work in _shown(collection.works)]


def _named_makers() -> list[tuple[Maker, list[str]]]:
    """Return every maker whom a public work names, with those works; by name."""
    named: dict[str, tuple[Maker, list[str]]] = {}
    for each in _shown(listed_works(catalogue())):
        for credit in each.credits:
            if credit.maker is not None:
                known = named.setdefault(credit.maker.id, (credit.maker, []))
                if each.id not in known[1]:
                    known[1].append(each.id)
    return sorted(named.values(), key=lambda pair: (pair[0].name, pair[0].id))


def _found(result: SearchResult, query: dict[str, object], started: float) -> Response:
    shown = _shown([hit.work for hit in result.hits])
    took_ms = (time.perf_counter() - started) * 1000
    return _json(search_json(result, shown, vocabulary(), query, took_ms, _base(), _names(result)))


def _names(result: SearchResult) -> dict[str, Wording]:
    """Return the wordings of the makers and collections a result counts."""
    ids = [count.value for count in result.facets.get("maker", ())]
    names = {each.id: each.name for each in load_makers(catalogue(), ids).values()}
    if result.facets.get("collection"):
        names |= {each.slug: each.title for each in all_collections(catalogue())}
    return names
