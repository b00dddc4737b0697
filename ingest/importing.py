"""An import: many photographs and rows, each taken whole or reported.

A bad file or row never stops the others. Every work is one transaction, so an
import that is cut off leaves whole works, and the same command again adds what
is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
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
from archive.records import Statement
from archive.stored_vocabulary import load_vocabulary
from archive.works import put_work
from ingest.finding import Found, find_files, locate
from ingest.queue import in_order
from ingest.rows import PhotographPlace, RowReader, places_of
from ingest.sheet import SheetRow, read_sheet
from ingest.steps import take_file

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


@dataclass(slots=True)
class ImportReport:
    """How an import went."""

    import_id: int
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
    with rehearsal(db) if request.rehearse else nullcontext():
        source = str(
            request.sheet.name if request.sheet else ";".join(p.name for p in request.paths)
        )
        report = ImportReport(start_import(db, request.who, source), failed=failures)
        for entry, outcome in zip(entries, _photographs(home, entries, request), strict=True):
            _take_entry(db, request, report, entry, outcome)
            progress(entry.places[0][1].name)
        finish_import(db, report.import_id, report.counts)
    return report


def _entries(request: ImportRequest) -> tuple[list[_Entry], list[Failure]]:
    if request.sheet is None:
        return [_entry_of_file(found) for found in find_files(request.paths)], []
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
    return tuple(
        replace(take_file(path, home, role=place.role, rehearse=rehearse), file_name=place.name)
        for path, place in places
    )


def _photographs(
    home: Home, entries: Sequence[_Entry], request: ImportRequest
) -> Iterator[Callable[[], tuple[PhotographDraft, ...]]]:
    arguments = ((entry.places, home, request.rehearse) for entry in entries)
    return in_order(take_all, arguments, request.jobs)


def _take_entry(
    db: Database,
    request: ImportRequest,
    report: ImportReport,
    entry: _Entry,
    photographs: Callable[[], tuple[PhotographDraft, ...]],
) -> None:
    try:
        draft = _draft(db, request, entry, photographs())
        with change(db, request.who, import_id=report.import_id) as this:
            outcome = put_work(this, draft)
    except ArchiveError as error:
        row = entry.row.number if entry.row else None
        report.failed.append(Failure.of(error, file=entry.places[0][1].name, row=row))
    else:
        setattr(report, outcome.kind, getattr(report, outcome.kind) + 1)


def _draft(
    db: Database,
    request: ImportRequest,
    entry: _Entry,
    photographs: tuple[PhotographDraft, ...],
) -> WorkDraft:
    if entry.row is None:
        draft = _bare_draft(photographs, request.who)
    else:
        reader = RowReader(load_vocabulary(db), request.who, today())
        draft = reader.draft(entry.row.cells, photographs)
    if request.collection:
        slugs = dict.fromkeys([*draft.collections, request.collection])
        draft = replace(draft, collections=tuple(slugs))
    return draft


def _bare_draft(photographs: tuple[PhotographDraft, ...], who: str) -> WorkDraft:
    """Return a draft whose only words are the file's name, said without being sure."""
    title = Path(photographs[0].file_name).stem
    said = Statement("title", who, today(), text=title, lang="zh", sureness="unsure")
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
