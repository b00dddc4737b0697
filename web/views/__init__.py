"""Blueprints, one file per page kind."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from web import assets
from web.views import (
    about,
    api,
    collections,
    concepts,
    desk,
    door,
    home,
    images,
    machines,
    makers,
    office,
    permanent,
    search,
    studio,
    works,
)

__all__ = ["register_views"]

#: Every page kind, the API and the machine addresses.
_BLUEPRINTS = (
    home.blueprint,
    works.blueprint,
    makers.blueprint,
    collections.blueprint,
    concepts.blueprint,
    search.blueprint,
    about.blueprint,
    permanent.blueprint,
    images.blueprint,
    machines.blueprint,
    door.blueprint,
    studio.blueprint,
    desk.blueprint,
    office.blueprint,
    api.blueprint,
)


def register_views(app: Flask, csrf: CSRFProtect) -> None:
    """Register every page, the API and the machine addresses."""
    assets.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Programs send no form tokens; the API keeps nothing and knows nobody.
    csrf.exempt(api.blueprint)
    # Searching with a picture changes nothing, and readers get no cookie for a token.
    csrf.exempt(search.picture_results)
