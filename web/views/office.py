"""The desk's office: imports that can be taken back, and who may come in."""

from __future__ import annotations

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from archive.access import Role
from archive.clock import now
from archive.errors import Conflict, Forbidden, NotFound
from archive.imports import list_imports, undo_import
from archive.invitations import invite, list_invitations, revoke
from web.context import catalogue, site, viewer
from web.desk_forms import InviteForm
from web.entry import STAFF, guard
from web.invitation_links import link_for
from web.plain_words import ROLES

__all__ = ["blueprint"]

blueprint = Blueprint("office", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)

_UNPROCESSABLE = 422
_NEW = "new_invitation"


@blueprint.get("/imports")
def imports() -> ResponseReturnValue:
    """List every import, with a way back."""
    return render_template("desk/imports.html", imports=list_imports(catalogue()))


@blueprint.post("/imports/<int:number>/undo")
def undo(number: int) -> ResponseReturnValue:
    """Take a whole import back."""
    done = undo_import(catalogue(), viewer().name, number)
    if done.kept:
        flash("有几件后来又改过，留着没动。把后来的改动撤回以后，可以再撤一次。")
    else:
        flash("这一批已经撤回。")
    flash(f"− {len(done.removed)} · ↺ {len(done.restored)} · = {len(done.kept)}", "counts")
    return redirect(url_for("office.imports"), 303)


@blueprint.get("/invitations")
def invitations() -> ResponseReturnValue:
    """List who may come in; a link just made is shown this once."""
    return _page(_form())


@blueprint.post("/invitations")
def add() -> ResponseReturnValue:
    """Invite somebody. The link goes to the next page, and is nowhere kept."""
    form = _form()
    if not form.validate():
        return _page(form), _UNPROCESSABLE
    name = form.name.data.strip()
    try:
        session[_NEW] = invite(
            catalogue(),
            viewer().name,
            name,
            Role(form.role.data),
            same_person=form.same_person.data,
        )
    except Conflict:
        form.name.errors = [
            "档案里已经有这个名字。是同一个人，请在下面打勾；是同名的人，请在名字后面加上寨子或小名。"
        ]
        return _page(form), _UNPROCESSABLE
    return redirect(url_for("office.invitations"), 303)


@blueprint.post("/invitations/<invitation_id>/revoke")
def close(invitation_id: str) -> ResponseReturnValue:
    """Close an invitation; whoever came in by it is out at once."""
    known = {each.id: each for each in list_invitations(catalogue())}
    if invitation_id not in known:
        raise NotFound(f"there is no invitation {invitation_id}")
    if known[invitation_id].role not in _roles():
        raise Forbidden("only an administrator can do this")
    revoke(catalogue(), viewer().name, invitation_id)
    flash("这个链接已经收回，现在就不能用了。")
    return redirect(url_for("office.invitations"), 303)


def _roles() -> tuple[Role, ...]:
    """Curators let makers in; who may run the archive is the administrator's word."""
    if viewer().role is Role.ADMIN:
        return (Role.MAKER, Role.RESEARCHER, Role.CURATOR, Role.ADMIN)
    return (Role.MAKER, Role.RESEARCHER)


def _form() -> InviteForm:
    form = InviteForm()
    form.offer(_roles())
    return form


def _page(form: InviteForm) -> str:
    link = picture = None
    if _NEW in session:
        invitation_id, secret = session.pop(_NEW)
        base = site().settings.site_url or request.url_root
        link = link_for(base, invitation_id, secret, home=site().home)
        # Level Q survives a crease or a poor photocopy of the card.
        code = segno.make(link, error="q", micro=False)
        picture = Markup(code.svg_inline(border=4, light="#fff", omitsize=True))
    return render_template(
        "desk/invitations.html",
        form=form,
        invitations=[(each, each.holds(now())) for each in list_invitations(catalogue())],
        roles=ROLES,
        may=_roles(),
        link=link,
        picture=picture,
    )
