from dataclasses import replace

import pytest

from archive.changes import change
from archive.drafts import CreditDraft, WorkDraft
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import listed_works, load_work
from archive.outbox import TaskKind, pending
from archive.records import SaleLink, State, Statement
from archive.rows import snapshot_work
from archive.wording import Wording
from archive.works import Outcome, publish_work, put_work, remove_work, restore_work
from tests.making import agreed, draft, jpeg, photograph, rows_of


def put(db, drafted, **more):
    with change(db, "clerk") as this:
        return put_work(this, drafted, **more)


def test_a_draft_becomes_a_work_with_everything_it_said(db):
    said = Statement("title", "clerk", "2026-01-01", "蝶帽", "zh")
    made = Statement("handmade", "clerk", "2026-01-01", "all")
    link = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")
    consent = agreed("pictures", "name")
    drafted = draft(
        jpeg(),
        identifier="7",
        statements=(said, made),
        credits=(CreditDraft(name=Wording("何阿姨")), CreditDraft("unknown", "dyed")),
        consent=consent,
        sale_links=(link,),
        collections=("spring",),
        publish=True,
    )
    work = load_work(db, put(db, drafted).work)

    assert work.identifier == "7"
    assert work.state is State.PUBLISHED
    assert work.statements == (made, said)
    assert [(c.standing, c.maker and c.maker.name.zh) for c in work.credits] == [
        ("named", "何阿姨"),
        ("unknown", None),
    ]
    assert work.consents == (consent,)
    assert work.sale_links == (link,)
    assert work.collections == ("spring",)


def test_the_same_draft_again_changes_no_row(db):
    drafted = draft(jpeg("red"), jpeg("blue"), consent=agreed("pictures"), publish=True)
    first = put(db, drafted)
    before = rows_of(db, without=set())

    assert put(db, drafted) == Outcome("unchanged", first.work)
    assert rows_of(db, without=set()) == before


def test_news_about_an_identifier_updates_the_work_and_keeps_its_photograph(db):
    first = put(db, draft(jpeg(), identifier="7"))
    photograph_id = load_work(db, first.work).photographs[0].id
    news = (Statement("title", "clerk", "2026-01-01", "龙帽", "zh"),)

    assert put(db, draft(jpeg(), identifier="7", statements=news)) == Outcome("updated", first.work)
    work = load_work(db, first.work)
    assert work.title.zh == "龙帽"
    assert [p.id for p in work.photographs] == [photograph_id]


def test_news_from_a_sheet_leave_what_others_said(db):
    work = put(db, draft(jpeg(), identifier="7")).work
    spoken = Statement("meaning", "何阿姨", "2026-01-01", "福", "zh", origin="studio")
    put(db, draft(jpeg(), identifier="7", statements=(spoken,)), origin="studio")
    put(db, draft(jpeg(), identifier="7", statements=()))

    assert load_work(db, work).statements == (spoken,)


def test_one_picture_twice_in_a_work_stays_two_photographs_when_news_come(db):
    twice = (photograph(jpeg(), "a.jpg"), photograph(jpeg(), "b.jpg", "detail"))
    drafted = replace(draft(jpeg(), identifier="7"), photographs=twice)
    work = put(db, drafted).work
    ids = [p.id for p in load_work(db, work).photographs]
    put(db, replace(drafted, licence="CC BY 4.0"))

    assert [(p.id, p.file_name) for p in load_work(db, work).photographs] == [
        (ids[0], "a.jpg"),
        (ids[1], "b.jpg"),
    ]


def test_a_photograph_taken_out_of_a_draft_goes_and_its_file_is_to_be_forgotten(db):
    work = put(db, draft(jpeg("red"), jpeg("blue"), identifier="7")).work
    put(db, draft(jpeg("red"), identifier="7"))

    assert len(load_work(db, work).photographs) == 1
    assert [t.record for t in pending(db, TaskKind.FORGET)] == [photograph(jpeg("blue")).sha256]


def test_a_work_without_photographs_is_refused(db):
    with pytest.raises(BadInput, match="at least one photograph"):
        put(db, draft())


def test_a_credit_is_never_blanked(db):
    named = draft(jpeg(), identifier="7", credits=(CreditDraft(name=Wording("何阿姨")),))
    work = put(db, named).work
    put(db, replace(named, credits=()))

    assert load_work(db, work).credits[0].maker.name.zh == "何阿姨"


def test_an_unknown_maker_id_leaves_nothing_behind(db):
    before = rows_of(db, without=set())

    with pytest.raises(NotFound):
        put(db, draft(jpeg(), credits=(CreditDraft(maker_id="000000"),)))
    assert rows_of(db, without=set()) == before


def test_nothing_is_public_without_consent_for_its_pictures(db):
    work = put(db, draft(jpeg(), consent=agreed("name", "sale"), publish=True)).work

    assert listed_works(db) == []
    with change(db, "clerk") as this:
        assert publish_work(this, work) is False


def test_publishing_with_consent_lists_the_work_and_asks_for_its_indexing(db):
    work = put(db, draft(jpeg(), consent=agreed("pictures"))).work
    with change(db, "clerk") as this:
        listed = publish_work(this, work)

    assert listed
    assert listed_works(db) == [work]
    assert work in [task.record for task in pending(db, TaskKind.INDEX)]


def test_what_was_taken_down_is_not_published_again(db):
    work = put(db, draft(jpeg(), consent=agreed("pictures"))).work
    db.table("works").update(work, {"state": "withdrawn"})

    with pytest.raises(Conflict), change(db, "clerk") as this:
        publish_work(this, work)


def test_ids_of_removed_works_are_never_given_again(db):
    given = set()
    for _ in range(5):
        work = put(db, draft(jpeg())).work
        given.add(work)
        with change(db, "clerk") as this:
            remove_work(this, work, "test")

    assert len(given) == 5


def test_restoring_asks_for_everything_made_from_its_photographs(db):
    work = put(db, draft(jpeg("red"), identifier="7")).work
    before = snapshot_work(db, work)
    put(db, draft(jpeg("blue"), identifier="7"))
    db.execute("DELETE FROM outbox")
    with change(db, "clerk") as this:
        restore_work(this, work, before)

    assert snapshot_work(db, work) == before
    assert [t.record for t in pending(db, TaskKind.DERIVE)] == [before["photographs"][0]["id"]]
    assert [t.record for t in pending(db, TaskKind.FORGET)] == [photograph(jpeg("blue")).sha256]


def test_where_a_photograph_was_taken_goes_with_the_photograph(db):
    taken = photograph(jpeg("red"), private={"GPS": "HER DOORSTEP"})
    with change(db, "clerk") as this:
        work = put_work(this, WorkDraft((taken,))).work
    kept = db.execute("SELECT body FROM photograph_private").fetchone()[0]
    with change(db, "clerk") as this:
        remove_work(this, work, "taken back")

    assert "HER DOORSTEP" in kept
    assert not [line for line in db.conn.iterdump() if "HER DOORSTEP" in line]


def test_a_yes_to_one_name_ends_when_a_sheet_names_another_maker(db):
    yes = agreed("pictures", "name")
    work = put(
        db,
        draft(
            jpeg(),
            identifier="1",
            credits=(CreditDraft(name=Wording("clerk")),),
            consent=yes,
        ),
    ).work
    narrow = WorkDraft(
        (),
        identifier="1",
        credits=(CreditDraft(name=Wording("石阿婆")),),
        silent=frozenset({"file", "consent_by", "title_zh", "handmade"}),
    )
    put(db, narrow)

    consents = load_work(db, work).consents
    assert [c.uses for c in consents if c.withdrawn_on is None] == [{"pictures"}]


def test_a_sheet_that_names_another_maker_may_bring_that_ones_yes(db):
    for name in ("石阿婆", "clerk"):
        named = (CreditDraft(name=Wording(name)),)
        yes = replace(agreed("pictures", "name"), given_by=name)
        work = put(db, draft(jpeg(), identifier="1", credits=named, consent=yes)).work

    standing = [c for c in load_work(db, work).consents if c.withdrawn_on is None]
    assert [(c.given_by, c.uses) for c in standing] == [("clerk", {"pictures", "name"})]
