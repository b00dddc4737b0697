import json

from archive.stored_vocabulary import load_vocabulary, sync_vocabulary, vocabulary_state
from archive.vocabulary import load_shipped
from tests.making import rows_of


def test_the_stored_vocabulary_is_the_shipped_one(db):
    stored = {concept.id: concept for concept in load_vocabulary(db)}

    assert stored == {concept.id: concept for concept in load_shipped()}


def test_an_unchanged_vocabulary_is_not_written_again(db):
    before = rows_of(db, without=set())

    assert sync_vocabulary(db) is False
    assert rows_of(db, without=set()) == before


def test_a_changed_list_is_read_again_and_keeps_what_records_use(db):
    before = rows_of(db, without=set())
    state = vocabulary_state(db)
    db.execute("UPDATE counters SET value = 'old' WHERE name = 'vocabulary_digest'")
    (body,) = db.execute("SELECT body FROM concepts WHERE id = 'motif/butterfly'").fetchone()
    gone = json.dumps(json.loads(body) | {"id": "motif/gone", "slug": "gone"})
    db.execute("INSERT INTO concepts VALUES ('motif/gone', 'motif', ?, 999, NULL)", [gone])

    assert sync_vocabulary(db) is True
    assert vocabulary_state(db) == state
    assert load_vocabulary(db).get("motif/gone") is not None
    assert len(rows_of(db)["concepts"]) == len(before["concepts"]) + 1


def test_every_concept_counts_as_narrower_than_itself(db):
    rows = db.execute("SELECT count(*) FROM concept_broader WHERE concept_id = ancestor_id")

    assert rows.fetchone()[0] == db.table("concepts").count
