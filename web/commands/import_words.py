"""What ``xiupu ingest`` says about what it could not take."""

from __future__ import annotations

from pathlib import Path

import click

from archive.durable import write_durably
from archive.errors import BadInput
from ingest.bad_rows import bad_rows
from ingest.failures import group_failures, summary_line
from ingest.importing import Failure, ImportReport

__all__ = ["check_bad_rows", "tell_failures", "write_bad_rows"]


def tell_failures(report: ImportReport, *, in_detail: bool = False) -> None:
    """Print a line a cause on stderr; in detail, a line or two a row as well."""
    for group in group_failures(report.failed):
        click.echo(f"  {summary_line(group)}", err=True)
    if in_detail:
        for failure in sorted(report.failed, key=lambda each: each.row or 0):
            click.echo(f"  {_line(failure)}", err=True)
            if failure.hint:
                click.echo(f"    → {failure.hint}", err=True)
    elif len(report.failed) > 1:
        click.echo("  xiupu -v ingest … lists them one by one", err=True)


def check_bad_rows(sheet: Path | None, destination: Path | None) -> None:
    """Refuse a place for failed rows before anything is taken in.

    Raises
    ------
    BadInput
        When there is no sheet, or the place is the sheet itself or no XLSX.
    """
    if destination is None:
        return
    if sheet is None:
        raise BadInput("--bad-rows needs --sheet", hint="photographs alone have no rows")
    if destination.suffix.lower() != ".xlsx":
        raise BadInput(f"{destination} is no name for an XLSX file", hint="end it with .xlsx")
    if destination.resolve() == sheet.resolve():
        raise BadInput("--bad-rows would write over the sheet", hint="choose another name")


def write_bad_rows(sheet: Path, report: ImportReport, destination: Path) -> None:
    """Write the rows that failed to a sheet of their own and say so; none, no sheet."""
    if not any(failure.row is not None for failure in report.failed):
        click.echo(f"no row failed: {destination} is not written", err=True)
        return
    write_durably(destination, bad_rows(sheet, report.failed, say=_reason))
    click.echo(f"the rows that failed are in {destination}", err=True)


def _reason(failure: Failure) -> str:
    return f"{failure.error} ({failure.hint})" if failure.hint else failure.error


def _line(failure: Failure) -> str:
    place = f"row {failure.row}, " if failure.row else ""
    column = f", column {failure.column}" if failure.column else ""
    return f"{place}{failure.file or ''}{column}: {failure.error}"
