"""The small copy that is kept of a picture somebody searches with."""

from __future__ import annotations

import io

from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.pictures import decode, read_header

__all__ = ["QUERY_PX", "small_copy"]

#: Longest side of the copy. Features are measured on 1280 pixels; a little more, so
#: that a part drawn round keeps its threads.
QUERY_PX = 1600
# As the display pictures, but what is measured must not be the codec's work.
_QUALITY = 90
_METHOD = 2


def small_copy(content: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return a picture upright, at most 1600 pixels long, as WebP without any metadata.

    Raises
    ------
    BadInput
        When it is no picture of a kind we take, too large in any way, or damaged.
    """
    read_header(content, limits)
    picture = decode(content, longest_px=QUERY_PX)
    stream = io.BytesIO()
    # What a file says besides its pixels would come along otherwise.
    picture.info.clear()
    picture.save(stream, "WEBP", quality=_QUALITY, method=_METHOD)
    return stream.getvalue()
