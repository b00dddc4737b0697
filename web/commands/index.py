"""``xiupu index``."""

from __future__ import annotations

import os

import click
from filelock import FileLock

from archive.outbox import TaskKind, pending
from ingest.embedding import Model, NoModel, active_model
from ingest.queue import requeue_incomplete, work_off
from search.comparing import compare_photographs
from search.refreshing import index_problems, rebuild_indexes
from web.commands.terminal import existing_archive, file_names, print_json, progress_bar

__all__ = ["index"]


@click.group()
def index() -> None:
    """Look after the search indexes and other files that can always be made again.

    Example: xiupu index status
    """


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say whether the indexes can answer and what is waiting; exit code 1 if not.

    Example: xiupu index status
    """
    with existing_archive(ctx) as (home, db):
        problems = index_problems(home)
        model = active_model(home)
        waiting = {kind.value: len(pending(db, kind)) for kind in TaskKind}
    if as_json:
        found = {"ready": not problems, "problems": problems, "waiting": waiting}
        print_json(found | {"model": _model_facts(model)})
    else:
        for name in ("text", "facets", "visual"):
            click.echo(f"{name}: {problems.get(name, 'ready')}")
        click.echo(f"model: {_model_line(model)}")
        click.echo("waiting: " + ", ".join(f"{n} to {kind}" for kind, n in waiting.items()))
    ctx.exit(1 if problems else 0)


def _model_line(model: Model | NoModel) -> str:
    if isinstance(model, NoModel):
        return f"none, {model.reason}"
    return f"{model.description.name} ({model.identity})"


def _model_facts(model: Model | NoModel) -> dict[str, str]:
    """Return which model is in use, or why none is, for JSON."""
    if isinstance(model, NoModel):
        return {"reason": model.reason}
    return {
        "identity": model.identity,
        "name": model.description.name,
        "licence": model.description.licence,
        "source": model.description.source,
    }


@index.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=lambda: min(os.cpu_count() or 1, 8))
@click.pass_context
def rebuild(ctx: click.Context, jobs: int) -> None:
    """Make missing derivatives, then every index, from the catalogue and the originals.

    Example: xiupu index rebuild
    """
    with existing_archive(ctx) as (home, db):
        home.index.mkdir(parents=True, exist_ok=True)
        # The lock of finish_outbox: the worker of a running site waits meanwhile.
        with FileLock(home.index / "outbox.lock"):
            missing = requeue_incomplete(home, db)
            with progress_bar("pictures and features") as (start, done):
                start(missing)
                failures = work_off(home, db, jobs=jobs, progress=done)
            works = rebuild_indexes(home, db)
            compare_photographs(home, db)
        names = file_names(db, [photograph for photograph, _ in failures])
    click.echo(f"{works} works indexed, derivatives of {missing} photographs made")
    for photograph, reason in failures:
        click.echo(f"  {names.get(photograph, photograph)}: {reason}", err=True)
    ctx.exit(1 if failures else 0)
