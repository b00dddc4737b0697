"""The visual index: what search needs of every photograph, kept fresh in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from archive.features import FEATURES_VERSION
from search.visual.codebook import Codebook, load_codebook
from search.visual.entries import ENTRY_VERSION, Picture, digest_of, entry_of
from search.visual.segments import (
    Segment,
    forget_others,
    join,
    read_segment,
    segment_of,
    write_segment,
)
from search.visual.store import NeedsRebuild, SegmentRow, Stamp, Store

__all__ = ["Snapshot", "VisualIndex", "create_index", "open_index"]

#: Entries that stand in no segment at most: readers hold these in memory each.
_TAIL = 500
#: Rows of a segment at most: what a writer holds in memory while joining two.
_MOST_ROWS = 20_000
#: How often a reader looks again when segments are replaced under its eyes.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index at one moment; never changes, so any thread may read it.

    Parameters
    ----------
    segments
        One after the other they make up the rows.
    alive
        bool ``(p,)``: whether the row still stands.
    photos, works
        str ``(p,)``: identifiers.
    """

    segments: tuple[Segment, ...]
    alive: npt.NDArray[np.bool_]
    photos: npt.NDArray[np.str_]
    works: npt.NDArray[np.str_]

    def column(self, name: str) -> npt.NDArray[np.generic]:
        """Return a column with one row a photograph, over all segments."""
        return np.concatenate([each.columns[name] for each in self.segments])


class VisualIndex:
    """An index in a folder; see :func:`open_index` and :func:`create_index`.

    Writing and reading may happen in different processes. One writer at a
    time: the caller's lock (SQLite's own only makes a second one wait).
    """

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self.codebook = codebook
        self._store = store
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._snapshot = _snapshot([], np.zeros(0, np.int64))
        self._mapped: dict[str, Segment] = {}

    def put(self, picture: Picture) -> None:
        """Add a photograph, or replace what was known of it."""
        self.put_many([picture])

    def put_many(self, pictures: Iterable[Picture]) -> None:
        """Add or replace photographs, all or none; what has not changed is left."""
        given = list(pictures)
        known = self._store.digests(picture.photo for picture in given)
        fresh = [p for p in given if known.get(p.photo) != digest_of(p)]
        if fresh:
            self._store.put([entry_of(self.codebook, picture) for picture in fresh])
            self._settle()

    def remove(self, photo: str) -> None:
        """Take a photograph out; one that is not there is no error."""
        self.remove_many([photo])

    def remove_many(self, photos: Iterable[str]) -> None:
        """Take photographs out, all or none; one that is not there is no error."""
        self._store.remove(photos)

    def rebuild(self, pictures: Iterable[Picture]) -> None:
        """Make the index anew; see :meth:`Store.rebuild`."""
        self._store.rebuild(pictures, lambda picture: entry_of(self.codebook, picture))
        forget_others(self._store.segments, ())
        self._settle()

    def photos(self) -> set[str]:
        """List the photographs indexed, as on disk now."""
        return self._store.photos()

    def photos_of(self, works: Iterable[str]) -> set[str]:
        """List the photographs indexed of some works, as on disk now."""
        return self._store.photos_of(works)

    def snapshot(self) -> Snapshot:
        """Read the index as on disk now; only what changed since last time.

        Raises
        ------
        NeedsRebuild
            When the file is gone, damaged or of another version.
        """
        with self._lock:
            stamp = self._store.stamp()
            if stamp != self._stamp:
                if self._stamp is None or stamp.made != self._stamp.made:
                    self._store.check()
                    self._mapped = {}
                self._snapshot = self._read()
                self._stamp = stamp
            return self._snapshot

    def check(self) -> None:
        """See that the file is whole and every segment that stands is there.

        Raises
        ------
        NeedsRebuild
            When one is not.
        """
        self._store.check()
        self._whole()

    def _read(self) -> Snapshot:
        standing, segments = self._whole()
        self._mapped = {row.folder: each for row, each in zip(standing, segments, strict=True)}
        tail = self._store.after(standing[-1].last if standing else 0)
        if tail:
            segments.append(segment_of(tail, len(self.codebook.words)))
        return _snapshot(segments, self._store.numbers())

    def _whole(self) -> tuple[list[SegmentRow], list[Segment]]:
        for attempt in range(_ATTEMPTS):
            standing = self._store.standing()
            try:
                return standing, [self._segment(row) for row in standing]
            except (OSError, ValueError, KeyError) as error:
                # Between the look and the opening a writer may have joined them.
                if self._store.standing() == standing or attempt == _ATTEMPTS - 1:
                    raise NeedsRebuild(self._store.path, f"has a torn segment: {error}") from error
        raise AssertionError("the last attempt returns or raises")

    def _segment(self, row: SegmentRow) -> Segment:
        known = self._mapped.get(row.folder)
        return known or read_segment(self._store.segments / row.folder, row.size)

    def _settle(self) -> None:
        """Move the tail into segments and join those of like size; the writer's work."""
        standing = self._store.standing()
        last = standing[-1].last if standing else 0
        while len(tail := self._store.after(last, _TAIL)) == _TAIL:
            last = tail[-1].number
            fresh = segment_of(tail, len(self.codebook.words))
            standing.append(self._write(fresh, last, ()))
            while len(standing) > 1 and _worth_joining(standing[-2], standing[-1]):
                standing[-2:] = self._join(standing[-2:])
        numbers = self._store.numbers()
        for row in list(standing):
            segment = read_segment(self._store.segments / row.folder, row.size)
            if _standing(segment, numbers).sum() * 2 < row.rows:
                place = standing.index(row)
                standing[place : place + 1] = self._join([row])
        forget_others(self._store.segments, (row.folder for row in standing))

    def _join(self, rows: list[SegmentRow]) -> list[SegmentRow]:
        """Make one segment of some; none when nothing of them stands any more."""
        parts = [read_segment(self._store.segments / row.folder, row.size) for row in rows]
        numbers = self._store.numbers()
        alive = [_standing(part, numbers) for part in parts]
        if not any(each.any() for each in alive):
            self._store.fall(rows)
            return []
        return [self._write(join(parts, alive), rows[-1].last, rows)]

    def _write(self, segment: Segment, last: int, instead_of: Sequence[SegmentRow]) -> SegmentRow:
        folder = uuid4().hex
        size = write_segment(self._store.segments / folder, segment)
        self._store.stand(SegmentRow(0, folder, last, len(segment), size), instead_of)
        return next(row for row in self._store.standing() if row.folder == folder)


def create_index(folder: Path, pictures: Iterable[Picture] = ()) -> VisualIndex:
    """Make an index in ``folder`` of photographs.

    It takes the place of whatever was there, in the last moment and in one step.
    """
    index = _index(folder)
    index.rebuild(pictures)
    return index


def open_index(folder: Path) -> VisualIndex:
    """Open the index in ``folder``.

    Raises
    ------
    NeedsRebuild
        When there is none, or it is damaged, or other code made it.
    """
    index = _index(folder)
    index.check()
    return index


def _index(folder: Path) -> VisualIndex:
    codebook = load_codebook()
    versions = {
        "features": str(FEATURES_VERSION),
        "entry": str(ENTRY_VERSION),
        "codebook": codebook.identity,
    }
    return VisualIndex(Store(folder, versions), codebook)


def _worth_joining(first: SegmentRow, second: SegmentRow) -> bool:
    return first.rows < 2 * second.rows and first.rows + second.rows <= _MOST_ROWS


def _standing(segment: Segment, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say which rows of a segment are still entries, by all their rising ``numbers``."""
    own = segment.columns["numbers"]
    if not len(numbers):
        return np.zeros(len(own), bool)
    place = np.minimum(np.searchsorted(numbers, own), len(numbers) - 1)
    return np.asarray(numbers[place] == own)


def _snapshot(segments: list[Segment], numbers: npt.NDArray[np.int64]) -> Snapshot:
    if not segments:
        nobody = np.zeros(0, np.str_)
        return Snapshot((), np.zeros(0, bool), nobody, nobody)
    return Snapshot(
        tuple(segments),
        np.concatenate([_standing(each, numbers) for each in segments]),
        np.concatenate([each.columns["photos"] for each in segments]),
        np.concatenate([each.columns["works"] for each in segments]),
    )
