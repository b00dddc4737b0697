"""What happened to a record, how it was on a day, and the way back.

``differences`` words what changed, ``restoring`` puts a work back, ``contradicted``
keeps what was taken out from coming in again.
"""

from archive.history.history import (
    Event,
    changes_between,
    event_at,
    events_of,
    latest_event,
    maker_as_of,
    recent_events,
    rows_as_of,
    work_as_of,
    work_from,
)

__all__ = [
    "Event",
    "changes_between",
    "event_at",
    "events_of",
    "latest_event",
    "maker_as_of",
    "recent_events",
    "rows_as_of",
    "work_as_of",
    "work_from",
]
