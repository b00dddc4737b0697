"""``xiupu backup`` and ``xiupu restore``."""

from __future__ import annotations

from pathlib import Path

import click

from archive import backup as backups
from archive.catalogue import create_catalogue
from ingest.queue import requeue_incomplete
from web.commands.terminal import file_names, given_home
from web.finishing import finish_outbox

__all__ = ["backup", "restore"]


@click.command()
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, destination: Path) -> None:
    """Copy catalogue and originals to a folder, while the archive is running.

    A second backup to the same folder copies only what is new.

    Example: xiupu backup /media/usb/xiupu
    """
    copied = backups.back_up(given_home(ctx), destination)
    click.echo(f"backed up to {destination}, {copied} new originals")


@click.command()
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Put aside the archive that is there now.")
@click.pass_context
def restore(ctx: click.Context, source: Path, force: bool) -> None:
    """Bring a backup back; it is checked before it takes its place.

    Example: xiupu restore /media/usb/xiupu
    """
    home = given_home(ctx)
    backups.restore(source, home, force=force)
    db = create_catalogue(home)
    try:
        requeue_incomplete(home, db)
        failures = finish_outbox(home, db)
        names = file_names(db, [photograph for photograph, _ in failures])
    finally:
        db.close()
    click.echo(f"restored to {home.root}")
    for photograph, reason in failures:
        click.echo(f"  {names.get(photograph, photograph)}: {reason}", err=True)
    ctx.exit(1 if failures else 0)
