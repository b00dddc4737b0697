"""Inverted lists: visual word to the keypoints that bear it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

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
        int32 ``(n,)``: row of the photograph in its segment.
    signatures
        uint64 ``(n,)``.
    geometry
        uint8 ``(n, 2)``: orientation and scale as in ``entries.COLUMNS``.
    """

    starts: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int32]
    signatures: npt.NDArray[np.uint64]
    geometry: npt.NDArray[np.uint8]


def lists_of(entries: Sequence[Mapping[str, npt.NDArray[Any]]], words: int) -> Lists:
    """Sort the keypoints of entries, by the arrays of each; one or more."""
    lengths = [len(entry["words"]) for entry in entries]
    return _sorted(
        np.concatenate([entry["words"] for entry in entries]).astype(np.uint16),
        np.repeat(np.arange(len(entries), dtype=np.int32), lengths),
        np.concatenate([entry["signatures"] for entry in entries]).astype(np.uint64),
        np.concatenate([entry["geometry"] for entry in entries]).astype(np.uint8),
        words,
    )


def merge(
    parts: Sequence[Lists],
    starts: npt.NDArray[np.int64],
    kept: npt.NDArray[np.bool_],
    row: npt.NDArray[np.int32],
) -> Lists:
    """One list out of some.

    Parameters
    ----------
    starts
        Number of rows before those of each part.
    kept, row
        By old row of all: whether it stays, and its new row.
    """
    words = np.concatenate([_words(each) for each in parts])
    owners = np.concatenate(
        [each.owners + np.int32(start) for each, start in zip(parts, starts, strict=True)]
    )
    own = kept[owners]
    return _sorted(
        words[own],
        row[owners[own]],
        np.concatenate([each.signatures for each in parts])[own],
        np.concatenate([each.geometry for each in parts])[own],
        len(parts[0].starts) - 1,
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
