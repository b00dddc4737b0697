"""An import: many photographs and rows, each taken whole or reported.

A bad file or row never stops the others. Every work is one transaction, so an
import that is cut off leaves whole works, and the same command again adds what
is missing.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import tee
from pathlib import Path
from time import monotonic
from typing import Any

from sqlite_utils import Database

from archive.changes import change
from archive.database import rehearsal, transaction
from archive.drafts import PhotographDraft
from archive.errors import ArchiveError, BadInput
from archive.home import Home
from archive.imports import Counts, finish_import, start_import
from archive.originals import OriginalStore
from archive.outbox import TaskKind
from archive.vocabulary.stored import load_vocabulary
from archive.works import put_work
from ingest.drafting import Drafter
from ingest.entries import Entry, SheetPlan, entries_of, entry_of_file, plan_of
from ingest.finding import check_paths, find_files
from ingest.queue import in_order
from ingest.rows import PhotographPlace, RowReader
from ingest.sheet import SheetRow
from ingest.steps import take_files

__all__ = ["Failure", "ImportReport", "ImportRequest", "report_json", "run_import"]

# Written down together; a work takes about 2 ms, a wait for the disk up to 30.
_GROUP_SIZE = 64
_GROUP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to take in, and how.

    Parameters
    ----------
    paths
        Files and folders.
    sheet
        The records; ``None`` makes a private draft of every photograph.
    collection
        Slug to add every work to, besides what the sheet says.
    rehearse
        Do everything and take it back; no original is stored.
    """

    paths: tuple[Path, ...]
    sheet: Path | None = None
    collection: str | None = None
    jobs: int = 1
    rehearse: bool = False
    who: str = "command line"


@dataclass(frozen=True, slots=True)
class Failure:
    """One file or row that could not be taken, where, why, and what to do.

    Parameters
    ----------
    value, nearest
        The cell, or the part of it, as written, and the nearest value that would
        do; empty when there is none.
    """

    file: str | None
    row: int | None
    column: str | None
    error: str
    hint: str
    value: str = ""
    nearest: str = ""

    @classmethod
    def of(cls, error: ArchiveError, *, file: str | None, row: int | None) -> Failure:
        """Say where an error happened, as far as it does not know itself."""
        bad = error if isinstance(error, BadInput) else BadInput(error.message, hint=error.hint)
        return cls(
            bad.file or file,
            bad.row or row,
            bad.column,
            bad.message,
            bad.hint,
            bad.value,
            bad.nearest,
        )


_log = logging.getLogger(__name__)

#: Gives the photographs of one work, or raises what went wrong with them.
_Photographs = Callable[[], tuple[PhotographDraft, ...]]


@dataclass(slots=True)
class ImportReport:
    """How an import went; a rehearsal has no number."""

    import_id: int | None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        """The numbers alone."""
        return Counts(self.added, self.updated, self.unchanged, len(self.failed))


@dataclass(slots=True)
class _Run:
    """One import on its way."""

    home: Home
    db: Database
    request: ImportRequest
    report: ImportReport
    drafter: Drafter


#: An entry and what gives its photographs that had to be read.
_Taken = tuple[Entry, _Photographs]


def run_import(
    home: Home,
    db: Database,
    request: ImportRequest,
    *,
    start: Callable[[int], None] = lambda total: None,
    progress: Callable[[str], None] = lambda name: None,
) -> ImportReport:
    """Take everything in that can be; returns how it went.

    A sheet is read twice, and one row after the other: once to see that all of it
    can be read, then to take it in. Memory does not grow with its length.

    Parameters
    ----------
    start, progress
        Called with the number of works to come, and with a name after each.

    Raises
    ------
    BadInput
        When a path or the sheet as a whole cannot be read; nothing was taken.
    """
    plan = plan_of(request.sheet) if request.sheet is not None else None
    headers = plan.headers if plan is not None else None
    reader = RowReader(load_vocabulary(db), headers, partial(_work_numbered, db))
    run = _Run(home, db, request, ImportReport(None), Drafter(db, reader, request.collection))
    entries, total = _entries(run, plan, progress)
    start(total)
    taken: Iterable[_Taken] = _taken(run, entries, progress)
    if request.rehearse:
        # Read every picture first: a rehearsal keeps all others from writing.
        taken = [(entry, _settled(photographs)) for entry, photographs in taken]
    with rehearsal(db) if request.rehearse else nullcontext():
        source = request.sheet.name if request.sheet else ";".join(p.name for p in request.paths)
        run.report.import_id = start_import(db, request.who, source)
        for group in _groups(taken):
            _take_group(run, group)
        finish_import(db, run.report.import_id, run.report.counts)
    if request.rehearse:
        run.report.import_id = None  # It was taken back, and the next import gets the number.
    return run.report


def _entries(
    run: _Run, plan: SheetPlan | None, progress: Callable[[str], None]
) -> tuple[Iterator[Entry], int]:
    request = run.request
    if request.sheet is None or plan is None:
        found = find_files(request.paths)
        return map(entry_of_file, found), len(found)
    check_paths(request.paths)
    folders = [path if path.is_dir() else path.parent for path in request.paths]
    folders = [*dict.fromkeys([*folders, request.sheet.parent])]

    def refuse(row: SheetRow, error: BadInput) -> None:
        file = row.cells.get("file")
        run.report.failed.append(Failure.of(error, file=file, row=row.number))
        progress(file or "")

    return entries_of(run.db, request.sheet, folders, plan, refuse), plan.total


def _work_numbered(db: Database, number: str) -> str | None:
    """Return the id of the work with this archive number or identifier."""
    row = db.execute(
        "SELECT id FROM works WHERE id = ? OR identifier = ? ORDER BY id = ? DESC",
        [number, number, number],
    ).fetchone()
    return row[0] if row else None


def take_all(
    places: Sequence[tuple[Path, PhotographPlace]], home: Home, rehearse: bool
) -> tuple[PhotographDraft, ...]:
    """Take every photograph of one work in; runs in a worker process."""
    files = [(path, place.name, place.role) for path, place in places]
    return take_files(files, home, rehearse=rehearse)


def _taken(
    run: _Run, entries: Iterator[Entry], progress: Callable[[str], None]
) -> Iterator[_Taken]:
    """Pair works with their photographs, and tell of each when the next is asked for."""
    ahead, told = tee(entries)
    request = run.request
    arguments = ((entry.files, run.home, request.rehearse) for entry in ahead)
    for entry, outcome in zip(told, in_order(take_all, arguments, request.jobs), strict=True):
        yield entry, outcome
        progress(entry.name or "")


def _settled(photographs: _Photographs) -> _Photographs:
    """Take the photographs now; what is returned only tells how it went."""
    try:
        drafts = photographs()
    except Exception as error:
        return partial(_raise, error)
    return lambda: drafts


def _raise(error: Exception) -> tuple[PhotographDraft, ...]:
    raise error


def _groups(taken: Iterable[_Taken]) -> Iterator[list[_Taken]]:
    """Put together what is written down together, with all its photographs read.

    Nobody else can write meanwhile, so no group is large, and none waits long.
    """
    group: list[_Taken] = []
    begun = monotonic()
    for entry, photographs in taken:
        if not group:
            begun = monotonic()
        group.append((entry, _settled(photographs)))
        if len(group) >= _GROUP_SIZE or monotonic() - begun > _GROUP_SECONDS:
            yield group
            group = []
    if group:
        yield group


def _take_group(run: _Run, group: Sequence[_Taken]) -> None:
    """Write works down, each whole or not at all, with one wait for the disk."""
    before = replace(run.report, failed=[*run.report.failed])
    try:
        with transaction(run.db):
            for entry, photographs in group:
                _take_entry(run, entry, photographs)
    except sqlite3.Error:
        # The disk is full, say. One by one, whatever still fits is taken in.
        run.report.added, run.report.updated = before.added, before.updated
        run.report.unchanged, run.report.failed = before.unchanged, before.failed
        for entry, photographs in group:
            _take_entry(run, entry, photographs)


def _take_entry(run: _Run, entry: Entry, photographs: _Photographs) -> None:
    report = run.report
    drafts: tuple[PhotographDraft, ...] = ()
    row = entry.row.number if entry.row else None
    try:
        drafts = photographs()
        draft = run.drafter.draft(entry, drafts)
        if run.drafter.is_copy(entry, draft):
            report.unchanged += 1
            return
        with change(run.db, run.request.who, import_id=report.import_id) as this:
            _keep_originals(run, entry, drafts)
            outcome = put_work(this, draft)
    except ArchiveError as error:
        report.failed.append(Failure.of(error, file=entry.name, row=row))
        _let_go(run, drafts)
    except Exception as error:
        # Whatever else one file leads into, the others must arrive.
        _log.exception("%s", entry.name or f"row {row}")
        surprise = BadInput(
            f"unexpected: {type(error).__name__}: {error}", hint="report it with this file"
        )
        report.failed.append(Failure.of(surprise, file=entry.name, row=row))
    else:
        setattr(report, outcome.kind, getattr(report, outcome.kind) + 1)


def _keep_originals(run: _Run, entry: Entry, drafts: Sequence[PhotographDraft]) -> None:
    """Store again what an undo deleted after it was found to be there already.

    Deleting happens under the write lock that is held here.
    """
    store = OriginalStore(run.home.originals)
    gone = [draft for draft in drafts if not store.path(draft.sha256).is_file()]
    if gone and not run.request.rehearse:
        take_all(entry.files, run.home, False)


def _let_go(run: _Run, drafts: Sequence[PhotographDraft]) -> None:
    """Have originals deleted that no work came to need."""
    with change(run.db, run.request.who) as this:
        for draft in drafts:
            this.queue(TaskKind.FORGET, draft.sha256)


def report_json(report: ImportReport) -> dict[str, Any]:
    """Return the report in the shape the contract promises."""
    return {
        "import": report.import_id,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": [
            {
                "file": failure.file,
                "row": failure.row,
                "column": failure.column,
                "error": failure.error,
                "hint": failure.hint,
                "value": failure.value,
                "nearest": failure.nearest,
            }
            for failure in report.failed
        ],
    }
