"""Motifs at their places: who sees which motif at which region of a photograph.

Several people may say different things of one region. Nobody's word is
overwritten; it is taken back by its speaker, or by a curator with a reason, and
stays in the history, from where it can be brought back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from archive.changes import Change
from archive.database import select
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import load_work, work_of_photograph
from archive.picture_records import Region
from archive.records import Occurrence, Work
from archive.row_records import Row, occurrence_of
from archive.rows import snapshot_work
from archive.vocabulary.stored import load_vocabulary
from archive.work_parts import DESK
from archive.works import refresh_listing

__all__ = [
    "BRINGING_BACK",
    "MARKING",
    "TAKING_BACK",
    "OccurrenceDraft",
    "add_occurrence",
    "bring_back_occurrence",
    "occurrences_of",
    "take_back_occurrence",
    "taken_back_occurrences",
    "works_with_occurrences",
]

#: What the log calls the acts.
MARKING, TAKING_BACK, BRINGING_BACK = "mark motif", "take back motif", "bring back motif"
#: The list whose concepts can be marked on a photograph.
_SCHEME = "motif"
_LONGEST_NAME, _LONGEST_NOTE = 200, 2000
_SURENESS = ("sure", "likely", "unsure")


@dataclass(frozen=True, slots=True)
class OccurrenceDraft:
    """What somebody says of a region, before it is written down.

    Parameters
    ----------
    photograph
        Its id.
    region
        x, y, width and height in pixels of the upright full-size photograph.
    concept
        Id of a motif.
    text
        What the speaker calls it, if that is another name.
    made_from
        Id of the photograph whose search led here, if one did.
    """

    photograph: str
    region: Region
    concept: str
    text: str = ""
    note: str = ""
    sureness: str = "sure"
    made_from: str | None = None


def add_occurrence(
    change: Change,
    draft: OccurrenceDraft,
    *,
    word_of: str = "",
    said_on: str | None = None,
    origin: str = DESK,
) -> Occurrence:
    """Write down that somebody sees a motif at a region; returns what now stands there.

    Said again by the same person, word for word, it stays what it is.

    Parameters
    ----------
    word_of
        On whose word, where that is somebody other than the account.
    said_on
        The day, ISO 8601; ``None`` for today.

    Raises
    ------
    BadInput
        When the region reaches out of the photograph or is empty, the concept is
        no motif, or a text is too long; ``column`` says which.
    NotFound
        When there is no such photograph.
    """
    work = _work_with(change.db, draft.photograph)
    _check(change.db, work, draft)
    speaker, day = word_of or change.who, _day(said_on or change.on)
    for held in work.occurrences:
        if _same(held, draft, speaker):
            return held
    occurrence = Occurrence(
        id=change.mint(),
        photograph=draft.photograph,
        region=draft.region,
        concept=load_vocabulary(change.db).concept(draft.concept).id,
        speaker=speaker,
        said_on=day,
        text=draft.text,
        note=draft.note,
        sureness=draft.sureness,
        origin=origin,
        made_from=draft.made_from,
    )
    before = snapshot_work(change.db, work.id)
    change.db.table("occurrences").insert(_row(work.id, occurrence))
    _finish(change, work.id, before, MARKING, word_of=word_of)
    return occurrence


def take_back_occurrence(
    change: Change, work_id: str, occurrence_id: str, reason: str = "", *, word_of: str = ""
) -> Occurrence:
    """Take back what was said of a region; returns it.

    It stays in the history with its speaker and the reason. The account's own
    word needs no reason.

    Raises
    ------
    BadInput
        When somebody else's word is to go without a reason.
    NotFound
        When the work has no such occurrence any more.
    """
    held = next(
        (o for o in load_work(change.db, work_id).occurrences if o.id == occurrence_id), None
    )
    if held is None:
        raise NotFound(
            f"work {work_id} has no occurrence {occurrence_id}", hint="look at the page again"
        )
    if held.speaker != change.who and not reason.strip():
        raise BadInput("taking back what somebody else said needs its reason", column="reason")
    before = snapshot_work(change.db, work_id)
    change.db.execute("DELETE FROM occurrences WHERE id = ?", [occurrence_id])
    _finish(change, work_id, before, TAKING_BACK, reason.strip(), word_of)
    return held


def bring_back_occurrence(
    change: Change, work_id: str, occurrence_id: str, *, word_of: str = ""
) -> Occurrence:
    """Say again what was taken back, as it was; returns it.

    Raises
    ------
    Conflict
        When its photograph or its motif is gone, or it was deleted for good.
    NotFound
        When nothing of this id was taken back from the work.
    """
    load_work(change.db, work_id)
    row = _taken_back(change.db, work_id).get(occurrence_id)
    if row is None:
        raise NotFound(f"no occurrence {occurrence_id} was taken back from work {work_id}")
    if work_of_photograph(change.db, row["photograph_id"]) != work_id:
        raise Conflict(f"the photograph of occurrence {occurrence_id} is gone")
    if load_vocabulary(change.db).get(row["concept_id"]) is None:
        raise Conflict(
            f"{row['concept_id']} is in no list any more", hint="add it to the list again first"
        )
    before = snapshot_work(change.db, work_id)
    change.db.table("occurrences").insert(row)
    _finish(change, work_id, before, BRINGING_BACK, word_of=word_of)
    return occurrence_of(row)


def occurrences_of(db: Database, photograph_id: str) -> tuple[Occurrence, ...]:
    """Return what is said of the regions of a photograph, whoever may see it, oldest first."""
    sql = "SELECT * FROM occurrences WHERE photograph_id = ? ORDER BY rowid"
    return tuple(map(occurrence_of, select(db, sql, [photograph_id])))


def taken_back_occurrences(db: Database, work_id: str) -> tuple[Occurrence, ...]:
    """Return what was said of a work's photographs and taken back since, newest first."""
    return tuple(map(occurrence_of, reversed(_taken_back(db, work_id).values())))


def works_with_occurrences(db: Database, concept_id: str, *, listed: bool = True) -> list[str]:
    """Return the works on which somebody marked a motif or a narrower one, newest mark first.

    Parameters
    ----------
    listed
        Only listed works; without it also those the public must not know of.
    """
    rows = db.execute(
        "SELECT works.id FROM occurrences JOIN concept_broader USING (concept_id)"
        " JOIN works ON works.id = work_id AND listed >= ?"
        " WHERE ancestor_id = ? GROUP BY works.id"
        " ORDER BY max(said_on) DESC, max(occurrences.rowid) DESC",
        [int(listed), concept_id],
    )
    return [row[0] for row in rows.fetchall()]


def _work_with(db: Database, photograph_id: str) -> Work:
    work_id = work_of_photograph(db, photograph_id)
    if work_id is None:
        raise NotFound(f"there is no photograph {photograph_id}", hint="look at the page again")
    return load_work(db, work_id)


def _check(db: Database, work: Work, draft: OccurrenceDraft) -> None:
    photograph = next(each for each in work.photographs if each.id == draft.photograph)
    x, y, width, height = draft.region
    is_inside = x >= 0 and y >= 0 and x + width <= photograph.width_px
    if not (is_inside and y + height <= photograph.height_px and width > 0 and height > 0):
        raise BadInput(
            f"the region {x},{y},{width},{height} is not inside photograph {photograph.id}",
            hint=f"it is {photograph.width_px} pixels wide and {photograph.height_px} high",
            column="region",
            value=f"{x},{y},{width},{height}",
        )
    _check_motif(db, draft.concept)
    if len(draft.text) > _LONGEST_NAME or len(draft.note) > _LONGEST_NOTE:
        raise BadInput(
            "what is said of the motif is too long",
            hint=f"at most {_LONGEST_NAME} characters for a name, {_LONGEST_NOTE} for a note",
            column="note",
        )
    if draft.sureness not in _SURENESS:
        raise BadInput(f"{draft.sureness!r} is no sureness", column="sureness")
    if draft.made_from is not None and work_of_photograph(db, draft.made_from) is None:
        raise BadInput(f"there is no photograph {draft.made_from}", column="made_from")


def _check_motif(db: Database, concept_id: str) -> None:
    words = load_vocabulary(db)
    found = words.get(concept_id)
    if found is None or found.scheme != _SCHEME:
        near = words.nearest(_SCHEME, concept_id.rpartition("/")[2], 1)
        raise BadInput(
            f"{concept_id!r} is no motif",
            hint=f"nearest is {near[0].id}" if near else f"take one of the list {_SCHEME}",
            column="concept",
            value=concept_id,
            nearest=near[0].id if near else "",
        )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadInput(
            f"{text!r} is no day", hint="a day is 2026-05-01", column="said_on"
        ) from error


def _same(held: Occurrence, draft: OccurrenceDraft, speaker: str) -> bool:
    return (held.photograph, held.region, held.concept, held.text, held.note, held.speaker) == (
        draft.photograph,
        draft.region,
        draft.concept,
        draft.text,
        draft.note,
        speaker,
    )


def _row(work_id: str, occurrence: Occurrence) -> Row:
    x, y, width, height = occurrence.region
    return {
        "id": occurrence.id,
        "work_id": work_id,
        "photograph_id": occurrence.photograph,
        "x_px": x,
        "y_px": y,
        "width_px": width,
        "height_px": height,
        "concept_id": occurrence.concept,
        "text": occurrence.text,
        "note": occurrence.note,
        "speaker": occurrence.speaker,
        "said_on": occurrence.said_on,
        "sureness": occurrence.sureness,
        "origin": occurrence.origin,
        "made_from": occurrence.made_from,
    }


def _taken_back(db: Database, work_id: str) -> dict[str, Row]:
    """Return the rows that were taken back and do not stand again, oldest act first."""
    found: dict[str, Row] = {}
    rows = db.execute(
        "SELECT before, after FROM changes WHERE kind = 'work' AND record = ? AND action = ?"
        " ORDER BY id",
        [work_id, TAKING_BACK],
    )
    for before, after in rows.fetchall():
        left = {row["id"] for row in _logged(after)}
        found |= {row["id"]: row for row in _logged(before) if row["id"] not in left}
    stands = db.execute("SELECT id FROM occurrences WHERE work_id = ?", [work_id]).fetchall()
    return {key: row for key, row in found.items() if (key,) not in stands}


def _logged(text: str | None) -> Sequence[Row]:
    rows: Sequence[Row] = json.loads(text).get("occurrences", []) if text else []
    return rows


def _finish(
    change: Change,
    work_id: str,
    before: object,
    action: str,
    reason: str = "",
    word_of: str = "",
) -> None:
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log(action, "work", work_id, before, after, reason, word_of)
