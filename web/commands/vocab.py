"""``xiupu vocab``: the word lists out of the archive and into it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from archive.changes import change
from archive.database import rehearsal
from archive.durable import write_durably
from archive.errors import BadInput
from archive.vocabulary import SCHEMES
from archive.vocabulary.importing import ListImport, import_concepts
from archive.vocabulary.stored import stored_concepts
from web.commands.terminal import existing_archive, print_json, written_archive
from web.finishing import finish_outbox

__all__ = ["vocab"]

_FORMATS = ("turtle", "xml", "json-ld")


@click.group()
def vocab() -> None:
    """Word lists as SKOS: motifs, stitches, garments, materials, colours, places.

    Example: xiupu vocab export words.ttl
    """


@vocab.command("export")
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--scheme", type=click.Choice(SCHEMES), help="Only this list. Default: all six.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Default: by DEST's ending, else turtle."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def export_lists(
    ctx: click.Context, destination: Path, scheme: str | None, form: str | None, as_json: bool
) -> None:
    """Write the lists as this archive holds them, with what was added here.

    Example: xiupu vocab export motifs.ttl --scheme motif
    """
    # rdflib is slow to import, and every command would wait for it.
    from archive.vocabulary.skos import format_of, write_concepts

    with existing_archive(ctx) as (_, db):
        held = stored_concepts(db).values()
    wanted = [concept for concept in held if scheme in {None, concept.scheme}]
    chosen = form or format_of(destination.name) or "turtle"
    written = write_concepts(wanted, chosen)
    write_durably(destination, written)
    if as_json:
        print_json({"concepts": len(wanted), "bytes": len(written), "format": chosen})
    else:
        click.echo(f"{len(wanted)} concepts written to {destination} as {chosen}")


@vocab.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="Default: by FILE's ending, else turtle."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def import_lists(
    ctx: click.Context, file: Path, form: str | None, dry_run: bool, as_json: bool
) -> None:
    """Add the concepts of a SKOS file and bring known ones up to date.

    Concepts the file does not name stay as they are. Exit code 1 when some of the
    file's cannot be taken; the others are.

    Example: xiupu vocab import words.ttl --dry-run
    """
    from archive.vocabulary.skos import format_of
    from archive.vocabulary.skos_reading import parse_concepts

    chosen = form or format_of(file.name) or "turtle"
    read = parse_concepts(file.read_bytes(), chosen, file.name)
    with written_archive(ctx) as (home, db):
        with rehearsal(db) if dry_run else nullcontext(), change(db, "command line") as this:
            done = import_concepts(this, read.concepts, file.name)
        if not dry_run:
            finish_outbox(home, db)
    failed = (*read.failed, *done.failed)
    _report(done, failed, read.passed_over, as_json=as_json)
    ctx.exit(1 if failed else 0)


def _report(
    done: ListImport, failed: tuple[BadInput, ...], passed_over: int, *, as_json: bool
) -> None:
    if as_json:
        print_json(
            {
                "added": done.added,
                "changed": done.changed,
                "unchanged": len(done.unchanged),
                "passed_over": passed_over,
                "failed": [{"error": e.message, "hint": e.hint, "file": e.file} for e in failed],
            }
        )
        return
    counts = f"{len(done.added)} added, {len(done.changed)} changed"
    click.echo(f"{counts}, {len(done.unchanged)} unchanged, {len(failed)} failed")
    if passed_over:
        click.echo(f"  {passed_over} statements are about no concept and were left out", err=True)
    for error in failed:
        click.echo(f"  {error}", err=True)
