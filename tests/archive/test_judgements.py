import pytest

from archive.changes import change
from archive.drafts import CreditDraft
from archive.erasing import erase_person, erase_uses
from archive.errors import BadInput, NotFound
from archive.history import events_of, latest_event
from archive.history.restoring import restore
from archive.judgements import judge, judgements_of, take_back_judgement
from archive.loading import load_work
from archive.makers import find_maker
from archive.originals import OriginalStore
from archive.wording import Wording
from archive.works import remove_work
from tests.making import jpeg, kept_work

TAIL = (2, 2, 30, 20)


@pytest.fixture
def works(home, db):
    named = (CreditDraft(name=Wording("龙阿妹")),)
    return [
        kept_work(home, db, jpeg("red"), identifier="1", credits=named),
        kept_work(home, db, jpeg("blue"), identifier="2"),
    ]


@pytest.fixture
def pictures(db, works):
    return [load_work(db, work).photographs[0].id for work in works]


def say(db, pictures, verdict, who="田会计", **more):
    with change(db, who) as this:
        return judge(this, *pictures, verdict, **more)


def test_a_judgement_is_somebodys_word_on_two_photographs(db, pictures):
    said = say(db, pictures, "not alike", region=TAIL)

    assert (said.query, said.shown) == tuple(pictures)
    assert (said.region, said.verdict, said.speaker) == (TAIL, "not alike", "田会计")
    assert judgements_of(db, pictures[0]) == judgements_of(db, pictures[1]) == (said,)
    (event,) = events_of(db, "judgement", said.id)
    assert (event.who, event.action, event.is_there) == ("田会计", "judge", True)


def test_the_same_persons_later_word_takes_the_place_of_the_earlier(db, pictures):
    first = say(db, pictures, "alike")
    say(db, pictures, "alike")
    second = say(db, pictures, "same motif")

    assert judgements_of(db, pictures[0]) == (second,)
    assert second.id == first.id
    newest, oldest = events_of(db, "judgement", first.id)
    verdicts = [d for d in newest.differences if d.key == "verdict"]
    assert [(d.old, d.new) for d in verdicts] == [("alike", "same motif")]
    assert oldest.action == "judge"


def test_another_person_and_another_region_are_other_judgements(db, pictures):
    said = (
        say(db, pictures, "alike"),
        say(db, pictures, "not alike", who="龙会计"),
        say(db, pictures, "not alike", region=TAIL),
    )

    assert judgements_of(db, pictures[1]) == said


def test_what_was_taken_back_stays_in_the_history(db, pictures):
    said = say(db, pictures, "alike")
    with change(db, "田会计") as this:
        take_back_judgement(this, said.id)

    assert judgements_of(db, pictures[0]) == ()
    assert [e.is_there for e in events_of(db, "judgement", said.id)] == [False, True]
    with pytest.raises(NotFound), change(db, "田会计") as this:
        take_back_judgement(this, said.id)


def test_what_cannot_be_said_is_refused(db, pictures):
    with pytest.raises(BadInput, match="known: same motif"):
        say(db, pictures, "pretty")
    with pytest.raises(BadInput, match="itself"):
        say(db, [pictures[0]] * 2, "alike")
    with pytest.raises(BadInput, match="48 pixels wide"):
        say(db, pictures, "alike", region=(40, 0, 9, 9))
    with pytest.raises(NotFound):
        say(db, [pictures[0], "000000"], "alike")
    assert db.table("judgements").count == 0


def test_a_work_that_is_removed_and_put_back_is_judged_as_before(home, db, works, pictures):
    said = say(db, pictures, "alike")
    number = latest_event(db, "work", works[1])
    with change(db, "clerk") as this:
        remove_work(this, works[1], "a mistake")
    while_gone = judgements_of(db, pictures[0])
    with change(db, "clerk") as this:
        restore(this, works[1], number, "no mistake", originals=OriginalStore(home.originals))

    assert while_gone == ()
    assert judgements_of(db, pictures[0]) == (said,)


@pytest.mark.parametrize("which", [0, 1])
def test_it_goes_for_good_with_either_photograph(db, works, pictures, which):
    said = say(db, pictures, "alike")
    with change(db, "clerk") as this:
        erase_uses(this, works[which], ["pictures"])

    assert db.table("judgements").count == 0
    assert events_of(db, "judgement", said.id) == ()


def test_one_that_was_taken_back_before_goes_from_the_history_too(db, works, pictures):
    said = say(db, pictures, "alike")
    with change(db, "clerk") as this:
        take_back_judgement(this, said.id)
        erase_uses(this, works[1], ["pictures"])

    assert events_of(db, "judgement", said.id) == ()


def test_a_speakers_name_goes_and_the_judgement_stays(db, pictures):
    said = say(db, pictures, "alike", word_of="龙阿妹")
    with change(db, "clerk") as this:
        erase_person(this, find_maker(db, Wording("龙阿妹")).id, uses=["name"])

    (left,) = judgements_of(db, pictures[0])
    assert (left.speaker, left.verdict) == ("", "alike")
    assert "龙阿妹" not in repr(
        list(db.execute("SELECT * FROM changes WHERE record = ?", [said.id]))
    )
