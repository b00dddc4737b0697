"""``xiupu worker``."""

from __future__ import annotations

import logging
import os
import time

import click
from sqlite_utils import Database

from archive.errors import ArchiveError
from archive.home import Home
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
        _finish(home, db)
        while not once and os.getppid() == parent:
            time.sleep(_PAUSE_S)
            if _has_work(db):
                _finish(home, db)


def _has_work(db: Database) -> bool:
    return db.execute("SELECT 1 FROM outbox WHERE attempts = 0 LIMIT 1").fetchone() is not None


def _finish(home: Home, db: Database) -> None:
    try:
        if _has_work(db) or index_problems(home):
            finish_outbox(home, db)
    except ArchiveError:
        _log.exception("work is left in the outbox; it will be tried again")
        time.sleep(_PAUSE_AFTER_ERROR_S)
