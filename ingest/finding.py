"""Which photographs there are to take in: files, folders, and what a sheet names."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadInput

__all__ = ["Found", "check_paths", "find_files", "locate", "readable_name"]

# The name decides nothing about a picture's type; it only tells whether a file
# lying in a folder was meant to be one, so that a damaged photograph is
# reported and a README is not.
_PICTURE_ENDINGS = {
    ".jpg",
    ".jpeg",
    ".jpe",
    ".png",
    ".webp",
    ".tif",
    ".tiff",
    ".heic",
    ".heif",
    ".hif",
    ".avif",
}
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")
_START_BYTES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in, with its name relative to the folder it was found in."""

    path: Path
    name: str


def find_files(paths: Collection[Path]) -> list[Found]:
    """Return files named, and the pictures lying in folders named, sorted by name.

    Hidden files are passed over, and so is what lies in a folder and neither
    looks nor is named like a picture.

    Raises
    ------
    BadInput
        When a path does not exist.
    """
    check_paths(paths)
    found: list[Found] = []
    for path in paths:
        if path.is_dir():
            found += _in_folder(path)
        else:
            found.append(Found(path, readable_name(path.name)))
    return found


def check_paths(paths: Iterable[Path]) -> None:
    """Check that every file and folder named is there.

    Raises
    ------
    BadInput
        When one is not.
    """
    for path in paths:
        if not path.exists():
            raise BadInput(f"there is no file or folder {path}", hint="check the name")


def locate(name: str, folders: Sequence[Path]) -> Path:
    """Return the file a sheet names, in the first folder that has it.

    Raises
    ------
    BadInput
        When none has it, or the name leads out of the folder.
    """
    try:
        for folder in folders:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise BadInput(
                    f"{name!r} leads out of the folder", hint="name files inside it", column="file"
                )
            if path.is_file():
                return path
    except (OSError, ValueError) as error:
        raise _no_such(name) from error  # Too long, or with a character no name can have.
    raise _no_such(name)


def _no_such(name: str) -> BadInput:
    return BadInput(
        f"there is no file {name!r}",
        hint="check the name, capital letters and ending too",
        file=name,
        column="file",
    )


def _in_folder(folder: Path) -> Iterator[Found]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts) and _is_meant(path):
            yield Found(path, readable_name("/".join(parts)))


def readable_name(name: str) -> str:
    """Return a file's name as text, whatever bytes it is made of.

    Archives packed on Chinese Windows come out with names in GB18030, which
    Python keeps as lone surrogates that no database takes.

    Examples
    --------
    >>> readable_name("苗绣.jpg".encode("gb18030").decode("utf-8", "surrogateescape"))
    '苗绣.jpg'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _is_meant(path: Path) -> bool:
    if path.suffix.lower() in _PICTURE_ENDINGS:
        return True
    try:
        with path.open("rb") as stream:
            start = stream.read(_START_BYTES)
    except OSError:
        return False
    return start.startswith(_PICTURE_STARTS) or start[4:8] == b"ftyp"
