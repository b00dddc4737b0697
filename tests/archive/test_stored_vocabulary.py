import json
from dataclasses import replace

import pytest

from archive.changes import change
from archive.outbox import TaskKind, pending
from archive.records import Statement
from archive.vocabulary import load_shipped, shipped_concepts
from archive.vocabulary import stored as stored_module
from archive.vocabulary.concept import AltLabel, Concept
from archive.vocabulary.editing import add_concept, add_name, merge
from archive.vocabulary.stored import (
    concept_of,
    load_vocabulary,
    local_concepts,
    plain_of,
    sync_vocabulary,
    vocabulary_state,
)
from archive.wording import Wording
from tests.making import jpeg, kept_work, rows_of

BUTTERFLY = load_shipped().concept("motif/butterfly")
WISE = Concept("motif/wise-butterfly", "motif", "wise-butterfly", Wording("智慧蝶"))


@pytest.fixture
def ship(db, monkeypatch):
    """Ship the lists anew, with these concepts in place of those of the same id."""

    def again(*concepts):
        news = {concept.id: concept for concept in concepts}
        lists = {concept.id: concept for concept in shipped_concepts()} | news
        monkeypatch.setattr(stored_module, "shipped_concepts", lambda: tuple(lists.values()))
        monkeypatch.setattr(stored_module, "shipped_digest", lambda: repr(news))
        return sync_vocabulary(db)

    return again


def names_of(db, concept_id):
    return [name.text for name in load_vocabulary(db).concept(concept_id).alternatives]


def test_the_stored_vocabulary_is_the_shipped_one(db):
    stored = {concept.id: concept for concept in load_vocabulary(db)}

    assert stored == {concept.id: concept for concept in load_shipped()}


def test_an_unchanged_vocabulary_is_not_written_again(db):
    before = rows_of(db, without=set())

    assert sync_vocabulary(db) is False
    assert rows_of(db, without=set()) == before


def test_a_list_read_again_without_news_changes_nothing(db, ship):
    state, before = vocabulary_state(db), rows_of(db)

    assert ship() is True
    assert rows_of(db) == before
    assert vocabulary_state(db).partition(":")[2] == state.partition(":")[2]


def test_a_concept_nobody_touched_takes_its_new_shipped_form(db, ship):
    ship(replace(BUTTERFLY, note="new"))
    ship(replace(BUTTERFLY, note="newer"))

    assert load_vocabulary(db).concept("motif/butterfly").note == "newer"
    assert local_concepts(db) == frozenset()


def test_a_concept_changed_here_keeps_the_word_of_this_village(db, ship):
    with change(db, "clerk") as this:
        add_name(this, "motif/butterfly", AltLabel("板报", "zh"))

    ship(replace(BUTTERFLY, note="new"))
    (shipped,) = db.execute("SELECT shipped FROM concepts WHERE id = 'motif/butterfly'").fetchone()

    assert "板报" in names_of(db, "motif/butterfly")
    assert load_vocabulary(db).concept("motif/butterfly").note == BUTTERFLY.note
    assert json.loads(shipped)["note"] == "new"
    assert local_concepts(db) == {"motif/butterfly"}


def test_a_change_that_the_lists_have_taken_over_is_no_longer_one(db, ship):
    with change(db, "clerk") as this:
        add_name(this, "motif/butterfly", AltLabel("板报", "zh"))
    ship(load_vocabulary(db).concept("motif/butterfly"))
    ship(replace(BUTTERFLY, note="later"))

    assert load_vocabulary(db).concept("motif/butterfly").note == "later"


def test_a_concept_of_this_village_stays_even_when_one_of_its_name_is_shipped(db, ship):
    with change(db, "clerk") as this:
        add_concept(this, WISE)
    ship(replace(WISE, note="shipped"))
    ship(replace(WISE, note="shipped again"))

    assert load_vocabulary(db).concept(WISE.id) == WISE


def test_a_concept_merged_here_stays_merged(db, ship):
    with change(db, "clerk") as this:
        merge(this, "motif/butterfly", "motif/insect", "one word here")

    ship(replace(BUTTERFLY, note="new"))

    assert load_vocabulary(db).concept("motif/butterfly").id == "motif/insect"


def test_a_body_of_an_earlier_version_counts_as_untouched(db, ship):
    plain = plain_of(BUTTERFLY)
    del plain["replaced_by"], plain["other"]
    old = json.dumps(plain, ensure_ascii=False)
    db.execute("UPDATE concepts SET body = ? WHERE id = 'motif/butterfly'", [old])

    ship(replace(BUTTERFLY, note="new"))

    assert load_vocabulary(db).concept("motif/butterfly").note == "new"


def test_a_new_shipped_form_has_its_works_indexed_again(home, db, ship):
    said = (Statement("motif", "clerk", "2026-01-01", concept="motif/butterfly-mother"),)
    work = kept_work(home, db, jpeg(), statements=said)
    db.execute("DELETE FROM outbox")

    ship(replace(BUTTERFLY, note="new"))

    assert [task.record for task in pending(db, TaskKind.INDEX)] == [work]


def test_the_state_follows_every_change_made_here(db):
    states = [vocabulary_state(db)]
    for name in ("板报", "板老"):
        with change(db, "clerk") as this:
            add_name(this, "motif/butterfly", AltLabel(name, "zh"))
        states.append(vocabulary_state(db))

    assert len(set(states)) == 3


def test_every_concept_counts_as_narrower_than_itself(db):
    rows = db.execute("SELECT count(*) FROM concept_broader WHERE concept_id = ancestor_id")

    assert rows.fetchone()[0] == db.table("concepts").count


def test_a_concept_survives_json():
    for concept in load_shipped():
        assert concept_of(json.loads(json.dumps(plain_of(concept)))) == concept
