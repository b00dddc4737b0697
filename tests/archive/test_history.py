import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.changes import change
from archive.consent.consenting import add_consent, withdraw_consents
from archive.curated import put_collection
from archive.drafts import CreditDraft, WorkDraft
from archive.editing import correct_makers
from archive.history import (
    event_at,
    events_of,
    latest_event,
    maker_as_of,
    recent_events,
    rows_as_of,
    work_as_of,
)
from archive.history.differences import Difference
from archive.loading import load_work
from archive.makers import load_maker, put_maker
from archive.originals import OriginalStore
from archive.records import Collection, Consent, Credit, Statement
from archive.rows import is_same_work, snapshot_work
from archive.vocabulary.editing import put_concepts
from archive.vocabulary.stored import stored_concepts
from archive.wording import Wording
from archive.works import publish_work, put_work, remove_work
from tests.archive.doings import DOINGS, World
from tests.making import HANDMADE, agreed, draft, jpeg, photograph

NAMED = (CreditDraft(name=Wording("李阿姨")),)


def titled(text, **more):
    said = (Statement("title", "clerk", "2026-01-01", text, "zh"), HANDMADE)
    return draft(jpeg(), identifier="1", statements=said, **more)


@pytest.fixture
def work(db):
    with change(db, "clerk") as this:
        return put_work(this, titled("蝶帽", credits=NAMED)).work


def told(event):
    return [(d.part, d.key, _plain(d.old), _plain(d.new)) for d in event.differences]


def _plain(side):
    if isinstance(side, Statement):
        return side.text or side.concept
    if isinstance(side, Credit):
        return side.maker.name.zh if side.maker else side.standing
    return side


def test_an_event_says_who_when_on_whose_word_what_and_why(db, work):
    with change(db, "田会计") as this:
        correct_makers(this, work, ["龙奶奶"], "李阿姨 says so", word_of="李阿姨")

    newest, first = events_of(db, "work", work)
    assert (newest.who, newest.word_of, newest.action) == ("田会计", "李阿姨", "correct maker")
    assert (newest.reason, newest.at, newest.is_there) == ("李阿姨 says so", this.at, True)
    assert told(newest) == [("credit", "stitched", "李阿姨", "龙奶奶")]
    assert first.action == "add"
    assert newest.number > first.number


def test_the_first_event_tells_everything_that_came_with_the_work(db, work):
    (first,) = events_of(db, "work", work)

    assert ("record", "identifier", None, "1") in told(first)
    assert ("statement", "title", None, "蝶帽") in told(first)
    assert ("credit", "stitched", None, "李阿姨") in told(first)


def test_a_new_wording_stands_beside_the_one_it_replaced(db, work):
    with change(db, "clerk") as this:
        put_work(this, titled("龙帽", credits=NAMED))

    assert told(events_of(db, "work", work)[0]) == [("statement", "title", "蝶帽", "龙帽")]


def test_a_sheet_read_again_on_another_day_tells_nothing_of_days(db, work):
    later = Statement("title", "clerk", "2026-02-02", "蝶帽", "zh")
    drafted = draft(jpeg(), identifier="1", statements=(later, HANDMADE), licence="CC0")
    with change(db, "clerk") as this:
        put_work(this, drafted)

    assert told(events_of(db, "work", work)[0]) == [
        ("record", "licence", None, "CC0"),
    ]


def test_a_consent_taken_back_is_told_with_both_states(db, work):
    with change(db, "clerk") as this:
        add_consent(this, work, Consent("李阿姨", "voice", "2026-01-01", frozenset({"name"})))
        withdraw_consents(this, work, "she asked")

    (difference,) = events_of(db, "work", work)[0].differences
    assert (difference.old.withdrawn_on, difference.new.withdrawn_on) == (None, this.on)
    assert difference.new.uses == {"name"}


def test_photographs_that_only_change_places_are_told_as_that(db):
    red, blue = (photograph(jpeg(colour), f"{colour}.jpg") for colour in ("red", "blue"))
    with change(db, "clerk") as this:
        work = put_work(this, WorkDraft((red, blue), identifier="2")).work
        put_work(this, WorkDraft((blue, red), identifier="2"))

    (only,) = events_of(db, "work", work)[0].differences
    assert only == Difference("photograph", "order", "red.jpg、blue.jpg", "blue.jpg、red.jpg")


def test_a_work_is_shown_as_it_was_and_as_it_is(db, work):
    (first,) = events_of(db, "work", work)
    was = load_work(db, work)
    with change(db, "clerk") as this:
        put_work(this, titled("龙帽", consent=agreed("pictures"), collections=("caps",)))

    assert work_as_of(db, work, first.number) == was
    assert work_as_of(db, work, latest_event(db, "work", work)) == load_work(db, work)
    assert work_as_of(db, work, first.number - 1) is None


def test_a_work_that_was_removed_is_still_shown_as_it_was(db, work):
    was = load_work(db, work)
    with change(db, "clerk") as this:
        remove_work(this, work, "should never have come in")

    gone, added = events_of(db, "work", work)
    assert work_as_of(db, work, added.number) == was
    assert work_as_of(db, work, gone.number) is None
    assert not gone.is_there


def test_a_moment_means_the_last_event_up_to_it(db, work):
    db.execute("UPDATE changes SET at = '2026-01-01T00:00:00Z' WHERE kind = 'work'")
    with change(db, "clerk") as this:
        put_work(this, titled("龙帽", credits=NAMED))
        put_work(this, titled("鱼帽", credits=NAMED))
    db.execute("UPDATE changes SET at = '2026-02-02T00:00:00Z' WHERE action = 'update'")

    assert work_as_of(db, work, "2025-12-31T23:59:59Z") is None
    assert work_as_of(db, work, "2026-02-01T23:59:59Z").title.zh == "蝶帽"
    assert work_as_of(db, work, "2026-02-02T00:00:00Z").title.zh == "鱼帽"
    assert event_at(db, "work", work, "2025-01-01T00:00:00Z") == 0


def test_a_maker_has_the_name_she_had_then(db, work):
    maker = load_work(db, work).credits[0].maker.id
    then = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        put_maker(this, Wording("李阿姨", "Aunt Li"), about=Wording("绣了五十年。"))

    assert work_as_of(db, work, then).credits[0].maker.name == Wording("李阿姨")
    assert maker_as_of(db, maker, then).about == Wording("")
    assert maker_as_of(db, maker, latest_event(db, "maker", maker)) == load_maker(db, maker)
    assert told(events_of(db, "maker", maker)[0]) == [
        ("record", "name_en", None, "Aunt Li"),
        ("record", "about_zh", None, "绣了五十年。"),
    ]


def test_a_collection_and_a_concept_have_a_history_too(db):
    with change(db, "clerk") as this:
        put_collection(this, Collection("caps", Wording("帽")))
        put_collection(this, Collection("caps", Wording("童帽"), curator="田会计"))
        fish = replace(stored_concepts(db)["motif/fish"], label=Wording("大鱼", "big fish"))
        put_concepts(this, [fish], "edit", "as they say")

    assert told(events_of(db, "collection", "caps")[0]) == [
        ("record", "title_zh", "帽", "童帽"),
        ("record", "curator", None, "田会计"),
    ]
    (event,) = events_of(db, "concept", "motif/fish")
    assert ("record", "label_zh", "鱼纹", "大鱼") in told(event)


def test_events_come_a_page_at_a_time(db, work):
    with change(db, "clerk") as this:
        put_work(this, titled("龙帽"))
        put_work(this, titled("鱼帽"))
    everything = events_of(db, "work", work)

    assert events_of(db, "work", work, most=2) == everything[:2]
    assert events_of(db, "work", work, before=everything[1].number) == everything[2:]
    assert recent_events(db, most=2) == everything[:2]
    assert recent_events(db, before=everything[1].number)[0] == everything[2]


def test_rows_that_an_older_version_logged_are_read_with_what_came_since(db, work):
    number = latest_event(db, "work", work)
    (after,) = db.execute("SELECT after FROM changes WHERE id = ?", [number]).fetchone()
    older = json.loads(after)
    for row in older["statements"]:
        for column in ("standing", "part", "said_in", "maker_id"):
            del row[column]
    for column in ("takedown_scope", "embargo_until", "embargo_reason", "filled_for", "announced"):
        del older["works"][0][column]
    del older["part_of"]
    db.execute("UPDATE changes SET after = ? WHERE id = ?", [json.dumps(older), number])

    assert work_as_of(db, work, number) == load_work(db, work)
    assert ("statement", "title", None, "蝶帽") in told(events_of(db, "work", work)[0])


def test_there_is_no_history_of_nothing(db):
    assert events_of(db, "work", "000000") == ()
    assert latest_event(db, "work", "000000") == 0
    assert rows_as_of(db, "work", "000000", 99) == {}


def test_publishing_is_told_as_a_change_of_state(db, work):
    with change(db, "clerk") as this:
        publish_work(this, work)

    assert told(events_of(db, "work", work)[0]) == [("record", "state", "draft", "published")]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(st.lists(st.sampled_from(sorted(DOINGS)), max_size=15), st.randoms(use_true_random=False))
def test_history_replays_every_state_there_ever_was(home, db, names, random):
    world = World(db, OriginalStore(home.originals), random)
    with world.all_taken_back():
        seen = world.live(names)

        for (work, number), was in seen.items():
            replayed = rows_as_of(db, "work", work, number)
            assert bool(replayed) == (was is not None)
            assert was is None or is_same_work(replayed, was)
        for work in world.every_work():
            world.assert_chain(work)
            now_is = snapshot_work(db, work)
            latest = rows_as_of(db, "work", work, latest_event(db, "work", work))
            assert bool(latest) == (now_is is not None)
            assert now_is is None or is_same_work(latest, now_is)
            if now_is is not None:
                loaded = load_work(db, work)
                assert work_as_of(db, work, latest_event(db, "work", work)) == loaded
