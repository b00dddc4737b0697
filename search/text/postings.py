"""Segments as arrays: what is read once and then shared by all threads."""

from __future__ import annotations

import threading
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from search.text.engine import SegmentFile

__all__ = ["Documents", "LiveSegment", "Segment"]

#: Document numbers of one segment, ascending.
Documents = npt.NDArray[np.int64]

_Numbers = npt.NDArray[np.int64]
_Key = tuple[str, str, bool]
#: What is kept in memory of each segment. A query asks for some 40 lists; one
#: of 10,000 documents takes 80 kB.
_KEPT_LISTS = 4_096
_KEPT_BYTES = 48 << 20
#: A document and a place make one number: ``document * _MAX_PLACES + place``.
#: Far more places than the longest text has.
_MAX_PLACES = 1 << 32
#: How many words a prefix stands for in one field of one segment.
MAX_EXPANSION = 64


class Segment:
    """One immutable part of the index, safe for many threads.

    Parameters
    ----------
    file
        The open segment; closed together with the last use of this object.
    """

    def __init__(self, file: SegmentFile) -> None:
        self.size = file.size
        works = file.works()
        self.works: npt.NDArray[np.object_] = np.array([*works, None], np.object_)[:-1]
        self.updated = np.array(file.updated(), np.int64)
        #: Decides among equals; the same after a rebuild, unlike the order.
        self.tie = np.array([zlib.crc32(work.encode()) for work in works], np.int64)
        self._file = file
        self._lock = threading.Lock()
        self._lists: OrderedDict[_Key, _Numbers] = OrderedDict()
        self._kept_bytes = 0
        weakref.finalize(self, file.close)

    def _kept(self, key: _Key, make: Callable[[], _Numbers]) -> _Numbers:
        """Return a list of numbers, read at most once while it is in use."""
        with self._lock:
            if (found := self._lists.get(key)) is not None:
                self._lists.move_to_end(key)
                return found
            found = self._lists[key] = make()
            self._kept_bytes += found.nbytes
            while self._kept_bytes > _KEPT_BYTES or len(self._lists) > _KEPT_LISTS:
                self._kept_bytes -= self._lists.popitem(last=False)[1].nbytes
            return found

    def documents(self, field: str, term: str) -> Documents:
        """Return the documents with ``term`` in ``field``, deleted or not."""
        return self._kept(
            (field, term, False), lambda: np.array(self._file.documents(field, term), np.int64)
        )

    def _places(self, field: str, term: str) -> _Numbers:
        """Return document and place in one number each, ascending."""

        def read() -> _Numbers:
            numbers, counts, places = self._file.places(field, term)
            documents = np.repeat(np.array(numbers, np.int64), counts)
            return documents * _MAX_PLACES + np.frombuffer(places, np.uint32)

        return self._kept((field, term, True), read)

    def expand(self, field: str, prefix: str) -> list[str]:
        """Return up to :data:`MAX_EXPANSION` terms that start with ``prefix``."""
        with self._lock:
            return self._file.with_prefix(field, prefix, MAX_EXPANSION)

    def any_of(self, field: str, terms: Sequence[str]) -> Documents:
        """Return the documents that have at least one of ``terms``."""
        return _union([self.documents(field, term) for term in terms])

    def in_order(self, field: str, row: Sequence[tuple[int, Sequence[str]]]) -> Documents:
        """Return the documents where terms stand one after another.

        Parameters
        ----------
        field
            A field that keeps places.
        row
            For each step its distance from the start and the terms that will do.
        """
        if len(row) == 1:
            return self.any_of(field, row[0][1])
        # Cheap first: most fields of most segments lack one of the terms.
        if not all(len(self.any_of(field, terms)) for _, terms in row):
            return np.empty(0, np.int64)
        starts = (
            _union([self._places(field, term) for term in terms]) - offset for offset, terms in row
        )
        found = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), starts)
        return np.unique(found // _MAX_PLACES)


def _union(lists: Sequence[_Numbers]) -> _Numbers:
    filled = [numbers for numbers in lists if len(numbers)]
    if len(filled) == 1:
        return filled[0]
    return np.unique(np.concatenate(filled)) if filled else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment as one generation sees it.

    Parameters
    ----------
    segment
        The part, shared between generations.
    is_live
        bool of shape ``(size,)``: not deleted.
    """

    segment: Segment
    is_live: npt.NDArray[np.bool_]
