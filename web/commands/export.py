"""``xiupu export``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from sqlite_utils import Database

from archive import access
from archive.access import PUBLIC, Purpose
from archive.clock import today
from archive.durable import write_durably
from archive.loading import load_works
from archive.records import Work
from archive.stored_vocabulary import load_vocabulary
from ingest.sheet_export import write_sheet
from search.engine import SearchEngine
from web.commands.search import parse_filter
from web.commands.terminal import existing_archive
from web.finishing import finish_outbox
from web.json_shapes import work_json
from web.settings import load_settings

__all__ = ["export"]


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["csv", "json"]))
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Narrow; may be repeated.")
@click.pass_context
def export(ctx: click.Context, format_: str, destination: Path, where: tuple[str, ...]) -> None:
    """Write the works whose makers agreed to it, as csv (a sheet) or json.

    Example: xiupu export csv works.csv --where motif=butterfly
    """
    filters = [parse_filter(text) for text in where]
    with existing_archive(ctx) as (home, db):
        finish_outbox(home, db)
        found = SearchEngine(home).by_words("", public=True, where=filters, limit=None)
        works = _exportable(db, [hit.work for hit in found.hits])
        if format_ == "csv":
            count = write_sheet(destination, works)
        else:
            base_url = load_settings(home).site_url.rstrip("/")
            vocabulary = load_vocabulary(db)
            records = [work_json(work, vocabulary, base_url) for work in works]
            write_durably(destination, json.dumps(records, ensure_ascii=False, indent=1).encode())
            count = len(records)
    click.echo(f"{count} works written to {destination}")


def _exportable(db: Database, ids: list[str]) -> Iterator[Work]:
    for work in load_works(db, ids).values():
        shown = access.show(work, PUBLIC, Purpose.EXPORT, today())
        if shown is not None and shown.tombstone is None:
            yield shown
