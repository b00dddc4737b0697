"""Blueprints, one file per page kind."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from web import assets
from web.views import (
    about,
    api,
    closing,
    collections,
    concepts,
    desk,
    door,
    duplicates,
    guesses,
    history,
    home,
    images,
    importing,
    judging,
    machines,
    maker_consents,
    makers,
    occurrences,
    office,
    permanent,
    record_collections,
    record_makers,
    records,
    search,
    sketch,
    studio,
    taking_back,
    word_lists,
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
    sketch.blueprint,
    judging.blueprint,
    about.blueprint,
    permanent.blueprint,
    images.blueprint,
    machines.blueprint,
    door.blueprint,
    studio.blueprint,
    taking_back.studio,
    taking_back.blueprint,
    maker_consents.blueprint,
    desk.blueprint,
    history.blueprint,
    occurrences.blueprint,
    guesses.blueprint,
    duplicates.blueprint,
    closing.blueprint,
    records.blueprint,
    record_makers.blueprint,
    record_collections.blueprint,
    office.blueprint,
    importing.blueprint,
    word_lists.blueprint,
    api.blueprint,
)


def register_views(app: Flask, csrf: CSRFProtect) -> None:
    """Register every page, the API and the machine addresses."""
    assets.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Programs send no form tokens; the API keeps nothing and knows nobody.
    csrf.exempt(api.blueprint)
    # A picture to search with goes after an hour, and readers get no cookie for a token.
    csrf.exempt(search.picture_results)
    csrf.exempt(sketch.sent)
