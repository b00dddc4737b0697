"""Addresses for programs: health, robots, site map, feed, web app manifest."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from archive.access import Purpose
from archive.loading import listed_works
from web.addresses import absolute
from web.assets import asset
from web.context import catalogue, shown_works
from web.news import newest
from web.site_map import pages_of_site

__all__ = ["blueprint"]

blueprint = Blueprint("machines", __name__)

_ROBOTS = """User-agent: *
Disallow: /zh/studio/
Disallow: /en/studio/
Disallow: /zh/desk/
Disallow: /en/desk/
Disallow: /zh/search
Disallow: /en/search

Sitemap: {sitemap}
"""


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
    sitemap = absolute(url_for("machines.sitemap"))
    return Response(_ROBOTS.format(sitemap=sitemap), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """List every public page, in both languages."""
    body = render_template("machines/sitemap.xml", pages=pages_of_site())
    return Response(body, mimetype="application/xml")


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """List the newest works (Atom, RFC 4287)."""
    body = render_template("machines/feed.xml", entries=newest())
    return Response(body, mimetype="application/atom+xml")


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
