"""From an entry of an import to the draft of its work, with what only the archive knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlite_utils import Database

from archive.drafts import UNSAID, PhotographDraft, WorkDraft, column_key
from archive.errors import BadInput
from archive.makers import load_makers
from archive.records import FILE_NAME, Statement
from ingest.columns import COLUMNS, CREDITS
from ingest.entries import Entry, kept_photographs, with_kept
from ingest.rows import RowReader

__all__ = ["Drafter"]

_ALL = frozenset(column.key for column in COLUMNS)
_COLUMN_OF_ROLE = {role: key for key, role in CREDITS.items()}


@dataclass(frozen=True, slots=True)
class Drafter:
    """Makes the drafts of one import.

    Parameters
    ----------
    collection
        Slug to add every work to, besides what the sheet says.
    """

    db: Database
    reader: RowReader
    collection: str | None = None
    _seen: dict[str, str] = field(default_factory=dict)
    _touched: dict[str, int] = field(default_factory=dict)

    def draft(self, entry: Entry, taken: tuple[PhotographDraft, ...]) -> WorkDraft:
        """Return the draft of an entry.

        Parameters
        ----------
        taken
            Its photographs that were read.

        Raises
        ------
        BadInput
            Naming the column.
        """
        draft = _bare_draft(taken) if entry.row is None else self._of_row(entry, taken)
        if self.collection:
            slugs = dict.fromkeys([*draft.collections, self.collection])
            draft = replace(draft, collections=tuple(slugs))
        return draft

    def is_copy(self, entry: Entry, draft: WorkDraft) -> bool:
        """Say whether a file is another copy of a picture this import has taken already.

        Without a number of its own a work is known by its first photograph. Two such
        works of one picture would take turns being the same one.

        Raises
        ------
        BadInput
            When it stands in a sheet, whose words would be lost.
        """
        if draft.identifier is not None or draft.work:
            return False
        name = draft.photographs[0].file_name
        place = name if entry.row is None else f"row {entry.row.number}"
        first = self._seen.setdefault(draft.photographs[0].sha256, place)
        if first != place and entry.row is not None:
            raise BadInput(
                f"{name!r} is the picture of {first} already",
                hint="give every work an identifier of its own",
                file=name,
                column="identifier",
            )
        return first != place

    def _of_row(self, entry: Entry, taken: tuple[PhotographDraft, ...]) -> WorkDraft:
        assert entry.row is not None
        self._check_touched(entry.work, entry.row.number)
        draft = self.reader.draft(
            entry.row.cells,
            with_kept(entry, kept_photographs(self.db, entry.work), taken),
            needs_title=self._needs_title(entry.work),
            work=entry.work,
        )
        self._check_makers(draft)
        return draft

    def _check_touched(self, work: str, row: int) -> None:
        first = self._touched.setdefault(work, row) if work else row
        if first != row:
            raise BadInput(
                f"row {first} is about the same work already",
                hint="write everything about a work in one row",
                column="identifier",
            )

    def _needs_title(self, work: str) -> bool:
        """Say whether a row without a title would leave its work without any."""
        if not work:
            return True
        rows = self.db.execute(
            "SELECT origin, lang FROM statements"
            " WHERE work_id = ? AND field = 'title' AND text <> ''",
            [work],
        ).fetchall()
        headers = self.reader.headers or _ALL
        staying = [
            lang
            for origin, lang in rows
            if origin != "sheet" or column_key("title", lang) not in headers
        ]
        return bool(rows) and not staying

    def _check_makers(self, draft: WorkDraft) -> None:
        for credit in draft.credits:
            number = credit.maker_id
            if number is not None and not load_makers(self.db, [number]):
                raise BadInput(
                    f"there is no maker {number}",
                    hint="copy the number from her page, or write her name",
                    column=_COLUMN_OF_ROLE[credit.role],
                    value=f"id:{number}",
                )


def _bare_draft(photographs: tuple[PhotographDraft, ...]) -> WorkDraft:
    """Return a draft whose only words are the file's name, said without being sure.

    Of a work that is there already the file says nothing new.
    """
    title = Path(photographs[0].file_name).stem
    said = Statement("title", FILE_NAME, UNSAID, text=title, lang="zh", sureness="unsure")
    return WorkDraft(photographs, statements=(said,), silent=_ALL)
