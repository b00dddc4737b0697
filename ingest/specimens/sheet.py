"""A table of drawings: one picture a row."""

__all__ = ["read_drawings", "render_sheet"]

import csv
from pathlib import Path

from archive.errors import BadInput

from .camera import photograph, save_jpeg
from .drawing import draw
from .recipe import Specimen
from .shot import Shot


def read_drawings(sheet: Path) -> dict[str, tuple[Specimen, Shot]]:
    """File name to recipe and shot, in the order of the table.

    Raises
    ------
    BadInput
        With file, row and column, if a row cannot be read or its file name leads elsewhere.
    """
    found: dict[str, tuple[Specimen, Shot]] = {}
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            name = row.get("file", "")
            if not name or Path(name).name != name:
                raise BadInput(
                    f"{name!r} is no plain file name", file=sheet.name, row=number, column="file"
                )
            try:
                found[name] = (Specimen.from_row(row), Shot.from_row(row))
            except BadInput as error:
                raise BadInput(
                    error.message, hint=error.hint, file=sheet.name, row=number, column=error.column
                ) from error
    return found


def render_sheet(sheet: Path, into: Path, *, width_px: int = 1600) -> list[Path]:
    """Draw and photograph every row of a table; files already there are left alone.

    Parameters
    ----------
    sheet
        CSV file with ``file``, the fields of :class:`Specimen` and those of
        :class:`Shot` with ``shot_`` before them.
    into
        Folder for the JPEG files; made if it is missing.
    width_px
        Width of the pictures.

    Returns
    -------
    list of Path
        The files written now.
    """
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (specimen, shot) in read_drawings(sheet).items():
        path = into / name
        if not path.exists():
            save_jpeg(path, photograph(draw(specimen, width_px=width_px), shot))
            written.append(path)
    return written
