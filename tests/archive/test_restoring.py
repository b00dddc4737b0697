import pytest

from archive.changes import change
from archive.consent.consenting import add_consent, withdraw_consents
from archive.drafts import CreditDraft, WorkDraft
from archive.editing import DESK, correct_makers
from archive.errors import BadInput, Conflict, NotFound
from archive.history import events_of, latest_event, work_as_of
from archive.history.restoring import keeps_credits, obstacles, restore
from archive.imports import Counts, finish_import, start_import, undo_import
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.photograph_words import edit_photograph
from archive.record_statements import Telling, put_work_statements
from archive.records import Consent, Scope, State, Statement
from archive.takedown import keep_closed, take_down
from archive.wording import Wording
from archive.works import publish_work, put_work, remove_work
from tests.making import HANDMADE, agreed, draft, jpeg, photograph

NAMED = (CreditDraft(name=Wording("李阿姨")),)


@pytest.fixture
def originals(home):
    store = OriginalStore(home.originals)
    for colour in ("red", "blue"):
        store.store(jpeg(colour))
    return store


def titled(text, **more):
    said = (Statement("title", "clerk", "2026-01-01", text, "zh"), HANDMADE)
    more = {"identifier": "1", "credits": NAMED} | more
    return draft(jpeg(), statements=said, **more)


def put(db, drafted, import_id=None):
    with change(db, "clerk", import_id=import_id) as this:
        return put_work(this, drafted).work


@pytest.fixture
def work(db, originals):
    return put(db, titled("蝶帽", consent=agreed("pictures"), collections=("caps",)))


@pytest.fixture
def back(db, originals):
    """Put a work back to after an event."""

    def do(work, number, reason="it was right", **more):
        with change(db, "田会计") as this:
            restore(this, work, number, reason, originals=originals, **more)

    return do


def test_a_work_is_put_back_as_it_was_and_that_is_an_event(db, work, back):
    first = latest_event(db, "work", work)
    was = load_work(db, work)
    put(db, titled("龙帽", consent=agreed("pictures"), collections=("spring",), licence="CC0"))
    back(work, first, word_of="李阿姨")

    now_is = load_work(db, work)
    newest = events_of(db, "work", work)[0]
    assert (now_is.title, now_is.licence, now_is.collections) == (was.title, "", ("caps",))
    assert (newest.action, newest.who, newest.reason, newest.word_of) == (
        "restore",
        "田会计",
        "it was right",
        "李阿姨",
    )
    assert work_as_of(db, work, newest.number) == now_is


def test_what_was_put_back_can_be_taken_back_again(db, work, back):
    first = latest_event(db, "work", work)
    put(db, titled("龙帽", consent=agreed("pictures")))
    second = latest_event(db, "work", work)
    back(work, first)
    back(work, second)

    assert load_work(db, work).title.zh == "龙帽"


def test_a_work_that_was_removed_comes_back_with_its_id(db, work, back):
    first = latest_event(db, "work", work)
    was = load_work(db, work)
    with change(db, "clerk") as this:
        remove_work(this, work, "a mistake")
    back(work, first)

    now_is = load_work(db, work)
    assert (now_is.statements, now_is.credits, now_is.consents) == (
        was.statements,
        was.credits,
        was.consents,
    )
    assert ("index", work) in db.execute("SELECT kind, record FROM outbox").fetchall()


def test_makers_and_collections_that_went_with_an_import_come_back(db, originals, back):
    number = start_import(db, "clerk", "works.csv")
    work = put(db, titled("蝶帽", collections=("caps",)), number)
    finish_import(db, number, Counts(added=1))
    first = latest_event(db, "work", work)
    was = load_work(db, work)
    undo_import(db, "clerk", number)
    back(work, first)

    assert load_work(db, work).credits == was.credits
    assert load_work(db, work).collections == ("caps",)
    assert events_of(db, "maker", was.credits[0].maker.id)[0].action == "restore"


def test_a_consent_taken_back_since_stays_taken_back(db, work, back):
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        publish_work(this, work)
        withdraw_consents(this, work, "she asked")
    back(work, first)
    back(work, first + 1)

    assert [c.withdrawn_on for c in load_work(db, work).consents] == [this.on]
    assert db.execute("SELECT listed FROM works").fetchone() == (0,)


def test_a_consent_taken_back_stays_so_when_a_removed_work_comes_back(db, work, back):
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        withdraw_consents(this, work, "she asked")
        remove_work(this, work, "she asked")
    back(work, first)

    assert [c.withdrawn_on for c in load_work(db, work).consents] == [this.on]


def test_a_yes_given_since_is_not_lost(db, work, back):
    first = latest_event(db, "work", work)
    yes = Consent("李阿姨", "voice", "2026-01-01", frozenset({"name"}))
    with change(db, "clerk") as this:
        add_consent(this, work, yes)
    back(work, first)

    assert yes in load_work(db, work).consents


def test_a_corrected_maker_stays_corrected_unless_somebody_says_otherwise(db, work, back):
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        correct_makers(this, work, ["龙奶奶"], "李阿姨 says so")
    kept = keeps_credits(db, work, first)
    back(work, first)
    corrected = [c.maker.name.zh for c in load_work(db, work).credits]
    back(work, first, with_credits=True)

    assert kept
    assert corrected == ["龙奶奶"]
    assert [c.maker.name.zh for c in load_work(db, work).credits] == ["李阿姨"]


def test_a_yes_for_the_corrected_name_is_not_a_yes_for_the_earlier_one(db, work, back):
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        correct_makers(this, work, ["龙奶奶"], "李阿姨 says so")
        uses = frozenset({"pictures", "name"})
        add_consent(this, work, Consent("龙奶奶", "voice", "2026-01-01", uses))
    back(work, first, with_credits=True)

    standing = [c.uses for c in load_work(db, work).consents if c.withdrawn_on is None]
    assert not any("name" in uses for uses in standing)


def test_a_yes_for_the_name_a_later_sheet_brought_is_not_a_yes_for_the_earlier_one(db, back):
    by = [(CreditDraft(name=Wording(name)),) for name in ("石阿婆", "clerk")]
    work = put(db, draft(jpeg(), identifier="9", credits=by[0], consent=agreed("pictures")))
    first = latest_event(db, "work", work)
    yes = agreed("pictures", "name")
    put(db, draft(jpeg(), identifier="9", credits=by[1], consent=yes))
    back(work, first)

    restored = load_work(db, work)
    assert restored.credits[0].maker.name.zh == "石阿婆"
    assert [c.uses for c in restored.consents if c.withdrawn_on is None] == [{"pictures"}]


def test_what_was_taken_down_or_closed_since_stays_so(db, work, back):
    with change(db, "clerk") as this:
        publish_work(this, work)
    open_then = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        keep_closed(this, work, "2999-01-01", "not yet")
        take_down(this, work, Scope.ALL, "the family asks")
    back(work, open_then)

    found = load_work(db, work)
    assert (found.state, found.tombstone.reason) == (State.WITHDRAWN, "the family asks")
    assert found.embargo.until == "2999-01-01"


def test_what_has_been_found_to_show_a_person_or_to_be_sensitive_stays_closed(db, work, back):
    with change(db, "clerk") as this:
        publish_work(this, work)
    open_then = latest_event(db, "work", work)
    said = Statement("sensitivity", "田会计", "2026-01-01", "family", origin=DESK)
    (photograph_then,) = load_work(db, work).photographs
    with change(db, "clerk") as this:
        put_work_statements(this, work, Telling((said,), frozenset({"sensitivity"})))
        edit_photograph(this, work, photograph_then.id, "worn", Wording())
    back(work, open_then)

    found = load_work(db, work)
    assert [each.text for each in found.said("sensitivity")] == ["family"]
    assert [each.role for each in found.photographs] == ["worn"]
    assert db.execute("SELECT listed FROM works").fetchone() == (0,)


def test_a_photograph_whose_original_is_gone_does_not_come_back(db, originals, back):
    both = (photograph(jpeg("red"), "red.jpg"), photograph(jpeg("blue"), "blue.jpg"))
    work = put(db, WorkDraft(both, identifier="1"))
    first = latest_event(db, "work", work)
    put(db, WorkDraft(both[:1], identifier="1"))
    originals.remove(both[1].sha256)

    with pytest.raises(Conflict, match="blue"):
        back(work, first)
    assert len(load_work(db, work).photographs) == 1


@pytest.mark.parametrize("kind", ["work", "maker"])
def test_what_was_deleted_for_good_does_not_come_back(db, work, back, kind):
    first = latest_event(db, "work", work)
    maker = load_work(db, work).credits[0].maker.id
    erased = {"work": work, "maker": maker}[kind]
    db.execute("UPDATE changes SET at = '2026-01-01T00:00:00Z'")
    db.execute(
        "INSERT INTO erasures (at, kind, record, uses) VALUES (?, ?, ?, '[]')",
        ["2026-02-01T00:00:00Z", kind, erased],
    )
    put(db, titled("龙帽"))

    with pytest.raises(Conflict, match="deleted for good"):
        back(work, first)
    back(work, latest_event(db, "work", work))


def test_a_number_given_to_another_work_since_stands_in_the_way(db, work, originals, back):
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        remove_work(this, work, "a mistake")
    other = put(db, titled("龙帽"))

    (conflict,) = obstacles(db, originals, work, first)
    assert other in str(conflict)
    with pytest.raises(Conflict):
        back(work, first)


def test_consents_of_others_with_the_numbers_of_a_removed_works_stay_theirs(db, originals, back):
    work = put(db, titled("蝶帽", consent=agreed("pictures", "name")))
    first = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        remove_work(this, work, "a mistake")
    other = put(db, draft(jpeg("blue"), identifier="2", consent=agreed("sale")))
    back(work, first)

    assert [c.uses for c in load_work(db, work).consents] == [{"pictures", "name"}]
    assert [c.uses for c in load_work(db, other).consents] == [{"sale"}]


def test_a_word_that_is_gone_from_the_lists_stands_in_the_way(db, originals, back):
    said = (Statement("motif", "clerk", "2026-01-01", concept="motif/butterfly"), HANDMADE)
    work = put(db, draft(jpeg(), identifier="1", statements=said))
    first = latest_event(db, "work", work)
    put(db, titled("蝶帽"))
    db.execute("DELETE FROM concepts WHERE id = 'motif/butterfly'")

    with pytest.raises(Conflict, match="motif/butterfly"):
        back(work, first)


def test_there_is_nothing_to_put_back_without_a_reason_an_event_or_a_work(db, work, back):
    with change(db, "clerk") as this:
        remove_work(this, work, "a mistake")
    gone = latest_event(db, "work", work)

    with pytest.raises(BadInput):
        back(work, gone - 1, " ")
    with pytest.raises(NotFound):
        back(work, gone + 99)
    with pytest.raises(Conflict):
        back(work, gone)
