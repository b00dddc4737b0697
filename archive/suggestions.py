"""Machine suggestions: kept apart from what people say, and what people say to them.

Several models' suggestions stand side by side; each is replaced when its model
looks again. Accepted, one becomes the statement of the person who accepted it;
rejected, it does not come back from that version of the model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from sqlite_utils import Database

from archive.changes import Change
from archive.clock import now
from archive.database import select, transaction
from archive.errors import Conflict, NotFound
from archive.field_table import field_of
from archive.loading import load_work
from archive.picture_records import GuessVerdict
from archive.records import Statement, Suggestion, Work
from archive.row_records import Row, suggestion_of, verdict_of
from archive.rows import snapshot_work
from archive.statement_checks import check_statement
from archive.vocabulary.stored import load_vocabulary
from archive.work_parts import insert_statement
from archive.works import refresh_listing

__all__ = [
    "ACCEPTING",
    "AFTER_SUGGESTION",
    "REJECTING",
    "REOPENING",
    "accept_suggestion",
    "open_suggestions",
    "put_suggestions",
    "reject_suggestion",
    "reopen_suggestion",
    "suggestion_key",
    "verdicts_of",
]

#: Origin of a statement that somebody made after a program had suggested it.
AFTER_SUGGESTION = "suggestion"
_THIS = "photograph_id = ? AND field = ? AND value = ? AND model = ? AND model_version = ?"
#: What the log calls the acts.
ACCEPTING, REJECTING, REOPENING = "accept suggestion", "reject suggestion", "reopen suggestion"


def put_suggestions(
    db: Database, photograph_id: str, suggestions: Sequence[Suggestion], *, model: str
) -> None:
    """Make these what one model suggests on a photograph; nothing happens when it is gone.

    What other models suggest stays. What somebody has accepted or rejected does
    not come again from the same version.

    Parameters
    ----------
    suggestions
        All of ``model``; none takes what it suggested before away.

    Raises
    ------
    ValueError
        When one of them is another model's.
    """
    if any(each.model != model for each in suggestions):
        raise ValueError(f"these are not all suggestions of {model}")
    row = db.execute("SELECT work_id FROM photographs WHERE id = ?", [photograph_id]).fetchone()
    if row is None:
        return
    settled = {
        suggestion_key(each) for each in verdicts_of(db, row[0]) if each.photograph == photograph_id
    }
    with transaction(db):
        db.table("suggestions").delete_where(
            "photograph_id = ? AND model = ?", [photograph_id, model]
        )
        db.table("suggestions").insert_all(
            _row(row[0], suggestion)
            for suggestion in suggestions
            if suggestion_key(suggestion) not in settled
        )


def suggestion_key(about: Suggestion | GuessVerdict) -> str:
    """Return what tells a suggestion from every other, 16 hex digits; its score is left out."""
    told = (about.photograph, about.field, about.value, about.model, about.model_version)
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def open_suggestions(work: Work) -> tuple[Suggestion, ...]:
    """Return what a person could say yes or no to, the surest first.

    Colours are measured and not asked about; what somebody says already is not
    asked again, and neither is what was said of another photograph of the work.
    """
    said = {(each.field, each.concept or each.text) for each in work.statements}
    found: dict[tuple[str, str, str, str], Suggestion] = {}
    for each in sorted(work.suggestions, key=lambda suggestion: -suggestion.score):
        if each.field != "colour" and (each.field, each.value) not in said:
            found.setdefault((each.field, each.value, each.model, each.model_version), each)
    return tuple(found.values())


def verdicts_of(db: Database, work_id: str) -> tuple[GuessVerdict, ...]:
    """Return what people have said to the suggestions on a work, oldest first."""
    sql = "SELECT * FROM suggestion_verdicts WHERE work_id = ? ORDER BY rowid"
    return tuple(map(verdict_of, select(db, sql, [work_id])))


def accept_suggestion(
    change: Change, work_id: str, key: str, *, word_of: str = "", sureness: str = "sure"
) -> Statement:
    """Say what a program suggested, in one's own name; returns the statement.

    Parameters
    ----------
    key
        Which suggestion, by :func:`suggestion_key`.
    word_of
        On whose word, where that is somebody other than the account.

    Raises
    ------
    BadInput
        When it does not fit its field, so that nobody could say it.
    Conflict
        When it is suggested no more.
    NotFound
        When there is no such work.
    """
    work = load_work(change.db, work_id)
    suggestion = _found(work, key)
    before = snapshot_work(change.db, work_id)
    said = Statement(
        field=suggestion.field,
        speaker=word_of or change.who,
        said_on=change.on,
        text=suggestion.choice,
        concept=suggestion.concept,
        sureness=sureness,
        origin=AFTER_SUGGESTION,
    )
    check_statement(said, "work", load_vocabulary(change.db))
    # After what people said by themselves.
    position = len(work.said(suggestion.field))
    if not any(_says(each, said) for each in work.statements):
        insert_statement(change, work_id, position, said, AFTER_SUGGESTION, None)
    _settle(change, work_id, suggestion, "accepted")
    _finish(change, work_id, before, ACCEPTING, word_of)
    return said


def reject_suggestion(change: Change, work_id: str, key: str, *, word_of: str = "") -> None:
    """Say that a suggestion is wrong: that version of the model does not make it again.

    Raises
    ------
    Conflict
        When it is suggested no more.
    NotFound
        When there is no such work.
    """
    suggestion = _found(load_work(change.db, work_id), key)
    before = snapshot_work(change.db, work_id)
    _settle(change, work_id, suggestion, "rejected")
    _finish(change, work_id, before, REJECTING, word_of)


def reopen_suggestion(change: Change, work_id: str, key: str, *, word_of: str = "") -> None:
    """Take back what somebody said to a suggestion, which can then be made again.

    A statement that was made by accepting it stays; it can be taken out by itself.

    Raises
    ------
    NotFound
        When nobody said anything to it, or there is no such work.
    """
    load_work(change.db, work_id)
    verdict = next((v for v in verdicts_of(change.db, work_id) if suggestion_key(v) == key), None)
    if verdict is None:
        raise NotFound(f"nobody said anything to suggestion {key} on work {work_id}")
    before = snapshot_work(change.db, work_id)
    (row,) = select(
        change.db,
        f"SELECT rowid, * FROM suggestion_verdicts WHERE {_THIS}",
        _values(verdict),
    )
    change.db.execute("DELETE FROM suggestion_verdicts WHERE rowid = ?", [row["rowid"]])
    field = field_of(verdict.field, "work")
    is_concept = field is not None and bool(field.scheme)
    again = Suggestion(
        verdict.photograph,
        verdict.field,
        verdict.value if is_concept else None,
        row["score"],
        verdict.model,
        verdict.model_version,
        choice="" if is_concept else verdict.value,
    )
    change.db.table("suggestions").insert(_row(work_id, again))
    _finish(change, work_id, before, REOPENING, word_of)


def _row(work_id: str, suggestion: Suggestion) -> Row:
    return {
        "work_id": work_id,
        "photograph_id": suggestion.photograph,
        "field": suggestion.field,
        "concept_id": suggestion.concept,
        "choice": suggestion.choice,
        "detail": suggestion.detail,
        "score": suggestion.score,
        "model": suggestion.model,
        "model_version": suggestion.model_version,
        "made_at": now(),
    }


def _values(about: Suggestion | GuessVerdict) -> list[str]:
    return [about.photograph, about.field, about.value, about.model, about.model_version]


def _found(work: Work, key: str) -> Suggestion:
    for suggestion in work.suggestions:
        if suggestion_key(suggestion) == key:
            return suggestion
    raise Conflict(f"work {work.id} has no such suggestion any more", hint="look at the page again")


def _says(held: Statement, said: Statement) -> bool:
    return held.photograph is None and (
        (held.field, held.speaker, held.concept, held.text if held.concept is None else "")
        == (said.field, said.speaker, said.concept, said.text if said.concept is None else "")
    )


def _settle(change: Change, work_id: str, suggestion: Suggestion, verdict: str) -> None:
    """Note what was said to a guess, and take it and its like on other photographs away."""
    alike = [
        suggestion_of(row)
        for row in select(
            change.db,
            "SELECT * FROM suggestions WHERE work_id = ? AND field = ? AND model = ?"
            " AND model_version = ?",
            [work_id, suggestion.field, suggestion.model, suggestion.model_version],
        )
    ]
    for each in (each for each in alike if each.value == suggestion.value):
        values = _values(each)
        change.db.execute(
            "INSERT OR REPLACE INTO suggestion_verdicts (work_id, photograph_id, field, value,"
            " model, model_version, score, verdict, decided_by, decided_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [work_id, *values, each.score, verdict, change.who, change.at],
        )
        change.db.execute(
            "DELETE FROM suggestions WHERE photograph_id = ? AND field = ?"
            " AND coalesce(concept_id, choice) = ? AND model = ? AND model_version = ?",
            values,
        )


def _finish(change: Change, work_id: str, before: object, action: str, word_of: str) -> None:
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log(action, "work", work_id, before, after, word_of=word_of)
