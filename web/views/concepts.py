"""Motifs and techniques: the trees and their entries."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.branches import branches, concept_page
from web.context import vocabulary
from web.paging import asked_page

__all__ = ["blueprint"]

blueprint = Blueprint("concepts", __name__, url_prefix="/<any(zh, en):lang>")


@blueprint.get("/motifs/")
def motifs() -> ResponseReturnValue:
    """Show the tree of motifs."""
    return render_template("concepts.html", scheme="motif", branches=branches("motif"))


@blueprint.get("/techniques/")
def techniques() -> ResponseReturnValue:
    """Show the tree of techniques."""
    return render_template("concepts.html", scheme="technique", branches=branches("technique"))


@blueprint.get("/motifs/<slug>")
def motif(slug: str) -> ResponseReturnValue:
    """Show one motif with its works."""
    return _page("motif", slug)


@blueprint.get("/techniques/<slug>")
def technique(slug: str) -> ResponseReturnValue:
    """Show one technique with its works."""
    return _page("technique", slug)


def _page(scheme: str, slug: str) -> ResponseReturnValue:
    concept = vocabulary().concept(f"{scheme}/{slug}")
    return render_template("concept.html", page=concept_page(concept, asked_page()))
