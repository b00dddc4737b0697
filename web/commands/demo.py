"""``xiupu demo``."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click
import platformdirs

import archive
from archive.catalogue import create_catalogue, open_catalogue
from archive.durable import write_durably
from archive.errors import BadInput
from archive.home import Home
from archive.outbox import TaskKind, pending
from ingest.curated_folders import build_collection, curated_folders
from web.commands.serve import serve_home
from web.commands.terminal import progress_bar
from web.finishing import finish_outbox
from web.settings import load_settings

__all__ = ["demo"]

# Found when the project is installed from its own folder, as `make demo` does.
_COLLECTIONS = Path(archive.__file__).resolve().parent.parent / "collections"
_SETTINGS = """\
# Settings of the demonstration archive.
demonstration = true
hall = "何家岩苗绣馆（示范地址） / Hejiayan embroidery hall (demonstration address)"
"""


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to build it. Default: beside your real archive, never in it.",
)
@click.option("--no-serve", is_flag=True, help="Build it and stop.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--collections",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=_COLLECTIONS,
    help="Folder of curated collections.",
)
@click.pass_context
def demo(ctx: click.Context, home: Path | None, no_serve: bool, port: int, root: Path) -> None:
    """Build the demonstration archive from collections/ and serve it.

    Example: xiupu demo --port 8080
    """
    target = Home(home or _demo_home(ctx))
    _refuse_real(target)
    failed = build_demo(target, root)
    if not no_serve:
        serve_home(target, "127.0.0.1", port, min(os.cpu_count() or 1, 4))
    ctx.exit(1 if failed else 0)


def build_demo(home: Home, root: Path = _COLLECTIONS) -> int:
    """Build the demonstration archive; returns how many works could not be taken."""
    db = create_catalogue(home)
    jobs = min(os.cpu_count() or 1, 8)
    failed = 0
    try:
        if not home.settings.exists():
            write_durably(home.settings, _SETTINGS.encode())
        for folder in curated_folders(root):
            with progress_bar("drawing") as (start, done):
                report = build_collection(home, db, folder, jobs=jobs, start=start, progress=done)
            for failure in report.failed if report else []:
                click.echo(f"{failure.file}: {failure.error}", err=True)
                failed += 1
        with progress_bar("pictures and features") as (start, done):
            start(len(pending(db, TaskKind.DERIVE)))
            failed += len(finish_outbox(home, db, jobs=jobs, progress=done))
        count = db.execute("SELECT count(*) FROM works WHERE listed = 1").fetchone()[0]
    finally:
        db.close()
    click.echo(f"the demonstration archive in {home.root} shows {count} works")
    return failed


def _demo_home(ctx: click.Context) -> Path:
    # Not XIUPU_HOME: that is where the real archive is.
    given = ctx.find_root().params.get("home")
    return Path(given) if given else platformdirs.user_data_path("xiupu-demo")


def _refuse_real(home: Home) -> None:
    """Refuse to mix drawn pieces into an archive of real ones.

    Raises
    ------
    BadInput
        When the home holds works and does not say that it is a demonstration.
    """
    if not home.exists() or load_settings(home, {}).demonstration:
        return
    with closing(open_catalogue(home)) as db:
        works = db.execute("SELECT count(*) FROM works").fetchone()[0]
    if works:
        raise BadInput(
            f"{home.root} holds {works} works that are no demonstration",
            hint="name another folder with --home, or leave it out",
        )
