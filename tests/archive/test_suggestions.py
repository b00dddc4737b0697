from dataclasses import replace

import pytest

from archive.changes import change
from archive.editing import DESK
from archive.errors import BadInput, Conflict, NotFound
from archive.history import events_of, latest_event
from archive.history.restoring import restore
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.picture_records import GuessVerdict
from archive.record_statements import Telling, put_work_statements
from archive.records import Statement, Suggestion
from archive.suggestions import (
    AFTER_SUGGESTION,
    accept_suggestion,
    open_suggestions,
    put_suggestions,
    reject_suggestion,
    reopen_suggestion,
    suggestion_key,
    verdicts_of,
)
from archive.works import put_work
from tests.making import draft, jpeg, kept_work


@pytest.fixture
def work(home, db):
    return kept_work(home, db, jpeg(), statements=(), identifier="1")


@pytest.fixture
def photograph(db, work):
    return load_work(db, work).photographs[0].id


@pytest.fixture
def guess(photograph):
    """A motif that the neighbours of the photograph suggest."""
    return Suggestion(photograph, "motif", "motif/bird", 0.8, "neighbours", "1")


def colour(photograph, score=0.5, version="1"):
    return Suggestion(photograph, "colour", "colour/dark-red", score, "palette", version)


def say(db, action, work, key, who="田会计", **more):
    with change(db, who) as this:
        return action(this, work, key, **more)


def test_suggestions_made_again_replace_the_earlier_and_are_no_statements(db, work, photograph):
    put_suggestions(db, photograph, [colour(photograph)], model="palette")
    put_suggestions(db, photograph, [colour(photograph, 0.7, "2")], model="palette")

    assert load_work(db, work).suggestions == (colour(photograph, 0.7, "2"),)
    assert load_work(db, work).statements == ()


def test_what_one_model_suggests_again_leaves_the_others_alone(db, work, photograph, guess):
    layout = Suggestion(
        photograph, "layout", None, 0.95, "symmetry", "1", choice="two-way band", detail="p2mm"
    )
    put_suggestions(db, photograph, [colour(photograph)], model="palette")
    put_suggestions(db, photograph, [guess], model="neighbours")
    put_suggestions(db, photograph, [layout], model="symmetry")
    put_suggestions(db, photograph, [], model="palette")

    assert load_work(db, work).suggestions == (layout, guess)


def test_suggestions_of_another_model_are_not_put_under_this_one(db, photograph, guess):
    with pytest.raises(ValueError, match="palette"):
        put_suggestions(db, photograph, [guess], model="palette")


def test_nothing_is_suggested_on_a_photograph_that_is_gone(db):
    put_suggestions(db, "000000", [colour("000000")], model="palette")

    assert db.table("suggestions").count == 0


def test_accepting_says_it_in_the_name_of_who_accepts(db, work, photograph, guess):
    put_suggestions(db, photograph, [guess], model="neighbours")
    said = say(db, accept_suggestion, work, suggestion_key(guess))

    now_is = load_work(db, work)
    assert now_is.statements == (said,)
    assert (said.concept, said.speaker, said.origin) == ("motif/bird", "田会计", AFTER_SUGGESTION)
    assert now_is.suggestions == ()
    event = events_of(db, "work", work)[0]
    assert (event.who, event.action) == ("田会计", "accept suggestion")
    assert [each.part for each in event.differences] == ["statement", "verdict"]


def test_accepting_on_somebodys_word_says_it_in_hers(db, work, photograph, guess):
    put_suggestions(db, photograph, [guess], model="neighbours")
    said = say(db, accept_suggestion, work, suggestion_key(guess), word_of="李阿姨")

    assert said.speaker == "李阿姨"
    assert events_of(db, "work", work)[0].word_of == "李阿姨"


def test_a_layout_is_accepted_as_the_value_of_its_field(db, work, photograph):
    layout = Suggestion(photograph, "layout", None, 0.9, "symmetry", "1", choice="mirror")
    put_suggestions(db, photograph, [layout], model="symmetry")
    said = say(db, accept_suggestion, work, suggestion_key(layout))

    assert (said.field, said.text, said.concept) == ("layout", "mirror", None)


def test_what_a_field_does_not_take_cannot_be_said(db, work, photograph):
    wrong = Suggestion(photograph, "layout", None, 0.9, "symmetry", "1", choice="spiral")
    put_suggestions(db, photograph, [wrong], model="symmetry")

    with pytest.raises(BadInput):
        say(db, accept_suggestion, work, suggestion_key(wrong))
    assert load_work(db, work).suggestions == (wrong,)
    assert verdicts_of(db, work) == ()


@pytest.mark.parametrize("action", [accept_suggestion, reject_suggestion])
def test_what_was_answered_does_not_come_again_from_that_version(
    db, work, photograph, guess, action
):
    put_suggestions(db, photograph, [guess], model="neighbours")
    say(db, action, work, suggestion_key(guess))
    put_suggestions(db, photograph, [replace(guess, score=0.99)], model="neighbours")

    assert load_work(db, work).suggestions == ()
    later = replace(guess, model_version="2")
    put_suggestions(db, photograph, [later], model="neighbours")
    assert load_work(db, work).suggestions == (later,)


def test_rejecting_says_nothing_of_the_piece_and_is_an_event(db, work, photograph, guess):
    put_suggestions(db, photograph, [guess], model="neighbours")
    say(db, reject_suggestion, work, suggestion_key(guess))

    (event, _) = events_of(db, "work", work)
    (verdict,) = verdicts_of(db, work)
    assert load_work(db, work).statements == ()
    assert (event.action, event.differences[0].new) == ("reject suggestion", verdict)
    assert isinstance(verdict, GuessVerdict)
    assert (verdict.value, verdict.verdict, verdict.decided_by) == (
        "motif/bird",
        "rejected",
        "田会计",
    )


def test_a_no_that_was_taken_back_lets_the_guess_come_again(db, work, photograph, guess):
    put_suggestions(db, photograph, [guess], model="neighbours")
    say(db, reject_suggestion, work, suggestion_key(guess))
    say(db, reopen_suggestion, work, suggestion_key(guess))

    assert load_work(db, work).suggestions == (guess,)
    assert verdicts_of(db, work) == ()
    put_suggestions(db, photograph, [guess], model="neighbours")
    assert load_work(db, work).suggestions == (guess,)


def test_a_guess_that_is_gone_is_not_answered(db, work, guess):
    with pytest.raises(Conflict):
        say(db, accept_suggestion, work, suggestion_key(guess))
    with pytest.raises(NotFound):
        say(db, reopen_suggestion, work, suggestion_key(guess))


def test_one_answer_is_enough_for_two_photographs_of_a_piece(home, db):
    for content in (jpeg("red"), jpeg("blue")):
        OriginalStore(home.originals).store(content)
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg("red"), jpeg("blue"), statements=())).work
    one, other = (
        Suggestion(each.id, "motif", "motif/bird", score, "neighbours", "1")
        for each, score in zip(load_work(db, work).photographs, (0.6, 0.7), strict=True)
    )
    for each in (one, other):
        put_suggestions(db, each.photograph, [each], model="neighbours")

    assert open_suggestions(load_work(db, work)) == (other,)
    say(db, reject_suggestion, work, suggestion_key(other))
    assert open_suggestions(load_work(db, work)) == ()
    assert load_work(db, work).suggestions == ()


def test_colours_and_what_somebody_says_already_are_not_asked(db, work, photograph, guess):
    put_suggestions(db, photograph, [colour(photograph)], model="palette")
    put_suggestions(db, photograph, [guess], model="neighbours")
    asked = open_suggestions(load_work(db, work))
    said = Statement("motif", "李阿姨", "2026-01-01", concept="motif/bird", origin=DESK)
    with change(db, "clerk") as this:
        put_work_statements(this, work, Telling((said,), frozenset({"motif"})))

    assert asked == (guess,)
    assert open_suggestions(load_work(db, work)) == ()


def test_a_work_put_back_to_before_keeps_what_was_said_to_guesses(
    home, db, work, photograph, guess
):
    first = latest_event(db, "work", work)
    put_suggestions(db, photograph, [guess], model="neighbours")
    say(db, reject_suggestion, work, suggestion_key(guess))
    with change(db, "clerk") as this:
        restore(this, work, first, "as it was", originals=OriginalStore(home.originals))
    put_suggestions(db, photograph, [guess], model="neighbours")

    assert load_work(db, work).suggestions == ()


def test_the_same_sheet_handed_in_again_says_nothing_new_to_an_accepted_guess(
    db, work, photograph, guess
):
    put_suggestions(db, photograph, [guess], model="neighbours")
    said = say(db, accept_suggestion, work, suggestion_key(guess))
    with change(db, "clerk") as this:
        outcome = put_work(this, draft(jpeg(), statements=(), identifier="1"))

    assert outcome.kind == "unchanged"
    assert load_work(db, work).statements == (said,)
