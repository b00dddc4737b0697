"""Working off what changes left to do with photographs.

The same function serves the command line, the worker of the site and a
rebuild. Heavy work goes to worker processes as values and comes back as
values; only this process writes to the catalogue.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

import cv2
from sqlite_utils import Database

from archive.database import transaction
from archive.derivatives import DerivativeStore
from archive.durable import write_durably
from archive.errors import ArchiveError
from archive.features import FEATURES_VERSION
from archive.home import Home
from archive.originals import OriginalStore, needed_originals
from archive.outbox import Task, TaskKind, begun, enqueue, failed, given_back, pending
from archive.suggestions import put_suggestions
from archive.vocabulary.stored import load_vocabulary
from ingest.deriving import Derived, derive
from ingest.embedding import identity_in_use
from ingest.features.colour import NamedColour
from ingest.guesses import LAYOUT, PALETTE, guess_colours, guess_layout

__all__ = [
    "in_order",
    "named_colours",
    "requeue_after_change_of_model",
    "requeue_incomplete",
    "work_off",
    "worker_pool",
]

T = TypeVar("T")

_log = logging.getLogger(__name__)

# Futures handed out ahead of the one waited for, a worker: enough to keep all
# busy, few enough to keep memory flat over any number of files.
_AHEAD = 2


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

    Calling what is yielded gives the result or raises what was raised, and
    ``ArchiveError`` when the worker process died of it. With one job
    everything runs in this process, when called.
    """
    if jobs <= 1:
        _one_thread()
        for each in arguments:
            yield partial(function, *each)
        return
    with _Crew(jobs) as crew:
        waiting: deque[Callable[[], T]] = deque()
        for each in arguments:
            waiting.append(crew.start(function, each))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()


class _Crew:
    """Worker processes, replaced by others when one of them is killed."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool = worker_pool(jobs)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def start(self, function: Callable[..., T], arguments: tuple[object, ...]) -> Callable[[], T]:
        """Have the work done; calling what is returned waits for it."""
        try:
            future = self._pool.submit(function, *arguments)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = worker_pool(self._jobs)
            future = self._pool.submit(function, *arguments)
        return partial(_result, future, function, arguments)


def _result(future: Future[T], function: Callable[..., T], arguments: tuple[object, ...]) -> T:
    """Return the result; what was lost with another's process is done again, alone.

    A pool breaks for everything in flight and does not say which of it was to blame.
    """
    try:
        return future.result()
    except BrokenProcessPool:
        try:
            with worker_pool(1) as own:
                return own.submit(function, *arguments).result()
        except BrokenProcessPool as error:
            raise ArchiveError(
                "the process working on it was killed, perhaps for want of memory"
            ) from error


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
    """Do every waiting task; returns (photograph, reason) for those that failed.

    An attempt is counted before it begins: a photograph that takes the whole
    process down with it is given up in the end like any other.
    """
    _forget(home, db)
    _drop_gone(db)
    tasks = pending(db, TaskKind.DERIVE)
    colours = named_colours(db)
    digests = [_sha256(db, task.record) for task in tasks]
    running: dict[int, Task] = {}

    def arguments() -> Iterator[tuple[object, ...]]:
        for task, sha256 in zip(tasks, digests, strict=True):
            begun(db, task)
            running[task.number] = task
            yield home, sha256, colours

    failures = []
    try:
        for task, outcome in zip(tasks, in_order(derive, arguments(), jobs), strict=True):
            reason = _attempt(db, task, outcome)
            del running[task.number]
            if reason:
                failures.append((task.record, reason))
            progress(task.record)
    finally:
        # Stopped in good order, by Ctrl-C say, which is nobody's failure.
        for task in running.values():
            given_back(db, task)
    return failures


def _attempt(db: Database, task: Task, outcome: Callable[[], Derived]) -> str:
    """Record what came of a task; returns why it failed, or nothing."""
    try:
        _record(db, task, outcome())
    except Exception as error:
        # Anything at all: one photograph must never keep the others waiting.
        reason = _reason(error)
        is_known = isinstance(error, ArchiveError)
        _log.warning("photograph %s: %s", task.record, reason, exc_info=not is_known)
        failed(db, task, reason)
        return reason
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, ArchiveError):
        return str(error)
    return f"{type(error).__name__}: {error}".rstrip(": ")


def requeue_incomplete(home: Home, db: Database) -> int:
    """Ask for the derivatives of every photograph that lacks some; returns how many."""
    store = DerivativeStore(home.derivatives)
    model = identity_in_use(home)
    rows = db.execute("SELECT id, sha256 FROM photographs ORDER BY rowid").fetchall()
    missing = [photograph for photograph, sha256 in rows if not store.is_complete(sha256, model)]
    with transaction(db):
        for photograph in missing:
            enqueue(db, TaskKind.DERIVE, photograph)
    made_by = _made_by(model)
    if made_by != _last_made_by(store):
        write_durably(store.model_note, made_by.encode())
    return len(missing)


def requeue_after_change_of_model(home: Home, db: Database) -> int:
    """Ask again for what lacks the features or vectors of other code or another model.

    Returns how many photographs do. Costs one small file's reading when both are
    the same as last time.
    """
    made_by = _made_by(identity_in_use(home))
    is_new = made_by != _last_made_by(DerivativeStore(home.derivatives))
    return requeue_incomplete(home, db) if is_new else 0


def _made_by(model: str) -> str:
    """Name what derivatives depend on: the version of the features and the model's identity."""
    return f"{FEATURES_VERSION} {model}".rstrip()


def _last_made_by(store: DerivativeStore) -> str:
    """Return with what everything was last asked for; empty for nothing yet."""
    try:
        return store.model_note.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _sha256(db: Database, photograph: str) -> str:
    row = db.execute("SELECT sha256 FROM photographs WHERE id = ?", [photograph]).fetchone()
    return str(row[0]) if row else ""


def _drop_gone(db: Database) -> None:
    """Take out what was asked for photographs that have gone, given up or not."""
    with transaction(db):
        for kind in (TaskKind.DERIVE, TaskKind.COMPARE):
            db.execute(
                "DELETE FROM outbox WHERE kind = ? AND record NOT IN (SELECT id FROM photographs)",
                [kind.value],
            )


def _record(db: Database, task: Task, derived: Derived) -> None:
    with transaction(db):
        colours = guess_colours(task.record, derived.palette)
        put_suggestions(db, task.record, colours, model=PALETTE)
        layouts = guess_layout(task.record, derived.layout)
        put_suggestions(db, task.record, layouts, model=LAYOUT)
        row = db.execute("SELECT work_id FROM photographs WHERE id = ?", [task.record]).fetchone()
        if row is not None:
            enqueue(db, TaskKind.INDEX, row[0])
            enqueue(db, TaskKind.COMPARE, task.record)
        db.execute("DELETE FROM outbox WHERE number = ?", [task.number])


def _forget(home: Home, db: Database) -> None:
    """Delete originals and derivatives that nothing refers to any more."""
    tasks = pending(db, TaskKind.FORGET)
    if not tasks:
        return
    # One transaction: nobody comes to need an original between the look and the deletion.
    with transaction(db):
        needed = needed_originals(db)
        for task in tasks:
            if task.record not in needed:
                DerivativeStore(home.derivatives).forget(task.record)
                OriginalStore(home.originals).remove(task.record)
            db.execute("DELETE FROM outbox WHERE number = ?", [task.number])
