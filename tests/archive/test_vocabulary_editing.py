import json

import pytest

from archive.browsing import concept_uses, works_showing
from archive.changes import change
from archive.errors import BadInput, Conflict, NotFound
from archive.outbox import TaskKind, pending
from archive.records import Statement
from archive.vocabulary.concept import PINYIN, AltLabel, Concept
from archive.vocabulary.editing import add_concept, add_name, merge, sounds_of, unmerge
from archive.vocabulary.stored import load_vocabulary, stored_concepts
from archive.wording import Wording
from tests.making import HANDMADE, agreed, jpeg, kept_work, rows_of

WISE = Concept(
    "motif/wise-butterfly",
    "motif",
    "wise-butterfly",
    Wording("智慧蝶", "wise butterfly"),
    broader=("motif/butterfly",),
)


def does(db, action, *arguments):
    with change(db, "clerk") as this:
        return action(this, *arguments)


def shown(home, db, concept, colour="red"):
    title = Statement("title", "clerk", "2026-01-01", "蝶帽", "zh")
    said = (title, HANDMADE, Statement("motif", "clerk", "2026-01-01", concept=concept))
    return kept_work(
        home, db, jpeg(colour), statements=said, consent=agreed("pictures"), publish=True
    )


def test_a_new_concept_is_found_and_logged(db):
    does(db, add_concept, WISE)
    row = db.execute("SELECT action, kind, record, before FROM changes").fetchone()

    assert load_vocabulary(db).find("motif", "智慧蝶") == WISE
    assert row == ("add", "concept", WISE.id, None)


@pytest.mark.parametrize(
    ("concept", "error", "words"),
    [
        (Concept("motif/dragon", "motif", "dragon", Wording("新")), Conflict, "already"),
        (Concept("song/a", "song", "a", Wording("歌")), BadInput, "no list 'song'"),
        (Concept("motif/a", "motif", "a", Wording()), BadInput, "no name"),
        (Concept("motif/a", "motif", "a", Wording("龍紋")), BadInput, "motif/dragon"),
        (
            Concept("motif/a", "motif", "a", Wording("新"), broader=("motif/b",)),
            BadInput,
            "motif/b, which is in no list",
        ),
        (
            Concept("motif/a", "motif", "a", Wording("新"), broader=("technique/tin",)),
            BadInput,
            "another list",
        ),
    ],
)
def test_a_concept_that_cannot_stand_is_refused_whole(db, concept, error, words):
    before = rows_of(db, without=set())

    with pytest.raises(error, match=words):
        does(db, add_concept, concept)
    assert rows_of(db, without=set()) == before


def test_a_name_is_found_also_by_its_sound(db):
    assert does(db, add_name, "motif/butterfly", AltLabel("板报蝶", "zh")) is True
    words = load_vocabulary(db)

    assert words.find("motif", "板报蝶").id == "motif/butterfly"
    assert words.find("motif", "ban bao die").id == "motif/butterfly"


def test_the_sounds_of_a_name_are_hidden():
    assert sounds_of("绿") == (AltLabel("lv", PINYIN, hidden=True),)


@pytest.mark.parametrize("known", ["蝴蝶", "Butterfly", "hudie"])
def test_a_name_the_concept_has_changes_nothing(db, known):
    before = rows_of(db, without=set())

    assert does(db, add_name, "motif/butterfly", AltLabel(known, "zh")) is False
    assert rows_of(db, without=set()) == before


@pytest.mark.parametrize(
    ("concept", "text", "error"),
    [
        ("motif/butterfly", "龙纹", Conflict),
        ("motif/butterfly", "  ", BadInput),
        ("motif/butterfly", "长" * 81, BadInput),
        ("motif/nobody", "名", NotFound),
    ],
)
def test_a_name_that_does_not_fit_is_refused(db, concept, text, error):
    with pytest.raises(error):
        does(db, add_name, concept, AltLabel(text, "zh"))


def test_a_name_for_a_merged_concept_goes_to_what_it_became(db):
    does(db, merge, "motif/butterfly", "motif/insect", "one word")
    does(db, add_name, "motif/butterfly", AltLabel("板报", "zh"))

    assert load_vocabulary(db).find("motif", "板报").id == "motif/insect"


def test_a_name_that_a_merged_concept_preferred_is_free(db):
    does(db, merge, "motif/butterfly", "motif/dragon", "one word")

    assert does(db, add_name, "motif/fish", AltLabel("蝴蝶纹", "zh")) is True


def test_names_go_over_and_hidden_ones_stay_hidden(db):
    does(db, merge, "motif/butterfly", "motif/insect", "one word")
    insect = stored_concepts(db)["motif/insect"]

    assert AltLabel("蝴蝶纹", "zh") in insect.alternatives
    assert AltLabel("蝴蝶紋", "zh-Hant") in insect.alternatives
    assert AltLabel("butterfly", "en") in insect.alternatives
    assert AltLabel("hudie", PINYIN, hidden=True) in insect.alternatives
    assert stored_concepts(db)["motif/butterfly"].replaced_by == "motif/insect"


def test_works_that_say_the_old_are_counted_and_found_under_the_new(home, db):
    work = shown(home, db, "motif/butterfly")
    below = shown(home, db, "motif/butterfly-mother", "blue")
    said = list(db.query("SELECT * FROM statements"))

    does(db, merge, "motif/butterfly", "motif/dragon", "a test")

    assert set(works_showing(db, "motif/dragon", "motif")) == {work, below}
    assert works_showing(db, "motif/insect", "motif") == []
    assert concept_uses(db, ("motif",))["motif/dragon"].count == 2
    assert list(db.query("SELECT * FROM statements")) == said


def test_merging_asks_for_every_work_concerned_to_be_indexed_again(home, db):
    old, below = (
        shown(home, db, "motif/butterfly"),
        shown(home, db, "motif/butterfly-mother", "blue"),
    )
    new = shown(home, db, "motif/dragon", "green")
    shown(home, db, "motif/fish", "white")
    db.execute("DELETE FROM outbox")

    does(db, merge, "motif/butterfly", "motif/dragon", "a test")

    assert {task.record for task in pending(db, TaskKind.INDEX)} == {old, below, new}


@pytest.mark.parametrize(
    ("old", "new", "reason", "error", "words"),
    [
        ("motif/animal", "motif/butterfly-mother", "x", BadInput, "other way round"),
        ("motif/dragon", "motif/dragon", "x", BadInput, "one list"),
        ("motif/dragon", "technique/tin", "x", BadInput, "one list"),
        ("motif/dragon", "motif/fish", " ", BadInput, "reason"),
        ("motif/nobody", "motif/fish", "x", NotFound, "nobody"),
        ("motif/dragon", "motif/bat", "x", Conflict, "motif/fish"),
        ("motif/bat", "motif/dragon", "x", Conflict, "motif/fish"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(db, old, new, reason, error, words):
    does(db, merge, "motif/bat", "motif/fish", "first")
    before = rows_of(db, without=set())

    with pytest.raises(error, match=words):
        does(db, merge, old, new, reason)
    assert rows_of(db, without=set()) == before


def test_no_ring_comes_of_two_merges(db):
    does(db, merge, "motif/butterfly", "motif/dragon", "one")

    with pytest.raises(BadInput, match="other way round"):
        does(db, merge, "motif/dragon", "motif/butterfly-mother", "two")


def test_a_merge_is_taken_back_without_a_trace_in_the_lists(home, db):
    shown(home, db, "motif/butterfly")
    lists = ("concepts", "concept_labels", "concept_broader", "statements")
    before = {name: rows_of(db)[name] for name in lists}

    does(db, merge, "motif/butterfly", "motif/dragon", "a test")
    does(db, unmerge, "motif/butterfly")

    assert {name: rows_of(db)[name] for name in lists} == before


def test_a_name_given_after_a_merge_stays_when_it_is_taken_back(db):
    does(db, merge, "motif/butterfly", "motif/dragon", "a test")
    does(db, add_name, "motif/dragon", AltLabel("板报", "zh"))
    does(db, unmerge, "motif/butterfly")

    assert load_vocabulary(db).find("motif", "板报").id == "motif/dragon"
    assert load_vocabulary(db).find("motif", "蝴蝶").id == "motif/butterfly"


def test_what_was_not_merged_cannot_be_parted(db):
    with pytest.raises(Conflict, match="not been merged"):
        does(db, unmerge, "motif/butterfly")


def test_both_sides_of_a_merge_are_logged_with_the_reason(db):
    does(db, merge, "motif/butterfly", "motif/dragon", " 同一个 ")
    rows = db.execute("SELECT action, record, reason, after FROM changes ORDER BY id").fetchall()

    assert [row[:3] for row in rows] == [
        ("take names", "motif/dragon", "同一个"),
        ("merge", "motif/butterfly", "同一个"),
    ]
    assert json.loads(rows[1][3])["replaced_by"] == "motif/dragon"
