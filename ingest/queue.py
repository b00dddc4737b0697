"""Working off what changes left to do with photographs.

The same function serves the command line, the worker of the site and a
rebuild. Heavy work goes to worker processes as values and comes back as
values; only this process writes to the catalogue.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

import cv2
from sqlite_utils import Database

from archive.database import transaction
from archive.derivatives import DerivativeStore
from archive.errors import ArchiveError
from archive.features import FEATURES_VERSION, Swatch
from archive.home import Home
from archive.originals import OriginalStore
from archive.outbox import Task, TaskKind, enqueue, failed, pending
from archive.records import Suggestion
from archive.stored_vocabulary import load_vocabulary
from archive.suggestions import put_suggestions
from ingest.deriving import Derived, derive
from ingest.features.colour import NamedColour

__all__ = ["in_order", "named_colours", "requeue_incomplete", "work_off", "worker_pool"]

T = TypeVar("T")

_log = logging.getLogger(__name__)

# Futures handed out ahead of the one waited for, a worker: enough to keep all
# busy, few enough to keep memory flat over any number of files.
_AHEAD = 2
# A colour that covers less of the cloth is not worth suggesting.
_LEAST_SHARE = 0.05


def worker_pool(jobs: int) -> ProcessPoolExecutor:
    """Return a pool of fresh processes.

    Spawned, not forked: a process forked after OpenCV has used its threads can
    hang for ever. Each worker uses one thread, since the pool fills the cores.
    """
    return ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_one_thread
    )


def _one_thread() -> None:
    cv2.setNumThreads(1)


def in_order(
    function: Callable[..., T], arguments: Iterable[tuple[object, ...]], jobs: int
) -> Iterator[Callable[[], T]]:
    """Run ``function`` over many arguments and yield, in their order, how each ended.

    Calling what is yielded gives the result or raises what was raised. With one
    job everything runs in this process, when called.
    """
    if jobs <= 1:
        _one_thread()
        for each in arguments:
            yield lambda each=each: function(*each)  # type: ignore[misc]
        return
    with worker_pool(jobs) as pool:
        waiting: deque[Future[T]] = deque()
        for each in arguments:
            waiting.append(pool.submit(function, *each))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft().result
        while waiting:
            yield waiting.popleft().result


def named_colours(db: Database) -> tuple[NamedColour, ...]:
    """Return the dyes that have a place in CIELAB."""
    return tuple(
        NamedColour(concept.id, concept.lab)
        for concept in load_vocabulary(db).scheme("colour")
        if concept.lab is not None
    )


def work_off(
    home: Home, db: Database, *, jobs: int = 1, progress: Callable[[str], None] = lambda _: None
) -> list[tuple[str, str]]:
    """Do every waiting task; returns (photograph, reason) for those that failed."""
    _forget(home, db)
    tasks = [task for task in pending(db, TaskKind.DERIVE) if _drop_if_gone(db, task)]
    colours = named_colours(db)
    arguments = [(home, _sha256(db, task.record), colours) for task in tasks]
    failures = []
    for task, outcome in zip(tasks, in_order(derive, arguments, jobs), strict=True):
        try:
            _record(db, task, outcome())
        except ArchiveError as error:
            _log.warning("photograph %s: %s", task.record, error)
            failed(db, task, str(error))
            failures.append((task.record, str(error)))
        progress(task.record)
    return failures


def requeue_incomplete(home: Home, db: Database) -> int:
    """Ask for the derivatives of every photograph that lacks some; returns how many."""
    store = DerivativeStore(home.derivatives)
    rows = db.execute("SELECT id, sha256 FROM photographs ORDER BY rowid").fetchall()
    missing = [photograph for photograph, sha256 in rows if not store.is_complete(sha256)]
    with transaction(db):
        for photograph in missing:
            enqueue(db, TaskKind.DERIVE, photograph)
    return len(missing)


def _sha256(db: Database, photograph: str) -> str:
    row = db.execute("SELECT sha256 FROM photographs WHERE id = ?", [photograph]).fetchone()
    return str(row[0]) if row else ""


def _drop_if_gone(db: Database, task: Task) -> bool:
    if _sha256(db, task.record):
        return True
    with transaction(db):
        db.execute("DELETE FROM outbox WHERE number = ?", [task.number])
    return False


def _record(db: Database, task: Task, derived: Derived) -> None:
    with transaction(db):
        put_suggestions(db, task.record, _suggestions(task.record, derived.palette))
        row = db.execute("SELECT work_id FROM photographs WHERE id = ?", [task.record]).fetchone()
        if row is not None:
            enqueue(db, TaskKind.INDEX, row[0])
        db.execute("DELETE FROM outbox WHERE number = ?", [task.number])


def _suggestions(photograph: str, palette: Sequence[Swatch]) -> list[Suggestion]:
    return [
        Suggestion(
            photograph=photograph,
            field="colour",
            concept=swatch.colour,
            score=round(min(swatch.share, 1.0), 4),
            model="palette",
            model_version=str(FEATURES_VERSION),
        )
        for swatch in palette
        if swatch.share >= _LEAST_SHARE
    ]


def _forget(home: Home, db: Database) -> None:
    """Delete originals and derivatives that nothing refers to any more."""
    for task in pending(db, TaskKind.FORGET):
        with transaction(db):
            row = db.execute(
                "SELECT 1 FROM photographs WHERE sha256 = ? LIMIT 1", [task.record]
            ).fetchone()
            if row is None:
                DerivativeStore(home.derivatives).forget(task.record)
                OriginalStore(home.originals).remove(task.record)
            db.execute("DELETE FROM outbox WHERE number = ?", [task.number])
