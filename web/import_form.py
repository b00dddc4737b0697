"""The forms with which a curator hands in a sheet, and photographs after it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from archive.waiting import fitting_name
from ingest.uploading import clean_file_name
from web.desk_forms import PlainForm

__all__ = ["PhotographsForm", "SheetForm", "save_photographs"]

# The first bytes of a file of Excel 97 to 2003, which nobody here can read.
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class PhotographsForm(PlainForm):
    """Photographs for a sheet that waits."""

    photographs = MultipleFileField()

    def sent(self) -> list[FileStorage]:
        """Return the files that were chosen."""
        return [each for each in self.photographs.data or () if each.filename]


class SheetForm(PhotographsForm):
    """A sheet, and the photographs it names."""

    sheet = FileField()

    def validate_sheet(self, field: FileField) -> None:
        """Ask for a file, and for a newer one in place of an old kind."""
        if not field.data or not field.data.filename:
            raise ValidationError("请先选一张表。")
        start = field.data.stream.read(len(_OLD_EXCEL))
        field.data.stream.seek(0)
        if start == _OLD_EXCEL:
            raise ValidationError("这是老的 .xls 文件。请另存为 .xlsx，再交一次。")

    def name(self) -> str:
        """Return the sheet's own name, fit to be one here."""
        return clean_file_name(self.sheet.data.filename)


def save_photographs(sent: Sequence[FileStorage], folder: Path) -> None:
    """Write the photographs under the names they came with; one of the same name is replaced."""
    for each in sent:
        each.save(folder / fitting_name(clean_file_name(each.filename or "")))
