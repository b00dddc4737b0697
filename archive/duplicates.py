"""Photographs that a program takes for the same one, and what people say to that.

What the program finds is made again at any time. What a person says of two
photographs holds whatever a later version finds.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from archive.changes import Change
from archive.clock import now
from archive.database import select, transaction
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import work_of_photograph
from archive.originals import TAKING_OUT_PHOTOGRAPH
from archive.picture_records import Duplicate, PairFound
from archive.row_records import Row
from archive.rows import snapshot_work
from archive.works import refresh_listing

__all__ = [
    "VERDICTS",
    "open_duplicates",
    "put_duplicates",
    "reopen_duplicate",
    "same_photographs",
    "settle_duplicate",
]

#: What can be said of two photographs.
VERDICTS = ("same", "different")
_KIND = "duplicate"


def put_duplicates(db: Database, photograph_id: str, pairs: Sequence[PairFound]) -> None:
    """Make these the photographs that may be the same as one; nothing happens when it is gone.

    Pairs that a person has settled do not come again, and those with a
    photograph that is gone are left out.
    """
    if work_of_photograph(db, photograph_id) is None:
        return
    with transaction(db):
        db.execute(
            "DELETE FROM duplicates WHERE ? IN (photograph_a, photograph_b)", [photograph_id]
        )
        for pair in pairs:
            first, second = sorted((photograph_id, pair.other))
            db.execute(
                "INSERT OR REPLACE INTO duplicates (photograph_a, photograph_b, kind, score,"
                " model, model_version, made_at)"
                " SELECT :a, :b, :kind, :score, :model, :version, :at"
                " WHERE :a <> :b AND EXISTS (SELECT 1 FROM photographs WHERE id = :other)"
                " AND NOT EXISTS (SELECT 1 FROM duplicate_verdicts"
                " WHERE photograph_a = :a AND photograph_b = :b)",
                {
                    "a": first,
                    "b": second,
                    "kind": pair.kind,
                    "score": pair.score,
                    "model": pair.model,
                    "version": pair.model_version,
                    "at": now(),
                    "other": pair.other,
                },
            )


def open_duplicates(db: Database) -> tuple[Duplicate, ...]:
    """Return every pair nobody has said anything to yet, same files first, then the surest.

    For staff only.
    """
    rows = select(
        db,
        "SELECT duplicates.*, a.work_id AS work_a, b.work_id AS work_b FROM duplicates"
        " JOIN photographs AS a ON a.id = photograph_a"
        " JOIN photographs AS b ON b.id = photograph_b"
        " ORDER BY kind, score DESC, photograph_a, photograph_b",
    )
    return tuple(
        Duplicate(
            photographs=(row["photograph_a"], row["photograph_b"]),
            works=(row["work_a"], row["work_b"]),
            kind=row["kind"],
            score=row["score"],
            model=row["model"],
            model_version=row["model_version"],
        )
        for row in rows
    )


def settle_duplicate(
    change: Change,
    one: str,
    other: str,
    verdict: str,
    *,
    keep: str | None = None,
    word_of: str = "",
) -> None:
    """Say of two photographs whether they are the same.

    Parameters
    ----------
    verdict
        ``same`` or ``different``.
    keep
        Of two in one work, the one that stays; the other is taken out of it.
        ``None`` keeps both, which then know of each other.
    word_of
        On whose word, where that is somebody other than the account.

    Raises
    ------
    BadInput
        When there is no such verdict, both are one, or ``keep`` is neither.
    Conflict
        When one is to go and they are in two works, or somebody marked motifs
        on the one that would go.
    NotFound
        When there is no such photograph.
    """
    first, second = _pair(one, other)
    if verdict not in VERDICTS or (keep is not None and keep not in {first, second}):
        raise BadInput(f"{verdict!r}, keeping {keep!r}, cannot be said", column="verdict")
    works = [_work_of(change.db, each) for each in (first, second)]
    if keep is not None and (verdict != "same" or works[0] != works[1]):
        raise Conflict(
            f"photographs {first} and {second} are not one photograph twice in one work",
            hint="keep both, or take one of the works down",
        )
    _write(change, first, second, verdict, word_of)
    if keep is not None:
        _take_out(change, works[0], second if keep == first else first, word_of)


def reopen_duplicate(change: Change, one: str, other: str, *, word_of: str = "") -> None:
    """Take back what somebody said of two photographs, which can then be found again.

    A photograph that was taken out comes back through the history of its work.

    Raises
    ------
    NotFound
        When nobody said anything of these two.
    """
    first, second = _pair(one, other)
    held = _held(change.db, first, second)
    if held is None:
        raise NotFound(f"nobody said anything of photographs {first} and {second}")
    change.db.execute("DELETE FROM duplicate_verdicts WHERE id = ?", [held["id"]])
    change.log("reopen duplicate", _KIND, held["id"], held, None, word_of=word_of)


def same_photographs(db: Database, photograph_id: str) -> dict[str, str]:
    """Return the photographs a person has found to be the same as one, with their works."""
    rows = db.execute(
        "SELECT other.id, other.work_id FROM duplicate_verdicts JOIN photographs AS other"
        " ON other.id IN (photograph_a, photograph_b) AND other.id <> :id"
        " WHERE verdict = 'same' AND :id IN (photograph_a, photograph_b) ORDER BY other.id",
        {"id": photograph_id},
    )
    return {row[0]: row[1] for row in rows.fetchall()}


def _pair(one: str, other: str) -> tuple[str, str]:
    if one == other:
        raise BadInput("a photograph is not compared with itself", column="photograph")
    first, second = sorted((one, other))
    return first, second


def _work_of(db: Database, photograph_id: str) -> str:
    work = work_of_photograph(db, photograph_id)
    if work is None:
        raise NotFound(f"there is no photograph {photograph_id}", hint="look at the list again")
    return work


def _held(db: Database, first: str, second: str) -> Row | None:
    sql = "SELECT * FROM duplicate_verdicts WHERE photograph_a = ? AND photograph_b = ?"
    return next(iter(select(db, sql, [first, second])), None)


def _write(change: Change, first: str, second: str, verdict: str, word_of: str) -> None:
    held = _held(change.db, first, second)
    row = {
        "id": f"{first}-{second}",
        "photograph_a": first,
        "photograph_b": second,
        "verdict": verdict,
        "decided_by": change.who,
        "decided_at": change.at,
    }
    if held is None or held["verdict"] != verdict:
        change.db.table("duplicate_verdicts").insert(row, pk="id", replace=True)
        change.log("settle duplicate", _KIND, f"{first}-{second}", held, row, word_of=word_of)
    change.db.execute(
        "DELETE FROM duplicates WHERE photograph_a = ? AND photograph_b = ?", [first, second]
    )


def _take_out(change: Change, work_id: str, photograph_id: str, word_of: str) -> None:
    """Take a photograph out of its work; its file stays, so that the history can bring it back."""
    marked = change.db.execute(
        "SELECT 1 FROM occurrences WHERE photograph_id = ? LIMIT 1", [photograph_id]
    ).fetchone()
    if marked is not None:
        raise Conflict(
            f"somebody marked motifs on photograph {photograph_id}", hint="keep that one"
        )
    before = snapshot_work(change.db, work_id)
    change.db.execute("DELETE FROM photographs WHERE id = ?", [photograph_id])
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log(TAKING_OUT_PHOTOGRAPH, "work", work_id, before, after, word_of=word_of)
