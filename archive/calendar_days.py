"""What a new day changes: consents and embargoes that begin or end, forms left open.

Whether a work is listed is written down, and its words lie in an index; both
follow every change at once. The calendar is nobody's change, so it is asked for
by whoever works off the outbox.
"""

from __future__ import annotations

import time

from sqlite_utils import Database

from archive.changes import change
from archive.clock import today
from archive.home import Home
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind
from archive.waiting import forget_waiting
from archive.works import refresh_listing

__all__ = ["ABANDONED_DAYS", "follow_calendar", "is_new_day"]

#: A form left open is finished within this time, or never.
ABANDONED_DAYS = 7

_COUNTER = "calendar"
_DAY_S = 86_400


def is_new_day(db: Database) -> bool:
    """Say whether the calendar has not been followed yet today."""
    return _last_day(db) != today()


def follow_calendar(home: Home, db: Database) -> int:
    """Bring up to date every work whose consent or embargo began or ended; returns how many.

    Photographs of forms that were never finished are let go of, and so are sheets
    that nobody came back to.

    The first time on an archive nothing is looked at: what is there was written
    down on the day it came.
    """
    last, day = _last_day(db), today()
    if last == day:
        return 0
    forget_waiting(home)
    with change(db, _COUNTER) as this:
        rows = db.execute(
            "WITH begun_or_ended AS (SELECT work_id FROM consents WHERE withdrawn_on IS NULL"
            " AND ((given_on > :last AND given_on <= :day) OR (until >= :last AND until < :day)))"
            " SELECT work_id FROM begun_or_ended WHERE work_id IS NOT NULL"
            " UNION SELECT id FROM works WHERE embargo_until >= :last AND embargo_until < :day"
            " UNION SELECT credits.work_id FROM credits JOIN consents USING (maker_id)"
            " WHERE withdrawn_on IS NULL"
            " AND ((given_on > :last AND given_on <= :day) OR (until >= :last AND until < :day))",
            # A clock that fell back closes what it had opened.
            {"last": min(last or day, day), "day": max(last or day, day)},
        )
        works = [row[0] for row in rows.fetchall()]
        for work in works:
            refresh_listing(this, work)
        for sha256 in _abandoned(home, db):
            this.queue(TaskKind.FORGET, sha256)
        db.execute("INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)", [_COUNTER, day])
    return len(works)


def _abandoned(home: Home, db: Database) -> list[str]:
    store = OriginalStore(home.originals)
    needed = needed_originals(db)
    before = time.time() - ABANDONED_DAYS * _DAY_S
    return [
        sha256
        for sha256 in store
        if sha256 not in needed and store.path(sha256).stat().st_mtime < before
    ]


def _last_day(db: Database) -> str:
    row = db.execute("SELECT value FROM counters WHERE name = ?", [_COUNTER]).fetchone()
    return str(row[0]) if row else ""
