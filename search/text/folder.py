"""The index on disk: builds beside each other, one of them named as current.

``current.json`` names the build in use and the version that made it. A build
is a folder of segments, tables of contents, and for each generation a list of
sizes and checksums: Whoosh fsyncs nothing and notices no cut file by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.durable import fsync_folder, write_durably
from search.text import engine
from search.text.documents import IndexNotReady, IndexState
from search.text.installed import engine_version

__all__ = [
    "Build",
    "clear_leftovers",
    "current_build",
    "examine",
    "make_current",
    "new_build",
    "settle",
]

#: Raised by hand whenever terms, fields or their meaning change.
SCHEMA_VERSION = 2
_POINTER = "current.json"
_BUILD_PREFIX = "build-"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Build:
    """One state of the index: a folder and a generation in it."""

    folder: Path
    generation: int


def version_text() -> str:
    """Return what an index must have been made by to be readable."""
    return f"{SCHEMA_VERSION} {engine_version()}"


def _not_ready(condition: Literal["missing", "stale", "torn"], reason: str) -> IndexNotReady:
    return IndexNotReady(IndexState(condition, reason))


def current_folder(folder: Path) -> Path:
    """Return the folder of the build in use.

    Raises
    ------
    IndexNotReady
        When there is none, it cannot be read, or another version made it.
    """
    try:
        pointer = json.loads((folder / _POINTER).read_bytes())
        made_by, name = str(pointer["version"]), str(pointer["build"])
    except FileNotFoundError:
        raise _not_ready("missing", "it has not been built yet") from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _not_ready("torn", f"{_POINTER} cannot be read") from error
    if made_by != version_text():
        raise _not_ready("stale", f"it was made by version {made_by}, this is {version_text()}")
    if Path(name).name != name or not (folder / name).is_dir():
        raise _not_ready("torn", f"the folder {name} is gone")
    return folder / name


def current_build(folder: Path) -> Build:
    """Return the newest committed state.

    Raises
    ------
    IndexNotReady
        As in :func:`current_folder`, and when nothing was ever committed.
    """
    build = current_folder(folder)
    try:
        generation = max(map(engine.generation_of, os.listdir(build)), default=-1)  # noqa: PTH208
    except FileNotFoundError:
        generation = -1
    if generation < 0:
        raise _not_ready("torn", f"{build.name} holds no table of contents")
    return Build(build, generation)


def fingerprint(folder: Path) -> tuple[bytes, int]:
    """Return what changes with every commit and every swap.

    Tells an index that is torn from one that changed while being opened.
    """
    try:
        pointer = (folder / _POINTER).read_bytes()
        return pointer, current_build(folder).generation
    except (OSError, IndexNotReady):
        return b"", -1


def new_build(folder: Path) -> Path:
    """Make an empty folder for a build beside the others."""
    build = folder / f"{_BUILD_PREFIX}{secrets.token_hex(6)}"
    build.mkdir(parents=True)
    return build


def make_current(folder: Path, build: Path) -> None:
    """Put ``build`` in use, in one step that survives a power cut."""
    fsync_folder(folder)
    content = json.dumps({"version": version_text(), "build": build.name}, indent=1)
    write_durably(folder / _POINTER, content.encode())


def clear_leftovers(folder: Path, keep: Path | None) -> None:
    """Delete builds other than ``keep`` and what killed writers left behind."""
    for path in folder.iterdir():
        if path.name.startswith(_BUILD_PREFIX) and path != keep:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(".part-"):
            path.unlink(missing_ok=True)


def _sizes_path(build: Path, generation: int) -> Path:
    return build / f"sizes-{generation}.json"


def _read_sizes(build: Path, generation: int) -> dict[str, list[int]]:
    """Return name to size and CRC-32; raises whatever a torn file raises."""
    sizes: dict[str, list[int]] = json.loads(_sizes_path(build, generation).read_bytes())
    return sizes


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            crc = zlib.crc32(chunk, crc)
    return crc


def settle(build: Path, toc_part: str) -> None:
    """Bring a commit to rest on disk, right before its contents appear.

    Parameters
    ----------
    build
        Folder of the build.
    toc_part
        Temporary name of the table of contents: the final one and a suffix.
    """
    generation = engine.generation_of(toc_part[: toc_part.index(".toc") + len(".toc")])
    known: dict[str, list[int]] = {}
    with contextlib.suppress(OSError, ValueError):
        known = _read_sizes(build, generation - 1)
    sizes = {}
    for path in build.glob("*.seg"):
        if path.name not in known:
            _fsync_file(path)
            known[path.name] = [path.stat().st_size, _checksum(path)]
        sizes[path.name] = known[path.name]
    _fsync_file(build / toc_part)
    sizes[".toc"] = [(build / toc_part).stat().st_size, _checksum(build / toc_part)]
    write_durably(_sizes_path(build, generation), json.dumps(sizes).encode())


def tidy(build: Build) -> None:
    """Make the last rename durable and forget older lists of sizes."""
    fsync_folder(build.folder)
    keep = _sizes_path(build.folder, build.generation)
    for path in build.folder.glob("sizes-*.json"):
        if path != keep:
            path.unlink(missing_ok=True)


def _fsync_file(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def examine(build: Build, *, is_thorough: bool = False, trusted: Collection[str] = ()) -> list[str]:
    """Check a state's files against its list and return its segments' names.

    Parameters
    ----------
    build
        The state to check.
    is_thorough
        Whether to read every segment and compare checksums, not only sizes.
    trusted
        Names of segments whose bytes need not be read again.

    Raises
    ------
    IndexNotReady
        When a file is damaged, cut or gone.
    """
    toc = build.folder / f"_MAIN_{build.generation}.toc"
    try:
        sizes = _read_sizes(build.folder, build.generation)
        _compare(toc, sizes[".toc"], is_thorough=True)
        segments = engine.segment_names(build.folder, build.generation)
        for name in segments:
            path = build.folder / f"{name}.seg"
            _compare(path, sizes[path.name], is_thorough=is_thorough and name not in trusted)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise torn(build) from error
    return segments


def count(build: Build, *, is_thorough: bool = False) -> int:
    """Return how many documents a state holds, after checking it as above."""
    examine(build, is_thorough=is_thorough)
    try:
        return engine.live_count(build.folder, build.generation)
    except OSError as error:
        raise torn(build) from error


def torn(build: Build) -> IndexNotReady:
    """Return the error for a state with a damaged or missing file."""
    return _not_ready("torn", f"a file of {build.folder.name} is damaged or gone")


def _compare(path: Path, expected: list[int], *, is_thorough: bool) -> None:
    size, crc = expected
    if path.stat().st_size != size or (is_thorough and _checksum(path) != crc):
        raise ValueError(f"{path.name} is not as it was written")
