import threading
from contextlib import closing

from archive.catalogue import open_catalogue
from archive.loading import listed_works
from archive.originals import OriginalStore
from archive.verify import verify_home
from search.engine import SearchEngine
from search.refreshing import index_drift
from tests.making import agreed, jpeg, kept_work
from web.finishing import finish_outbox

OPEN = {"consent": agreed("pictures"), "publish": True}


def test_everything_asked_for_is_done(home, db):
    work = kept_work(home, db, jpeg(), **OPEN)

    assert finish_outbox(home, db) == []
    assert list(verify_home(home, db)) == []
    assert list(index_drift(home, db)) == []
    assert [hit.work for hit in SearchEngine(home).by_words("", audience="public").hits] == [work]


def test_a_photograph_that_fails_does_not_keep_the_others(home, db):
    kept_work(home, db, b"no picture", identifier="1", **OPEN)
    work = kept_work(home, db, jpeg(), identifier="2", **OPEN)
    ((failed, reason),) = finish_outbox(home, db)

    assert "not a picture" in reason
    assert failed
    assert work in {hit.work for hit in SearchEngine(home).by_words("", audience="public").hits}


def test_several_at_once_do_everything_once(home, db):
    for colour in ("red", "blue", "lime"):
        kept_work(home, db, jpeg(colour), identifier=colour, **OPEN)
    problems = []

    def finish():
        try:
            with closing(open_catalogue(home)) as own:
                finish_outbox(home, own)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=finish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert list(verify_home(home, db)) == []
    assert len(list(OriginalStore(home.originals))) == 3


def test_a_consent_that_begins_tomorrow_lists_the_work_tomorrow(home, db, monkeypatch):
    work = kept_work(
        home, db, jpeg(), consent=agreed("pictures", given_on="2999-01-02"), publish=True
    )
    finish_outbox(home, db)
    before = listed_works(db)
    on_another_day(monkeypatch, "2999-01-02")
    finish_outbox(home, db)

    assert (before, listed_works(db)) == ([], [work])
    assert SearchEngine(home).by_words("", audience="public").total == 1


def test_a_consent_that_ended_yesterday_takes_the_work_out_today(home, db, monkeypatch):
    consent = agreed("pictures", until="2999-01-01")
    work = kept_work(home, db, jpeg(), consent=consent, publish=True)
    finish_outbox(home, db)
    before = listed_works(db)
    on_another_day(monkeypatch, "2999-01-02")
    finish_outbox(home, db)

    assert (before, listed_works(db)) == ([work], [])
    assert SearchEngine(home).by_words("", audience="public").total == 0


def on_another_day(monkeypatch, day):
    """Let every clock of ours show another day."""
    for module in ("archive.calendar_days", "archive.changes", "search.refreshing"):
        monkeypatch.setattr(f"{module}.today", lambda: day)
