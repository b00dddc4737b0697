import os

import pytest

from archive.calendar_days import follow_calendar, is_new_day
from archive.changes import change
from archive.loading import listed_works
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.records import Consent
from archive.works import put_work
from tests.making import draft, jpeg


def publish(db, **days):
    consent = Consent("the owner", "sheet", uses=frozenset({"pictures"}), **days)
    with change(db, "clerk") as this:
        return put_work(this, draft(jpeg("red"), consent=consent, publish=True)).work


def pass_to(db, monkeypatch, day):
    """Let it be another day wherever the archive asks for today."""
    for module in ("archive.calendar_days", "archive.changes"):
        monkeypatch.setattr(f"{module}.today", lambda: day)


@pytest.fixture
def yesterday(home, db, monkeypatch):
    pass_to(db, monkeypatch, "2026-06-01")
    follow_calendar(home, db)


def test_a_work_appears_on_the_day_its_consent_begins(home, db, yesterday, monkeypatch):
    work = publish(db, given_on="2026-06-02")
    seen_before = listed_works(db)
    pass_to(db, monkeypatch, "2026-06-02")

    assert follow_calendar(home, db) == 1
    assert (seen_before, listed_works(db)) == ([], [work])


def test_a_work_disappears_when_its_consent_has_ended(home, db, yesterday, monkeypatch):
    publish(db, given_on="2026-01-01", until="2026-06-01")
    seen_before = listed_works(db)
    pass_to(db, monkeypatch, "2026-06-02")

    assert follow_calendar(home, db) == 1
    assert (len(seen_before), listed_works(db)) == (1, [])


def test_the_calendar_is_followed_once_a_day(home, db, yesterday, monkeypatch):
    pass_to(db, monkeypatch, "2026-06-02")
    before = is_new_day(db)
    follow_calendar(home, db)

    assert (before, is_new_day(db)) == (True, False)


def test_a_photograph_of_a_form_never_finished_is_let_go_of(home, db):
    store = OriginalStore(home.originals)
    fresh, old = store.store(b"fresh"), store.store(b"old")
    os.utime(store.path(old), (1_600_000_000, 1_600_000_000))

    follow_calendar(home, db)

    assert [task.record for task in pending(db, TaskKind.FORGET)] == [old]
    assert store.path(fresh).is_file()
