"""The time, in one form everywhere.

Moments are UTC; days are those of the place where the archive runs, because a
consent given this morning in Youyang was not given yesterday.
"""

from datetime import UTC, datetime

__all__ = ["day_of", "now", "today"]


def now() -> str:
    """Return the present moment as UTC ISO 8601 with seconds, ``2026-05-01T09:30:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """Return the present day in this machine's time zone as ISO 8601, ``2026-05-01``."""
    return datetime.now().astimezone().date().isoformat()


def day_of(moment: str) -> str:
    """Return the day on which a moment, as :func:`now` gives it, was here.

    Examples
    --------
    >>> len(day_of("2026-05-01T09:30:00Z"))
    10
    """
    return datetime.fromisoformat(moment).astimezone().date().isoformat()
