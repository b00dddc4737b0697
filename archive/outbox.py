"""What still has to be done after a change: the work queue of the archive.

A change writes its follow-up work into the outbox in the same transaction, so
a crash between the change and the work loses nothing: whoever comes next
(a command, the worker of the site) finds it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from archive.clock import now

__all__ = ["Task", "TaskKind", "begun", "done", "enqueue", "failed", "given_back", "pending"]

_MOST_ATTEMPTS = 3


class TaskKind(StrEnum):
    """What there is to do, and with which record."""

    DERIVE = "derive"
    """Make sizes, zoom and features of a photograph."""
    INDEX = "index"
    """Bring the search indexes up to date with a work."""
    COMPARE = "compare"
    """Look for copies of a photograph and for labelled works like it."""
    FORGET = "forget"
    """Delete an original and its derivatives if nobody refers to them."""
    ERASE = "erase"
    """Leave no trace on disk of what was taken back; the record says of whom, in JSON."""


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the outbox.

    Parameters
    ----------
    number
        Its place in the queue; larger is later.
    kind, record
        What to do and the id (or digest) to do it with.
    """

    number: int
    kind: TaskKind
    record: str


def enqueue(db: Database, kind: TaskKind, record: str) -> None:
    """Ask for work; asking again moves the task to the end and clears its failures."""
    db.execute("DELETE FROM outbox WHERE kind = ? AND record = ?", [kind.value, record])
    db.execute(
        "INSERT INTO outbox (kind, record, at, attempts) VALUES (?, ?, ?, 0)",
        [kind.value, record, now()],
    )


def pending(db: Database, kind: TaskKind, limit: int = -1) -> list[Task]:
    """Return the oldest tasks of a kind that have not failed too often."""
    rows = db.execute(
        "SELECT number, record FROM outbox WHERE kind = ? AND attempts < ? ORDER BY number LIMIT ?",
        [kind.value, _MOST_ATTEMPTS, limit],
    )
    return [Task(number, kind, record) for number, record in rows.fetchall()]


def done(db: Database, task: Task) -> None:
    """Take a finished task out; one asked for again meanwhile stays."""
    with db.atomic():
        db.execute("DELETE FROM outbox WHERE number = ?", [task.number])


def begun(db: Database, task: Task) -> None:
    """Count an attempt before it is made, so that one which never returns counts too."""
    with db.atomic():
        db.execute(
            "UPDATE outbox SET attempts = attempts + 1, reason = ? WHERE number = ?",
            ["the work on it began and did not end", task.number],
        )


def failed(db: Database, task: Task, reason: str) -> None:
    """Keep a task whose attempt came to nothing, with the reason, for a later try."""
    with db.atomic():
        db.execute("UPDATE outbox SET reason = ? WHERE number = ?", [reason, task.number])


def given_back(db: Database, task: Task) -> None:
    """Take back an attempt that was broken off from outside."""
    with db.atomic():
        db.execute(
            "UPDATE outbox SET attempts = max(attempts - 1, 0), reason = NULL WHERE number = ?",
            [task.number],
        )
