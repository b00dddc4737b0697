"""``xiupu invite``."""

from __future__ import annotations

import click
import segno

from archive.access import Role
from archive.invitations import invite as add_invitation
from web.commands.terminal import written_archive
from web.invitation_links import link_for
from web.settings import load_settings

__all__ = ["invite"]


@click.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["maker", "researcher", "curator", "admin"]),
    required=True,
    help="What she may do.",
)
@click.option(
    "--same-person",
    is_flag=True,
    help="She is the person of this name whom the archive knows; her earlier links end.",
)
@click.option("--site", metavar="URL", help="Address of the site. Default: setting site_url.")
@click.pass_context
def invite(ctx: click.Context, name: str, role: str, same_person: bool, site: str | None) -> None:
    """Print a sign-in link and its QR code; the link is shown only this once.

    Example: xiupu invite 示范绣娘 --role maker --site https://xiupu.example
    """
    with written_archive(ctx) as (home, db):
        settings = load_settings(home)
        invitation_id, secret = add_invitation(
            db, "command line", name, Role(role), same_person=same_person
        )
        address = site or settings.site_url or "http://127.0.0.1:8000"
        link = link_for(address, invitation_id, secret, home=home)
    click.echo(link)
    segno.make(link, error="m").terminal(compact=True)
