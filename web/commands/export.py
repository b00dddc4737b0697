"""``xiupu export``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
from sqlite_utils import Database

from archive import access
from archive.access import PUBLIC, Purpose
from archive.clock import today
from archive.durable import write_durably
from archive.loading import listed_works, load_works, works_in_state
from archive.records import State, Work
from archive.vocabulary.stored import load_vocabulary
from ingest.sheet_export import readable_words
from ingest.sheet_writing import write_sheet
from search.engine import SearchEngine
from web.commands.search import parse_filter
from web.commands.terminal import existing_archive
from web.finishing import finish_outbox
from web.json_shapes import work_json
from web.settings import load_settings

__all__ = ["export"]


_GROUP = 500


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(["csv", "xlsx", "json"]))
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Narrow; may be repeated.")
@click.option(
    "--all", "everything", is_flag=True, help="Every work whole, to be mended and handed in again."
)
@click.pass_context
def export(
    ctx: click.Context,
    format_: str,
    destination: Path,
    where: tuple[str, ...],
    everything: bool,
) -> None:
    """Write the works whose makers agreed to it, as csv or xlsx (a sheet) or json.

    With --all the sheet holds every work with everything said of it, drafts and
    names too: it is for the desk and no one else.

    Example: xiupu export csv works.csv --where motif=butterfly
    """
    if everything and format_ == "json":
        raise click.UsageError("--all writes a sheet: use csv or xlsx")
    filters = [parse_filter(text) for text in where]
    with existing_archive(ctx) as (home, db):
        finish_outbox(home, db)
        if everything and not filters:
            ids = [work for state in State for work in works_in_state(db, state)]
        else:
            audience = "desk" if everything else "public"
            found = SearchEngine(home).by_words("", audience=audience, where=filters, limit=None)
            ids = [hit.work for hit in found.hits]
        works = _all(db, ids) if everything else _exportable(db, ids)
        if format_ == "json":
            base_url = load_settings(home).site_url.rstrip("/")
            vocabulary = load_vocabulary(db)
            records = [work_json(work, vocabulary, base_url) for work in works]
            write_durably(destination, json.dumps(records, ensure_ascii=False, indent=1).encode())
            count = len(records)
        else:
            words = readable_words(db) if everything else None
            count = write_sheet(destination, works, words, is_workbook=format_ == "xlsx")
    click.echo(f"{count} works written to {destination}")


def _all(db: Database, ids: Sequence[str]) -> Iterator[Work]:
    for start in range(0, len(ids), _GROUP):
        yield from load_works(db, ids[start : start + _GROUP]).values()


def _exportable(db: Database, ids: Sequence[str]) -> Iterator[Work]:
    listed = set(listed_works(db))
    for work in _all(db, ids):
        shown = access.show(work, PUBLIC, Purpose.EXPORT, today())
        if shown is not None and shown.tombstone is None:
            yield replace(shown, part_of=tuple(p for p in shown.part_of if p.whole in listed))
