"""The newest committed state, opened once and shared by all threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from search.text import engine, folder
from search.text.documents import IndexNotReady
from search.text.folder import Build
from search.text.postings import LiveSegment, Segment

__all__ = ["Snapshot", "Snapshots"]

#: A build may be swapped between reading its name and opening its files.
_OPEN_TRIES = 20
_OPEN_PAUSE_S = 0.01

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the index, open for reading; stays readable when replaced."""

    build: Build
    parts: dict[str, LiveSegment]


class Snapshots:
    """Keeps the newest state open.

    Parameters
    ----------
    path
        Folder of the index.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opening = threading.Lock()
        self._newest: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the newest state, opened if it changed since the last call.

        Raises
        ------
        IndexNotReady
            When there is none that can be read.
        """
        with self._opening:
            build, parts = self.settled(self._open)
            if self._newest is None or self._newest.build != build:
                self._newest = Snapshot(build, parts)
            return self._newest

    def settled(self, read: Callable[[Build], _T]) -> tuple[Build, _T]:
        """Read the newest state; again when a writer came between.

        Raises
        ------
        IndexNotReady
            When it cannot be read although nobody changed it meanwhile.
        """
        for _ in range(_OPEN_TRIES):
            before = folder.fingerprint(self._path)
            try:
                build = folder.current_build(self._path)
                return build, read(build)
            except IndexNotReady:
                if folder.fingerprint(self._path) == before:
                    raise
                time.sleep(_OPEN_PAUSE_S)
        build = folder.current_build(self._path)
        return build, read(build)

    def _open(self, build: Build) -> dict[str, LiveSegment]:
        """Open what is new in ``build``; segments already open are shared."""
        newest = self._newest
        if newest is not None and newest.build == build:
            return newest.parts
        known = {} if newest is None else newest.parts
        # Whoosh reads a damaged file until it trips over it; so look first.
        parts = folder.examine(build, is_thorough=True, trusted=known.keys())
        return {
            name: _live(known[name].segment if name in known else _open_segment(build, name), gone)
            for name, gone in parts.items()
        }


def _open_segment(build: Build, name: str) -> Segment:
    try:
        return Segment(engine.open_segment(build.folder, build.generation, name))
    except OSError as error:
        raise folder.torn(build) from error


def _live(segment: Segment, deleted: frozenset[int]) -> LiveSegment:
    is_live = np.ones(segment.size, np.bool_)
    is_live[list(deleted)] = False
    return LiveSegment(segment, is_live)
