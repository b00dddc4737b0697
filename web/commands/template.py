"""``xiupu template``."""

from __future__ import annotations

from pathlib import Path

import click

from archive.durable import write_durably
from archive.errors import BadInput
from archive.vocabulary import Vocabulary, load_shipped
from archive.vocabulary.stored import load_vocabulary
from ingest.template import template
from web.commands.terminal import existing_archive, given_home

__all__ = ["template_command"]


@click.command("template")
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of headers, pick-lists and explanations.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def template_command(ctx: click.Context, destination: Path, lang: str, force: bool) -> None:
    """Write an empty sheet to fill in, XLSX with pick-lists and explanations.

    Example: xiupu template works.xlsx
    """
    if destination.suffix.lower() != ".xlsx":
        raise BadInput(f"{destination} is no name for an XLSX file", hint="end it with .xlsx")
    if destination.exists() and not force:
        raise BadInput(f"{destination} is there already", hint="choose another name, or --force")
    write_durably(destination, template(_vocabulary(ctx), lang))
    click.echo(f"an empty sheet is in {destination}")


def _vocabulary(ctx: click.Context) -> Vocabulary:
    """Return the archive's own lists; those that ship where there is no archive yet."""
    if not given_home(ctx).exists():
        return load_shipped()
    with existing_archive(ctx) as (_, db):
        return load_vocabulary(db)
