"""An import: many photographs and rows, each taken whole or reported.

A bad file or row never stops the others. Every work is one transaction, so an
import that is cut off leaves whole works, and the same command again adds what
is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.changes import change
from archive.clock import today
from archive.database import rehearsal
from archive.drafts import PhotographDraft, WorkDraft
from archive.errors import ArchiveError, BadInput
from archive.home import Home
from archive.imports import Counts, finish_import, start_import
from archive.originals import OriginalStore
from archive.outbox import TaskKind
from archive.records import FILE_NAME, REGISTER, Statement
from archive.stored_vocabulary import load_vocabulary
from archive.works import put_work
from ingest.finding import Found, find_files, locate
from ingest.queue import in_order
from ingest.rows import PhotographPlace, RowReader, places_of
from ingest.sheet import SheetRow, read_sheet
from ingest.steps import take_files

__all__ = ["Failure", "ImportReport", "ImportRequest", "report_json", "run_import"]


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
    """One file or row that could not be taken, where, why, and what to do."""

    file: str | None
    row: int | None
    column: str | None
    error: str
    hint: str

    @classmethod
    def of(cls, error: ArchiveError, *, file: str | None, row: int | None) -> Failure:
        """Say where an error happened, as far as it does not know itself."""
        bad = error if isinstance(error, BadInput) else BadInput(error.message, hint=error.hint)
        return cls(bad.file or file, row, bad.column, bad.message, bad.hint)


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One work to come: its photographs, and its row where there is a sheet."""

    places: tuple[tuple[Path, PhotographPlace], ...]
    row: SheetRow | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """One import on its way; ``seen`` holds first photographs of works without a number."""

    home: Home
    db: Database
    request: ImportRequest
    reader: RowReader
    report: ImportReport
    seen: dict[str, str] = field(default_factory=dict)


def run_import(
    home: Home,
    db: Database,
    request: ImportRequest,
    *,
    start: Callable[[int], None] = lambda total: None,
    progress: Callable[[str], None] = lambda name: None,
) -> ImportReport:
    """Take everything in that can be; returns how it went.

    Parameters
    ----------
    start, progress
        Called with the number of works to come, and with a name after each.

    Raises
    ------
    BadInput
        When a path or the sheet as a whole cannot be read; nothing was taken.
    """
    entries, failures = _entries(request)
    start(len(entries))
    taken = _told(entries, _photographs(home, entries, request), progress)
    if request.rehearse:
        # Read every picture first: a rehearsal keeps all others from writing.
        taken = iter([(entry, _settled(photographs)) for entry, photographs in taken])
    reader = RowReader(load_vocabulary(db), REGISTER, today())
    with rehearsal(db) if request.rehearse else nullcontext():
        source = str(
            request.sheet.name if request.sheet else ";".join(p.name for p in request.paths)
        )
        number = start_import(db, request.who, source)
        report = ImportReport(number, failed=failures)
        run = _Run(home, db, request, reader, report)
        for entry, photographs in taken:
            _take_entry(run, entry, photographs)
        finish_import(db, number, report.counts)
    if request.rehearse:
        report.import_id = None  # It was taken back, and the next import gets the number.
    return report


def _entries(request: ImportRequest) -> tuple[list[_Entry], list[Failure]]:
    found = find_files(request.paths)
    if request.sheet is None:
        return [_entry_of_file(each) for each in found], []
    folders = [path if path.is_dir() else path.parent for path in request.paths]
    folders = [*dict.fromkeys([*folders, request.sheet.parent])]
    entries, failures = [], []
    seen: dict[str, int] = {}
    for row in read_sheet(request.sheet):
        try:
            _check_twice(row, seen)
            places = places_of(row.cells)
            entries.append(_Entry(tuple((locate(p.name, folders), p) for p in places), row))
        except BadInput as error:
            failures.append(Failure.of(error, file=row.cells.get("file"), row=row.number))
    return entries, failures


def _entry_of_file(found: Found) -> _Entry:
    return _Entry(((found.path, PhotographPlace(found.name, "whole")),))


def _check_twice(row: SheetRow, seen: dict[str, int]) -> None:
    identifier = row.cells.get("identifier")
    if identifier is not None and identifier in seen:
        raise BadInput(
            f"the identifier {identifier!r} stands in row {seen[identifier]} already",
            hint="give every work its own",
            column="identifier",
        )
    if identifier is not None:
        seen[identifier] = row.number


def take_all(
    places: Sequence[tuple[Path, PhotographPlace]], home: Home, rehearse: bool
) -> tuple[PhotographDraft, ...]:
    """Take every photograph of one work in; runs in a worker process."""
    files = [(path, place.name, place.role) for path, place in places]
    return take_files(files, home, rehearse=rehearse)


def _photographs(
    home: Home, entries: Sequence[_Entry], request: ImportRequest
) -> Iterator[_Photographs]:
    arguments = ((entry.places, home, request.rehearse) for entry in entries)
    return in_order(take_all, arguments, request.jobs)


def _told(
    entries: Sequence[_Entry],
    photographs: Iterator[_Photographs],
    progress: Callable[[str], None],
) -> Iterator[tuple[_Entry, _Photographs]]:
    """Pair works with their photographs, and tell of each when the next is asked for."""
    for entry, outcome in zip(entries, photographs, strict=True):
        yield entry, outcome
        progress(entry.places[0][1].name)


def _settled(photographs: _Photographs) -> _Photographs:
    """Take the photographs now; what is returned only tells how it went."""
    try:
        drafts = photographs()
    except ArchiveError as error:
        return partial(_raise, error)
    return lambda: drafts


def _raise(error: ArchiveError) -> tuple[PhotographDraft, ...]:
    raise error


def _take_entry(run: _Run, entry: _Entry, photographs: _Photographs) -> None:
    report = run.report
    drafts: tuple[PhotographDraft, ...] = ()
    try:
        drafts = photographs()
        draft = _draft(run, entry, drafts)
        if _is_copy(run, entry, draft):
            report.unchanged += 1
            return
        with change(run.db, run.request.who, import_id=report.import_id) as this:
            _keep_originals(run, entry, drafts)
            outcome = put_work(this, draft)
    except ArchiveError as error:
        row = entry.row.number if entry.row else None
        report.failed.append(Failure.of(error, file=entry.places[0][1].name, row=row))
        _let_go(run, drafts)
    except Exception as error:
        # Whatever else one file leads into, the others must arrive.
        _log.exception("%s", entry.places[0][1].name)
        surprise = BadInput(
            f"unexpected: {type(error).__name__}: {error}", hint="report it with this file"
        )
        row = entry.row.number if entry.row else None
        report.failed.append(Failure.of(surprise, file=entry.places[0][1].name, row=row))
    else:
        setattr(report, outcome.kind, getattr(report, outcome.kind) + 1)


def _keep_originals(run: _Run, entry: _Entry, drafts: Sequence[PhotographDraft]) -> None:
    """Store again what an undo deleted after it was found to be there already.

    Deleting happens under the write lock that is held here.
    """
    store = OriginalStore(run.home.originals)
    gone = [draft for draft in drafts if not store.path(draft.sha256).is_file()]
    if gone and not run.request.rehearse:
        take_all(entry.places, run.home, False)


def _let_go(run: _Run, drafts: Sequence[PhotographDraft]) -> None:
    """Have originals deleted that no work came to need."""
    with change(run.db, run.request.who) as this:
        for draft in drafts:
            this.queue(TaskKind.FORGET, draft.sha256)


def _is_copy(run: _Run, entry: _Entry, draft: WorkDraft) -> bool:
    """Say whether a file is another copy of a picture this import has taken already.

    Without a number of its own a work is known by its first photograph. Two such
    works of one picture would take turns being the same one.

    Raises
    ------
    BadInput
        When it stands in a sheet, whose words would be lost.
    """
    if draft.identifier is not None:
        return False
    name = draft.photographs[0].file_name
    place = name if entry.row is None else f"row {entry.row.number}"
    first = run.seen.setdefault(draft.photographs[0].sha256, place)
    if first != place and entry.row is not None:
        raise BadInput(
            f"{name!r} is the picture of {first} already",
            hint="give every work an identifier of its own",
            file=name,
            column="identifier",
        )
    return first != place


def _draft(run: _Run, entry: _Entry, photographs: tuple[PhotographDraft, ...]) -> WorkDraft:
    if entry.row is None:
        draft = _bare_draft(photographs)
    else:
        draft = run.reader.draft(entry.row.cells, photographs)
    if run.request.collection:
        slugs = dict.fromkeys([*draft.collections, run.request.collection])
        draft = replace(draft, collections=tuple(slugs))
    return draft


def _bare_draft(photographs: tuple[PhotographDraft, ...]) -> WorkDraft:
    """Return a draft whose only words are the file's name, said without being sure."""
    title = Path(photographs[0].file_name).stem
    said = Statement("title", FILE_NAME, today(), text=title, lang="zh", sureness="unsure")
    return WorkDraft(photographs, statements=(said,))


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
            }
            for failure in report.failed
        ],
    }
