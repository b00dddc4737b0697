"""Sheets somebody has handed in on a page and not yet said yes to.

Each waits in a folder of its own in the home: the sheet, the photographs sent
beside it, and a note on how the rehearsal went. A folder belongs to one account
and has a name nobody can guess; one that is left alone is deleted.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from archive.durable import write_durably
from archive.errors import NotFound
from archive.home import Home

__all__ = [
    "KEPT_DAYS",
    "WaitingSheet",
    "fitting_name",
    "forget_waiting",
    "wait_for_yes",
    "waiting_sheet",
]

#: A sheet is checked and taken in one sitting, or handed in again.
KEPT_DAYS = 1

_DAY_S = 86_400
_KEY_BYTES = 16
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_PART = ".part-"
# File systems count bytes; a Chinese character has three.
_LONGEST_NAME_BYTES = 200


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """One sheet that waits, with what was sent beside it.

    Parameters
    ----------
    folder
        Its own; the last part of the path is its key.
    """

    folder: Path

    @property
    def key(self) -> str:
        """Name in addresses; only the account that handed it in finds anything by it."""
        return self.folder.name

    @property
    def photographs(self) -> Path:
        """Folder of the photographs sent with it."""
        return self.folder / "photographs"

    @property
    def sheet(self) -> Path:
        """The file itself, under the name it came with."""
        return next((self.folder / "sheet").iterdir())

    def note(self) -> dict[str, Any]:
        """Return what was written down about it; empty before anything was."""
        try:
            return dict(json.loads((self.folder / "note.json").read_bytes()))
        except FileNotFoundError:
            return {}

    def write_note(self, note: dict[str, Any]) -> None:
        """Write down how it went, in place of the last note."""
        content = json.dumps(note, ensure_ascii=False).encode()
        write_durably(self.folder / "note.json", content, mode=0o600)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other request from working on it meanwhile."""
        with FileLock(self.folder / ".lock"):
            yield

    def forget(self) -> None:
        """Delete it with everything beside it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget_photographs(self) -> None:
        """Delete the photographs; what was taken is among the originals now."""
        shutil.rmtree(self.photographs, ignore_errors=True)
        self.photographs.mkdir()


def wait_for_yes(
    home: Home, account: str, name: str, fill: Callable[[Path, Path], None]
) -> WaitingSheet:
    """Keep a sheet for an account and return it; older ones nobody came back to go.

    Parameters
    ----------
    name
        Of the sheet, as it was sent.
    fill
        Writes the sheet to the path given first, photographs into the folder
        given second. When it raises, nothing is kept.
    """
    forget_waiting(home)
    of_account = home.waiting / _folder_of(account)
    part = of_account / f"{_PART}{secrets.token_hex(_KEY_BYTES)}"
    waiting = of_account / _new_key()
    try:
        for folder in ("sheet", "photographs"):
            (part / folder).mkdir(parents=True)
        home.waiting.chmod(0o700)  # Consents and positions lie here, too.
        fill(part / "sheet" / fitting_name(name), part / "photographs")
        part.rename(waiting)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return WaitingSheet(waiting)


def waiting_sheet(home: Home, account: str, key: str) -> WaitingSheet:
    """Return a sheet this account handed in.

    Raises
    ------
    NotFound
        When there is none of this name, or it is somebody else's.
    """
    folder = home.waiting / _folder_of(account) / key
    if not _KEY.fullmatch(key) or not folder.is_dir():
        raise NotFound("this sheet is not waiting any more", hint="hand it in again")
    return WaitingSheet(folder)


def forget_waiting(home: Home, *, older_than_s: float = KEPT_DAYS * _DAY_S) -> int:
    """Delete what has waited too long, half-sent sheets too; returns how many."""
    before = time.time() - older_than_s
    gone = 0
    for folder in home.waiting.glob("*/*"):
        # Another process may be quicker.
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    return gone


def fitting_name(name: str) -> str:
    """Return a file's name short enough for every file system, its ending kept.

    Examples
    --------
    >>> len(fitting_name("绣" * 300 + ".xlsx").encode())
    200
    """
    stem, ending = Path(name).stem, Path(name).suffix[:12]
    room = _LONGEST_NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore") + ending


def _folder_of(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()[:32]


def _new_key() -> str:
    return secrets.token_urlsafe(_KEY_BYTES)
