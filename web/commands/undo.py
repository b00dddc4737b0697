"""``xiupu undo``."""

from __future__ import annotations

import click

from archive.imports import undo_import
from web.commands.terminal import existing_archive, print_json
from web.finishing import finish_outbox

__all__ = ["undo"]


@click.command()
@click.argument("import_id", metavar="IMPORT", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def undo(ctx: click.Context, import_id: int, as_json: bool) -> None:
    """Take a whole import back: what it created and what it changed.

    Works somebody changed since are left as they are and listed; exit code 1. Once
    that change has been taken back, the same command takes the rest back.

    Example: xiupu undo 12
    """
    with existing_archive(ctx) as (home, db):
        undone = undo_import(db, "command line", import_id)
        finish_outbox(home, db)
    if as_json:
        print_json(
            {
                "import": import_id,
                "removed": undone.removed,
                "restored": undone.restored,
                "kept": undone.kept,
            }
        )
    else:
        click.echo(f"{len(undone.removed)} works removed, {len(undone.restored)} restored")
        for work in undone.kept:
            click.echo(f"  {work} was changed since and is left as it is", err=True)
    ctx.exit(1 if undone.kept else 0)
