"""Addresses for programs: health, robots, site map, feed, web app manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from flask import Blueprint, Response, render_template, request, stream_template, url_for
from flask.typing import ResponseReturnValue

from archive.access import Purpose
from archive.errors import NotFound
from archive.loading import listed_works
from web.addresses import absolute
from web.assets import asset
from web.context import catalogue, shown_works
from web.news import newest
from web.site_map import count_of_files, pages_of_site

__all__ = ["blueprint"]

blueprint = Blueprint("machines", __name__)

_ROBOTS = """User-agent: *
Disallow: /zh/studio/
Disallow: /en/studio/
Disallow: /zh/desk/
Disallow: /en/desk/
Disallow: /zh/search
Disallow: /en/search

{sitemaps}
"""
_PARTS_IN_BLOCK = 1000
# What XML 1.0 has no way to write (its production 2, Char), whoever typed it.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Say that the catalogue can be read, having read it."""
    works = len(shown_works(listed_works(catalogue())[:1], Purpose.COUNT))
    answer = Response(json.dumps({"status": "ok", "reads": works}), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell robots what not to walk through."""
    numbers = [None, *range(2, count_of_files() + 1)]
    files = (absolute(url_for("machines.sitemap", file=number)) for number in numbers)
    sitemaps = "\n".join(f"Sitemap: {address}" for address in files)
    return Response(_ROBOTS.format(sitemaps=sitemaps), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """List every public page, in both languages; ``robots.txt`` names all files of the list."""
    number = request.args.get("file", 1, type=int)
    if not 1 <= number <= count_of_files():
        raise NotFound(f"there is no file {number} of the site map")
    parts = stream_template("machines/sitemap.xml", pages=pages_of_site(number))
    return Response(_blocks(parts), mimetype="application/xml")


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """List the newest works (Atom, RFC 4287)."""
    body = render_template("machines/feed.xml", entries=newest())
    return Response(_xml(body), mimetype="application/atom+xml")


@blueprint.get("/manifest.webmanifest")
def web_manifest() -> ResponseReturnValue:
    """Describe the site for a phone's home screen."""
    body = {
        "name": "绣谱 Xiupu",
        "short_name": "绣谱",
        "lang": "zh-Hans",
        "start_url": "/",
        "display": "browser",
        "background_color": "#14182B",
        "theme_color": "#14182B",
        "icons": [{"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, mimetype="application/manifest+json")


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _blocks(parts: Iterator[str]) -> Iterator[str]:
    """Join the many small parts of a template into blocks worth sending."""
    while block := "".join(islice(parts, _PARTS_IN_BLOCK)):
        yield _xml(block)
