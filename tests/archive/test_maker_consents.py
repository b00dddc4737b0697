import json
from dataclasses import replace

import pytest

from archive.changes import change
from archive.consent.of_makers import add_maker_consent, withdraw_maker_uses
from archive.drafts import CreditDraft
from archive.errors import BadInput, NotFound
from archive.makers import add_maker, load_maker
from archive.outbox import TaskKind, pending
from archive.records import Consent
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg

YES = Consent("李阿姨", "voice", "2026-01-02", frozenset({"name", "phone"}))


@pytest.fixture
def maker(db):
    with change(db, "clerk") as this:
        return add_maker(this, Wording("李阿姨")).id


def add(db, maker, consent=YES):
    with change(db, "clerk") as this:
        return add_maker_consent(this, maker, consent)


def test_what_a_maker_agreed_to_for_herself_stands_on_her_record(db, maker):
    assert add(db, maker)

    assert load_maker(db, maker).consents == (YES,)


def test_the_same_yes_twice_is_recorded_once(db, maker):
    add(db, maker)

    assert not add(db, maker)
    assert len(load_maker(db, maker).consents) == 1


def test_one_use_is_taken_back_and_the_other_stands(db, maker):
    add(db, maker, replace(YES, given_as="relative", about="李阿姨", helper="田会计"))
    with change(db, "clerk") as this:
        assert withdraw_maker_uses(this, maker, ["phone"], "asked for", word_of="她女儿")

    ended, stands = load_maker(db, maker).consents
    assert ended.withdrawn_on is not None
    assert (stands.uses, stands.withdrawn_on) == ({"name"}, None)
    assert (stands.given_as, stands.about, stands.helper) == ("relative", "李阿姨", "田会计")


def test_taking_back_what_never_stood_changes_nothing(db, maker):
    with change(db, "clerk") as this:
        assert not withdraw_maker_uses(this, maker)

    assert db.execute("SELECT count(*) FROM changes WHERE action = 'withdraw'").fetchone() == (0,)


def test_both_are_written_down_with_what_was_before_and_after(db, maker):
    add(db, maker)
    with change(db, "clerk") as this:
        withdraw_maker_uses(this, maker)

    rows = db.execute(
        "SELECT action, before, after FROM changes WHERE kind = 'maker' ORDER BY id DESC LIMIT 2"
    ).fetchall()
    assert [row[0] for row in rows] == ["withdraw", "consent"]
    assert json.loads(rows[0][1]) == json.loads(rows[1][2])
    assert json.loads(rows[1][1])["consents"] == []


def test_her_works_are_indexed_anew(db, maker):
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), credits=(CreditDraft(maker_id=maker),))).work
    db.execute("DELETE FROM outbox")
    add(db, maker)

    assert [task.record for task in pending(db, TaskKind.INDEX)] == [work]


def test_the_same_is_asked_of_it_as_of_every_consent(db, maker):
    with pytest.raises(BadInput):
        add(db, maker, replace(YES, uses=frozenset({"advertising"})))
    with pytest.raises(NotFound):
        add(db, "nobody")
