"""The time, in one form everywhere."""

from datetime import UTC, datetime

__all__ = ["now", "today"]


def now() -> str:
    """Return the present moment as UTC ISO 8601 with seconds, ``2026-05-01T09:30:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """Return the present day (UTC) as ISO 8601, ``2026-05-01``."""
    return now()[:10]
