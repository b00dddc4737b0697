"""What people who came in say of search results: the same motif, alike, or not alike.

A statement about two photographs, with its speaker. It is a record of its own
and belongs to no work: it stays while its photographs may come back, and goes
for good when one of them is deleted for good.
"""

from __future__ import annotations

from sqlite_utils import Database

from archive.changes import Change
from archive.database import select
from archive.errors import BadInput, NotFound
from archive.picture_records import Judgement, Region
from archive.row_records import Row

__all__ = ["VERDICTS", "judge", "judgements_of", "take_back_judgement"]

#: What can be said of a result.
VERDICTS = ("same motif", "alike", "not alike")
_KIND = "judgement"


def judge(
    change: Change,
    query: str,
    shown: str,
    verdict: str,
    *,
    region: Region | None = None,
    word_of: str = "",
) -> Judgement:
    """Write down what somebody says of a search result; returns what now stands there.

    The same person's later word on the same two takes the place of the earlier,
    which stays in the history.

    Parameters
    ----------
    query
        Id of the photograph searched with. One that the archive does not have, a
        visitor's own, is kept by nobody and so cannot be judged by.
    shown
        Id of the photograph that was found.
    verdict
        One of :data:`VERDICTS`.
    region
        The part of ``query`` that was searched with, in pixels of the upright
        full-size photograph; ``None`` for all of it.
    word_of
        On whose word, where that is somebody other than the account.

    Raises
    ------
    BadInput
        When there is no such verdict, the region is not inside the photograph,
        or both are the same photograph.
    NotFound
        When there is no such photograph.
    """
    _check(change.db, query, shown, verdict)
    _check_region(change.db, query, region)
    speaker = word_of or change.who
    held = _held(change.db, query, shown, region, speaker)
    if held is not None and held["verdict"] == verdict:
        return _judgement_of(held)
    identity = held["id"] if held else change.mint()
    said = Judgement(identity, query, region, shown, verdict, speaker, change.on)
    row = _row(said)
    change.db.table("judgements").insert(row, pk="id", replace=True)
    change.log("judge", _KIND, said.id, held, row, word_of=word_of)
    return said


def take_back_judgement(change: Change, judgement_id: str, *, word_of: str = "") -> Judgement:
    """Take a judgement back; returns it. It stays in the history.

    Raises
    ------
    NotFound
        When there is none of this id.
    """
    rows = select(change.db, "SELECT * FROM judgements WHERE id = ?", [judgement_id])
    if not rows:
        raise NotFound(f"there is no judgement {judgement_id}")
    change.db.execute("DELETE FROM judgements WHERE id = ?", [judgement_id])
    change.log("take back judgement", _KIND, judgement_id, rows[0], None, word_of=word_of)
    return _judgement_of(rows[0])


def judgements_of(db: Database, photograph_id: str) -> tuple[Judgement, ...]:
    """Return what was said of searches with a photograph or that found it, oldest first.

    For staff only. One about a photograph that is not there now is left out.
    """
    rows = select(
        db,
        "SELECT judgements.* FROM judgements"
        " JOIN photographs AS one ON one.id = query_id JOIN photographs AS other"
        " ON other.id = shown_id WHERE ? IN (query_id, shown_id) ORDER BY judgements.rowid",
        [photograph_id],
    )
    return tuple(map(_judgement_of, rows))


def _check(db: Database, query: str, shown: str, verdict: str) -> None:
    if verdict not in VERDICTS:
        raise BadInput(
            f"{verdict!r} is nothing to say of a result",
            hint=f"known: {', '.join(VERDICTS)}",
            column="verdict",
        )
    if query == shown:
        raise BadInput("a photograph is not compared with itself", column="shown")
    for photograph in (query, shown):
        _size(db, photograph)


def _size(db: Database, photograph_id: str) -> tuple[int, int]:
    row = db.execute(
        "SELECT width_px, height_px FROM photographs WHERE id = ?", [photograph_id]
    ).fetchone()
    if row is None:
        raise NotFound(f"there is no photograph {photograph_id}", hint="search again")
    return int(row[0]), int(row[1])


def _check_region(db: Database, photograph_id: str, region: Region | None) -> None:
    width_px, height_px = _size(db, photograph_id)
    x, y, width, height = region or (0, 0, width_px, height_px)
    is_inside = x >= 0 and y >= 0 and x + width <= width_px and y + height <= height_px
    if not (is_inside and width > 0 and height > 0):
        raise BadInput(
            f"the region {x},{y},{width},{height} is not inside photograph {photograph_id}",
            hint=f"it is {width_px} pixels wide and {height_px} high",
            column="region",
        )


def _held(db: Database, query: str, shown: str, region: Region | None, speaker: str) -> Row | None:
    rows = select(
        db,
        "SELECT * FROM judgements WHERE query_id = ? AND shown_id = ? AND speaker = ?",
        [query, shown, speaker],
    )
    return next((row for row in rows if _region_of(row) == region), None)


def _row(said: Judgement) -> Row:
    x, y, width, height = said.region or (None,) * 4
    return {
        "id": said.id,
        "query_id": said.query,
        "x_px": x,
        "y_px": y,
        "width_px": width,
        "height_px": height,
        "shown_id": said.shown,
        "verdict": said.verdict,
        "speaker": said.speaker,
        "said_on": said.said_on,
    }


def _region_of(row: Row) -> Region | None:
    if row["x_px"] is None:
        return None
    return row["x_px"], row["y_px"], row["width_px"], row["height_px"]


def _judgement_of(row: Row) -> Judgement:
    return Judgement(
        id=row["id"],
        query=row["query_id"],
        region=_region_of(row),
        shown=row["shown_id"],
        verdict=row["verdict"],
        speaker=row["speaker"],
        said_on=row["said_on"],
    )
