"""Backups: a consistent copy while the archive is running, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from archive.catalogue import open_catalogue
from archive.database import connect
from archive.durable import fsync_folder
from archive.errors import BadInput, BrokenHome, Conflict
from archive.home import Home
from archive.originals import OriginalStore
from archive.verify import Problem, verify_home

__all__ = ["back_up", "restore"]

_HARMLESS = {"orphan original", "missing derivative", "unfinished work", "index"}


def back_up(home: Home, destination: Path) -> int:
    """Copy the archive to a new or earlier backup folder; returns the originals copied.

    The catalogue is copied by SQLite's online backup, so others may write
    meanwhile. Originals never change: those already there are not copied again.
    Derivatives and indexes are left out; they can be made again.

    Raises
    ------
    BadInput
        When ``destination`` is inside the home or is not a backup folder.
    BrokenHome
        When there is no archive to copy.
    """
    if destination.resolve().is_relative_to(home.root.resolve()):
        raise BadInput(f"{destination} is inside the home", hint="choose a folder on another disk")
    target = Home(destination)
    if destination.exists() and any(destination.iterdir()) and not target.exists():
        raise BadInput(
            f"{destination} holds something that is not a backup", hint="choose an empty folder"
        )
    db = open_catalogue(home)
    try:
        for folder in (target.root, target.originals):
            folder.mkdir(parents=True, exist_ok=True)
        _copy_catalogue(db.conn, target.catalogue)
        copied = _copy_originals(home, target)
    finally:
        db.close()
    for name in ("secret", "settings.toml"):
        if (home.root / name).exists():
            shutil.copy2(home.root / name, target.root / name)
    fsync_folder(target.root)
    return copied


def restore(source: Path, home: Home, *, force: bool = False) -> list[Problem]:
    """Bring a backup back into ``home``; returns harmless problems found in it.

    The copy is made beside the home and checked before it takes its place.
    With ``force`` the archive that is there now is kept as ``NAME.before-restore``.

    Raises
    ------
    Conflict
        When the home holds an archive and ``force`` is not given.
    BrokenHome
        When ``source`` is not a whole backup.
    """
    backup = Home(source)
    if not backup.exists():
        raise BrokenHome(f"{source} is not a backup", hint="name the folder that holds one")
    if home.exists() and not force:
        raise Conflict(f"{home.root} holds an archive already", hint="add --force to put it aside")
    staged = home.root.with_name(home.root.name + ".restoring")
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(source, staged)
    problems = _checked(Home(staged))
    if home.root.exists():
        aside = home.root.with_name(home.root.name + ".before-restore")
        shutil.rmtree(aside, ignore_errors=True)
        home.root.replace(aside)
    staged.replace(home.root)
    home.create()
    fsync_folder(home.root.parent)
    return problems


def _copy_catalogue(source: sqlite3.Connection, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        source.backup(copy)
    finally:
        copy.close()
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def _copy_originals(home: Home, target: Home) -> int:
    source, copies = OriginalStore(home.originals), OriginalStore(target.originals)
    copied = 0
    for sha256 in source:
        if not copies.path(sha256).is_file():
            copies.store(source.read(sha256))
            copied += 1
    return copied


def _checked(staged: Home) -> list[Problem]:
    db = connect(staged.catalogue)
    try:
        problems = list(verify_home(staged, db))
    finally:
        db.close()
    grave = [problem for problem in problems if problem.kind not in _HARMLESS]
    if grave:
        shutil.rmtree(staged.root, ignore_errors=True)
        first = grave[0]
        raise BrokenHome(
            f"the backup is damaged: {first.kind} {first.record}: {first.message}",
            hint=f"try an older backup; {len(grave)} problems were found",
        )
    return problems
