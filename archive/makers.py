"""People and workshops who make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import NotFound
from archive.records import Maker
from archive.wording import Wording

__all__ = ["add_maker", "all_makers", "find_maker", "load_maker", "load_makers", "put_maker"]


def _maker(row: dict[str, Any]) -> Maker:
    return Maker(
        id=row["id"],
        kind=row["kind"],
        name=Wording(row["name_zh"], row["name_en"]),
        place=row["place_id"],
        about=Wording(row["about_zh"], row["about_en"]),
    )


def all_makers(db: Database) -> tuple[Maker, ...]:
    """Return every maker, by name."""
    return tuple(
        _maker(row) for row in db.table("makers").rows_where(order_by="name_zh, name_en, id")
    )


def load_makers(db: Database, ids: Iterable[str]) -> dict[str, Maker]:
    """Return the makers with these ids; unknown ids are left out."""
    wanted = list(ids)
    marks = ",".join("?" * len(wanted))
    rows = db.table("makers").rows_where(f"id IN ({marks})", wanted)
    return {row["id"]: _maker(row) for row in rows}


def load_maker(db: Database, maker_id: str) -> Maker:
    """Return one maker.

    Raises
    ------
    NotFound
        When there is none with this id.
    """
    found = load_makers(db, [maker_id])
    if maker_id not in found:
        raise NotFound(f"there is no maker {maker_id}", hint="look the id up on the desk")
    return found[maker_id]


def find_maker(db: Database, name: Wording) -> Maker | None:
    """Return the maker with exactly this name; ``None`` when there is none.

    Names are compared as given. Two people of one name are told apart by id.
    """
    rows = db.table("makers").rows_where(
        "(name_zh <> '' AND name_zh = ?) OR (name_zh = '' AND name_en = ?)",
        [name.zh, name.en],
        order_by="created_at, id",
        limit=1,
    )
    return next((_maker(row) for row in rows), None)


def add_maker(
    change: Change, name: Wording, *, kind: str = "person", place: str | None = None
) -> Maker:
    """Add a maker and return the record."""
    maker_id = change.mint()
    row = {
        "id": maker_id,
        "kind": kind,
        "name_zh": name.zh,
        "name_en": name.en,
        "place_id": place,
        "about_zh": "",
        "about_en": "",
        "created_at": change.at,
        "created_by": change.who,
        "import_id": change.import_id,
    }
    change.db.table("makers").insert(row)
    change.log("add", "maker", maker_id, None, row)
    return _maker(row)


def put_maker(
    change: Change,
    name: Wording,
    *,
    place: str | None = None,
    about: Wording | None = None,
) -> Maker:
    """Write what is known of a maker, found by her Chinese name; a new one is added."""
    known = find_maker(change.db, name) or add_maker(change, name, place=place)
    words = about or known.about
    news = {
        "name_en": name.en or known.name.en,
        "place_id": place or known.place,
        "about_zh": words.zh,
        "about_en": words.en,
    }
    table = change.db.table("makers")
    before = next(iter(table.rows_where("id = ?", [known.id])))
    if any(before[key] != value for key, value in news.items()):
        table.update(known.id, news)
        change.log("update", "maker", known.id, before, before | news)
    return load_maker(change.db, known.id)
