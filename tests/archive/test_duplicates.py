import pytest

from archive.changes import change
from archive.duplicates import (
    open_duplicates,
    put_duplicates,
    reopen_duplicate,
    same_photographs,
    settle_duplicate,
)
from archive.erasing import erase_uses
from archive.errors import BadInput, Conflict, NotFound
from archive.history import events_of, latest_event
from archive.history.restoring import restore
from archive.loading import load_work
from archive.occurrences import OccurrenceDraft, add_occurrence
from archive.originals import OriginalStore, needed_originals
from archive.picture_records import Duplicate, PairFound
from archive.works import put_work
from tests.making import draft, jpeg, kept_work, photograph


def found(other, kind="same photograph", score=0.9, version="1"):
    return PairFound(other, kind, score, "phash", version)


@pytest.fixture
def works(home, db):
    return [kept_work(home, db, jpeg(c), identifier=c) for c in ("red", "blue", "lime")]


@pytest.fixture
def pictures(db, works):
    return [load_work(db, work).photographs[0].id for work in works]


@pytest.fixture
def twice(home, db):
    """A work that has two photographs, with the ids of both."""
    for colour in ("red", "blue"):
        OriginalStore(home.originals).store(jpeg(colour))
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg("red"), jpeg("blue"), identifier="twice")).work
    return work, [each.id for each in load_work(db, work).photographs]


def settle(db, pair, verdict, **more):
    with change(db, "田会计") as this:
        settle_duplicate(this, *pair, verdict, **more)


def test_a_pair_is_listed_once_whichever_photograph_it_was_found_from(db, works, pictures):
    one, other, _ = pictures
    put_duplicates(db, one, [found(other)])
    put_duplicates(db, other, [found(one, score=0.95)])

    (pair,) = open_duplicates(db)
    by_id = dict(zip(pictures, works, strict=True))
    first, second = sorted((one, other))
    expected = (first, second), (by_id[first], by_id[second])
    assert pair == Duplicate(*expected, "same photograph", 0.95, "phash", "1")
    assert not pair.is_in_one_work


def test_same_files_come_first_and_then_the_surest(db, pictures):
    one, other, third = pictures
    put_duplicates(db, one, [found(other, score=0.8), found(third, "same file", 1.0)])
    put_duplicates(db, other, [found(one, score=0.8), found(third, score=0.9)])

    assert [(p.kind, p.score) for p in open_duplicates(db)] == [
        ("same file", 1.0),
        ("same photograph", 0.9),
        ("same photograph", 0.8),
    ]


def test_found_anew_takes_the_place_of_what_was_found_before(db, pictures):
    one, other, third = pictures
    put_duplicates(db, one, [found(other)])
    put_duplicates(db, one, [found(third), found("000000"), found(one)])

    assert [set(pair.photographs) for pair in open_duplicates(db)] == [{one, third}]


def test_nothing_is_found_of_a_photograph_that_is_gone(db, pictures):
    put_duplicates(db, "000000", [found(pictures[0])])

    assert open_duplicates(db) == ()


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_what_a_person_said_holds_whatever_a_later_version_finds(db, pictures, verdict):
    one, other, _ = pictures
    put_duplicates(db, one, [found(other)])
    settle(db, (other, one), verdict)
    put_duplicates(db, one, [found(other, score=1.0, version="2")])

    assert open_duplicates(db) == ()


def test_two_that_are_the_same_know_of_each_other(db, works, pictures):
    one, other, third = pictures
    settle(db, (one, other), "same")
    settle(db, (one, third), "different")

    assert same_photographs(db, one) == {other: works[1]}
    assert same_photographs(db, other) == {one: works[0]}
    first, second = sorted((one, other))
    (event,) = events_of(db, "duplicate", f"{first}-{second}")
    assert (event.who, event.action) == ("田会计", "settle duplicate")


def test_what_was_said_can_be_taken_back(db, pictures):
    one, other, _ = pictures
    settle(db, (one, other), "different")
    with change(db, "田会计") as this:
        reopen_duplicate(this, other, one)
    put_duplicates(db, one, [found(other)])

    assert len(open_duplicates(db)) == 1
    with pytest.raises(NotFound), change(db, "田会计") as this:
        reopen_duplicate(this, one, other)


def test_of_two_in_one_work_one_can_go_and_come_back(home, db, twice):
    work, (one, other) = twice
    put_duplicates(db, one, [found(other)])
    before = latest_event(db, "work", work)
    settle(db, (one, other), "same", keep=other)
    needed = needed_originals(db)
    left = [each.id for each in load_work(db, work).photographs]
    with change(db, "田会计") as this:
        restore(this, work, before, "not so", originals=OriginalStore(home.originals))

    assert left == [other]
    assert needed >= {photograph(jpeg(colour)).sha256 for colour in ("red", "blue")}
    assert [each.id for each in load_work(db, work).photographs] == [one, other]


def test_a_photograph_with_motifs_marked_on_it_does_not_go(db, twice):
    work, (one, other) = twice
    with change(db, "田会计") as this:
        add_occurrence(this, OccurrenceDraft(one, (0, 0, 9, 9), "motif/bird"))

    with pytest.raises(Conflict, match="marked motifs"):
        settle(db, (one, other), "same", keep=other)
    assert len(load_work(db, work).photographs) == 2
    assert same_photographs(db, one) == {}


def test_of_two_works_neither_loses_its_photograph(db, pictures):
    with pytest.raises(Conflict):
        settle(db, pictures[:2], "same", keep=pictures[0])
    with pytest.raises(BadInput):
        settle(db, pictures[:2], "same", keep=pictures[2])
    with pytest.raises(BadInput):
        settle(db, pictures[:2], "alike")
    with pytest.raises(BadInput):
        settle(db, [pictures[0]] * 2, "same")
    with pytest.raises(NotFound):
        settle(db, [pictures[0], "000000"], "same")
    assert db.table("duplicate_verdicts").count == 0


def test_all_that_is_known_of_a_pair_goes_for_good_with_either(db, works, pictures):
    one, other, third = pictures
    settle(db, (one, other), "same")
    put_duplicates(db, one, [found(third)])
    with change(db, "clerk") as this:
        erase_uses(this, works[0], ["pictures"])

    assert open_duplicates(db) == ()
    assert db.table("duplicate_verdicts").count == 0
    assert db.execute("SELECT count(*) FROM changes WHERE kind = 'duplicate'").fetchone() == (0,)
