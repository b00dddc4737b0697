from dataclasses import replace

import pytest

from archive.changes import change
from archive.editing import take_out_statement
from archive.history import latest_event
from archive.history.contradicted import contradicted, statement_key
from archive.history.restoring import restore
from archive.originals import OriginalStore
from archive.records import Statement
from archive.works import put_work
from tests.making import HANDMADE, draft, jpeg

SAID = Statement("title", "李阿姨", "2026-01-01", "蝶帽", "zh")


@pytest.fixture
def work(db):
    with change(db, "clerk") as this:
        found = put_work(this, draft(jpeg(), identifier="1", statements=(SAID, HANDMADE))).work
        take_out_statement(this, found, statement_key(SAID), "it is a dragon")
    return found


def test_the_same_claim_by_the_same_person_has_one_key_whenever_and_however_it_came():
    again = replace(SAID, said_on="2026-02-02", origin="studio", sureness="unsure")

    assert statement_key(again) == statement_key(SAID)
    assert statement_key(replace(SAID, speaker="石阿婆")) != statement_key(SAID)
    assert statement_key(replace(SAID, text="龙帽")) != statement_key(SAID)


def test_what_was_taken_out_stays_out_until_an_earlier_state_is_put_back(home, db, work):
    out = contradicted(db, work)
    originals = OriginalStore(home.originals)
    originals.store(jpeg())
    with change(db, "clerk") as this:
        first = latest_event(db, "work", work) - 1
        restore(this, work, first, "she was right", originals=originals)

    assert out == {statement_key(SAID)}
    assert contradicted(db, work) == frozenset()


def test_nothing_is_out_of_a_work_nobody_corrected(db):
    with change(db, "clerk") as this:
        found = put_work(this, draft(jpeg(), identifier="1")).work

    assert contradicted(db, found) == frozenset()
