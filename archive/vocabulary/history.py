"""What was changed in the word lists, by whom, and taking one change back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import Conflict, NotFound
from archive.vocabulary.concept import Concept
from archive.vocabulary.editing import MERGE, TAKE_NAMES, put_concepts, unmerge
from archive.vocabulary.stored import (
    concept_of,
    delete_stored,
    plain_of,
    settle,
    stored_concepts,
)
from archive.wording import Wording

__all__ = ["ConceptChange", "concept_changes", "undo_concept_change"]


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """One entry of the log about a concept.

    Parameters
    ----------
    number
        Its number in the log, for :func:`undo_concept_change`.
    at, who, action, concept, reason
        When, on whose word, what, to which concept id, and why.
    label, replaced_by
        The concept's own name then, and the id of what it was merged into.
    names
        Names the concept has since then and had not before.
    is_last
        Whether the concept still stands as this change left it.
    """

    number: int
    at: str
    who: str
    action: str
    concept: str
    reason: str
    label: Wording
    replaced_by: str
    names: tuple[str, ...]
    is_last: bool


def concept_changes(db: Database, most: int) -> list[ConceptChange]:
    """Return the latest changes to the lists, newest first.

    Names that moved in a merge are told with the merge, not apart from it.
    """
    held = stored_concepts(db)
    rows = db.query(
        "SELECT * FROM changes WHERE kind = 'concept' AND action <> ? ORDER BY id DESC LIMIT ?",
        [TAKE_NAMES, most],
    )
    return [_told(row, held) for row in rows]


def _told(row: dict[str, Any], held: Mapping[str, Concept]) -> ConceptChange:
    before, after = _logged(row["before"]), _logged(row["after"])
    shown_as = after or before
    assert shown_as is not None
    shown = [[n.text for n in c.alternatives if not n.hidden] if c else [] for c in (before, after)]
    return ConceptChange(
        number=row["id"],
        at=row["at"],
        who=row["who"],
        action=row["action"],
        concept=row["record"],
        reason=row["reason"],
        label=shown_as.label,
        replaced_by=shown_as.replaced_by,
        names=tuple(text for text in shown[1] if text not in shown[0]),
        is_last=after is not None and held.get(row["record"]) == after,
    )


def undo_concept_change(change: Change, number: int) -> str:
    """Take one logged change to a concept back; returns the concept's id.

    Raises
    ------
    NotFound
        The log has no such change to a concept.
    Conflict
        The concept was changed again since, or records use what would go.
    """
    rows = list(change.db.query("SELECT * FROM changes WHERE id = ?", [number]))
    if not rows or rows[0]["kind"] != "concept":
        raise NotFound(f"there is no change {number} to a concept")
    (row,) = rows
    concept_id = str(row["record"])
    held = stored_concepts(change.db)
    before, after = _logged(row["before"]), _logged(row["after"])
    if after is None or held.get(concept_id) != after:
        raise Conflict(
            f"{concept_id} was changed again after change {number}", hint="undo the later one first"
        )
    if row["action"] == MERGE:
        unmerge(change, concept_id)
    elif before is not None:
        put_concepts(change, [before], "undo")
    else:
        _remove(change, held, after)
    return concept_id


def _remove(change: Change, held: Mapping[str, Concept], concept: Concept) -> None:
    """Take a concept out again that nothing has come to depend on."""
    users = [
        other.id
        for other in held.values()
        if concept.id in (*other.broader, *other.related, other.replaced_by)
    ]
    try:
        if users:
            raise Conflict(f"{concept.id} stays: {', '.join(users)} point at it")
        delete_stored(change.db, concept.id)
    except sqlite3.IntegrityError as error:
        raise Conflict(
            f"{concept.id} stays: records use it", hint="merge it into another concept instead"
        ) from error
    change.log("remove", "concept", concept.id, plain_of(concept), None)
    settle(change.db, [concept.id])


def _logged(text: str | None) -> Concept | None:
    if text is None:
        return None
    plain = json.loads(text)
    plain.pop("given", None)
    return concept_of(plain)
