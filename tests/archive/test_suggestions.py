from archive.changes import change
from archive.loading import load_work
from archive.records import Suggestion
from archive.suggestions import put_suggestions
from archive.works import put_work
from tests.making import draft, jpeg


def test_suggestions_made_again_replace_the_earlier_and_are_no_statements(db):
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), statements=())).work
    photograph = load_work(db, work).photographs[0].id
    first = Suggestion(photograph, "colour", "colour/dark-red", 0.5, "palette", "1")
    second = Suggestion(photograph, "colour", "colour/dark-red", 0.7, "palette", "2")
    put_suggestions(db, photograph, [first])
    put_suggestions(db, photograph, [second])

    assert load_work(db, work).suggestions == (second,)
    assert load_work(db, work).statements == ()


def test_nothing_is_suggested_on_a_photograph_that_is_gone(db):
    gone = Suggestion("000000", "colour", "colour/dark-red", 0.5, "palette", "1")
    put_suggestions(db, "000000", [gone])

    assert db.table("suggestions").count == 0
