"""A folder of ``collections/``: a table of works, curator's words, pictures or drawings.

``works.csv`` (or ``.xlsx``) is the sheet of the works. Beside it may lie
``collections.csv`` (titles, texts and facts), ``makers.csv`` (names in both
languages, place, a few words, facts, and what she agreed to for herself),
``reasons.csv`` (why a work stands in a collection) and either the photographs or
``drawings.csv``, which says how to draw them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.errors import BadInput
from archive.home import Home
from archive.loading import work_of_identifier
from ingest.curated_words import WHO, put_reasons, put_words
from ingest.importing import ImportReport, ImportRequest, run_import
from ingest.queue import in_order
from ingest.sheet import read_sheet
from ingest.specimens import Shot, Specimen, draw, photograph, save_jpeg
from ingest.specimens.sheet import read_drawings

__all__ = ["CuratedFolder", "build_collection", "curated_folders"]

_DRAWING_WIDTH_PX = 1600


@dataclass(frozen=True, slots=True)
class CuratedFolder:
    """One folder of ``collections/``."""

    path: Path

    @property
    def sheet(self) -> Path:
        """The table of works."""
        found = [self.path / name for name in ("works.csv", "works.xlsx")]
        return next((path for path in found if path.is_file()), found[0])

    @property
    def drawings(self) -> Path | None:
        """The table of drawings; ``None`` where the photographs lie in the folder."""
        path = self.path / "drawings.csv"
        return path if path.is_file() else None


def curated_folders(root: Path) -> list[CuratedFolder]:
    """Return the folders under ``root`` that hold a table of works, by name.

    Raises
    ------
    BadInput
        When there is none.
    """
    folders = [CuratedFolder(path) for path in sorted(root.glob("*")) if path.is_dir()]
    found = [folder for folder in folders if folder.sheet.is_file()]
    if not found:
        raise BadInput(
            f"{root} holds no collection", hint="name the folder 'collections' of the project"
        )
    return found


def build_collection(
    home: Home,
    db: Database,
    folder: CuratedFolder,
    *,
    jobs: int = 1,
    start: Callable[[int], None] = lambda total: None,
    progress: Callable[[str], None] = lambda name: None,
) -> ImportReport | None:
    """Take a whole folder in; ``None`` when all its works are there already."""
    rows = read_sheet(folder.sheet)
    put_words(db, folder.path)
    if all(work_of_identifier(db, row.cells.get("identifier", "")) for row in rows):
        return None
    with tempfile.TemporaryDirectory(prefix="xiupu-") as drawn:
        pictures = folder.path
        if folder.drawings is not None:
            pictures = Path(drawn)
            _draw_all(folder.drawings, pictures, jobs, start, progress)
        request = ImportRequest((pictures,), folder.sheet, jobs=jobs, who=WHO)
        report = run_import(home, db, request)
    put_reasons(db, folder.path)
    return report


def _draw_all(
    table: Path,
    into: Path,
    jobs: int,
    start: Callable[[int], None],
    progress: Callable[[str], None],
) -> None:
    drawings = read_drawings(table)
    start(len(drawings))
    arguments = ((into / name, *recipe) for name, recipe in drawings.items())
    for name, outcome in zip(drawings, in_order(_draw, arguments, jobs), strict=True):
        outcome()
        progress(name)


def _draw(path: Path, specimen: Specimen, shot: Shot) -> None:
    save_jpeg(path, photograph(draw(specimen, width_px=_DRAWING_WIDTH_PX), shot))
