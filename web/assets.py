"""Addresses of static files that change when the file does."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from flask import Flask, current_app, url_for

from web.addresses import absolute

__all__ = ["asset", "install"]

_DIGEST_LENGTH = 10


def install(app: Flask) -> None:
    """Give templates ``asset``, ``absolute`` and ``has_page``."""
    app.jinja_env.globals |= {"asset": asset, "absolute": absolute, "has_page": has_page}


def asset(name: str) -> str:
    """Return the address of a static file; browsers may keep what it gives for ever."""
    return url_for("static", filename=name, v=_digest(name))


def has_page(endpoint: str) -> bool:
    """Say whether this site has a page; parts of it can be left out."""
    return endpoint in current_app.view_functions


@cache
def _digest(name: str) -> str:
    content = (resources.files("web") / "static" / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]
