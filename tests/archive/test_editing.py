from dataclasses import replace

import pytest

from archive.catalogue import create_catalogue
from archive.changes import change
from archive.consent.consenting import add_consent
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.editing import (
    DESK,
    WordedEdit,
    claims,
    correct_makers,
    desk_statements,
    edit_work,
    take_out_statement,
)
from archive.errors import BadInput, Conflict, NotFound, Overtaken
from archive.history import events_of, latest_event, work_as_of
from archive.history.contradicted import contradicted, statement_key
from archive.home import Home
from archive.loading import load_work
from archive.records import FIELD_SCHEMES, Consent, Statement
from archive.vocabulary import load_shipped
from archive.wording import Wording
from archive.works import publish_work, put_work

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


def test_a_correction_goes_to_the_part_of_the_work_it_is_about(db, work):
    with change(db, "clerk") as this:
        changed = correct_makers(this, work, ["石阿婆"], "she dyed it", role="dyed")

    assert changed
    assert [(c.role, c.maker.name.zh) for c in load_work(db, work).credits] == [
        ("stitched", "李阿姨"),
        ("dyed", "石阿婆"),
    ]


@pytest.mark.parametrize("standing", ["unknown", "not shown"])
def test_where_nobody_was_named_somebody_is_now_and_on_her_word(db, standing):
    drafted = WorkDraft(
        (PhotographDraft("c" * 64, "c.jpg", "image/jpeg", 4, 3, 10),),
        credits=(CreditDraft(standing),),
    )
    with change(db, "clerk") as this:
        found = put_work(this, drafted).work
        correct_makers(this, found, ["龙奶奶"], "she came by", word_of="龙奶奶")

    credit = load_work(db, found).credits[0]
    event = events_of(db, "work", found)[0]
    assert (credit.standing, credit.maker.name.zh) == ("named", "龙奶奶")
    assert (event.word_of, event.reason) == ("龙奶奶", "she came by")


def test_a_maker_whose_name_was_held_back_is_named_on_her_word(db, work):
    db.execute("UPDATE credits SET standing = 'not shown' WHERE role = 'stitched'")
    with change(db, "clerk") as this:
        changed = correct_makers(this, work, ["李阿姨"], "she wants to be named")

    assert changed
    assert load_work(db, work).credits[0].standing == "named"


def test_two_of_one_name_are_told_apart_by_id(db, work):
    maker = load_work(db, work).credits[0].maker.id
    with change(db, "clerk") as this:
        correct_makers(this, work, [f"id:{maker}"], "the same", role="dyed")

    assert {c.maker.id for c in load_work(db, work).credits} == {maker}
    with pytest.raises(NotFound), change(db, "clerk") as this:
        correct_makers(this, work, ["id:000000"], "nobody")
    with pytest.raises(BadInput), change(db, "clerk") as this:
        correct_makers(this, work, ["龙奶奶"], "why", role="cooked")


def test_a_yes_for_her_own_name_stands_while_she_is_still_credited(db, work):
    yes = Consent("李阿姨", "voice", "2026-01-01", frozenset({"name"}))
    with change(db, "desk") as this:
        add_consent(this, work, yes)
        add_consent(this, work, Consent("村里", "paper", "2026-01-01", frozenset({"name"})))
        correct_makers(this, work, ["石阿婆"], "she dyed it", role="dyed")

    standing = [c for c in load_work(db, work).consents if c.withdrawn_on is None]
    assert standing == [yes]


@pytest.mark.parametrize("use", ["name", "village", "ethnic group", "face", "voice", "phone"])
def test_a_corrected_maker_ends_every_yes_about_the_person_who_was_named(db, work, use):
    with change(db, "desk") as this:
        add_consent(
            this, work, Consent("李阿姨", "voice", "2026-01-01", frozenset({use, "export"}))
        )
        correct_makers(this, work, ["石阿婆"], "it was her")

    standing = [c.uses for c in load_work(db, work).consents if c.withdrawn_on is None]
    assert standing == [{"export"}]


def take_out(db, work, text, reason, who="clerk", **more):
    (said,) = [s for s in load_work(db, work).statements if s.text == text]
    with change(db, who) as this:
        return take_out_statement(this, work, statement_key(said), reason, **more)


def test_a_wrong_statement_of_somebody_else_goes_for_a_reason_and_stays_in_the_history(db, work):
    was = latest_event(db, "work", work)
    gone = take_out(db, work, "蝶帽", "it is a dragon", word_of="龙奶奶")

    event = events_of(db, "work", work)[0]
    assert gone.speaker == "李阿姨"
    assert load_work(db, work).said("title") == ()
    assert (event.reason, event.word_of, event.differences[0].old.text) == (
        "it is a dragon",
        "龙奶奶",
        "蝶帽",
    )
    assert work_as_of(db, work, was).title.zh == "蝶帽"


def test_nobodys_words_go_without_a_reason_but_ones_own(db, work):
    say(db, work, wordings={"title": Wording("蝴蝶童帽")})

    with pytest.raises(BadInput):
        take_out(db, work, "蝶帽", " ")
    with pytest.raises(BadInput):
        take_out(db, work, "蝴蝶童帽", "", who="second clerk")
    take_out(db, work, "蝴蝶童帽", "")
    assert [s.text for s in load_work(db, work).said("title")] == ["蝶帽"]


def test_what_is_not_said_any_more_cannot_be_taken_out(db, work):
    take_out(db, work, "蝶帽", "wrong")

    with pytest.raises(Conflict), change(db, "clerk") as this:
        take_out_statement(this, work, "0" * 16, "wrong")


def test_a_public_work_goes_on_saying_whether_it_was_made_by_hand(db):
    said = Statement("handmade", "李阿姨", "2026-01-01", "all")
    drafted = WorkDraft(
        (PhotographDraft("c" * 64, "c.jpg", "image/jpeg", 4, 3, 10),), statements=(said,)
    )
    with change(db, "clerk") as this:
        found = put_work(this, drafted).work
        publish_work(this, found)

    with pytest.raises(Conflict):
        take_out(db, found, "all", "no")


def test_a_sheet_read_again_does_not_bring_back_what_was_taken_out(db):
    said = Statement("title", "李阿姨", "2026-01-01", "蝶帽", "zh")
    drafted = WorkDraft(
        (PhotographDraft("c" * 64, "c.jpg", "image/jpeg", 4, 3, 10),),
        identifier="1",
        statements=(said,),
    )
    with change(db, "sheet") as this:
        found = put_work(this, drafted).work
    take_out(db, found, "蝶帽", "it is a dragon")
    again = (replace(said, said_on="2026-02-02"), replace(said, text="龙帽"))
    with change(db, "sheet") as this:
        put_work(this, replace(drafted, statements=again, licence="CC0"))

    assert [s.text for s in load_work(db, found).said("title")] == ["龙帽"]
    assert contradicted(db, found) == {statement_key(said)}


def other_clerk(db, work, **edit):
    say(db, work, **edit)
    return latest_event(db, "work", work)


def save(db, work, made_from, **edit):
    said = desk_statements(
        load_work(db, work), WordedEdit(**edit), load_shipped(), FIELD_SCHEMES, BY
    )
    with change(db, "second clerk") as this:
        return edit_work(this, work, said, made_from)


def test_a_form_made_before_somebody_elses_edit_is_refused_with_what_it_was_made_from(db, work):
    made_from = latest_event(db, "work", work)
    other_clerk(db, work, wordings={"title": Wording("龙帽")})

    with pytest.raises(Overtaken) as refused:
        save(db, work, made_from, wordings={"title": Wording("鱼帽")})
    assert (refused.value.record, refused.value.since) == (work, made_from)
    assert load_work(db, work).title.zh == "龙帽"


def test_saved_again_from_what_stands_now_it_is_taken(db, work):
    now_is = other_clerk(db, work, wordings={"title": Wording("龙帽")})

    assert save(db, work, now_is, wordings={"title": Wording("鱼帽")})


def test_the_same_words_by_two_curators_at_once_are_no_conflict(db, work):
    made_from = latest_event(db, "work", work)
    other_clerk(db, work, wordings={"title": Wording("龙帽")})

    assert not save(db, work, made_from, wordings={"title": Wording("龙帽")})


def test_a_change_to_something_else_does_not_stand_in_the_way(db, work):
    made_from = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        correct_makers(this, work, ["龙奶奶"], "she says so", made_from=made_from)

    assert save(db, work, made_from, wordings={"title": Wording("鱼帽")})
    with pytest.raises(Overtaken), change(db, "second clerk") as this:
        correct_makers(this, work, ["石阿婆"], "no, she", made_from=made_from)
