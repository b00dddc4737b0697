"""Working off the outbox: derivatives first, then the indexes.

One function for the command line, the worker of the site and a rebuild.
"""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock
from sqlite_utils import Database

from archive.calendar_days import follow_calendar
from archive.home import Home
from ingest.queue import work_off
from search.comparing import compare_photographs
from search.refreshing import refresh_indexes
from web.erasures import finish_erasures, prepare_erasures

__all__ = ["finish_outbox"]


def finish_outbox(
    home: Home,
    db: Database,
    *,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda name: None,
) -> list[tuple[str, str]]:
    """Do everything earlier changes and the calendar asked for.

    Returns
    -------
    list
        (photograph, reason) of what failed.
    """
    home.index.mkdir(parents=True, exist_ok=True)
    # One process at a time: the worker of a running site and a command would
    # otherwise make the same pictures twice.
    with FileLock(home.index / "outbox.lock"):
        follow_calendar(home, db)
        prepare_erasures(home, db)
        try:
            failures = work_off(home, db, jobs=jobs, progress=progress)
        except Exception:
            # Whatever stopped the pictures must not keep words from being found.
            refresh_indexes(home, db)
            raise
        refresh_indexes(home, db)
        compare_photographs(home, db)
        finish_erasures(home, db)
    return failures
