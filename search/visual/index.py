"""The visual index: what search needs of every photograph, kept fresh in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from archive.features import FEATURES_VERSION, PatternFeatures
from search.visual.codebook import Codebook, load_codebook, nearest_words, project, signatures
from search.visual.lists import Lists, lists_of, merge
from search.visual.lookup import LOOKUP_VERSION, index_geometry
from search.visual.store import Entry, Store
from search.visual.vectors import Vectors, picture_vector, vectors_of

__all__ = ["Snapshot", "VisualIndex", "create_index", "open_index"]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index at one moment; never changes, so any thread may read it.

    Parameters
    ----------
    photos, works
        Identifiers, by row.
    alive
        bool ``(p,)``: whether the row still stands.
    vectors
        Whole-picture vectors; ``None`` without any row.
    lists
        Inverted lists, the largest first.
    last
        Number of the newest entry read.
    """

    photos: tuple[str, ...]
    works: tuple[str, ...]
    alive: npt.NDArray[np.bool_]
    vectors: Vectors | None
    lists: tuple[Lists, ...]
    last: int


class VisualIndex:
    """An index in a folder; see :func:`open_index` and :func:`create_index`.

    Writing and reading may happen in different processes. One writer at a
    time: the caller's lock (SQLite's own only makes a second one wait).
    """

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self.codebook = codebook
        self._store = store
        self._lock = Lock()
        self._stamp: tuple[str, int, int] | None = None
        self._snapshot = _empty()

    def put(self, photo: str, work: str, features: PatternFeatures) -> None:
        """Add a photograph, or replace what was known of it."""
        self.put_many([(photo, work, features)])

    def put_many(self, items: Iterable[tuple[str, str, PatternFeatures]]) -> None:
        """Add or replace photographs ``(photo, work, features)``, all or none."""
        self._store.put([_entry(self.codebook, *item) for item in items])

    def remove(self, photo: str) -> None:
        """Take a photograph out; one that is not there is no error."""
        self.remove_many([photo])

    def remove_many(self, photos: Iterable[str]) -> None:
        """Take photographs out, all or none; one that is not there is no error."""
        self._store.remove(photos)

    def photos(self) -> set[str]:
        """List the photographs indexed, as on disk now."""
        return set(self._store.numbers())

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
                if self._stamp is None or stamp[0] != self._stamp[0]:
                    self._store.check()
                    self._snapshot = _empty()
                self._snapshot = self._refreshed(self._snapshot)
                self._stamp = stamp
            return self._snapshot

    def _refreshed(self, old: Snapshot) -> Snapshot:
        fresh = self._store.after(old.last)
        present = self._store.numbers()
        again = {entry.photo for entry in fresh}
        kept = [photo in present and photo not in again for photo in old.photos]
        alive = old.alive & np.array(kept, bool)
        now = replace(old, alive=alive)
        if alive.sum() * 2 < len(alive):
            return self._refreshed(_empty())
        return _extended(now, fresh, self.codebook) if fresh else now


def create_index(
    folder: Path, items: Iterable[tuple[str, str, PatternFeatures]] = ()
) -> VisualIndex:
    """Make an index in ``folder`` of photographs ``(photo, work, features)``.

    It takes the place of whatever was there, in the last moment and in one step.
    """
    index = _index(folder)
    index._store.rebuild(_entry(index.codebook, *item) for item in items)
    return index


def open_index(folder: Path) -> VisualIndex:
    """Open the index in ``folder``.

    Raises
    ------
    NeedsRebuild
        When there is none, or it is damaged, or other code made it.
    """
    index = _index(folder)
    index._store.check()
    return index


def _index(folder: Path) -> VisualIndex:
    codebook = load_codebook()
    versions = {
        "features": str(FEATURES_VERSION),
        "lookup": str(LOOKUP_VERSION),
        "codebook": codebook.identity,
    }
    return VisualIndex(Store(folder, versions), codebook)


def _entry(codebook: Codebook, photo: str, work: str, features: PatternFeatures) -> Entry:
    projected = project(codebook, features.descriptors)
    words = nearest_words(codebook, projected, 1).ravel()
    return Entry(
        0,
        photo,
        work,
        words,
        signatures(codebook, projected, words),
        index_geometry(features.keypoints),
        picture_vector(codebook, features),
    )


def _empty() -> Snapshot:
    return Snapshot((), (), np.zeros(0, bool), None, (), 0)


def _extended(old: Snapshot, fresh: list[Entry], codebook: Codebook) -> Snapshot:
    """Add entries as new lists; merge lists until each is twice the next."""
    rows = len(old.photos)
    vectors = vectors_of(codebook, [entry.vector for entry in fresh])
    alive = np.concatenate([old.alive, np.ones(len(fresh), bool)])
    lists = [*old.lists, lists_of(fresh, rows, len(codebook.words))]
    while len(lists) > 1 and len(lists[-2].owners) < 2 * len(lists[-1].owners):
        lists[-2:] = [merge(lists[-2], lists[-1], alive)]
    return Snapshot(
        old.photos + tuple(entry.photo for entry in fresh),
        old.works + tuple(entry.work for entry in fresh),
        alive,
        old.vectors.followed_by(vectors) if old.vectors else vectors,
        tuple(lists),
        fresh[-1].number,
    )
