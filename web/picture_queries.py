"""Pictures sent to search with: from anybody, so few and small enough for a village's computer."""

from __future__ import annotations

import threading

from sqlite_utils import Database
from werkzeug.exceptions import ServiceUnavailable

from archive.features import PatternFeatures
from ingest.limits import Limits
from ingest.querying import features_of_upload

__all__ = ["TooBusy", "features_of_query"]

# A file of a few kilobytes can decode to as many pixels as its header says. At 25
# megapixels the worst kind, a 16-bit PNG, takes 0.4 GB; at 150 it took 2.3.
_LIMITS = Limits(file_bytes=20_000_000, pixels=25_000_000, frames=16)
# One at a time in each process: pictures decoded side by side would add their memory up.
_decoding = threading.BoundedSemaphore(1)
_LONGEST_WAIT_S = 4.0
_COME_BACK_S = 5


class TooBusy(ServiceUnavailable):
    """Others are searching with pictures; in a few seconds there is room again."""

    def __init__(self) -> None:
        super().__init__(
            "other people are searching with pictures; try again in a few seconds",
            retry_after=_COME_BACK_S,
        )


def features_of_query(content: bytes, db: Database, *, region: str = "") -> PatternFeatures:
    """Return the features of a sent picture, or of a region of it.

    Raises
    ------
    BadInput
        When it is not a picture we take to search with.
    TooBusy
        When no room became free in time.
    """
    if not _decoding.acquire(timeout=_LONGEST_WAIT_S):
        raise TooBusy
    try:
        return features_of_upload(content, db, region=region, limits=_LIMITS)
    finally:
        _decoding.release()
