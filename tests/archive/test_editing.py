from dataclasses import replace

import pytest

from archive.catalogue import create_catalogue
from archive.changes import change
from archive.consenting import add_consent
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.editing import (
    DESK,
    WordedEdit,
    claims,
    correct_makers,
    desk_statements,
    edit_work,
)
from archive.errors import BadInput
from archive.home import Home
from archive.loading import load_work
from archive.records import FIELD_SCHEMES, Consent, Statement
from archive.vocabulary import load_shipped
from archive.wording import Wording
from archive.works import put_work

BY = Statement("", "clerk", "2026-01-02", lang="zh", origin=DESK)


@pytest.fixture
def db(tmp_path):
    db = create_catalogue(Home(tmp_path / "home"))
    yield db
    db.close()


@pytest.fixture
def work(db):
    draft = WorkDraft(
        (PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 10),),
        statements=(
            Statement("title", "李阿姨", "2026-01-01", "蝶帽", "zh"),
            Statement("motif", "李阿姨", "2026-01-01", "蝴蝶", "zh", "motif/butterfly"),
        ),
        credits=(CreditDraft(name=Wording("李阿姨")), CreditDraft("unknown", "dyed")),
    )
    with change(db, "李阿姨") as this:
        return put_work(this, draft, origin="studio").work


def say(db, work, **edit) -> bool:
    said = desk_statements(
        load_work(db, work), WordedEdit(**edit), load_shipped(), FIELD_SCHEMES, BY
    )
    with change(db, "clerk") as this:
        return edit_work(this, work, said)


def test_a_word_we_know_becomes_its_concept_and_any_other_keeps_its_text():
    said = claims("motif", ["蝴蝶", "怪东西"], load_shipped(), "motif", BY)

    assert [(s.concept, s.text) for s in said] == [("motif/butterfly", "蝴蝶"), (None, "怪东西")]


def test_two_names_of_one_concept_are_said_once():
    said = claims("motif", ["蝴蝶", "butterfly"], load_shipped(), "motif", BY)

    assert [s.concept for s in said] == ["motif/butterfly"]


def test_the_curators_title_is_shown_and_the_makers_stays_with_its_speaker(db, work):
    say(db, work, wordings={"title": Wording("蝴蝶童帽", "Butterfly hat")})

    found = load_work(db, work)
    assert found.title == Wording("蝴蝶童帽", "Butterfly hat")
    assert ("李阿姨", "蝶帽") in {(s.speaker, s.text) for s in found.said("title")}


def test_a_wording_left_as_it_was_is_not_said_again(db, work):
    changed = say(db, work, wordings={"title": Wording("蝶帽")}, words={"motif": ["蝴蝶"]})

    assert not changed
    assert {s.origin for s in load_work(db, work).statements} == {"studio"}


def test_a_second_edit_replaces_the_first(db, work):
    say(db, work, words={"motif": ["鱼"], "technique": ["挑花"]})
    say(db, work, words={"motif": ["龙"]})

    found = load_work(db, work)
    assert set(found.concepts("motif")) == {"motif/butterfly", "motif/dragon"}
    assert found.concepts("technique") == ()


def test_an_edit_is_logged_and_asks_for_indexing(db, work):
    db.execute("DELETE FROM outbox")
    say(db, work, words={"motif": ["鱼"]})

    assert db.execute("SELECT who, action FROM changes ORDER BY id DESC").fetchone() == (
        "clerk",
        "edit",
    )
    assert ("index", work) in db.execute("SELECT kind, record FROM outbox").fetchall()


def test_correcting_the_maker_keeps_the_other_credits_and_the_reason(db, work):
    with change(db, "clerk") as this:
        changed = correct_makers(this, work, ["龙奶奶", "李阿姨"], "two of them")

    found = load_work(db, work).credits
    assert changed
    assert [(c.role, c.standing, c.maker and c.maker.name.zh) for c in found] == [
        ("stitched", "named", "龙奶奶"),
        ("stitched", "named", "李阿姨"),
        ("dyed", "unknown", None),
    ]
    assert db.execute("SELECT reason FROM changes ORDER BY id DESC").fetchone() == ("two of them",)


@pytest.mark.parametrize(("names", "reason"), [([], "why"), ([" "], "why"), (["龙奶奶"], " ")])
def test_a_maker_is_never_blanked_and_never_changed_without_a_reason(db, work, names, reason):
    with pytest.raises(BadInput), change(db, "clerk") as this:
        correct_makers(this, work, names, reason)

    assert load_work(db, work).credits[0].maker.name.zh == "李阿姨"


def test_naming_the_same_maker_changes_nothing(db, work):
    with change(db, "clerk") as this:
        assert not correct_makers(this, work, ["李阿姨"], "")


def test_a_consent_to_show_a_name_ends_when_another_maker_is_named(db, work):
    with change(db, "desk") as this:
        add_consent(
            this, work, Consent("李阿姨", "voice", "2026-01-01", frozenset({"pictures", "name"}))
        )
        correct_makers(this, work, ["龙奶奶"], "李阿姨 says so herself")

    standing = [c.uses for c in load_work(db, work).consents if c.withdrawn_on is None]

    assert standing == [frozenset({"pictures"})]


def test_a_sheet_does_not_undo_a_correction_of_the_maker(db):
    agreed = Consent("李阿姨", "sheet", "2026-01-01", frozenset({"pictures", "name"}))
    drafted = WorkDraft(
        (PhotographDraft("b" * 64, "b.jpg", "image/jpeg", 4, 3, 10),),
        identifier="1",
        credits=(CreditDraft(name=Wording("李阿姨")),),
        consent=agreed,
    )
    with change(db, "sheet") as this:
        work = put_work(this, drafted).work
        correct_makers(this, work, ["龙奶奶"], "李阿姨 says so herself")
    with change(db, "sheet") as this:
        put_work(this, replace(drafted, licence="CC0"))

    found = load_work(db, work)
    standing = [c.uses for c in found.consents if c.withdrawn_on is None]
    assert [c.maker.name.zh for c in found.credits] == ["龙奶奶"]
    assert standing == [frozenset({"pictures"})]


def test_a_curators_words_stay_hers_when_another_curator_edits_something_else(db, work):
    say(db, work, wordings={"description": Wording("一顶帽子")})
    other = replace(BY, speaker="second clerk", said_on="2026-02-02")
    said = desk_statements(
        load_work(db, work),
        WordedEdit({"title": Wording("新帽"), "description": Wording("一顶帽子")}),
        load_shipped(),
        FIELD_SCHEMES,
        other,
    )

    assert {(s.field, s.speaker) for s in said} == {
        ("title", "second clerk"),
        ("description", "clerk"),
    }
