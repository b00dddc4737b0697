"""``xiupu init``."""

import click

from web.commands.terminal import written_archive

__all__ = ["init"]


@click.command()
@click.pass_context
def init(ctx: click.Context) -> None:
    """Create the archive's folder, or bring an older one up to date.

    Example: xiupu --home /srv/xiupu init
    """
    with written_archive(ctx) as (home, _):
        click.echo(f"the archive is in {home.root}")
