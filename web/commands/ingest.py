"""``xiupu ingest``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlite_utils import Database

from archive.catalogue import create_catalogue
from archive.home import Home
from archive.outbox import TaskKind, pending
from ingest.importing import Failure, ImportReport, ImportRequest, report_json, run_import
from web.commands.import_words import check_bad_rows, tell_failures, write_bad_rows
from web.commands.terminal import file_names, given_home, print_json, progress_bar, written_archive
from web.finishing import finish_outbox

__all__ = ["ingest"]

_UNFINISHED = "it is kept; run xiupu verify to see what is wrong"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--sheet", type=click.Path(path_type=Path), help="Records, CSV or XLSX.")
@click.option("--dry-run", is_flag=True, help="Do everything, report, and take it all back.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="the number of processors",
    help="Worker processes.",
)
@click.option("--collection", metavar="SLUG", help="Add every work to this collection too.")
@click.option(
    "--bad-rows",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the sheet's failed rows there, XLSX, to be mended and handed in again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    sheet: Path | None,
    dry_run: bool,
    jobs: int,
    collection: str | None,
    bad_rows: Path | None,
    as_json: bool,
) -> None:
    """Take photographs (files or folders) and records in.

    Example: xiupu ingest photographs --sheet works.csv
    """
    check_bad_rows(sheet, bad_rows)
    request = ImportRequest(paths, sheet, collection, jobs, rehearse=dry_run)
    with _archive(ctx, dry_run) as (home, db):
        earlier = {task.record for task in pending(db, TaskKind.DERIVE)}
        with progress_bar("photographs") as (start, done):
            report = run_import(home, db, request, start=start, progress=done)
        if not dry_run:
            mine = {task.record for task in pending(db, TaskKind.DERIVE)} - earlier
            with progress_bar("pictures and features") as (start, done):
                start(len(pending(db, TaskKind.DERIVE)))
                failures = finish_outbox(home, db, jobs=jobs, progress=done)
            names = file_names(db, [photograph for photograph, _ in failures])
            report.failed += [
                Failure(names.get(photograph, photograph), None, None, why, _UNFINISHED)
                for photograph, why in failures
                if photograph in mine
            ]
    if as_json:
        print_json(report_json(report))
    else:
        _tell(report, dry_run)
        tell_failures(report, in_detail=ctx.find_root().params["verbose"])
    if sheet is not None and bad_rows is not None:
        write_bad_rows(sheet, report, bad_rows)
    ctx.exit(1 if report.failed else 0)


@contextmanager
def _archive(ctx: click.Context, dry_run: bool) -> Iterator[tuple[Home, Database]]:
    """Open the archive; a dry run where there is none gets one that is thrown away."""
    if given_home(ctx).exists() or not dry_run:
        with written_archive(ctx) as opened:
            yield opened
        return
    with tempfile.TemporaryDirectory(prefix="xiupu-") as folder:
        home = Home(Path(folder))
        with closing(create_catalogue(home)) as db:
            yield home, db


def _tell(report: ImportReport, dry_run: bool) -> None:
    what = "would be" if dry_run else f"import {report.import_id}:"
    click.echo(
        f"{what} {report.added} added, {report.updated} updated,"
        f" {report.unchanged} unchanged, {len(report.failed)} failed"
    )
