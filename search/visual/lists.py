"""Inverted lists in memory: visual word to the keypoints that bear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.visual.store import Entry

__all__ = ["Lists", "lists_of", "merge"]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Keypoints of some photographs, sorted by word.

    Parameters
    ----------
    starts
        int64 ``(w + 1,)``: keypoints of word ``i`` stand at
        ``starts[i]:starts[i + 1]`` of the three arrays below.
    owners
        int32 ``(n,)``: row of the photograph.
    signatures
        uint64 ``(n,)``.
    geometry
        uint8 ``(n, 2)``: orientation and scale as in ``Entry``.
    """

    starts: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int32]
    signatures: npt.NDArray[np.uint64]
    geometry: npt.NDArray[np.uint8]


def lists_of(entries: Sequence[Entry], first_row: int, words: int) -> Lists:
    """Sort the keypoints of ``entries``, the first of which is row ``first_row``."""
    lengths = [len(entry.words) for entry in entries]
    rows = np.arange(first_row, first_row + len(entries), dtype=np.int32)
    return _sorted(
        np.concatenate([entry.words for entry in entries]),
        np.repeat(rows, lengths),
        np.concatenate([entry.signatures for entry in entries]),
        np.concatenate([entry.geometry for entry in entries]),
        words,
    )


def merge(first: Lists, second: Lists, alive: npt.NDArray[np.bool_]) -> Lists:
    """One list out of two, without the photographs that are gone."""
    word = np.concatenate([_words(first), _words(second)])
    owners = np.concatenate([first.owners, second.owners])
    kept = alive[owners]
    return _sorted(
        word[kept],
        owners[kept],
        np.concatenate([first.signatures, second.signatures])[kept],
        np.concatenate([first.geometry, second.geometry])[kept],
        len(first.starts) - 1,
    )


def _words(lists: Lists) -> npt.NDArray[np.uint16]:
    counts = np.diff(lists.starts)
    return np.repeat(np.arange(len(counts), dtype=np.uint16), counts)


def _sorted(
    word: npt.NDArray[np.uint16],
    owners: npt.NDArray[np.int32],
    signatures: npt.NDArray[np.uint64],
    geometry: npt.NDArray[np.uint8],
    words: int,
) -> Lists:
    order = np.argsort(word, kind="stable")
    starts = np.zeros(words + 1, np.int64)
    np.cumsum(np.bincount(word, minlength=words), out=starts[1:])
    return Lists(starts, owners[order], signatures[order], geometry[order])
