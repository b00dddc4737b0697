"""What commands share at the terminal: the home, progress bars, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlite_utils import Database

from archive.catalogue import create_catalogue, open_catalogue
from archive.home import Home

__all__ = [
    "existing_archive",
    "file_names",
    "given_home",
    "print_json",
    "progress_bar",
    "written_archive",
]


def given_home(ctx: click.Context) -> Home:
    """Return the home of this call."""
    return Home(Path(ctx.find_root().obj))


@contextmanager
def written_archive(ctx: click.Context) -> Iterator[tuple[Home, Database]]:
    """Open the archive to write to; it is created where there is none."""
    home = given_home(ctx)
    db = create_catalogue(home)
    try:
        yield home, db
    finally:
        db.close()


@contextmanager
def existing_archive(ctx: click.Context) -> Iterator[tuple[Home, Database]]:
    """Open an archive that must exist."""
    home = given_home(ctx)
    open_catalogue(home).close()
    with written_archive(ctx) as opened:
        yield opened


def file_names(db: Database, photographs: Sequence[str]) -> dict[str, str]:
    """Return the names people know photographs by; ids that are none are left out."""
    rows = db.execute(
        "SELECT id, file_name FROM photographs WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(photographs)],
    )
    return dict(rows.fetchall())


def print_json(value: object) -> None:
    """Print one JSON document on one line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def progress_bar(what: str) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """Draw a bar on stderr if it is a terminal; yields "n to come" and "one done"."""
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=None)
        yield (
            lambda total: bar.update(task, total=total),
            lambda _name: bar.advance(task),
        )
