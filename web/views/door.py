"""Coming in by an invitation link, and leaving."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from archive.access import Role
from archive.invitations import accept, viewer_of
from web.context import catalogue, site
from web.entry import unseen, welcome_errors
from web.invitation_links import read_link

__all__ = ["blueprint"]

blueprint = Blueprint("door", __name__, url_prefix="/<any(zh, en):lang>")
blueprint.after_request(unseen)

#: Where somebody comes in; staff at the desk.
_ROOMS = {Role.MAKER: "studio.home", Role.RESEARCHER: "search.results"}

welcome_errors(blueprint)


@blueprint.get("/come-in/<token>")
def threshold(token: str) -> ResponseReturnValue:
    """Show one button, so that a link preview or a robot signs nobody in."""
    invitation_id, _ = read_link(token, home=site().home)
    guest = viewer_of(catalogue(), invitation_id)
    return render_template("door/threshold.html", token=token, guest=guest)


@blueprint.post("/come-in/<token>")
def come_in(token: str) -> ResponseReturnValue:
    """Sign in and go to where this person works."""
    invitation_id, secret = read_link(token, home=site().home)
    guest = accept(catalogue(), invitation_id, secret)
    session.clear()
    session.permanent = True
    session["invitation"] = invitation_id
    return redirect(url_for(_ROOMS.get(guest.role, "desk.home")), 303)


@blueprint.post("/leave")
def leave() -> ResponseReturnValue:
    """Sign out on this phone."""
    session.clear()
    return redirect(url_for("door.goodbye"), 303)


@blueprint.get("/goodbye")
def goodbye() -> ResponseReturnValue:
    """Say that this phone is signed out and how to come back."""
    return render_template("door/goodbye.html")
