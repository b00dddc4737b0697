from dataclasses import replace

import pytest

from archive.catalogue import create_catalogue
from archive.changes import change
from archive.consent.consenting import (
    add_consent,
    put_tapped_consent,
    uses_on,
    withdraw_consents,
    withdraw_uses,
)
from archive.consent.ending import end_uses
from archive.drafts import PhotographDraft, WorkDraft
from archive.errors import BadInput
from archive.home import Home
from archive.loading import load_work
from archive.records import Consent, Statement
from archive.works import publish_work, put_work


@pytest.fixture
def db(tmp_path):
    db = create_catalogue(Home(tmp_path / "home"))
    yield db
    db.close()


@pytest.fixture
def work(db):
    photograph = PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 10)
    with change(db, "sheet") as this:
        handmade = Statement("handmade", "李阿姨", "2026-01-01", "all")
        return put_work(this, WorkDraft((photograph,), statements=(handmade,))).work


def spoken(*uses: str, by: str = "龙奶奶", on: str = "2026-01-02") -> Consent:
    return Consent(by, "voice", on, frozenset(uses))


def listed(db, work) -> bool:
    return bool(db.execute("SELECT listed FROM works WHERE id = ?", [work]).fetchone()[0])


def test_a_published_work_becomes_public_with_the_consent_for_its_pictures(db, work):
    with change(db, "clerk") as this:
        assert not publish_work(this, work)
    with change(db, "clerk") as this:
        added = add_consent(this, work, spoken("pictures"))

    assert added
    assert listed(db, work)


def test_the_same_consent_twice_is_recorded_once(db, work):
    for _ in range(2):
        with change(db, "clerk") as this:
            add_consent(this, work, spoken("pictures", "name"))

    assert load_work(db, work).consents == (spoken("pictures", "name"),)


@pytest.mark.parametrize(
    ("consent", "column"),
    [
        (spoken("pictures", by=" "), "given_by"),
        (spoken(), "uses"),
        (spoken("advertising"), "uses"),
        (spoken("pictures", on="2026-02-30"), "given_on"),
        (spoken("pictures", on="2999-01-01"), "given_on"),
        (Consent("龙奶奶", "guess", "2026-01-02", frozenset({"name"})), "how"),
        (replace(spoken("name"), given_as="neighbour"), "given_as"),
        (replace(spoken("name"), is_child=True), "given_as"),
        (replace(spoken("name"), given_as="guardian"), "about"),
        (replace(spoken("name"), given_as="relative", about=" "), "about"),
        (replace(spoken("name"), about="长" * 81), "about"),
        (replace(spoken("name"), until="2026-01-01"), "until"),
        (replace(spoken("name"), until="tomorrow"), "until"),
    ],
)
def test_a_consent_that_is_none_is_refused(db, work, consent, column):
    with pytest.raises(BadInput) as refused, change(db, "clerk") as this:
        add_consent(this, work, consent)

    assert refused.value.column == column
    assert load_work(db, work).consents == ()


def test_tapping_nothing_records_no_consent(db, work):
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", [])

    assert load_work(db, work).consents == ()


def test_tapping_again_with_less_ends_what_was_tapped_before(db, work):
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", ["pictures", "name"])
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", ["name"])

    first, second = load_work(db, work).consents
    assert first.uses == {"pictures", "name"}
    assert first.withdrawn_on is not None
    assert (second.uses, second.withdrawn_on) == ({"name"}, None)


def test_tapping_the_same_again_changes_nothing(db, work):
    for _ in range(2):
        with change(db, "李阿姨") as this:
            put_tapped_consent(this, work, "李阿姨", ["pictures"])

    assert len(load_work(db, work).consents) == 1
    assert db.execute("SELECT count(*) FROM changes WHERE action = 'consent'").fetchone() == (1,)


def test_tapping_leaves_what_was_agreed_to_on_paper(db, work):
    paper = Consent("李阿姨", "paper", "2026-01-02", frozenset({"pictures"}))
    with change(db, "clerk") as this:
        add_consent(this, work, paper)
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", [])

    assert load_work(db, work).consents == (paper,)


def test_taking_consent_back_hides_the_work_at_once_and_asks_for_its_indexing(db, work):
    with change(db, "clerk") as this:
        add_consent(this, work, spoken("pictures"))
        publish_work(this, work)
    db.execute("DELETE FROM outbox")
    with change(db, "李阿姨") as this:
        assert withdraw_consents(this, work, "her wish")

    assert not listed(db, work)
    assert db.execute("SELECT kind, record FROM outbox").fetchall() == [("index", work)]
    assert db.execute("SELECT who, reason FROM changes ORDER BY id DESC").fetchone() == (
        "李阿姨",
        "her wish",
    )


@pytest.mark.parametrize(
    "consent",
    [
        replace(spoken("name"), given_as="relative", about="龙奶奶的妈妈"),
        replace(spoken("name"), given_as="guardian", about="小妹"),
        replace(spoken("name"), given_as="guardian", is_child=True),
        replace(spoken("name"), given_as="village"),
        replace(spoken("name"), until="2026-01-02"),
    ],
)
def test_others_may_say_yes_in_their_own_capacity(db, work, consent):
    with change(db, "clerk") as this:
        assert add_consent(this, work, consent)

    assert load_work(db, work).consents == (consent,)


def test_taking_one_use_back_leaves_the_others_as_they_were_given(db, work):
    given = replace(
        spoken("pictures", "name"),
        given_as="guardian",
        about="小妹",
        is_child=True,
        helper="田会计",
        until="2999-01-01",
        evidence="a" * 64,
        text_version="1",
    )
    with change(db, "clerk") as this:
        add_consent(this, work, given)
    with change(db, "clerk") as this:
        assert withdraw_uses(this, work, ["name"], "asked for", word_of="妈妈")

    ended, stands = load_work(db, work).consents
    assert ended.withdrawn_on is not None
    assert stands == replace(given, uses=frozenset({"pictures"}))
    assert db.execute(
        "SELECT reason, word_of FROM changes ORDER BY id DESC LIMIT 1"
    ).fetchone() == ("asked for", "妈妈")


def test_taking_back_what_never_stood_changes_nothing(db, work):
    with change(db, "clerk") as this:
        add_consent(this, work, spoken("pictures"))
    with change(db, "clerk") as this:
        assert not withdraw_uses(this, work, ["name"], "asked for")

    assert load_work(db, work).consents == (spoken("pictures"),)


def test_only_the_consents_meant_end(db, work):
    with change(db, "clerk") as this:
        for name in ("龙奶奶", "石阿婆"):
            add_consent(this, work, spoken("name", by=name))
        end_uses(this, work, ["name"], whose=lambda row: row["given_by"] == "石阿婆")

    stands = [c.given_by for c in load_work(db, work).consents if c.withdrawn_on is None]
    assert stands == ["龙奶奶"]


def test_what_was_agreed_to_on_a_day_can_be_told_later(db, work):
    first = replace(spoken("pictures", "name"), withdrawn_on="2026-03-01")
    second = spoken("export", on="2026-02-01")

    days = ("2026-01-01", "2026-01-02", "2026-02-28", "2026-03-01")
    assert [sorted(uses_on([first, second], day)) for day in days] == [
        [],
        ["name", "pictures"],
        ["export", "name", "pictures"],
        ["export"],
    ]
