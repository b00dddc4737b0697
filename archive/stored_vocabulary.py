"""The vocabulary inside the catalogue, kept equal to the shipped lists.

Concepts live in tables so that records can point at them and SQLite can count
them; the lists in ``vocabularies/`` are read again only when they have changed.
A concept that has gone from the lists stays in the catalogue: records may use it.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlite_utils import Database

from archive.database import transaction
from archive.vocabulary import AltLabel, Concept, Vocabulary, load_shipped, shipped_digest
from archive.wording import Wording

__all__ = ["load_vocabulary", "sync_vocabulary", "vocabulary_state"]

_DIGEST = "vocabulary_digest"


def sync_vocabulary(db: Database) -> bool:
    """Bring the concept tables up to date; returns whether anything was written."""
    digest = shipped_digest()
    if _counter(db) == digest:
        return False
    vocabulary = load_shipped()
    with transaction(db):
        for scheme in {concept.scheme for concept in vocabulary}:
            for position, concept in enumerate(vocabulary.scheme(scheme)):
                _put_concept(db, vocabulary, concept, position)
        db.execute("INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)", [_DIGEST, digest])
    return True


def load_vocabulary(db: Database) -> Vocabulary:
    """Return the vocabulary as the catalogue holds it."""
    return Vocabulary(_concept(body) for (body,) in db.execute("SELECT body FROM concepts"))


def vocabulary_state(db: Database) -> str:
    """Return a text that changes whenever the vocabulary in the catalogue does."""
    return _counter(db)


def _counter(db: Database) -> str:
    row = db.execute("SELECT value FROM counters WHERE name = ?", [_DIGEST]).fetchone()
    return row[0] if row else ""


def _put_concept(db: Database, vocabulary: Vocabulary, concept: Concept, position: int) -> None:
    body = json.dumps(asdict(concept), ensure_ascii=False, sort_keys=True)
    db.execute(
        "INSERT INTO concepts (id, scheme, body, position) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET body = excluded.body, position = excluded.position",
        [concept.id, concept.scheme, body, position],
    )
    db.table("concept_labels").delete_where("concept_id = ?", [concept.id])
    kinds = ("preferred", "alternative", "hidden")
    db.table("concept_labels").insert_all(
        {"concept_id": concept.id, "lang": name.lang, "kind": kinds[rank], "text": name.text}
        for rank, name in concept.ranked_texts()
        if name.text
    )
    db.table("concept_broader").delete_where("concept_id = ?", [concept.id])
    db.table("concept_broader").insert_all(
        {"concept_id": concept.id, "ancestor_id": ancestor}
        for ancestor in (concept.id, *vocabulary.broader_of(concept.id))
    )


def _concept(body: str) -> Concept:
    plain = json.loads(body)
    plain["label"] = Wording(**plain["label"])
    plain["definition"] = Wording(**plain["definition"])
    plain["alternatives"] = tuple(AltLabel(**name) for name in plain["alternatives"])
    plain["extra"] = tuple((key, value) for key, value in plain["extra"])
    plain["lab"] = tuple(plain["lab"]) if plain["lab"] else None
    for name in ("broader", "related", "matches", "sources"):
        plain[name] = tuple(plain[name])
    return Concept(**plain)
