"""Index entries of photographs that do not exist, with the statistics of real ones.

Knows the inside of the index, as ``asking.py`` knows its outside: what is
stored a photograph is made up here, so that an archive of 100,000 can be timed
without 100,000 photographs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from search.visual import VisualIndex, create_index, open_index
from search.visual.entries import Arrays, Entry

__all__ = ["fill_index", "simulated_name"]

#: Entries handed to the index at a time.
_GROUP = 2000


def simulated_name(number: int) -> str:
    """Name of a simulated photograph."""
    return f"simulated/{number:06d}"


def fill_index(real: Path, folder: Path, count: int, seed: int = 0) -> VisualIndex:
    """Make an index of ``count`` photographs in ``folder``: the real ones, then simulated ones.

    Parameters
    ----------
    real
        Folder of an index of real photographs; those of cloth are imitated.
    folder
        Where the large index goes.
    count
        Photographs in all.
    """
    entries = open_index(real)._store.after(0)
    index = create_index(folder)
    imitated = [entry for entry in entries if not entry.photo.startswith("charts/")]
    imitation = _Imitation(index, imitated, np.random.default_rng(seed))
    for some in _grouped(_all(entries[:count], imitation, count - len(entries))):
        index._store.put(some)
        index._settle()
    return index


def _all(real: list[Entry], imitation: _Imitation, missing: int) -> Iterator[Entry]:
    yield from real
    for number in range(missing):
        yield imitation.entry(simulated_name(number))


def _grouped(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, _GROUP)):
        yield some


class _Imitation:
    """Draws entries from real ones.

    Each keypoint is a real one's word, with a signature whose every bit comes
    from one of two real keypoints of that word: lists have the real lengths,
    and signatures of one list the real distances. The aggregated shape takes
    each centre's block from one of two real photographs; everything else of
    the whole picture is the first one's, each number changed a little.
    """

    def __init__(self, index: VisualIndex, real: Sequence[Entry], rng: np.random.Generator) -> None:
        self._rng, self._real = rng, real
        words = np.concatenate([entry.arrays["words"] for entry in real])
        order = np.argsort(words, kind="stable")
        self._words = words[order]
        self._signatures = np.concatenate([e.arrays["signatures"] for e in real])[order]
        self._geometry = np.concatenate([e.arrays["geometry"] for e in real])[order]
        self._starts = np.searchsorted(self._words, np.arange(65537))
        self._block = index.codebook.centres.shape[1]

    def entry(self, name: str) -> Entry:
        """One more photograph."""
        rng = self._rng
        first, second = (self._real[int(row)] for row in rng.integers(len(self._real), size=2))
        vlad, other = first.arrays["vlad"], second.arrays["vlad"]
        side = np.repeat(rng.random(len(vlad) // self._block) < 0.5, self._block)
        changed = first.arrays | self._keypoints(len(first.arrays["words"]))
        changed["vlad"] = np.where(side, vlad, other)
        for each in ("embedding", "outline"):
            noise = rng.integers(-4, 5, changed[each].shape)
            changed[each] = np.clip(changed[each] + noise, -127, 127).astype(np.int8)
        hashes = first.arrays["phash"]
        changed["phash"] = rng.integers(0, 2**64, size=hashes.shape, dtype=np.uint64)
        return Entry(0, name, name, int(rng.integers(2**31)), first.model, changed)

    def _keypoints(self, count: int) -> Arrays:
        rng = self._rng
        chosen = rng.integers(len(self._words), size=count)
        words = self._words[chosen]
        low, high = self._starts[words], self._starts[words.astype(np.intp) + 1]
        other = low + (rng.random(count) * (high - low)).astype(np.intp)
        mask = rng.integers(0, 2**64, size=count, dtype=np.uint64)
        signatures = (self._signatures[chosen] & mask) | (self._signatures[other] & ~mask)
        geometry = self._geometry[other]
        return {"words": words, "signatures": signatures, "geometry": geometry}
