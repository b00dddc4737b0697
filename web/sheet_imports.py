"""A sheet handed in on a page: tried out first, and taken in when somebody says yes."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlite_utils import Database

from archive.errors import BadInput
from archive.home import Home
from archive.imports import Counts
from archive.loading import load_works, works_in_state
from archive.records import State
from archive.waiting import WaitingSheet
from ingest.failures import FailureGroup, group_failures
from ingest.importing import Failure, ImportReport, ImportRequest, run_import
from ingest.sheet_export import readable_words
from ingest.sheet_writing import sheet_bytes

__all__ = ["MOST_ROWS", "HowItWent", "how_it_went", "take_in", "try_out", "whole_archive"]

#: Longest sheet taken on a page. A rehearsal keeps everybody else from writing:
#: 1,000 rows take 8 seconds on two busy cores, and others wait 30 before they
#: give up. A longer sheet is for the command line.
MOST_ROWS = 2000
_GROUP = 500


@dataclass(frozen=True, slots=True)
class HowItWent:
    """How a sheet fared, tried out or taken in.

    Parameters
    ----------
    import_id
        Number of the import; ``None`` while it was only tried out.
    """

    import_id: int | None
    counts: Counts
    failures: tuple[Failure, ...]

    @property
    def groups(self) -> list[FailureGroup]:
        """The failures by cause."""
        return group_failures(self.failures)

    @property
    def has_bad_rows(self) -> bool:
        """Whether there are rows to be mended."""
        return any(failure.row is not None for failure in self.failures)


def try_out(home: Home, db: Database, waiting: WaitingSheet, who: str) -> None:
    """Run the import, take it all back, and note how it went.

    Raises
    ------
    BadInput
        When the sheet as a whole cannot be read.
    """
    with waiting.held():
        if how_it_went(waiting).import_id is None:
            _note(waiting, run_import(home, db, _request(waiting, who, True), start=_check_length))


def take_in(home: Home, db: Database, waiting: WaitingSheet, who: str) -> None:
    """Run the import for good and note how it went; the second time does nothing."""
    with waiting.held():
        if how_it_went(waiting).import_id is None:
            _note(waiting, run_import(home, db, _request(waiting, who, False)))
            waiting.forget_photographs()


def how_it_went(waiting: WaitingSheet) -> HowItWent:
    """Return what was noted last; nothing at all before the first time."""
    note = waiting.note()
    return HowItWent(
        note.get("import"),
        Counts(**note.get("counts", {})),
        tuple(Failure(**each) for each in note.get("failures", ())),
    )


def whole_archive(db: Database) -> bytes:
    """Return every work with everything said of it as XLSX, to be mended and handed in again.

    Drafts and names are in it: it is for the desk and no one else.
    """
    ids = [work for state in State for work in works_in_state(db, state)]
    groups = (ids[start : start + _GROUP] for start in range(0, len(ids), _GROUP))
    works = (work for group in groups for work in load_works(db, group).values())
    content, _ = sheet_bytes(works, readable_words(db), is_workbook=True)
    return content


def _request(waiting: WaitingSheet, who: str, rehearse: bool) -> ImportRequest:
    return ImportRequest((waiting.photographs,), waiting.sheet, rehearse=rehearse, who=who)


def _note(waiting: WaitingSheet, report: ImportReport) -> None:
    waiting.write_note(
        {
            "import": report.import_id,
            "counts": asdict(report.counts),
            "failures": [asdict(failure) for failure in report.failed],
        }
    )


def _check_length(rows: int) -> None:
    if rows > MOST_ROWS:
        raise BadInput(
            f"the sheet has {rows} rows, too long for a page",
            hint=f"split it, or run xiupu ingest; at most {MOST_ROWS} rows",
            value=str(MOST_ROWS),
        )
