"""Which works stand in a collection, in which order and why; and what a work is part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.changes import Change
from archive.curated import load_collection
from archive.errors import BadInput, NotFound
from archive.loading import load_work
from archive.outbox import TaskKind
from archive.records import PartOf
from archive.rows import snapshot_work
from archive.work_parts import DESK, put_part_of
from archive.works import refresh_listing

__all__ = ["Place", "arrange_collection", "put_wholes"]

_TABLE = "collection_works"
_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """One work of a collection and why it stands there."""

    work: str
    reason: str = ""


def arrange_collection(
    change: Change, slug: str, places: Sequence[Place], *, word_of: str = ""
) -> bool:
    """Make these the works of a collection, in this order; returns whether anything changed.

    What a curator puts in or gives a reason for stays there whatever a sheet says.
    A work she takes out comes back with the next sheet that puts it in.

    Raises
    ------
    BadInput
        When a work stands there twice, or a reason is too long.
    NotFound
        When there is no such collection or work.
    """
    load_collection(change.db, slug)
    _check(change, places)
    held = {row["work_id"]: row for row in _rows(change, slug)}
    wanted = _numbered(places, held)
    gone = held.keys() - wanted.keys()
    news = [work for work, row in wanted.items() if row != _plain(held.get(work))]
    if not gone and not news:
        return False
    changed = [*sorted(gone), *news]
    before = {work: snapshot_work(change.db, work) for work in changed}
    for work in gone:
        change.db.table(_TABLE).delete((slug, work))
    for work in news:
        _put(change, slug, work, wanted[work], held.get(work))
    for work in changed:
        change.queue(TaskKind.INDEX, work)
        after = snapshot_work(change.db, work)
        change.log("collect", "work", work, before[work], after, word_of=word_of)
    rows = {_TABLE: list(held.values())}, {_TABLE: _rows(change, slug)}
    change.log("arrange", "collection", slug, *rows, word_of=word_of)
    return True


def _numbered(
    places: Sequence[Place], held: dict[str, dict[str, Any]]
) -> dict[str, tuple[int, str]]:
    """Return the position and the reason of every work that is to stand there.

    Where works are only added at the end or taken out, the others keep their
    positions, so that their history says nothing happened to them.
    """
    stays = [work for work in held if any(place.work == work for place in places)]
    last = max((row["position"] for row in held.values()), default=-1)
    if [place.work for place in places[: len(stays)]] == stays:
        free = range(last + 1, last + 1 + len(places) - len(stays))
        numbers = [*(held[work]["position"] for work in stays), *free]
    else:
        numbers = list(range(len(places)))
    pairs = zip(places, numbers, strict=True)
    return {place.work: (number, place.reason) for place, number in pairs}


def _plain(row: dict[str, Any] | None) -> tuple[int, str] | None:
    return None if row is None else (row["position"], row["reason"])


def _check(change: Change, places: Sequence[Place]) -> None:
    seen: set[str] = set()
    for place in places:
        if place.work in seen:
            raise BadInput(f"work {place.work} stands there twice", hint="once is enough")
        if len(place.reason) > _LONGEST_REASON:
            raise BadInput(f"the reason for {place.work} is longer than {_LONGEST_REASON}")
        known = change.db.execute("SELECT 1 FROM works WHERE id = ?", [place.work]).fetchone()
        if known is None:
            raise NotFound(
                f"there is no work {place.work}", hint="check the number letter by letter"
            )
        seen.add(place.work)


def _rows(change: Change, slug: str) -> list[dict[str, Any]]:
    where = "slug = ?"
    return list(change.db.table(_TABLE).rows_where(where, [slug], order_by="position, work_id"))


def _put(
    change: Change, slug: str, work: str, place: tuple[int, str], held: dict[str, Any] | None
) -> None:
    position, reason = place
    table = change.db.table(_TABLE)
    if held is None:
        table.insert(
            {
                "slug": slug,
                "work_id": work,
                "position": position,
                "reason": reason,
                "origin": DESK,
            }
        )
        return
    origin = held["origin"] if reason == held["reason"] else DESK
    table.update((slug, work), {"position": position, "reason": reason, "origin": origin})


def put_wholes(
    change: Change, work_id: str, wholes: Sequence[PartOf], *, word_of: str = ""
) -> bool:
    """Make these what a work is or was part of; returns whether anything changed.

    Raises
    ------
    BadInput
        When a whole is part of the work in its turn, or its years run backwards.
    NotFound
        When there is no such work or whole.
    """
    if load_work(change.db, work_id).part_of == tuple(wholes):
        return False
    for each in wholes:
        if (each.year_from or 0) > (each.year_to or each.year_from or 0):
            raise BadInput(
                f"the years with {each.whole} end before they begin",
                hint="swap the years",
                column="part_from",
            )
    before = snapshot_work(change.db, work_id)
    put_part_of(change, work_id, wholes)
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log("part of", "work", work_id, before, after, word_of=word_of)
    return True
