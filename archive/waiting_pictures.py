"""Pictures somebody searches with, kept for an hour so that the results have an address.

Each lies in a folder of its own under ``waiting/pictures``, named by 128 random
bits; beside the picture nothing is kept, neither who sent it nor what it was
called. Backups, ``xiupu verify`` and the indexes pass this folder over, and
erasing empties it with all that waits.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from archive.errors import NotFound
from archive.home import Home

__all__ = ["KEPT_S", "forget_old_pictures", "keep_picture", "kept_picture"]

#: Long enough to draw a few boxes and to go back once more.
KEPT_S = 3600
#: With copies of about 300 kB this many visitors in an hour; then the oldest go first.
_MOST = 200
_MOST_BYTES = 60_000_000

_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NAME = "picture.webp"
_PART = ".part-"


def keep_picture(home: Home, content: bytes) -> str:
    """Keep a picture for an hour and return the token it is found by.

    Too old ones go first, and the oldest when there are too many.

    Parameters
    ----------
    content
        A copy without metadata, as an encoded picture.
    """
    folder = _folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    home.waiting.chmod(0o700)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    part = folder / f"{_PART}{token}"
    part.mkdir()
    try:
        # Not durable: after a power cut it is sent again.
        (part / _NAME).write_bytes(content)
        part.rename(folder / token)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    forget_old_pictures(home)
    return token


def kept_picture(home: Home, token: str) -> bytes:
    """Return a picture that is still kept.

    Raises
    ------
    NotFound
        When there is none of this token, or its hour is over.
    """
    folder = _folder(home) / token
    try:
        if _TOKEN.fullmatch(token) and time.time() - folder.stat().st_mtime < KEPT_S:
            return (folder / _NAME).read_bytes()
    except FileNotFoundError:
        pass
    raise NotFound("this picture is not kept any more", hint="send it again")


def forget_old_pictures(home: Home) -> int:
    """Delete those whose hour is over and the oldest beyond the limits; returns how many."""
    aged = sorted(_aged(home), reverse=True)
    before, room, gone = time.time() - KEPT_S, _MOST_BYTES, 0
    for place, (made_at, folder, size) in enumerate(aged):
        room -= size
        if made_at < before or place >= _MOST or room < 0:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _aged(home: Home) -> list[tuple[float, Path, int]]:
    """Return (time it came, folder, bytes) of each; half-written ones count as well."""
    found = []
    for folder in _folder(home).glob("*"):
        # Another process may be quicker; and what is no folder, nobody sent.
        with suppress(FileNotFoundError, NotADirectoryError):
            size = sum(file.stat().st_size for file in folder.iterdir())
            found.append((folder.stat().st_mtime, folder, size))
    return found


def _folder(home: Home) -> Path:
    return home.waiting / "pictures"
