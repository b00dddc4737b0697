"""Putting another file in the place of an original, wherever it is named.

The one thing an original is replaced for: its file holds a name that somebody
has taken back. The picture stays the same to the last pixel.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from archive.changes import Change
from archive.outbox import TaskKind
from archive.rows import snapshot_work

__all__ = ["Replacement", "replace_original"]

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class Replacement:
    """The digest of the old file, and what is to stand in its place."""

    old: str
    sha256: str
    media_type: str
    size_bytes: int


def replace_original(change: Change, new: Replacement) -> None:
    """Name the new file wherever the old one was named, in the history too.

    Both are the same picture, so no history is told otherwise; sizes and features
    are asked for again, and the old file is let go of.
    """
    rows = list(change.db.table("photographs").rows_where("sha256 = ?", [new.old]))
    for row in rows:
        change.db.table("photographs").update(row["id"], _news(row, new))
        change.queue(TaskKind.DERIVE, row["id"])
    events = change.db.execute(
        "SELECT id, before, after FROM changes WHERE kind = 'work'"
        " AND (instr(before, :old) OR instr(after, :old))",
        {"old": new.old},
    ).fetchall()
    for number, before, after in events:
        change.db.execute(
            "UPDATE changes SET before = ?, after = ? WHERE id = ?",
            [_renamed(before, new), _renamed(after, new), number],
        )
    for work in sorted({row["work_id"] for row in rows}):
        rows_now = snapshot_work(change.db, work)
        change.log("replace original", "work", work, rows_now, rows_now, "its file held a name")
    change.queue(TaskKind.FORGET, new.old)


def _renamed(text: str | None, new: Replacement) -> str | None:
    if text is None:
        return None
    snapshot = json.loads(text)
    for row in snapshot.get("photographs", []):
        if row["sha256"] == new.old:
            row |= _news(row, new)
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True)


def _news(row: dict[str, Any], new: Replacement) -> dict[str, Any]:
    name = row["file_name"]
    if new.media_type != row["media_type"]:
        name = str(PurePosixPath(name).with_suffix(_SUFFIXES[new.media_type]))
    return {
        "sha256": new.sha256,
        "media_type": new.media_type,
        "bytes": new.size_bytes,
        "file_name": name,
    }
