"""``xiupu ingest``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archive.outbox import TaskKind, pending
from ingest.importing import Failure, ImportReport, ImportRequest, report_json, run_import
from web.commands.terminal import print_json, progress_bar, written_archive
from web.finishing import finish_outbox

__all__ = ["ingest"]


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
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    sheet: Path | None,
    dry_run: bool,
    jobs: int,
    collection: str | None,
    as_json: bool,
) -> None:
    """Take photographs (files or folders) and records in.

    Example: xiupu ingest photographs --sheet works.csv
    """
    request = ImportRequest(paths, sheet, collection, jobs, rehearse=dry_run)
    with written_archive(ctx) as (home, db):
        with progress_bar("photographs") as (start, done):
            report = run_import(home, db, request, start=start, progress=done)
        if not dry_run:
            with progress_bar("pictures and features") as (start, done):
                start(len(pending(db, TaskKind.DERIVE)))
                failures = finish_outbox(home, db, jobs=jobs, progress=done)
            report.failed += [Failure(photo, None, None, why, "") for photo, why in failures]
    if as_json:
        print_json(report_json(report))
    else:
        _tell(report, dry_run)
    ctx.exit(1 if report.failed else 0)


def _tell(report: ImportReport, dry_run: bool) -> None:
    what = "would be" if dry_run else f"import {report.import_id}:"
    click.echo(
        f"{what} {report.added} added, {report.updated} updated,"
        f" {report.unchanged} unchanged, {len(report.failed)} failed"
    )
    for failure in report.failed:
        place = f"row {failure.row}, " if failure.row else ""
        column = f", column {failure.column}" if failure.column else ""
        click.echo(f"  {place}{failure.file}{column}: {failure.error}", err=True)
        if failure.hint:
            click.echo(f"    → {failure.hint}", err=True)
