"""``xiupu worker``."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable

import click
from sqlite_utils import Database

from archive.calendar_days import is_new_day
from archive.home import Home
from archive.outbox import TaskKind, pending
from archive.waiting_pictures import forget_old_pictures
from ingest.queue import requeue_after_change_of_model
from search.refreshing import index_problems
from web.commands.terminal import written_archive
from web.finishing import finish_outbox

__all__ = ["worker"]

_log = logging.getLogger(__name__)
# A published work should be found within two seconds.
_PAUSE_S = 1.0
_PAUSE_AFTER_ERROR_S = 10.0


@click.command(hidden=True)
@click.option("--once", is_flag=True, help="Do what is waiting and stop.")
@click.pass_context
def worker(ctx: click.Context, once: bool) -> None:
    """Make pictures, features and index entries as works come in; part of serve.

    Example: xiupu worker --once
    """
    parent = os.getppid()
    with written_archive(ctx) as (home, db):
        _finish(home, db, _is_behind)
        while not once and os.getppid() == parent:
            time.sleep(_PAUSE_S)
            _finish(home, db, _has_news)


def _is_behind(home: Home, db: Database) -> bool:
    """Say whether the last worker left anything, also what it was stopped in the middle of.

    Photographs that lack the vectors of a new neural model are asked for first.
    """
    requeue_after_change_of_model(home, db)
    left = any(pending(db, kind, 1) for kind in TaskKind)
    return left or is_new_day(db) or bool(index_problems(home))


def _has_news(_home: Home, db: Database) -> bool:
    """Say whether anything new has come; what failed before waits for that too."""
    waiting = db.execute("SELECT 1 FROM outbox WHERE attempts = 0 LIMIT 1").fetchone()
    return waiting is not None or is_new_day(db)


def _finish(home: Home, db: Database, is_needed: Callable[[Home, Database], bool]) -> None:
    try:
        forget_old_pictures(home)
        if is_needed(home, db):
            finish_outbox(home, db)
    except Exception:
        # Whatever it is, a worker that died of it would only be started to die again.
        _log.exception("work is left in the outbox; it will be tried again")
        time.sleep(_PAUSE_AFTER_ERROR_S)
