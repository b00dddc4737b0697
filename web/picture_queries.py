"""Pictures to search with: anybody's own, so few and small enough, and those of the archive."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.exceptions import ServiceUnavailable

from archive import access
from archive.access import Purpose
from archive.clock import today
from archive.derivatives import SIZES_PX
from archive.errors import NotFound
from archive.features import FEATURES_VERSION, Outline
from archive.loading import load_work, work_of_photograph
from archive.originals import OriginalStore
from archive.records import Photograph, Work
from archive.waiting_pictures import keep_picture, kept_picture
from ingest.embedding import Model, active_model, identity_in_use
from ingest.limits import Limits
from ingest.pictures import read_header
from ingest.query_pictures import small_copy
from ingest.querying import measured_parts
from ingest.queue import named_colours
from ingest.sketching import outline_of_sketch
from search.visual import Part
from web.asked_regions import Box, regions_in, written
from web.context import catalogue, site, viewer

__all__ = [
    "QueryPicture",
    "TooBusy",
    "archive_picture",
    "keep_for_searching",
    "own_picture",
    "parts_of",
    "parts_of_upload",
    "shown_photograph",
    "sketch_of_upload",
]

# A file of a few kilobytes can decode to as many pixels as its header says. At 25
# megapixels the worst kind, a 16-bit PNG, takes 0.4 GB; at 150 it took 2.3.
_LIMITS = Limits(file_bytes=20_000_000, pixels=25_000_000, frames=16)
# One at a time in each process: pictures decoded side by side would add their memory up.
_decoding = threading.BoundedSemaphore(1)
_LONGEST_WAIT_S = 4.0
_COME_BACK_S = 5
# Going back, another filter, a word about a hit: all ask with the same parts again.
_MOST_KNOWN = 32


class TooBusy(ServiceUnavailable):
    """Others are searching with pictures; in a few seconds there is room again."""

    def __init__(self) -> None:
        super().__init__(
            "other people are searching with pictures; try again in a few seconds",
            retry_after=_COME_BACK_S,
        )


@dataclass(frozen=True, slots=True)
class QueryPicture:
    """A picture to search with, upright.

    Parameters
    ----------
    key
        What its measured parts are remembered by.
    size
        Width and height in pixels; regions are in these.
    content
        Gives the bytes of a file that shows all of it, perhaps in fewer pixels.
    photograph, work
        The photograph of the archive that it is; ``None`` for somebody's own.
    """

    key: str
    size: tuple[int, int]
    content: Callable[[], bytes]
    photograph: Photograph | None = None
    work: Work | None = None


class _Known:
    """The parts measured last, of all who search."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[str, str], Part] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Part | None:
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
            return self._parts.get(key)

    def put(self, key: tuple[str, str], part: Part) -> None:
        with self._lock:
            self._parts[key] = part
            while len(self._parts) > _MOST_KNOWN:
                self._parts.popitem(last=False)


_known = _Known()


def keep_for_searching(content: bytes) -> str:
    """Keep a small copy of a sent picture for an hour; returns the token it is found by.

    Raises
    ------
    BadInput
        When it is not a picture we take to search with.
    TooBusy
        When no room became free in time.
    """
    with _room():
        copy = small_copy(content, _LIMITS)
    return keep_picture(site().home, copy)


def own_picture(token: str) -> QueryPicture:
    """Return a picture that somebody sent within the hour.

    Raises
    ------
    NotFound
        When it is not kept any more, or never was.
    """
    content = kept_picture(site().home, token)
    header = read_header(content)
    return QueryPicture(token, (header.width_px, header.height_px), lambda: content)


def archive_picture(photograph_id: str, work_id: str = "") -> QueryPicture:
    """Return a photograph of the archive to search with, or the cover of a work.

    Raises
    ------
    NotFound
        When this viewer may not see it; the words do not tell it from none.
    """
    if not photograph_id:
        work = _shown(work_id)
        photograph = work.cover if work is not None else None
    else:
        photograph, work = shown_photograph(photograph_id) or (None, None)
    if photograph is None or work is None or work_id not in {"", work.id}:
        raise NotFound(f"there is no picture {photograph_id or work_id}")
    return QueryPicture(
        f"{photograph.sha256} {FEATURES_VERSION}",
        (photograph.width_px, photograph.height_px),
        lambda: _content_of(photograph),
        photograph,
        work,
    )


def shown_photograph(photograph_id: str) -> tuple[Photograph, Work] | None:
    """Return a photograph with its work as this viewer may see them; ``None`` if not."""
    work = _shown(work_of_photograph(catalogue(), photograph_id) or "")
    photographs = work.photographs if work is not None else ()
    found = next((each for each in photographs if each.id == photograph_id), None)
    return (found, work) if found is not None and work is not None else None


def parts_of(picture: QueryPicture, boxes: Sequence[Box]) -> list[Part]:
    """Return the measured parts of a picture, or all of it as one part without boxes.

    Raises
    ------
    BadInput
        When a part cannot be measured.
    TooBusy
        When no room became free in time.
    """
    wanted = [written(box) for box in boxes] or [""]
    key = f"{picture.key} {identity_in_use(site().home)}"
    found = {each: _known.get((key, each)) for each in wanted}
    missing = [each for each, part in found.items() if part is None]
    if missing:
        content = picture.content()
        with _room():
            fresh = _measured(content, [_in_percent(each, picture.size) for each in missing])
        for region, measured in zip(missing, fresh, strict=True):
            _known.put((key, region), measured)
        found |= dict(zip(missing, fresh, strict=True))
    return [part for each in wanted if (part := found[each]) is not None]


def parts_of_upload(content: bytes, regions: Sequence[str]) -> tuple[list[Part], list[Box]]:
    """Return the measured parts of a picture that is not kept, and where they lie in it.

    Raises
    ------
    BadInput, TooBusy
        As :func:`parts_of`.
    """
    header = read_header(content, _LIMITS)
    boxes = regions_in(regions, (header.width_px, header.height_px))
    with _room():
        wanted = [written(box) for box in boxes] or [""]
        return _measured(content, wanted), list(boxes)


def sketch_of_upload(content: bytes) -> Outline:
    """Return the readings of a sketch; nothing of it is kept.

    Raises
    ------
    BadInput
        When it is not a picture we take to search with, or next to nothing is drawn.
    TooBusy
        When no room became free in time.
    """
    with _room():
        return outline_of_sketch(content, limits=_LIMITS)


def _measured(content: bytes, regions: Sequence[str]) -> list[Part]:
    colours, model = named_colours(catalogue()), active_model(site().home)
    used = model if isinstance(model, Model) else None
    found = measured_parts(content, colours, used, regions=regions, limits=_LIMITS)
    return [Part(*each) for each in found]


def _in_percent(region: str, size: tuple[int, int]) -> str:
    """Return a region so that it is the same in a smaller copy."""
    if not region:
        return ""
    sides = [int(side) * 100 / size[place % 2] for place, side in enumerate(region.split(","))]
    return "pct:" + ",".join(f"{side:.6f}" for side in sides)


def _content_of(photograph: Photograph) -> bytes:
    """Return the original, or of one too large to be decoded for anybody its largest size."""
    pixels = photograph.width_px * photograph.height_px
    if pixels <= _LIMITS.pixels and photograph.bytes <= _LIMITS.file_bytes:
        return OriginalStore(site().home.originals).read(photograph.sha256)
    try:
        return site().derivatives.size(photograph.sha256, max(SIZES_PX)).read_bytes()
    except FileNotFoundError:
        # Still to be made.
        raise NotFound(f"there is no picture {photograph.id}") from None


def _shown(work_id: str) -> Work | None:
    try:
        work = load_work(catalogue(), work_id)
    except NotFound:
        return None
    return access.show(work, viewer(), Purpose.IMAGE, today())


@contextmanager
def _room() -> Iterator[None]:
    if not _decoding.acquire(timeout=_LONGEST_WAIT_S):
        raise TooBusy
    try:
        yield
    finally:
        _decoding.release()
