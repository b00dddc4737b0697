"""The steps that take one photograph in, in one visible list.

Each step is a function from what is known so far to what is known after it; it
raises :class:`BadInput` when the file cannot go on. A rehearsal runs the same
list without the one step that writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.drafts import PhotographDraft
from archive.errors import BadInput
from archive.home import Home
from archive.originals import OriginalStore
from ingest.exif import FileSays, read_exif
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.pictures import Header, check_size, decode, read_header

__all__ = ["REHEARSAL", "STEPS", "Taking", "take", "take_files"]


@dataclass(frozen=True, slots=True)
class Taking:
    """One photograph on its way in.

    Parameters
    ----------
    content
        The file's bytes.
    file_name
        As the sender named it, relative to the folder it came in.
    """

    content: bytes
    file_name: str
    home: Home
    role: str = "whole"
    limits: Limits = DEFAULT_LIMITS
    header: Header | None = None
    says: FileSays | None = None
    sha256: str = ""

    def draft(self) -> PhotographDraft:
        """Return the photograph as a draft; every step must have run."""
        if self.header is None or self.says is None:
            raise ValueError("the steps have not run")
        return PhotographDraft(
            sha256=self.sha256,
            file_name=self.file_name,
            media_type=self.header.media_type,
            width_px=self.header.width_px,
            height_px=self.header.height_px,
            bytes=len(self.content),
            role=self.role,
            private=self.says.private,
            statements=self.says.statements,
        )


Step = Callable[[Taking], Taking]


def check_header(taking: Taking) -> Taking:
    """Tell the type by content and check the limits, before decoding anything."""
    return replace(taking, header=read_header(taking.content, taking.limits))


def check_pixels(taking: Taking) -> Taking:
    """Decode the picture once, so that a cut-off file is refused now and not later.

    Bytes that are kept already were decoded when they came in.
    """
    if not OriginalStore(taking.home.originals).path(taking.sha256).is_file():
        decode(taking.content)
    return taking


def read_what_it_says(taking: Taking) -> Taking:
    """Read the file's own words: day, camera, and what is private."""
    return replace(taking, says=read_exif(taking.content))


def compute_digest(taking: Taking) -> Taking:
    """Name the content by its SHA-256."""
    return replace(taking, sha256=hashlib.sha256(taking.content).hexdigest())


def store_original(taking: Taking) -> Taking:
    """Keep the bytes for good."""
    OriginalStore(taking.home.originals).store(taking.content)
    return taking


STEPS: tuple[Step, ...] = (
    check_header,
    compute_digest,
    check_pixels,
    read_what_it_says,
    store_original,
)
REHEARSAL: tuple[Step, ...] = tuple(step for step in STEPS if step is not store_original)


def take(taking: Taking, steps: Sequence[Step] = STEPS) -> PhotographDraft:
    """Run the steps over one photograph.

    Raises
    ------
    BadInput
        Naming the file.
    """
    return _run(taking, steps).draft()


def take_files(
    places: Sequence[tuple[Path, str, str]], home: Home, *, rehearse: bool = False
) -> tuple[PhotographDraft, ...]:
    """Take the photographs of one work in, all or none.

    Parameters
    ----------
    places
        Path, name to keep, and role of each.
    rehearse
        Store no original.

    Raises
    ------
    BadInput
        When one cannot be read or is not a photograph we take, naming it.
    """
    takings = [
        _run(Taking(_content(path, name), name, home, role), REHEARSAL)
        for path, name, role in places
    ]
    if not rehearse:
        takings = [store_original(taking) for taking in takings]
    return tuple(taking.draft() for taking in takings)


def _run(taking: Taking, steps: Sequence[Step]) -> Taking:
    try:
        for step in steps:
            taking = step(taking)
    except BadInput as error:
        error.file = error.file or taking.file_name
        raise
    return taking


def _content(path: Path, name: str) -> bytes:
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except BadInput as error:
        error.file = name
        raise
    except OSError as error:
        raise BadInput(
            f"the file cannot be read: {error.strerror}",
            hint="check the name and that the file is there",
            file=name,
        ) from error
