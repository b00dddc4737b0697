"""Collections: works a curator put in an order, with a text.

The module is not called ``collections`` so that nobody takes it for the
standard library's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import BadInput, NotFound
from archive.records import Collection
from archive.row_records import statement_of
from archive.wording import Wording

__all__ = [
    "all_collections",
    "check_slug",
    "ensure_collection",
    "load_collection",
    "put_collection",
]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 80


def check_slug(slug: str) -> str:
    """Return ``slug`` when it can stand in an address.

    Raises
    ------
    BadInput
        When it holds anything but small letters, digits and single hyphens.
    """
    if len(slug) > _LONGEST_SLUG or not _SLUG.fullmatch(slug):
        raise BadInput(
            f"{slug!r} cannot be a collection's short name",
            hint="use small letters, digits and hyphens, for example butterflies-of-hejiayan",
            column="collection",
        )
    return slug


def ensure_collection(change: Change, slug: str) -> None:
    """Add an empty collection unless there is one with this slug."""
    row = change.db.execute("SELECT 1 FROM collections WHERE slug = ?", [slug]).fetchone()
    if row is None:
        put_collection(change, Collection(check_slug(slug), Wording()))


def put_collection(change: Change, collection: Collection, *, word_of: str = "") -> bool:
    """Write a collection's words; returns whether they changed.

    Its works and their order stay as they are.
    """
    slug = check_slug(collection.slug)
    words = {
        "title_zh": collection.title.zh,
        "title_en": collection.title.en,
        "text_zh": collection.text.zh,
        "text_en": collection.text.en,
        "curator": collection.curator,
    }
    before = next(iter(change.db.table("collections").rows_where("slug = ?", [slug])), None)
    if before is not None and all(before[key] == value for key, value in words.items()):
        return False
    if before is None:
        last = change.db.execute("SELECT coalesce(max(position) + 1, 0) FROM collections")
        change.db.table("collections").insert(
            {
                "slug": slug,
                **words,
                "position": last.fetchone()[0],
                "created_at": change.at,
                "created_by": change.who,
                "import_id": change.import_id,
            }
        )
    else:
        change.db.table("collections").update(slug, words)
    after = next(iter(change.db.table("collections").rows_where("slug = ?", [slug])))
    action = "add" if before is None else "update"
    change.log(action, "collection", slug, before, after, word_of=word_of)
    return True


def all_collections(db: Database) -> tuple[Collection, ...]:
    """Return every collection with the ids of its works, in the curator's order."""
    works: dict[str, list[str]] = {}
    for row in db.table("collection_works").rows_where(order_by="slug, position, work_id"):
        works.setdefault(row["slug"], []).append(row["work_id"])
    rows = db.table("collections").rows_where(order_by="position, slug")
    return tuple(_collection(row, tuple(works.get(row["slug"], ()))) for row in rows)


def load_collection(db: Database, slug: str) -> Collection:
    """Return one collection with all its works and what is said of it, whoever may see them.

    Raises
    ------
    NotFound
        When there is none with this slug.
    """
    row = next(iter(db.table("collections").rows_where("slug = ?", [slug])), None)
    if row is None:
        raise NotFound(f"there is no collection {slug}")
    works = list(
        db.table("collection_works").rows_where("slug = ?", [slug], order_by="position, work_id")
    )
    said = db.table("record_statements").rows_where(
        "kind = 'collection' AND record = ?", [slug], order_by="field, position, id"
    )
    return replace(
        _collection(row, tuple(item["work_id"] for item in works)),
        reasons={item["work_id"]: item["reason"] for item in works if item["reason"]},
        statements=tuple(map(statement_of, said)),
    )


def _collection(row: dict[str, Any], works: tuple[str, ...]) -> Collection:
    return Collection(
        slug=row["slug"],
        title=Wording(row["title_zh"] or row["title_en"] or row["slug"], row["title_en"]),
        text=Wording(row["text_zh"], row["text_en"]),
        curator=row["curator"],
        works=works,
    )
