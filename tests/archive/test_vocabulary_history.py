import pytest

from archive.changes import change
from archive.errors import Conflict, NotFound
from archive.records import Statement
from archive.vocabulary.concept import AltLabel, Concept
from archive.vocabulary.editing import add_concept, add_name, merge
from archive.vocabulary.history import concept_changes, undo_concept_change
from archive.vocabulary.stored import stored_concepts
from archive.wording import Wording
from tests.making import jpeg, kept_work

WISE = Concept("motif/wise", "motif", "wise", Wording("智慧蝶"), broader=("motif/butterfly",))


def does(db, action, *arguments):
    with change(db, "clerk") as this:
        return action(this, *arguments)


def undo_last(db):
    return does(db, undo_concept_change, concept_changes(db, 1)[0].number)


@pytest.mark.parametrize(
    "act",
    [
        (add_concept, WISE),
        (add_name, "motif/dragon", AltLabel("板报", "zh")),
        (merge, "motif/butterfly", "motif/dragon", "a test"),
    ],
)
def test_every_act_can_be_undone(db, act):
    before = stored_concepts(db)

    does(db, *act)
    assert stored_concepts(db) != before
    undo_last(db)

    assert stored_concepts(db) == before


def test_the_list_of_changes_tells_each_once_and_which_can_be_undone(db):
    does(db, add_name, "motif/dragon", AltLabel("板报", "zh"))
    does(db, merge, "motif/butterfly", "motif/dragon", "a test")

    told = [(c.action, c.label.zh, c.names, c.is_last) for c in concept_changes(db, 9)]

    assert told == [("merge", "蝴蝶纹", (), True), ("add name", "龙纹", ("板报",), False)]
    assert concept_changes(db, 1)[0].replaced_by == "motif/dragon"


def test_an_undone_change_is_not_undone_again(db):
    does(db, add_name, "motif/dragon", AltLabel("板报", "zh"))
    (first,) = concept_changes(db, 1)
    undo_last(db)

    with pytest.raises(Conflict, match="changed again"):
        does(db, undo_concept_change, first.number)


def test_a_new_concept_that_works_use_stays(home, db):
    does(db, add_concept, WISE)
    said = (Statement("motif", "clerk", "2026-01-01", concept=WISE.id),)
    kept_work(home, db, jpeg(), statements=said)

    with pytest.raises(Conflict, match="records use it"):
        undo_last(db)
    assert WISE.id in stored_concepts(db)


def test_a_new_concept_that_others_point_at_stays(db):
    does(db, add_concept, WISE)
    number = concept_changes(db, 1)[0].number
    below = Concept("motif/wiser", "motif", "wiser", Wording("更智慧蝶"), broader=(WISE.id,))
    does(db, add_concept, below)

    with pytest.raises(Conflict, match="motif/wiser"):
        does(db, undo_concept_change, number)


def test_a_change_to_something_else_is_none_to_a_concept(home, db):
    kept_work(home, db, jpeg())

    with pytest.raises(NotFound):
        does(db, undo_concept_change, 1)
    with pytest.raises(NotFound):
        does(db, undo_concept_change, 999)
