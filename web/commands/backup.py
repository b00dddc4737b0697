"""``xiupu backup`` and ``xiupu restore``."""

from __future__ import annotations

from pathlib import Path

import click

from archive import backup as backups
from archive.catalogue import create_catalogue, open_catalogue
from archive.home import Home
from archive.outbox import TaskKind, pending
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
    home = given_home(ctx)
    _finish_erasures(home)
    copied = backups.back_up(home, destination)
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
    problems = backups.restore(source, home, force=force)
    db = create_catalogue(home)
    try:
        requeue_incomplete(home, db)
        failures = finish_outbox(home, db)
        names = file_names(db, [photograph for photograph, _ in failures])
    finally:
        db.close()
    click.echo(f"restored to {home.root}")
    for problem in problems:
        if problem.kind == "erasures":
            click.echo(f"  {problem.message}; {problem.hint}", err=True)
    for folder in backups.folders_put_aside(home):
        click.echo(f"  {folder} is what was put aside; delete it when all is well", err=True)
    for photograph, reason in failures:
        click.echo(f"  {names.get(photograph, photograph)}: {reason}", err=True)
    ctx.exit(1 if failures else 0)


def _finish_erasures(home: Home) -> None:
    """Delete from the files first what has been taken back."""
    db = open_catalogue(home)
    try:
        if pending(db, TaskKind.ERASE, 1):
            finish_outbox(home, db)
    finally:
        db.close()
