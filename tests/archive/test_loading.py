import pytest

from archive.changes import change
from archive.drafts import CreditDraft
from archive.errors import NotFound
from archive.loading import (
    load_work,
    load_works,
    work_of_form,
    work_of_identifier,
    work_of_photograph,
    works_in_state,
    works_of_maker,
    works_sent_by,
)
from archive.records import State, Statement
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg


@pytest.fixture
def three(db):
    """Three works: red and blue by one maker, lime with a motif."""
    named = (CreditDraft(name=Wording("何阿姨")),)
    motif = (Statement("motif", "clerk", "2026-01-01", concept="motif/butterfly"),)
    with change(db, "clerk") as this:
        return [
            put_work(this, draft(jpeg("red"), identifier="1", credits=named)).work,
            put_work(this, draft(jpeg("blue"), identifier="2", credits=named)).work,
            put_work(this, draft(jpeg("lime"), statements=motif), form_key="form").work,
        ]


def test_works_come_in_the_order_asked_for_each_once(db, three):
    wanted = [three[2], "000000", three[0], three[2]]

    assert list(load_works(db, wanted)) == [three[2], three[0]]


def test_many_works_are_the_same_as_each_alone(db, three):
    assert load_works(db, three) == {work: load_work(db, work) for work in three}


def test_an_unknown_work_is_refused(db):
    with pytest.raises(NotFound):
        load_work(db, "000000")


def test_a_work_is_found_by_number_form_and_photograph(db, three):
    photograph = load_work(db, three[1]).photographs[0].id

    assert work_of_identifier(db, "1") == three[0]
    assert work_of_form(db, "form") == three[2]
    assert work_of_photograph(db, photograph) == three[1]
    assert work_of_identifier(db, "9") is None


def test_lists_are_newest_first(db, three):
    maker = load_work(db, three[0]).credits[0].maker.id

    assert works_in_state(db, State.DRAFT) == three[::-1]
    assert works_of_maker(db, maker) == [three[1], three[0]]
    assert works_sent_by(db, "clerk") == three[::-1]
