"""What the pages of history show: events with titles and lines, and what the way back would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.history import (
    Event,
    changes_between,
    events_of,
    latest_event,
    rows_as_of,
    work_as_of,
)
from archive.history.restoring import keeps_credits, obstacles, restored_rows
from archive.loading import load_works
from archive.originals import OriginalStore
from archive.wording import Wording
from web.context import catalogue, language, site
from web.history_words import Line, action_words, lines_of, local_moment
from web.translating import translate

__all__ = ["OBSTACLES", "Entry", "WayBack", "entries_of", "record_title", "way_back", "whole"]

#: What stands in the way of putting a work back, by kind.
OBSTACLES = {
    "erased": "当时的内容后来按本人的要求彻底删掉了，不能放回去。",
    "original": "照片的原件已经没有了：%(what)s",
    "taken": "它的编号后来给了另一件：%(what)s",
    "word": "词表里已经没有这个词了：%(what)s",
}
#: Lines of one event that stand on the page at once; more are folded.
_OPEN_LINES = 8
_TABLES = ("makers", "collections", "record")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the name of its record and the lines of what it changed."""

    event: Event
    action: str
    title: str
    moment: str
    lines: list[Line]

    @property
    def is_long(self) -> bool:
        """Whether the lines are folded at first."""
        return len(self.lines) > _OPEN_LINES


@dataclass(frozen=True, slots=True)
class WayBack:
    """What putting a work back would change today.

    Parameters
    ----------
    lines
        Old is what stands now, new what would.
    stops
        What stands in the way, in sentences; nothing when it can be done.
    keeps_credits
        Whether the credits were corrected since, and so stay unless asked for.
    """

    lines: list[Line]
    stops: list[str]
    keeps_credits: bool


def entries_of(events: Iterable[Event]) -> list[Entry]:
    """Return events as they stand on a page, in their order."""
    listed = list(events)
    names = {each: record_title(*each) for each in {(e.kind, e.record) for e in listed}}
    return [
        Entry(
            event,
            action_words(event),
            names[event.kind, event.record],
            local_moment(event.at),
            lines_of(event.differences, event.kind),
        )
        for event in listed
    ]


def record_title(kind: str, record: str) -> str:
    """Return what a record is or was called; its id where it never had a name."""
    if kind == "work":
        return _work_title(record)
    rows = rows_as_of(catalogue(), kind, record, _last_there(kind, record))
    row = next((rows[table][0] for table in _TABLES if table in rows), {})
    label = row.get("label", {})
    names = (
        row.get(f"name_{lang}") or row.get(f"title_{lang}") or label.get(lang) or ""
        for lang in ("zh", "en")
    )
    return Wording(*names).pick(language()) or row.get("name", "") or record


def whole(work_id: str, number: int) -> list[Line]:
    """Return everything a work held after an event, a line each."""
    rows = rows_as_of(catalogue(), "work", work_id, number)
    return lines_of(changes_between(catalogue(), {}, rows))


def way_back(work_id: str, number: int) -> WayBack:
    """Return what putting a work back to after an event would do.

    Raises
    ------
    NotFound, Conflict
        When the work has no such event, or was not there after it.
    """
    db = catalogue()
    now_is = rows_as_of(db, "work", work_id, latest_event(db, "work", work_id))
    then = restored_rows(db, work_id, number)
    stops = obstacles(db, OriginalStore(site().home.originals), work_id, number)
    return WayBack(
        lines_of(changes_between(db, now_is, then)),
        [translate(OBSTACLES[stop.kind], language(), what=stop.what) for stop in stops],
        keeps_credits(db, work_id, number),
    )


def _work_title(work_id: str) -> str:
    known = load_works(catalogue(), [work_id]).get(work_id)
    if known is None:
        known = work_as_of(catalogue(), work_id, _last_there("work", work_id))
    if known is None:
        return work_id
    return known.title.pick(language()) or known.identifier or work_id


def _last_there(kind: str, record: str) -> int:
    """Return the number of the last event after which a record was there; 0 without one."""
    last = next(iter(events_of(catalogue(), kind, record, most=1)), None)
    if last is None:
        return 0
    return last.number if last.is_there else last.number - 1
