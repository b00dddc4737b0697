"""Segments: the entries of many photographs as arrays that are compared at once.

On disk a segment is a folder of ``.npy`` files, written once. Readers map them
into memory, so that processes share one copy and an archive of any size opens
at once.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from archive.durable import write_durably
from search.visual.entries import Arrays, Entry
from search.visual.lists import Lists, lists_of, merge

__all__ = ["Segment", "forget_others", "join", "read_segment", "segment_of", "write_segment"]

#: One row a photograph.
_WHOLE = ("vlad", "step", "texture", "colour", "palette", "layout", "phash")
#: Several rows a photograph; ``windows`` goes with ``outline``.
_WINDOWED = ("embedding", "outline", "windows")
_NAMES = ("photos", "works", "models", "numbers")
_LISTS = ("starts", "owners", "signatures", "geometry")


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Entries by row.

    Parameters
    ----------
    columns
        ``photos``, ``works``, ``models`` (str), ``numbers`` (int64); each of
        ``_WHOLE`` with one row a photograph; each of ``_WINDOWED`` with
        ``NAME_owner`` int32, the photograph's row, rising. Rows of another
        model than the newest have no embedding.
    lists
        Their keypoints; owners are rows of this segment.
    """

    columns: Arrays
    lists: Lists

    def __len__(self) -> int:
        """Count the photographs."""
        return len(self.columns["numbers"])


def segment_of(entries: Sequence[Entry], words: int) -> Segment:
    """Lay entries side by side; one or more.

    Parameters
    ----------
    words
        How many visual words there are.
    """
    columns: Arrays = {
        "photos": np.array([entry.photo for entry in entries], np.str_),
        "works": np.array([entry.work for entry in entries], np.str_),
        "models": np.array([entry.model for entry in entries], np.str_),
        "numbers": np.array([entry.number for entry in entries], np.int64),
    }
    for name in _WHOLE:
        columns[name] = np.stack([entry.arrays[name] for entry in entries])
    newest = next((entry.model for entry in reversed(entries) if entry.model), "")
    for name in _WINDOWED:
        kept = [
            entry.arrays[name] if name != "embedding" or entry.model == newest else None
            for entry in entries
        ]
        columns |= _windowed(name, kept)
    return Segment(columns, lists_of([entry.arrays for entry in entries], words))


def _windowed(name: str, parts: Sequence[npt.NDArray[Any] | None]) -> Arrays:
    lengths = [0 if part is None else len(part) for part in parts]
    filled = [part for part in parts if part is not None and len(part)]
    return {
        name: np.concatenate(filled) if filled else np.zeros((0, 0), np.int8),
        f"{name}_owner": np.repeat(np.arange(len(parts), dtype=np.int32), lengths),
    }


def join(segments: Sequence[Segment], alive: Sequence[npt.NDArray[np.bool_]]) -> Segment:
    """Return one segment out of some, without the rows that are gone; one or more."""
    kept = np.concatenate(alive)
    row = np.cumsum(kept, dtype=np.int32) - 1
    starts = np.cumsum([0, *(len(each) for each in segments)])[:-1]
    sides = [(each.columns, np.int32(start)) for each, start in zip(segments, starts, strict=True)]
    columns = {
        name: np.concatenate([own[name] for own, _ in sides])[kept] for name in (*_NAMES, *_WHOLE)
    }
    newest = next((str(model) for model in columns["models"][::-1] if model), "")
    for name in _WINDOWED:
        values, owners = [], [np.zeros(0, np.int32)]
        for own, start in sides:
            owner = own[f"{name}_owner"]
            stays = kept[owner + start]
            if name == "embedding":
                stays &= own["models"][owner] == newest
            if stays.any():
                values.append(own[name][stays])
                owners.append(row[owner[stays] + start])
        columns[name] = np.concatenate(values) if values else np.zeros((0, 0), np.int8)
        columns[f"{name}_owner"] = np.concatenate(owners)
    lists = merge([each.lists for each in segments], starts, kept, row)
    return Segment(columns, lists)


def write_segment(folder: Path, segment: Segment) -> int:
    """Write a segment into a folder of its own; returns its size in bytes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = 0
    lists = {f"list_{name}": getattr(segment.lists, name) for name in _LISTS}
    for name, array in (segment.columns | lists).items():
        stream = io.BytesIO()
        np.lib.format.write_array(stream, np.ascontiguousarray(array), version=(1, 0))
        write_durably(folder / f"{name}.npy", stream.getvalue())
        size += len(stream.getvalue())
    return size


def read_segment(folder: Path, size: int) -> Segment:
    """Map a segment into memory.

    Parameters
    ----------
    size
        Bytes it must have.

    Raises
    ------
    OSError, ValueError, KeyError
        When it is not there, cut off, or something else.
    """
    files = sorted(folder.glob("*.npy"))
    if sum(path.stat().st_size for path in files) != size:
        raise ValueError(f"{folder.name} is not as long as it was written")
    arrays = {path.stem: _mapped(path) for path in files}
    lists = Lists(*(arrays.pop(f"list_{name}") for name in _LISTS))
    return Segment(arrays, lists)


def _mapped(path: Path) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array


def forget_others(folder: Path, kept: Iterable[str]) -> None:
    """Delete every segment in ``folder`` but those named."""
    names = set(kept)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)
