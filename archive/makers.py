"""People and workshops who make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import BadInput, NotFound
from archive.outbox import TaskKind
from archive.records import Consent, Maker
from archive.row_records import consent_of, maker_of, statement_of
from archive.wording import Wording

__all__ = [
    "add_maker",
    "all_makers",
    "consent_uses",
    "edit_maker",
    "find_maker",
    "load_maker",
    "load_makers",
    "makers_called",
    "put_maker",
]


def all_makers(db: Database) -> tuple[Maker, ...]:
    """Return every maker, by name."""
    return tuple(
        maker_of(row) for row in db.table("makers").rows_where(order_by="name_zh, name_en, id")
    )


def load_makers(db: Database, ids: Iterable[str]) -> dict[str, Maker]:
    """Return the makers with these ids; unknown ids are left out.

    They come with what they agreed to for themselves, and without statements.
    """
    wanted = list(ids)
    marks = ",".join("?" * len(wanted))
    rows = list(db.table("makers").rows_where(f"id IN ({marks})", wanted))
    consents = _consents(db, wanted)
    return {row["id"]: maker_of(row, consents.get(row["id"], ())) for row in rows}


def load_maker(db: Database, maker_id: str) -> Maker:
    """Return one maker with everything that is said of her.

    Raises
    ------
    NotFound
        When there is none with this id.
    """
    found = load_makers(db, [maker_id])
    if maker_id not in found:
        raise NotFound(f"there is no maker {maker_id}", hint="look the id up on the desk")
    said = db.table("record_statements").rows_where(
        "kind = 'maker' AND record = ?", [maker_id], order_by="field, position, id"
    )
    return replace(found[maker_id], statements=tuple(map(statement_of, said)))


def consent_uses(db: Database, column: str, ids: Sequence[str]) -> dict[int, frozenset[str]]:
    """Return the uses of every consent of these works or makers, by its number.

    Parameters
    ----------
    column
        ``work_id`` or ``maker_id``: what ``ids`` are.
    """
    marks = ",".join("?" * len(ids))
    grouped: dict[int, set[str]] = defaultdict(set)
    rows = db.execute(
        "SELECT consent_id, use FROM consent_uses JOIN consents ON consents.id = consent_id"
        f" WHERE {column} IN ({marks})",
        ids,
    )
    for consent_id, use in rows:
        grouped[consent_id].add(use)
    return {consent_id: frozenset(found) for consent_id, found in grouped.items()}


def _consents(db: Database, ids: Sequence[str]) -> dict[str, tuple[Consent, ...]]:
    marks = ",".join("?" * len(ids))
    uses = consent_uses(db, "maker_id", ids)
    grouped: dict[str, list[Consent]] = defaultdict(list)
    for row in db.table("consents").rows_where(f"maker_id IN ({marks})", ids, order_by="id"):
        grouped[row["maker_id"]].append(consent_of(row, uses))
    return {maker: tuple(found) for maker, found in grouped.items()}


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
    return next((maker_of(row) for row in rows), None)


def makers_called(db: Database, name: str) -> tuple[Maker, ...]:
    """Return everybody with this name in either language, with what she agreed to."""
    rows = db.execute("SELECT id FROM makers WHERE ? IN (name_zh, name_en)", [name]).fetchall()
    return tuple(load_makers(db, [row[0] for row in rows]).values())


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
    return maker_of(row)


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
    _update(change, known.id, news)
    return load_maker(change.db, known.id)


def edit_maker(change: Change, maker: Maker, *, word_of: str = "") -> bool:
    """Write the words of a maker's record as they are in ``maker``; whether they changed.

    Her Chinese name stays: whoever agreed by that name agreed to it, and to no other.

    Raises
    ------
    BadInput
        When she would be left without a name.
    NotFound
        When there is none with this id.
    """
    known = load_maker(change.db, maker.id)
    if not (known.name.zh or maker.name.en == known.name.en):
        raise BadInput("her only name stays as it is", hint="add a new maker", column="name_en")
    news = {
        "kind": maker.kind,
        "name_en": maker.name.en,
        "place_id": maker.place,
        "about_zh": maker.about.zh,
        "about_en": maker.about.en,
    }
    return _update(change, maker.id, news, word_of)


def _update(change: Change, maker_id: str, news: dict[str, str | None], word_of: str = "") -> bool:
    table = change.db.table("makers")
    before = next(iter(table.rows_where("id = ?", [maker_id])))
    if all(before[key] == value for key, value in news.items()):
        return False
    table.update(maker_id, news)
    works = change.db.execute("SELECT DISTINCT work_id FROM credits WHERE maker_id = ?", [maker_id])
    for (work,) in works.fetchall():
        change.queue(TaskKind.INDEX, work)
    change.log("update", "maker", maker_id, before, before | news, word_of=word_of)
    return True
