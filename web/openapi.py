"""The API described in its own words: OpenAPI 3.1, written by hand.

A test holds it against the routes in both directions.
"""

from __future__ import annotations

import archive
from web.asked_regions import MOST_REGIONS
from web.record_shapes import RECORD_SHAPES

__all__ = ["openapi"]

Json = dict[str, object]

_PATHS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "/works": ("Every work the public may know of, newest first", ("limit", "offset"), "WorkPage"),
    "/works/{work}": ("One work", ("work",), "Work"),
    "/works/{work}/similar": (
        "Works like one work, or with the same as regions of a photograph of it",
        ("work", "photo", "region", "more", "less", "filters", "limit"),
        "SearchResult",
    ),
    "/makers": ("Every maker named on a public work", ("limit", "offset"), "MakerPage"),
    "/makers/{maker}": ("One maker", ("maker",), "Maker"),
    "/collections": ("Every collection", (), "CollectionList"),
    "/collections/{slug}": ("One collection", ("slug",), "Collection"),
    "/concepts": ("The vocabularies", ("scheme",), "ConceptList"),
    "/concepts/{scheme}/{slug}": ("One concept", ("scheme_path", "slug"), "Concept"),
    "/search": ("Search by words and filters", ("q", "filters", "page", "limit"), "SearchResult"),
    "/search/colour": (
        "Search by one to three colours",
        ("c", "share", "filters", "limit"),
        "SearchResult",
    ),
    "/openapi.json": ("This description", (), "Description"),
}

_STRING: Json = {"type": "string"}
_NUMBER: Json = {"type": "number"}
_INTEGER: Json = {"type": "integer"}
_OBJECT: Json = {"type": "object"}
_BOX: Json = {"type": ["array", "null"], "items": _INTEGER}
_REGION = "x,y,w,h in pixels of the upright picture, or pct:x,y,w,h; several are sought together"
_MORE = "Ids of photographs that are like what is meant"
_LESS = "Ids of photographs that are not"
_SCHEMES = ["motif", "technique", "object", "material", "colour", "place"]


def openapi(server_url: str) -> Json:
    """Return the description for a site at this address."""
    paths: Json = {
        path: {"get": _operation(summary, parameters, schema)}
        for path, (summary, parameters, schema) in _PATHS.items()
    }
    paths["/search/image"] = {"post": _picture_search()}
    paths["/search/sketch"] = {"post": _sketch_search()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Xiupu 绣谱",
            "version": archive.__version__,
            "description": "Reading and searching an archive of embroidery. Only what was agreed"
            " to is shown; errors are problem details (RFC 9457).",
        },
        "servers": [{"url": f"{server_url}/api/v1"}],
        "paths": paths,
        "components": {"schemas": _SHAPES, "parameters": _PARAMETERS, "responses": _RESPONSES},
    }


def _operation(summary: str, parameters: tuple[str, ...], schema: str) -> Json:
    return {
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in parameters],
        "responses": {
            "200": {
                "description": summary,
                "content": {"application/json": {"schema": _ref(schema)}},
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _picture_search() -> Json:
    more: Json = {
        "region": _list(_STRING) | {"description": _REGION, "maxItems": MOST_REGIONS},
        "more": _list(_STRING) | {"description": _MORE},
        "less": _list(_STRING) | {"description": _LESS},
    }
    summary = "Search by picture or parts of one; nothing of it is kept"
    return _sending(summary, "A photograph", more)


def _sketch_search() -> Json:
    summary = "Search by a drawing of a figure's outlines; nothing of it is kept"
    return _sending(summary, "Lines on plain ground, as a picture", {})


def _sending(summary: str, image: str, more: Json) -> Json:
    """Describe a search by a picture that is sent along."""
    form: Json = {
        "type": "object",
        "required": ["image"],
        "properties": {
            "image": {"type": "string", "format": "binary", "description": image},
            **more,
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 24},
        },
    }
    operation = _operation(summary, ("filters",), "SearchResult")
    return operation | {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _record(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _page_of(name: str, shape: str) -> Json:
    properties: dict[str, Json] = {
        name: _list(_ref(shape)),
        "total": _INTEGER,
        "limit": _INTEGER,
        "offset": _INTEGER,
        "next": {"type": ["string", "null"], "format": "uri"},
    }
    return _record(**properties)


def _parameter(name: str, where: str, schema: Json, description: str) -> Json:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": schema,
        "description": description,
    }


_SHAPES: Json = {
    "Wording": _record(zh=_STRING, en=_STRING),
    **RECORD_SHAPES,
    "Work": _OBJECT
    | {
        "required": ["id", "url", "state"],
        "properties": {
            "id": _STRING,
            "url": {"type": "string", "format": "uri"},
            "state": {"enum": ["published", "withdrawn"]},
            "tombstone": _ref("Tombstone"),
            "embargo": _ref("Embargo"),
            "identifier": {"type": ["string", "null"]},
            "title": _ref("Wording"),
            "description": _ref("Wording"),
            "makers": _list(_OBJECT),
            "photographs": _list(_OBJECT),
            "concepts": _OBJECT,
            "statements": _list(_ref("Statement")),
            "occurrences": _list(_ref("Occurrence")),
            "part_of": _list(_ref("PartOf")),
            "parts": _list(_STRING) | {"description": "Ids of the works that are part of it"},
            "suggestions": _list(_OBJECT)
            | {"description": "What a program believes, with model and score; never a fact"},
            "availability": {"enum": ["for sale", "made to order", "sold", "not for sale"]},
            "sale_links": _list(_OBJECT),
            "licence": _STRING,
            "credit_line": _STRING,
            "collections": _list(_STRING),
        },
    },
    "WorkPage": _page_of("works", "Work"),
    "Maker": _record(
        id=_STRING,
        url=_STRING,
        name=_ref("Wording"),
        statements=_list(_ref("Statement")),
        works=_list(_STRING),
    ),
    "MakerPage": _page_of("makers", "Maker"),
    "Collection": _record(
        slug=_STRING,
        url=_STRING,
        title=_ref("Wording"),
        statements=_list(_ref("Statement")),
        works=_list(_STRING),
        reasons={"type": "object", "additionalProperties": _STRING},
    ),
    "CollectionList": _record(collections=_list(_ref("Collection"))),
    "Concept": _record(id=_STRING, scheme=_STRING, slug=_STRING, label=_OBJECT),
    "ConceptList": _record(concepts=_list(_ref("Concept"))),
    "Hit": _record(
        work=_STRING,
        identifier={"type": ["string", "null"]},
        title=_ref("Wording"),
        photo={"type": ["string", "null"]},
        file={"type": ["string", "null"]},
        score=_NUMBER | {"minimum": 0, "maximum": 1},
        region=_BOX | {"description": "What matched, in pixels of the upright photograph"},
        query_region=_BOX | {"description": "What of the query it answers, in its pixels"},
        part=_INTEGER | {"description": "Which region of the query that is, from 0"},
        reasons=_list(_record(kind=_STRING, weight=_NUMBER)),
        url={"type": "string", "format": "uri"},
    ),
    "SearchResult": _record(
        query=_OBJECT,
        total=_INTEGER,
        hits=_list(_ref("Hit")),
        facets=_OBJECT,
        took_ms=_NUMBER,
    ),
    "Description": _OBJECT,
    "Problem": _record(type=_STRING, status=_INTEGER, title=_STRING),
}
_PARAMETERS: Json = {
    "work": _parameter("work", "path", _STRING, "A work's id"),
    "maker": _parameter("maker", "path", _STRING, "A maker's id"),
    "slug": _parameter("slug", "path", _STRING, "Short name"),
    "scheme_path": _parameter("scheme", "path", {"enum": _SCHEMES}, "A vocabulary"),
    "scheme": _parameter("scheme", "query", {"enum": _SCHEMES}, "Only this vocabulary"),
    "q": _parameter("q", "query", _STRING, "Words; empty finds everything"),
    "filters": {
        "name": "filters",
        "in": "query",
        "style": "form",
        "explode": True,
        "schema": {"type": "object", "additionalProperties": _list(_STRING)},
        "description": "A facet's name and a value of it, such as motif=butterfly; the same"
        " name twice means either, different names mean both",
    },
    "photo": _parameter("photo", "query", _STRING, "A photograph of the work; else its cover"),
    "region": _parameter("region", "query", _list(_STRING), _REGION),
    "more": _parameter("more", "query", _list(_STRING), _MORE),
    "less": _parameter("less", "query", _list(_STRING), _LESS),
    "c": _parameter("c", "query", _list(_STRING), "Colours as rrggbb, one to three"),
    "share": _parameter(
        "share", "query", _list(_INTEGER), "Of the cloth in per cent, in their order; 0 for any"
    ),
    "page": _parameter("page", "query", _INTEGER | {"minimum": 1}, "Page, from 1"),
    "limit": _parameter(
        "limit", "query", _INTEGER | {"minimum": 1, "maximum": 100}, "Most records in the answer"
    ),
    "offset": _parameter("offset", "query", _INTEGER | {"minimum": 0}, "Records to pass over"),
}
_RESPONSES: Json = {
    "Problem": {
        "description": "What went wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
}
