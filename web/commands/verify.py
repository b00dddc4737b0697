"""``xiupu verify``."""

from __future__ import annotations

from dataclasses import asdict

import click

from archive.verify import Problem, verify_home
from ingest.embedding import identity_in_use
from search.refreshing import index_drift, index_problems
from web.commands.terminal import existing_archive, print_json, progress_bar

__all__ = ["verify"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check originals, catalogue, derivatives and indexes; exit code 1 with the list.

    Example: xiupu verify
    """
    with existing_archive(ctx) as (home, db), progress_bar("originals") as (_, done):
        problems = list(verify_home(home, db, done, model=identity_in_use(home)))
        hint = "run xiupu index rebuild"
        unready = index_problems(home, is_thorough=True)
        wrong = unready.items() if unready else index_drift(home, db)
        problems += [Problem("index", record, why, hint) for record, why in wrong]
    if as_json:
        print_json({"ok": not problems, "problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            click.echo(f"{problem.kind} {problem.record}: {problem.message} → {problem.hint}")
        click.echo(f"{len(problems)} problems" if problems else "everything is as it should be")
    ctx.exit(1 if problems else 0)
