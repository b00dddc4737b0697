"""Invitations: a link instead of a password.

The link holds a random secret; the catalogue keeps only its SHA-256, so a
stolen copy of the catalogue opens no door. The signature around it is put on
by the web layer.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.access import Role, Viewer
from archive.changes import Change, change
from archive.clock import now
from archive.errors import BadInput, Conflict, Forbidden, NotFound
from archive.makers import add_maker, find_maker
from archive.wording import Wording

__all__ = ["Invitation", "accept", "invite", "list_invitations", "revoke", "viewer_of"]

_SECRET_BYTES = 24
_LONGEST_NAME = 80
#: A card from the hall should last through the seasons; staff can revoke it.
VALID_DAYS = 365


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who may come in by a link."""

    id: str
    name: str
    role: Role
    created_at: str
    expires_at: str
    revoked_at: str | None
    maker: str | None

    def holds(self, at: str) -> bool:
        """Say whether it lets somebody in at this moment (UTC ISO 8601)."""
        return self.revoked_at is None and self.expires_at > at


def invite(
    db: Database, who: str, name: str, role: Role, *, same_person: bool = False
) -> tuple[str, str]:
    """Add an invitation; returns its id and the secret, which is told only once.

    An account is known by its name: whoever is invited under a name finds what
    was handed in under it, and as a maker owns the works credited to it.

    Parameters
    ----------
    same_person
        Somebody who knows her has said that she is the person of this name
        whom the archive knows already. Her earlier invitations end.

    Raises
    ------
    BadInput
        When the name is empty or too long, or nobody can be invited to be that.
    Conflict
        When the archive knows somebody of this name and nobody has said that
        it is she.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise BadInput(f"a name of 1 to {_LONGEST_NAME} characters is needed", column="name")
    if role is Role.PUBLIC:
        raise BadInput("nobody needs an invitation to look", hint="choose maker, curator or admin")
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    with change(db, who) as this:
        if same_person:
            _end_earlier(this, name)
        elif _is_known(db, name, role):
            raise Conflict(
                f"the archive knows somebody called {name} already",
                hint="say that it is the same person, or add the village or a second name",
            )
        invitation_id = this.mint()
        row = {
            "id": invitation_id,
            "name": name,
            "role": role.value,
            "maker_id": _maker_id(this, name) if role is Role.MAKER else None,
            "digest": _digest(secret),
            "created_at": this.at,
            "expires_at": _days_after(this.at, VALID_DAYS),
        }
        db.table("invitations").insert(row)
        shown = {key: value for key, value in row.items() if key != "digest"}
        this.log("add", "invitation", invitation_id, None, shown)
    return invitation_id, secret


def accept(db: Database, invitation_id: str, secret: str) -> Viewer:
    """Return who the holder of the secret is, and note that the link was used.

    Raises
    ------
    Forbidden
        When the secret is wrong, revoked or out of date; the same words for all.
    """
    rows = list(db.table("invitations").rows_where("id = ?", [invitation_id]))
    kept = rows[0]["digest"] if rows else _digest("")
    if not hmac.compare_digest(kept, _digest(secret)) or not rows:
        raise _closed()
    viewer = viewer_of(db, invitation_id)
    db.execute("UPDATE invitations SET used_at = ? WHERE id = ?", [now(), invitation_id])
    return viewer


def viewer_of(db: Database, invitation_id: str) -> Viewer:
    """Return who came in by this invitation, as long as it holds.

    Raises
    ------
    Forbidden
        When it does not exist, is revoked or out of date.
    """
    rows = list(db.table("invitations").rows_where("id = ?", [invitation_id]))
    if not rows or rows[0]["revoked_at"] is not None or rows[0]["expires_at"] < now():
        raise _closed()
    return Viewer(Role(rows[0]["role"]), rows[0]["name"], rows[0]["maker_id"])


def revoke(db: Database, who: str, invitation_id: str) -> None:
    """Close an invitation now; everybody who came in by it is out at once.

    Raises
    ------
    NotFound
        When there is none with this id.
    """
    with change(db, who) as this:
        changed = db.execute(
            "UPDATE invitations SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
            [this.at, invitation_id],
        ).rowcount
        if not changed:
            raise NotFound(f"there is no invitation {invitation_id}")
        this.log("revoke", "invitation", invitation_id, None, {"revoked_at": this.at})


def list_invitations(db: Database) -> tuple[Invitation, ...]:
    """Return every invitation, newest first."""
    return tuple(
        Invitation(
            row["id"],
            row["name"],
            Role(row["role"]),
            row["created_at"],
            row["expires_at"],
            row["revoked_at"],
            row["maker_id"],
        )
        for row in db.table("invitations").rows_where(order_by="created_at DESC, id")
    )


def _is_known(db: Database, name: str, role: Role) -> bool:
    if any(each.name == name for each in list_invitations(db)):
        return True
    return role is Role.MAKER and find_maker(db, Wording(zh=name)) is not None


def _end_earlier(change: Change, name: str) -> None:
    standing = change.db.table("invitations").rows_where(
        "name = ? AND revoked_at IS NULL", [name], order_by="rowid"
    )
    for row in list(standing):
        change.db.table("invitations").update(row["id"], {"revoked_at": change.at})
        change.log("revoke", "invitation", row["id"], None, {"revoked_at": change.at})


def _maker_id(change: Change, name: str) -> str:
    wording = Wording(zh=name)
    return (find_maker(change.db, wording) or add_maker(change, wording)).id


def _digest(secret: str) -> str:
    # The secret is 192 random bits, so a plain hash cannot be guessed back; a
    # slow one is for secrets that people choose.
    return hashlib.sha256(secret.encode()).hexdigest()


def _days_after(moment: str, days: int) -> str:
    later = datetime.fromisoformat(moment) + timedelta(days=days)
    return later.strftime("%Y-%m-%dT%H:%M:%SZ")


def _closed() -> Forbidden:
    return Forbidden(
        "this invitation link is not valid any more", hint="ask the archive for a new one"
    )
