"""Motifs and techniques: the trees and their entries."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
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
    if concept.slug != slug:
        return _moved(scheme, concept.slug)
    return render_template("concept.html", page=concept_page(concept, asked_page()))


def _moved(scheme: str, slug: str) -> ResponseReturnValue:
    """Lead from a merged concept to what it became."""
    answer = redirect(url_for(f"concepts.{scheme}", slug=slug), 301)
    # A browser keeps a lasting redirect for ever unless told otherwise; merging can be undone.
    answer.headers["Cache-Control"] = "max-age=3600"
    return answer
