import pytest

from archive.access import CURATOR, PUBLIC, Purpose, show
from archive.calendar_days import follow_calendar
from archive.changes import change
from archive.errors import BadInput, Conflict, NotFound
from archive.loading import load_work
from archive.records import Scope, State
from archive.takedown import keep_closed, open_again, put_back, take_down
from tests.making import agreed, jpeg, kept_work, rows_of

DAY = "2026-06-01"
TELLING = (Purpose.PAGE, Purpose.API)


@pytest.fixture
def work(home, db):
    uses = agreed("pictures", "search engines", "export")
    return kept_work(home, db, jpeg("red"), consent=uses, publish=True)


def told(db, work, purpose):
    return show(load_work(db, work), PUBLIC, purpose, DAY)


def listing(db, work):
    sql = "SELECT listed, announced FROM works WHERE id = ?"
    return db.execute(sql, [work]).fetchone()


def events(db, work):
    rows = db.execute("SELECT action, reason, word_of FROM changes WHERE record = ?", [work])
    return rows.fetchall()


@pytest.mark.parametrize("scope", Scope)
def test_a_work_taken_down_is_in_no_list_and_its_page_says_why(db, work, scope):
    with change(db, "clerk") as this:
        take_down(this, work, scope, "asked for by the family", word_of="her daughter")

    assert listing(db, work) == (0, 0)
    for purpose in (Purpose.COUNT, Purpose.FEED, Purpose.EXPORT, Purpose.IIIF):
        assert told(db, work, purpose) is None
    for purpose in TELLING:
        assert told(db, work, purpose).tombstone.reason == "asked for by the family"
    assert ("take down", "asked for by the family", "her daughter") in events(db, work)


@pytest.mark.parametrize(
    ("scope", "pictures", "words"),
    [(Scope.IMAGE, False, True), (Scope.METADATA, True, False), (Scope.ALL, False, False)],
)
def test_a_takedown_reaches_as_far_as_it_says(db, work, scope, pictures, words):
    with change(db, "clerk") as this:
        take_down(this, work, scope, "a reason")

    page, image = told(db, work, Purpose.PAGE), told(db, work, Purpose.IMAGE)
    assert bool(page.photographs) is pictures
    assert bool(image and image.photographs) is pictures
    assert bool(page.statements) is words
    assert show(load_work(db, work), CURATOR, Purpose.PAGE, DAY).statements


def test_what_was_taken_down_comes_back_as_it_was(db, work):
    before = rows_of(db, times=False)
    with change(db, "clerk") as this:
        take_down(this, work, Scope.ALL, "a reason")
    with change(db, "clerk") as this:
        assert put_back(this, work, "settled")

    assert rows_of(db, times=False) == before


def test_a_consent_that_ended_meanwhile_stays_ended(db, work):
    with change(db, "clerk") as this:
        take_down(this, work, Scope.ALL, "a reason")
        db.execute("UPDATE consents SET withdrawn_on = '2026-01-02'")
        assert not put_back(this, work, "settled")

    assert told(db, work, Purpose.PAGE) is None


def test_the_reason_of_a_tombstone_names_nobody_who_has_not_agreed(db, work):
    with change(db, "clerk") as this:
        take_down(this, work, Scope.ALL, "clerk 的女儿要求")

    assert told(db, work, Purpose.PAGE).tombstone.reason == "〔…〕 的女儿要求"


def test_a_private_work_leaves_no_tombstone(home, db):
    private = kept_work(home, db, jpeg("blue"))

    with pytest.raises(Conflict, match="is a draft"), change(db, "clerk") as this:
        take_down(this, private, Scope.ALL, "a reason")


def test_an_embargo_opens_by_itself_the_day_after(home, db, work, monkeypatch):
    with change(db, "clerk") as this:
        keep_closed(this, work, this.on, "the exhibition opens first")
        last = this.on
    assert listing(db, work) == (0, 0)
    closed = show(load_work(db, work), PUBLIC, Purpose.PAGE, last)
    assert (closed.embargo.until, closed.statements, closed.photographs) == (last, (), ())
    assert show(load_work(db, work), PUBLIC, Purpose.COUNT, last) is None

    follow_calendar(home, db)
    for module in ("archive.calendar_days", "archive.changes"):
        monkeypatch.setattr(f"{module}.today", lambda: "2099-01-01")
    follow_calendar(home, db)

    assert listing(db, work) == (1, 1)
    assert show(load_work(db, work), PUBLIC, Purpose.COUNT, "2099-01-01").statements


def test_an_embargo_can_end_before_its_day(db, work):
    with change(db, "clerk") as this:
        keep_closed(this, work, "2098-01-01", "a reason")
    with change(db, "clerk") as this:
        assert open_again(this, work, "the book is out")

    assert listing(db, work) == (1, 1)


@pytest.mark.parametrize("until", ["", "2020-01-01", "soon", "2027-13-01"])
def test_an_embargo_needs_a_day_to_come(db, work, until):
    with pytest.raises(BadInput, match="not a day"), change(db, "clerk") as this:
        keep_closed(this, work, until, "a reason")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_every_step_needs_its_reason(db, work, reason):
    with change(db, "clerk") as this:
        for step in (
            lambda: take_down(this, work, Scope.ALL, reason),
            lambda: keep_closed(this, work, "2098-01-01", reason),
            lambda: put_back(this, work, reason),
            lambda: open_again(this, work, reason),
        ):
            with pytest.raises(BadInput, match="reason"):
                step()

    assert load_work(db, work).state is State.PUBLISHED


def test_nothing_is_put_back_that_was_not_taken_away(db, work):
    with change(db, "clerk") as this:
        with pytest.raises(Conflict):
            put_back(this, work, "a reason")
        with pytest.raises(Conflict):
            open_again(this, work, "a reason")
        with pytest.raises(NotFound):
            take_down(this, "000000", Scope.ALL, "a reason")


def test_what_was_deleted_for_good_cannot_be_half_taken_down(db, work):
    with change(db, "clerk") as this:
        take_down(this, work, Scope.ALL, "a reason")
        db.execute("DELETE FROM photographs")
        with pytest.raises(Conflict, match="deleted for good"):
            take_down(this, work, Scope.IMAGE, "a reason")


def test_a_clock_that_falls_back_closes_what_it_had_opened(home, db, work, monkeypatch):
    def set_clock(day):
        for module in ("archive.calendar_days", "archive.changes"):
            monkeypatch.setattr(f"{module}.today", lambda: day)
        follow_calendar(home, db)

    with change(db, "clerk") as this:
        keep_closed(this, work, "2098-01-01", "a reason")
    follow_calendar(home, db)
    set_clock("2098-01-02")
    assert listing(db, work) == (1, 1)

    set_clock("2097-01-01")

    assert listing(db, work) == (0, 0)
