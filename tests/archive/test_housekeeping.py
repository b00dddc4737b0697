import os

from archive.changes import change
from archive.housekeeping import ABANDONED_DAYS, keep_house
from archive.loading import listed_works
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.records import Consent
from archive.works import put_work
from tests.making import draft, jpeg


def agreed(**days):
    return Consent("the owner", "sheet", uses=frozenset({"pictures"}), **days)


def test_a_work_appears_on_the_day_its_consent_begins(home, db):
    consent = agreed(given_on="2999-01-02")
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg("red"), consent=consent, publish=True)).work
    seen_before = listed_works(db)

    with_yes = "2999-01-02"
    db.execute("UPDATE consents SET given_on = ?", [with_yes])
    changed = keep_house(home, db, with_yes)

    assert (seen_before, changed, listed_works(db)) == ([], 1, [work])


def test_a_work_disappears_when_its_consent_ends(home, db):
    consent = agreed(given_on="2026-01-01", until="2999-01-01")
    with change(db, "clerk") as this:
        put_work(this, draft(jpeg("red"), consent=consent, publish=True))

    keep_house(home, db, "2999-01-02")

    assert listed_works(db) == []


def test_a_photograph_of_a_form_never_finished_is_let_go_of_after_a_week(home, db):
    store = OriginalStore(home.originals)
    fresh, old = store.store(b"fresh"), store.store(b"old")
    long_ago = 1_600_000_000 - ABANDONED_DAYS
    os.utime(store.path(old), (long_ago, long_ago))

    keep_house(home, db, "2026-01-01")

    assert [task.record for task in pending(db, TaskKind.FORGET)] == [old]
    assert store.path(fresh).is_file()
