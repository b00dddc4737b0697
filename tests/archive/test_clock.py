import time
from datetime import datetime, timedelta

import pytest

from archive.clock import now, today


@pytest.fixture
def at_place(monkeypatch):
    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_a_day_is_the_day_of_the_place(at_place):
    # POSIX writes zones the other way round; these two are 26 hours apart.
    at_place("EARLY-14")
    early = today()
    at_place("LATE+12")

    assert early > today()


def test_a_moment_is_the_same_everywhere(at_place):
    at_place("EARLY-14")
    early = datetime.fromisoformat(now())
    at_place("LATE+12")
    late = datetime.fromisoformat(now())

    assert abs(late - early) < timedelta(minutes=5)
