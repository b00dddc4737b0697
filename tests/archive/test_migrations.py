"""An archive of the first schema becomes one of today, with everything in it."""

import json

from archive.database import connect, migrate
from archive.loading import load_work
from archive.migrations.m0001_catalogue import create_catalogue
from archive.records import Scope
from archive.vocabulary.stored import sync_vocabulary
from tests.making import agreed, draft, rows_of

# What a first version wrote, by table.
ROWS = {
    "makers": [
        {"id": "m1", "kind": "person", "name_zh": "何阿姨", "created_at": "T", "created_by": "c"}
    ],
    "works": [
        {
            "id": "w1",
            "state": "withdrawn",
            "created_at": "T",
            "created_by": "c",
            "updated_at": "T",
            "published_at": "T",
            "tombstone_reason": "asked for",
            "tombstone_at": "T",
        }
    ],
    "photographs": [
        {
            "id": "p1",
            "work_id": "w1",
            "position": 0,
            "role": "whole",
            "sha256": "a" * 64,
            "file_name": "a.jpg",
            "media_type": "image/jpeg",
            "width_px": 4,
            "height_px": 3,
            "bytes": 9,
            "added_at": "T",
        }
    ],
    "statements": [
        {
            "id": 7,
            "work_id": "w1",
            "field": "title",
            "position": 0,
            "lang": "zh",
            "text": "蝶帽",
            "speaker": "何阿姨",
            "said_on": "2026-01-01",
            "sureness": "sure",
            "origin": "sheet",
        }
    ],
    "consents": [
        {
            "id": 3,
            "work_id": "w1",
            "given_by": "何阿姨",
            "how": "voice",
            "given_on": "2026-01-01",
            "until": "2030-01-01",
            "text_version": "1",
            "recorded_by": "c",
            "recorded_at": "T",
        }
    ],
    "consent_uses": [{"consent_id": 3, "use": "name"}, {"consent_id": 3, "use": "pictures"}],
    "invitations": [
        {
            "id": "i1",
            "name": "何阿姨",
            "role": "maker",
            "maker_id": "m1",
            "digest": "d",
            "created_at": "T",
            "expires_at": "T",
        }
    ],
}


def first_version(path):
    """Make a catalogue as the first version left it."""
    db = connect(path)
    with db.atomic():
        create_catalogue(db)
        for table, rows in ROWS.items():
            db.table(table).insert_all(rows)
        db.table("_sqlite_migrations").insert(
            {
                "id": 1,
                "migration_set": "catalogue",
                "name": "m0001_catalogue",
                "applied_at": "2026-11-01",
            },
            pk="id",
        )
    return db


def test_every_row_of_the_first_version_is_there_afterwards(tmp_path):
    db = first_version(tmp_path / "old.sqlite3")
    before = rows_of(db, without=set())
    migrate(db)
    after = rows_of(db, without=set())

    for table, rows in ROWS.items():
        kept = [json.loads(row) for row in after[table]]
        old = [json.loads(row) for row in before[table]]
        assert len(kept) == len(rows)
        assert [{key: new[key] for key in row} for row, new in zip(old, kept, strict=True)] == old
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_migrated_work_reads_as_before_and_can_be_written_to(tmp_path):
    from archive.changes import change
    from archive.works import put_work

    db = first_version(tmp_path / "old.sqlite3")
    migrate(db)
    sync_vocabulary(db)
    work = load_work(db, "w1")

    assert work.title.zh == "蝶帽"
    assert work.tombstone.scope is Scope.ALL
    assert work.consents[0].uses == {"name", "pictures"}
    assert (work.consents[0].given_as, work.consents[0].text_version) == ("self", "1")
    with change(db, "clerk") as this:
        put_work(this, draft(b"x", consent=agreed("search engines", "training")))


def test_deleting_a_migrated_work_takes_its_consents_along(tmp_path):
    db = first_version(tmp_path / "old.sqlite3")
    migrate(db)
    db.execute("DELETE FROM works")

    assert [row[0] for row in db.execute("SELECT count(*) FROM consents")] == [0]
    assert [row[0] for row in db.execute("SELECT count(*) FROM consent_uses")] == [0]


def test_what_programs_suggested_before_is_there_afterwards(tmp_path):
    db = first_version(tmp_path / "old.sqlite3")
    concept = {"id": "motif/x", "scheme": "motif", "body": "{}", "position": 0}
    guess = {
        "id": 5,
        "work_id": "w1",
        "photograph_id": "p1",
        "field": "motif",
        "concept_id": "motif/x",
        "score": 0.5,
        "model": "m",
        "model_version": "1",
        "made_at": "T",
    }
    db.table("concepts").insert(concept)
    db.table("suggestions").insert(guess)
    migrate(db)

    assert list(db.table("suggestions").rows) == [guess | {"choice": "", "detail": ""}]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
