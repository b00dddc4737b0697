"""The works an import is about, one after the other, with the files of their photographs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.database import select
from archive.drafts import PhotographDraft
from archive.errors import BadInput
from archive.loading import work_of_identifier
from archive.records import Photograph
from archive.row_records import photograph_of
from ingest.finding import Found, locate
from ingest.rows import PhotographPlace, places_of, wholes_in
from ingest.sheet import SheetRow, open_sheet

__all__ = [
    "Entry",
    "SheetPlan",
    "entries_of",
    "entry_of_file",
    "kept_photographs",
    "plan_of",
    "with_kept",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One work to come.

    Parameters
    ----------
    places
        Its photographs with their files; no path where the work has one of that
        name and keeps it.
    row
        Where there is a sheet.
    work
        Id of the work it is about, where there is one already.
    """

    places: tuple[tuple[Path | None, PhotographPlace], ...] = ()
    row: SheetRow | None = None
    work: str = ""

    @property
    def files(self) -> tuple[tuple[Path, PhotographPlace], ...]:
        """Those of its photographs that have to be read."""
        return tuple((path, place) for path, place in self.places if path is not None)

    @property
    def name(self) -> str | None:
        """What to call it where something went wrong; ``None`` without a photograph."""
        return self.places[0][1].name if self.places else None


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What the first reading of a sheet tells.

    Parameters
    ----------
    headers
        Keys of its headers.
    total
        How many rows it has.
    rows
        Archive number or identifier to the first row that has it.
    """

    headers: frozenset[str]
    total: int
    rows: dict[str, int] = field(default_factory=dict)


def plan_of(path: Path) -> SheetPlan:
    """Read a sheet once, to see that all of it can be read.

    Raises
    ------
    BadInput
        When it cannot, or has no rows.
    """
    sheet = open_sheet(path)
    rows: dict[str, int] = {}
    total = 0
    for row in sheet.rows:
        total += 1
        for key in ("id", "identifier"):
            if key in row.cells:
                rows.setdefault(row.cells[key], row.number)
    if not total:
        raise BadInput(
            "the sheet has no rows", hint="write one row a work under the header", file=path.name
        )
    return SheetPlan(sheet.headers, total, rows)


def entry_of_file(found: Found) -> Entry:
    """Return the work of a single photograph."""
    return Entry(((found.path, PhotographPlace(found.name, "whole")),))


def entries_of(
    db: Database,
    path: Path,
    folders: Sequence[Path],
    plan: SheetPlan,
    refuse: Callable[[SheetRow, BadInput], None],
) -> Iterator[Entry]:
    """Yield the works of a sheet, a larger piece before its parts.

    Parameters
    ----------
    folders
        Where its photographs may lie.
    refuse
        Told of every row that cannot be taken.
    """
    for row in _wholes_first(open_sheet(path).rows, plan):
        try:
            _check_twice(row, plan)
            yield _entry(db, row, folders)
        except BadInput as error:
            refuse(row, error)


def _wholes_first(rows: Iterator[SheetRow], plan: SheetPlan) -> Iterator[SheetRow]:
    """Hold a row back until those it is part of have come."""
    waiting: dict[int, list[SheetRow]] = {}
    come: set[int] = set()
    for row in rows:
        ready = [row]
        while ready:
            each = ready.pop(0)
            missing = (plan.rows.get(number, each.number) for number in wholes_in(each.cells))
            later = next((n for n in missing if n not in come and n != each.number), None)
            if later is not None:
                waiting.setdefault(later, []).append(each)
                continue
            come.add(each.number)
            yield each
            ready += waiting.pop(each.number, [])
    # Rows that are part of each other; writing them down will say so.
    yield from sorted((row for held in waiting.values() for row in held), key=lambda r: r.number)


def _check_twice(row: SheetRow, plan: SheetPlan) -> None:
    for key in ("id", "identifier"):
        written = row.cells.get(key)
        if written is not None and plan.rows[written] != row.number:
            raise BadInput(
                f"the {key} {written!r} stands in row {plan.rows[written]} already",
                hint="give every work its own",
                column=key,
                value=written,
            )


def _entry(db: Database, row: SheetRow, folders: Sequence[Path]) -> Entry:
    work = _work_of(db, row)
    if "file" not in row.cells:
        if not work:
            raise BadInput(
                "the row names no photograph and no work that is in the archive",
                hint="write a file name, or the number of a work in the archive",
                column="file",
            )
        return Entry((), row, work)
    names = {photograph.file_name for photograph in kept_photographs(db, work)} if work else set()
    places = [(_located(place, folders, names), place) for place in places_of(row.cells)]
    return Entry(tuple(places), row, work)


def _work_of(db: Database, row: SheetRow) -> str:
    number = row.cells.get("id")
    if number is not None:
        if db.execute("SELECT 1 FROM works WHERE id = ?", [number]).fetchone() is None:
            raise BadInput(
                f"there is no work {number!r}",
                hint="leave the archive number blank for a new work",
                column="id",
                value=number,
            )
        return number
    identifier = row.cells.get("identifier")
    return (work_of_identifier(db, identifier) if identifier is not None else None) or ""


def _located(place: PhotographPlace, folders: Sequence[Path], names: set[str]) -> Path | None:
    try:
        return locate(place.name, folders)
    except BadInput:
        if place.name in {name.strip() for name in names}:
            return None
        raise


def kept_photographs(db: Database, work: str) -> list[Photograph]:
    """Return the photographs a work has, in order."""
    rows = select(db, "SELECT * FROM photographs WHERE work_id = ? ORDER BY position", [work])
    return [photograph_of(row) for row in rows]


def with_kept(
    entry: Entry, kept: Sequence[Photograph], taken: Sequence[PhotographDraft]
) -> tuple[PhotographDraft, ...]:
    """Return the photographs of an entry in its order: those read, and those its work keeps.

    Raises
    ------
    BadInput
        When the work has lost one meanwhile.
    """
    new, left = iter(taken), list(kept)
    found = []
    for path, place in entry.places:
        if path is not None:
            found.append(next(new))
            continue
        same = next((each for each in left if each.file_name.strip() == place.name), None)
        if same is None:
            raise BadInput(
                f"the work has no photograph {place.name!r} any more",
                hint="hand the file in with the sheet",
                file=place.name,
                column="file",
            )
        left.remove(same)
        found.append(
            PhotographDraft(
                same.sha256,
                same.file_name,
                same.media_type,
                same.width_px,
                same.height_px,
                same.bytes,
                place.role,
            )
        )
    return tuple(found)
