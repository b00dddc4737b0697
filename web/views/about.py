"""What this archive is, and how to have something taken down."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

__all__ = ["blueprint"]

blueprint = Blueprint("about", __name__, url_prefix="/<any(zh, en):lang>/about")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Show what the archive is, whose the pictures are, and how to take one down."""
    return render_template("about.html")
