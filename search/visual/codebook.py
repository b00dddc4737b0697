"""The visual vocabulary: words, signatures and the aggregated vector.

The file ``codebook.npz`` beside this module is made by
``bench/visual/train_codebook.py``, which says from what (drawn scenes, no museum's picture). By
these alone, before anything is verified, all 21 textiles of the benchmark come
first under every change but exchanged light and dark. It holds

- ``mean`` float32 ``(128,)`` and ``basis`` float32 ``(128, 64)``: principal
  axes of RootSIFT (Jégou and Chum 2012), turned by a fixed random rotation so
  that every signature bit carries the same share of the variance;
- ``words`` float16 ``(w, 64)``: k-means centres of projected descriptors;
- ``centres`` float16 ``(64, 64)``: the coarse centres for VLAD.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.visual.verify import unit_rows

__all__ = ["Codebook", "aggregate", "load_codebook", "nearest_words", "project", "signatures"]

_FILE = Path(__file__).with_name("codebook.npz")

#: Descriptors compared with every word at a time.
_ROWS = 64

_Floats = npt.NDArray[np.float32]
_Words = npt.NDArray[np.uint16]
_Signatures = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """A trained vocabulary; ``identity`` changes with its content."""

    mean: _Floats
    basis: _Floats
    words: _Floats
    centres: _Floats
    identity: str


@cache
def load_codebook(path: Path = _FILE) -> Codebook:
    """Read a codebook; the one shipped with this package unless told.

    Raises
    ------
    OSError, ValueError, KeyError
        When the file is not there or not a codebook: a broken installation.
    """
    with np.load(path, allow_pickle=False) as stored:
        mean, basis, words, centres = (
            stored[name].astype(np.float32) for name in ("mean", "basis", "words", "centres")
        )
    return Codebook(mean, basis, words, centres, f"{zlib.crc32(path.read_bytes()):08x}")


def project(codebook: Codebook, descriptors: npt.NDArray[np.uint8]) -> _Floats:
    """Descriptors (uint8, ``(n, 128)``) on the codebook's axes: ``(n, 64)``."""
    centred = unit_rows(descriptors) - codebook.mean
    return np.asarray(centred @ codebook.basis, dtype=np.float32)


def nearest_words(codebook: Codebook, projected: _Floats, count: int) -> _Words:
    """Find the ``count`` nearest words of each row, nearest first: ``(n, count)``."""
    half_norm = 0.5 * (codebook.words**2).sum(axis=1)
    nearest = np.empty((len(projected), count), np.uint16)
    # Some rows at a time stay in the processor's cache; a few rounds of argmin
    # are several times faster than one argpartition.
    for start in range(0, len(projected), _ROWS):
        some = projected[start : start + _ROWS]
        half_distance = half_norm - some @ codebook.words.T
        for rank in range(count):
            best = half_distance.argmin(axis=1)
            nearest[start : start + _ROWS, rank] = best
            half_distance[np.arange(len(some)), best] = np.inf
    return nearest


def signatures(codebook: Codebook, projected: _Floats, words: _Words) -> _Signatures:
    """64 bits a row: on which side of its word's centre it lies on each axis.

    Hamming embedding (Jégou, Douze, Schmid 2008) with the centre itself in
    place of the trained median, which differs little and needs no table.
    """
    bits = projected > codebook.words[words]
    packed = np.packbits(bits, axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view(np.uint64).ravel()


def aggregate(codebook: Codebook, projected: _Floats) -> _Floats:
    """VLAD of a picture: float32 ``(64 * 64,)``, L2 norm 1, zero if empty.

    Jégou, Douze, Schmid, Pérez (2010), with signed square root and
    per-centre normalisation (Arandjelović and Zisserman 2013) against bursts.
    """
    total = np.zeros_like(codebook.centres)
    if len(projected):
        half = 0.5 * (codebook.centres**2).sum(axis=1) - projected @ codebook.centres.T
        owner = half.argmin(axis=1)
        np.add.at(total, owner, projected - codebook.centres[owner])
    total = np.sign(total) * np.sqrt(np.abs(total))
    total /= np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
    return np.asarray(total.ravel() / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)
