"""Changes to the catalogue: whole, logged, and followed by their work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from archive import ids
from archive.clock import now, today
from archive.database import transaction
from archive.outbox import TaskKind, enqueue
from archive.rows import dump

__all__ = ["Change", "change"]


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction in progress.

    Parameters
    ----------
    who
        Whose word it is on: an account, or the command line.
    at, on
        The moment, UTC ISO 8601, and the day here.
    import_id
        The import it belongs to, if any.
    """

    db: Database
    who: str
    at: str
    on: str
    import_id: int | None = None

    def log(
        self,
        action: str,
        kind: str,
        record: str,
        before: object,
        after: object,
        reason: str = "",
        word_of: str = "",
    ) -> None:
        """Write down what happened to one record, with its rows before and after.

        Parameters
        ----------
        word_of
            On whose word, where that is somebody other than the account.
        """
        self.db.execute(
            "INSERT INTO changes (at, who, action, kind, record, before, after, reason, word_of,"
            " import_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self.at,
                self.who,
                action,
                kind,
                record,
                dump(before),
                dump(after),
                reason,
                word_of,
                self.import_id,
            ],
        )

    def queue(self, kind: TaskKind, record: str) -> None:
        """Ask for follow-up work, to be done once this change is committed."""
        enqueue(self.db, kind, record)

    def mint(self) -> str:
        """Return an identifier that no record of this archive ever had."""
        row = self.db.execute("SELECT value FROM counters WHERE name = 'identifiers'").fetchone()
        number = int(row[0]) if row else 0
        self.db.execute(
            "INSERT OR REPLACE INTO counters (name, value) VALUES ('identifiers', ?)",
            [str(number + 1)],
        )
        return ids.mint(number)


@contextmanager
def change(db: Database, who: str, *, import_id: int | None = None) -> Iterator[Change]:
    """Open a transaction; it is committed whole at the end, or not at all."""
    with transaction(db):
        yield Change(db, who, now(), today(), import_id)
