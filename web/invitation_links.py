"""Invitation links: an id and its secret in one signed token.

The signature lets a wrong or shortened link be refused before the catalogue is
asked. The secret inside is what opens the door; the catalogue holds its digest.
"""

from __future__ import annotations

from itsdangerous import BadSignature, Signer

from archive.errors import Forbidden
from archive.home import Home

__all__ = ["link_for", "read_link"]

_SALT = "xiupu invitation link"
_LONGEST_TOKEN = 200


def link_for(
    site_url: str, invitation_id: str, secret: str, *, home: Home, lang: str = "zh"
) -> str:
    """Return the address that lets somebody in.

    Parameters
    ----------
    site_url
        Address of the site, with or without a slash at the end.
    home
        Whose secret signs it.

    Raises
    ------
    BrokenHome
        When the home has no secret.
    """
    # Neither part holds a dot; a plain text keeps the QR code coarse enough to
    # be read from a photocopied card.
    token = _signer(home).sign(f"{invitation_id}.{secret}").decode("ascii")
    return f"{site_url.rstrip('/')}/{lang}/come-in/{token}"


def read_link(token: str, *, home: Home) -> tuple[str, str]:
    """Return the invitation's id and the secret inside a link's token.

    Raises
    ------
    Forbidden
        When we did not sign it.
    """
    if len(token) > _LONGEST_TOKEN:
        raise _refused()
    try:
        text = _signer(home).unsign(token.encode("utf-8")).decode("ascii")
    except (BadSignature, UnicodeError) as error:
        raise _refused() from error
    invitation_id, _, secret = text.partition(".")
    return invitation_id, secret


def _signer(home: Home) -> Signer:
    return Signer(home.secret(), salt=_SALT)


def _refused() -> Forbidden:
    return Forbidden(
        "this invitation link is not valid any more", hint="ask the archive for a new one"
    )
