import pytest

from archive.changes import change
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import load_work
from archive.outbox import TaskKind, pending
from archive.records import Statement
from archive.vocabulary.concept import Concept
from archive.vocabulary.editing import merge
from archive.vocabulary.history import concept_changes
from archive.vocabulary.local_names import (
    LOCAL_NOTE,
    concept_of_ours,
    local_names,
    take_as_concept,
    take_as_name,
    take_back,
)
from archive.vocabulary.stored import load_vocabulary
from archive.wording import Wording
from tests.making import jpeg, kept_work, rows_of


def said(field, text, speaker="李阿姨", concept=None, lang="zh"):
    return Statement(field, speaker, "2026-01-01", text, lang, concept=concept)


@pytest.fixture
def works(home, db):
    """Two works on which 板报 is said, one of them with a third word too."""
    titled = said("title", "蝶帽")
    one = kept_work(home, db, jpeg("red"), statements=(titled, said("motif", "板报")))
    both = (said("motif", "板報", "龙奶奶"), said("motif", "怪东西"), said("technique", "板报"))
    other = kept_work(home, db, jpeg("blue"), statements=both)
    db.execute("DELETE FROM outbox")
    return one, other


def does(db, action, *arguments):
    with change(db, "clerk") as this:
        return action(this, *arguments)


def test_names_are_grouped_by_list_and_spelling_and_counted_by_works(db, works):
    told = [(name.scheme, name.text, name.works) for name in local_names(db)]

    assert told == [
        ("motif", "板报", works),
        ("motif", "怪东西", works[1:]),
        ("technique", "板报", works[1:]),
    ]


def test_each_mention_says_who_on_which_work(db, works):
    first, second = local_names(db)[0].mentions

    assert (first.work, first.title, first.speaker, first.text) == (
        works[0],
        "蝶帽",
        "李阿姨",
        "板报",
    )
    assert (second.work, second.title, second.speaker) == (works[1], "", "龙奶奶")


def test_what_is_known_unsaid_or_taken_down_is_no_proposal(home, db, works):
    known = (said("motif", "蝴蝶", concept="motif/butterfly"), said("description", "板报"))
    kept_work(home, db, jpeg("green"), statements=known)
    db.execute("UPDATE works SET state = 'withdrawn' WHERE id = ?", [works[0]])
    db.execute("UPDATE statements SET standing = 'unknown' WHERE text = '怪东西'")

    told = [(name.scheme, name.text, name.works) for name in local_names(db)]

    assert told == [("motif", "板報", works[1:]), ("technique", "板报", works[1:])]


def test_a_name_taken_for_a_concept_is_found_by_it_and_stays_as_it_was_said(db, works):
    assert does(db, take_as_name, "motif", "板报", "motif/butterfly") == works

    said_now = [s for work in works for s in load_work(db, work).said("motif")]
    assert [(s.text, s.concept, s.speaker) for s in said_now] == [
        ("板报", "motif/butterfly", "李阿姨"),
        ("板報", "motif/butterfly", "龙奶奶"),
        ("怪东西", None, "李阿姨"),
    ]
    assert load_vocabulary(db).find("motif", "板报").id == "motif/butterfly"
    assert {task.record for task in pending(db, TaskKind.INDEX)} == set(works)


def test_the_history_of_each_work_and_of_the_concept_tells(db, works):
    does(db, take_as_name, "motif", "板报", "motif/butterfly")
    rows = db.execute(
        "SELECT kind, record, action FROM changes WHERE action <> 'add' ORDER BY id"
    ).fetchall()

    assert rows == [
        ("concept", "motif/butterfly", "add name"),
        ("work", works[0], "recognise name"),
        ("work", works[1], "recognise name"),
    ]


def test_a_name_of_a_merged_concept_is_bound_to_what_stands(db, works):
    does(db, merge, "motif/butterfly", "motif/insect", "one word")
    does(db, take_as_name, "motif", "板报", "motif/butterfly")

    assert load_work(db, works[0]).concepts("motif") == ("motif/insect",)


def test_a_new_concept_says_whose_word_it_is(db, works):
    wise = concept_of_ours("motif", "banbao", Wording("智慧蝶", "wise"), "motif/butterfly")
    does(db, take_as_concept, "板报", wise)
    words = load_vocabulary(db)

    assert (wise.confidence, wise.note, wise.label_hant) == ("G", LOCAL_NOTE, "智慧蝶")
    assert not wise.is_verified
    assert words.find("motif", "板报").id == words.find("motif", "zhi hui die").id == wise.id
    assert load_work(db, works[0]).concepts("motif") == (wise.id,)
    assert "motif/butterfly" in words.broader_of(wise.id)


@pytest.mark.parametrize(
    ("scheme", "text", "concept", "error"),
    [
        ("motif", "没人说", "motif/butterfly", NotFound),
        ("object", "板报", "motif/butterfly", NotFound),
        ("motif", "板报", "motif/nobody", NotFound),
        ("motif", "板报", "technique/tin", BadInput),
    ],
)
def test_what_fits_nothing_changes_nothing(db, works, scheme, text, concept, error):
    before = rows_of(db, without=set())

    with pytest.raises(error):
        does(db, take_as_name, scheme, text, concept)
    assert rows_of(db, without=set()) == before


def test_a_concept_that_is_refused_leaves_the_name_a_proposal(db, works):
    with pytest.raises(Conflict):
        does(db, take_as_concept, "板报", Concept("motif/dragon", "motif", "dragon", Wording("新")))
    with pytest.raises(NotFound):
        does(db, take_as_concept, "没人说", concept_of_ours("motif", "a", Wording("新")))

    assert load_vocabulary(db).get("motif/a") is None
    assert local_names(db)[0].text == "板报"


def test_a_name_that_is_the_name_of_another_concept_is_not_given_away(home, db):
    kept_work(home, db, jpeg(), statements=(said("motif", "龙纹"),))

    with pytest.raises(Conflict, match="motif/dragon"):
        does(db, take_as_name, "motif", "龙纹", "motif/fish")
    assert does(db, take_as_name, "motif", "龙纹", "motif/dragon")


def undo_last(db):
    return does(db, take_back, concept_changes(db, 1)[0].number)


def told(db):
    return [(name.scheme, name.text, name.works) for name in local_names(db)]


def test_a_name_taken_wrongly_waits_again_after_it_is_taken_back(db, works):
    before, said_before = told(db), rows_of(db)["statements"]
    does(db, take_as_name, "motif", "板报", "motif/butterfly")
    db.execute("DELETE FROM outbox")

    assert undo_last(db) == "motif/butterfly"
    assert told(db) == before
    assert rows_of(db)["statements"] == said_before
    assert load_vocabulary(db).find("motif", "板报") is None
    assert {task.record for task in pending(db, TaskKind.INDEX)} == set(works)


@pytest.mark.parametrize("zh", ["板报", "智慧蝶"])
def test_a_new_word_made_wrongly_goes_and_its_name_waits_again(db, works, zh):
    before = told(db)
    does(db, take_as_concept, "板报", concept_of_ours("motif", "banbao", Wording(zh)))
    for number in [each.number for each in concept_changes(db, 9)]:
        does(db, take_back, number)

    assert load_vocabulary(db).get("motif/banbao") is None
    assert told(db) == before


def test_what_a_maker_said_of_the_concept_herself_stays_when_a_name_is_taken_back(home, db, works):
    hers = kept_work(
        home,
        db,
        jpeg("green"),
        statements=(said("motif", "板报"), said("motif", "蝴蝶", concept="motif/butterfly")),
    )
    does(db, take_as_name, "motif", "板报", "motif/butterfly")
    undo_last(db)

    assert load_work(db, hers).concepts("motif") == ("motif/butterfly",)


def test_a_name_that_is_in_use_elsewhere_is_taken_back_whole_or_not_at_all(home, db, works):
    does(db, take_as_concept, "板报", concept_of_ours("motif", "banbao", Wording("板报")))
    kept_work(home, db, jpeg("green"), statements=(said("motif", "板", concept="motif/banbao"),))
    before = rows_of(db, without=set())

    with pytest.raises(Conflict, match="records use it"):
        undo_last(db)
    assert rows_of(db, without=set()) == before
