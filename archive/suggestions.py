"""Machine suggestions: kept apart from what people say, replaced when made again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from archive.clock import now
from archive.records import Suggestion

__all__ = ["put_suggestions"]


def put_suggestions(db: Database, photograph_id: str, suggestions: Sequence[Suggestion]) -> None:
    """Make these the suggestions on a photograph; nothing happens when it is gone."""
    row = db.execute("SELECT work_id FROM photographs WHERE id = ?", [photograph_id]).fetchone()
    if row is None:
        return
    db.table("suggestions").delete_where("photograph_id = ?", [photograph_id])
    db.table("suggestions").insert_all(
        {
            "work_id": row[0],
            "photograph_id": photograph_id,
            "field": suggestion.field,
            "concept_id": suggestion.concept,
            "score": suggestion.score,
            "model": suggestion.model,
            "model_version": suggestion.model_version,
            "made_at": now(),
        }
        for suggestion in suggestions
    )
