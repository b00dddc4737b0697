"""The vocabulary inside the catalogue: the shipped lists, and what was changed here.

Concepts live in tables so that records can point at them and SQLite can count
them; the lists in ``lists/`` are read again only when they have changed.
Beside every concept stands the form in which it last came with the lists: where
the two differ somebody changed it here, and her word stays. A concept that has
gone from the lists stays too: records may use it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlite_utils import Database

from archive.database import transaction
from archive.outbox import TaskKind, enqueue
from archive.vocabulary.vocabulary import (
    AltLabel,
    Concept,
    Vocabulary,
    shipped_concepts,
    shipped_digest,
)
from archive.wording import Wording

__all__ = [
    "concept_of",
    "delete_stored",
    "load_vocabulary",
    "local_concepts",
    "plain_of",
    "settle",
    "store_concept",
    "stored_concepts",
    "sync_vocabulary",
    "vocabulary_state",
]

_DIGEST = "vocabulary_digest"
_REVISION = "vocabulary_revision"
_KINDS = ("preferred", "alternative", "hidden")


def sync_vocabulary(db: Database) -> bool:
    """Take in what has changed in the shipped lists; returns whether anything was written.

    A concept that stands as it last came takes its new form; one that was changed
    here keeps what it says here; one that was made here is left alone.
    """
    digest = shipped_digest()
    if _counter(db, _DIGEST) == digest:
        return False
    with transaction(db):
        held = {
            row["id"]: (row["body"], row["shipped"])
            for row in db.query("SELECT id, body, shipped FROM concepts")
        }
        changed = [c.id for c in shipped_concepts() if _take_shipped(db, c, held.get(c.id))]
        settle(db, changed)
        _count(db, _DIGEST, digest)
    return True


def _take_shipped(db: Database, concept: Concept, held: tuple[str, str | None] | None) -> bool:
    """Note the shipped form; returns whether the concept itself changed."""
    is_ours = held is not None and not _is_same(*held)
    db.execute(
        "INSERT INTO concepts (id, scheme, body, position, shipped) VALUES (?, ?, ?, 0, ?)"
        " ON CONFLICT (id) DO UPDATE SET shipped = excluded.shipped,"
        f" body = {'body' if is_ours else 'excluded.body'}",
        [concept.id, concept.scheme, _body(concept), _body(concept)],
    )
    return held is None or (not is_ours and not _is_same(held[0], _body(concept)))


def _is_same(body: str, other: str | None) -> bool:
    # Compared as concepts: an older version wrote fewer fields down.
    if other is None or body == other:
        return body == other
    return concept_of(json.loads(body)) == concept_of(json.loads(other))


def load_vocabulary(db: Database) -> Vocabulary:
    """Return the vocabulary as the catalogue holds it."""
    return Vocabulary(stored_concepts(db).values())


def stored_concepts(db: Database) -> dict[str, Concept]:
    """Return every concept by id, each as it was written, merged ones too."""
    rows = db.execute("SELECT id, body FROM concepts ORDER BY id").fetchall()
    return {concept_id: concept_of(json.loads(body)) for concept_id, body in rows}


def local_concepts(db: Database) -> frozenset[str]:
    """Return the ids of concepts that were made or changed here."""
    rows = db.execute("SELECT id, body, shipped FROM concepts").fetchall()
    return frozenset(each for each, body, shipped in rows if not _is_same(body, shipped))


def vocabulary_state(db: Database) -> str:
    """Return a text that changes whenever the vocabulary in the catalogue does."""
    return f"{_counter(db, _DIGEST)}:{_counter(db, _REVISION)}"


def store_concept(db: Database, concept: Concept) -> None:
    """Write one concept; :func:`settle` has to follow once all are written."""
    db.execute(
        "INSERT INTO concepts (id, scheme, body, position) VALUES (?, ?, ?, 0)"
        " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        [concept.id, concept.scheme, _body(concept)],
    )


def delete_stored(db: Database, concept_id: str) -> None:
    """Delete one concept; :func:`settle` has to follow."""
    db.execute("DELETE FROM concepts WHERE id = ?", [concept_id])


def settle(db: Database, changed: Collection[str]) -> None:
    """Bring what is derived from the concepts up to date after some have changed.

    That is their order, names and ancestors in the tables, the state that caches
    go by, and the index entry of every work that names one of them or something
    narrower.
    """
    if not changed:
        return
    # By the tree as it was: whatever moved hung on one of these before.
    _queue_users(db, changed)
    _write_tables(db)
    # Not a number: two processes must never come to the same one for different words.
    _count(db, _REVISION, secrets.token_hex(8))


def _queue_users(db: Database, concept_ids: Iterable[str]) -> None:
    rows = db.execute(
        "SELECT DISTINCT work_id FROM statements JOIN concept_broader USING (concept_id)"
        " WHERE ancestor_id IN (SELECT value FROM json_each(?)) ORDER BY work_id",
        [json.dumps(list(concept_ids))],
    )
    for (work,) in rows.fetchall():
        enqueue(db, TaskKind.INDEX, work)


def _write_tables(db: Database) -> None:
    """Write the tables made from the bodies anew: a change to one moves many in the tree."""
    held = stored_concepts(db)
    vocabulary = Vocabulary(held.values())
    ordered = [c.id for scheme in _schemes(held) for c in vocabulary.scheme(scheme)]
    positions = {concept_id: position for position, concept_id in enumerate(ordered)}
    db.conn.executemany(
        "UPDATE concepts SET position = ?, replaced_by = nullif(?, '') WHERE id = ?",
        [
            (positions.get(c.id, len(held)), c.replaced_by if c.replaced_by in held else "", c.id)
            for c in held.values()
        ],
    )
    db.execute("DELETE FROM concept_labels")
    db.table("concept_labels").insert_all(
        {"concept_id": concept.id, "lang": name.lang, "kind": _KINDS[rank], "text": name.text}
        for concept in vocabulary
        for rank, name in concept.ranked_texts()
        if name.text
    )
    db.execute("DELETE FROM concept_broader")
    db.table("concept_broader").insert_all(
        {"concept_id": concept_id, "ancestor_id": ancestor}
        for concept_id in held
        for ancestor in (concept_id, *vocabulary.broader_of(concept_id))
    )


def _schemes(held: dict[str, Concept]) -> list[str]:
    return sorted({concept.scheme for concept in held.values()})


def _counter(db: Database, name: str) -> str:
    row = db.execute("SELECT value FROM counters WHERE name = ?", [name]).fetchone()
    return row[0] if row else ""


def _count(db: Database, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)", [name, value])


def _body(concept: Concept) -> str:
    return json.dumps(plain_of(concept), ensure_ascii=False, sort_keys=True)


def plain_of(concept: Concept) -> dict[str, object]:
    """Return a concept as plain values, ready for JSON; :func:`concept_of` reads it back."""
    return asdict(concept)


def concept_of(plain: dict[str, object]) -> Concept:
    """Return the concept that :func:`plain_of` gave, in this version or an earlier one."""
    values: dict[str, object] = {
        key: tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value
        for key, value in plain.items()
    }
    values["label"] = _wording(plain["label"])
    values["definition"] = _wording(plain["definition"])
    return Concept(**values)  # type: ignore[arg-type]  # what asdict took apart


def _wording(plain: object) -> Wording:
    assert isinstance(plain, dict)
    return Wording(**plain)


def _hashable(value: object) -> object:
    if isinstance(value, dict):
        return AltLabel(**value)
    return tuple(value) if isinstance(value, list) else value
