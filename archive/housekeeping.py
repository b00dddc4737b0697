"""What a day brings without anybody writing anything: run once a day by the worker."""

from __future__ import annotations

import time

from sqlite_utils import Database

from archive.database import transaction
from archive.home import Home
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind, enqueue
from archive.works import relist_works

__all__ = ["ABANDONED_DAYS", "keep_house"]

#: A form left open is finished within this time, or never.
ABANDONED_DAYS = 7
_DAY_S = 86_400


def keep_house(home: Home, db: Database, on: str) -> int:
    """Follow the calendar: list and unlist works, let go of abandoned photographs.

    Parameters
    ----------
    on
        The day, ISO 8601.

    Returns
    -------
    int
        How many works appeared or disappeared.
    """
    _let_go_of_abandoned(home, db)
    return relist_works(db, on)


def _let_go_of_abandoned(home: Home, db: Database) -> None:
    store = OriginalStore(home.originals)
    needed = needed_originals(db)
    before = time.time() - ABANDONED_DAYS * _DAY_S
    old = [sha for sha in store if sha not in needed and store.path(sha).stat().st_mtime < before]
    with transaction(db):
        for sha256 in old:
            enqueue(db, TaskKind.FORGET, sha256)
