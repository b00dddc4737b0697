"""Writing the photographs of a work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.changes import Change
from archive.drafts import PhotographDraft
from archive.outbox import TaskKind
from archive.work_parts import insert_statement

__all__ = ["put_photographs"]


def put_photographs(change: Change, work_id: str, photographs: Sequence[PhotographDraft]) -> None:
    """Make these the photographs of the work; one it already has keeps its id."""
    table = change.db.table("photographs")
    # One picture may stand in a work twice, as the whole and as a detail.
    kept: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows_where("work_id = ?", [work_id], order_by="position"):
        kept.setdefault(row["sha256"], []).append(row)
    for position, draft in enumerate(photographs):
        same = kept.get(draft.sha256)
        held = same.pop(0) if same else None
        if held is None:
            _add_photograph(change, work_id, position, draft)
            continue
        news = {
            "position": position,
            "role": draft.role,
            "file_name": draft.file_name,
            "alt_zh": draft.alt.zh or held["alt_zh"],
            "alt_en": draft.alt.en or held["alt_en"],
        }
        if any(held[key] != value for key, value in news.items()):
            table.update(held["id"], news)
    for left in [row for rows in kept.values() for row in rows]:
        table.delete(left["id"])
        change.queue(TaskKind.FORGET, left["sha256"])


def _add_photograph(change: Change, work_id: str, position: int, draft: PhotographDraft) -> None:
    photograph_id = change.mint()
    change.db.table("photographs").insert(
        {
            "id": photograph_id,
            "work_id": work_id,
            "position": position,
            "role": draft.role,
            "sha256": draft.sha256,
            "file_name": draft.file_name,
            "media_type": draft.media_type,
            "width_px": draft.width_px,
            "height_px": draft.height_px,
            "bytes": draft.bytes,
            "alt_zh": draft.alt.zh,
            "alt_en": draft.alt.en,
            "added_at": change.at,
        }
    )
    if draft.private:
        body = json.dumps(draft.private, ensure_ascii=False, sort_keys=True)
        change.db.table("photograph_private").insert({"photograph_id": photograph_id, "body": body})
    for position_, statement in enumerate(draft.statements):
        insert_statement(change, work_id, position_, statement, "camera", photograph_id)
    change.queue(TaskKind.DERIVE, photograph_id)
