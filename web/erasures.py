"""What is left to do on disk after somebody had something of hers deleted.

The catalogue forgot it with the change itself. Here it leaves the originals, the
indexes, what waits or was left lying about in the home, and the bytes of the
catalogue's own file.
"""

from __future__ import annotations

import json
import time

from sqlite_utils import Database

from archive.database import compact, transaction
from archive.derivatives import DerivativeStore
from archive.durable import sweep
from archive.erasing.names import Names
from archive.home import Home
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind, done, enqueue, pending
from archive.waiting import forget_waiting
from ingest.cleaning import clean_originals, says
from search.refreshing import rebuild_without_traces

__all__ = ["finish_erasures", "prepare_erasures"]

# What stands in the queue once nobody's name is needed any more.
_NAMELESS = ""
# A form or a running import that has just stored its photograph is left alone.
_SETTLED_S = 3600


def prepare_erasures(home: Home, db: Database) -> None:
    """Clean the originals, before sizes are made anew and files are let go of."""
    for task in pending(db, TaskKind.ERASE):
        told = json.loads(task.record or "{}")
        names = Names(told.get("names", ()))
        if names.all:
            clean_originals(home, db, names, told.get("works"))
        _let_go_of_strays(home, db, names)


def finish_erasures(home: Home, db: Database) -> None:
    """Leave no trace in indexes, in the home's folders, in the catalogue's file.

    Stopped anywhere, the next run does it again from the beginning.
    """
    tasks = pending(db, TaskKind.ERASE)
    if not tasks:
        return
    forget_waiting(home, older_than_s=0)
    _forget_strays(home)
    for folder in {part.parent for part in home.root.rglob(".part-*")}:
        sweep(folder)
    rebuild_without_traces(home, db)
    with transaction(db):
        for task in tasks:
            db.execute("DELETE FROM outbox WHERE number = ?", [task.number])
        enqueue(db, TaskKind.ERASE, _NAMELESS)
    compact(db)
    for task in pending(db, TaskKind.ERASE):
        if task.record == _NAMELESS:
            done(db, task)


def _let_go_of_strays(home: Home, db: Database, names: Names) -> None:
    """Ask for photographs of unfinished forms to go, when they are old or hold the name."""
    store, needed = OriginalStore(home.originals), needed_originals(db)
    before = time.time() - _SETTLED_S
    for sha256 in store:
        if sha256 in needed:
            continue
        is_old = store.path(sha256).stat().st_mtime < before
        if is_old or says(store.read(sha256), names):
            enqueue(db, TaskKind.FORGET, sha256)


def _forget_strays(home: Home) -> None:
    """Delete what was made from originals that are not there any more."""
    kept = set(OriginalStore(home.originals))
    derivatives = DerivativeStore(home.derivatives)
    for folder in home.derivatives.glob("??/??/*"):
        if folder.name not in kept:
            derivatives.forget(folder.name)
