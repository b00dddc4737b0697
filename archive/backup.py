"""Backups: a consistent copy while the archive is running, and the way back."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.database import connect, migrate
from archive.durable import fsync_folder
from archive.erasing import erase_again
from archive.errors import BadInput, BrokenHome, Conflict
from archive.home import Home
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind, pending
from archive.verify import Problem, verify_home

__all__ = ["back_up", "folders_put_aside", "restore"]

_log = logging.getLogger(__name__)

# Who deletes again, in the history.
_RESTORE = "restore"
_HARMLESS = {"orphan original", "missing derivative", "unfinished work", "index"}


def back_up(home: Home, destination: Path) -> int:
    """Copy the archive to a new or earlier backup folder; returns the originals copied.

    The catalogue is copied by SQLite's online backup, so others may write
    meanwhile. Originals never change: those already there are not copied again,
    and those the archive has let go of are let go of here too. Derivatives and
    indexes are left out; they can be made again.

    Raises
    ------
    BadInput
        When ``destination`` is inside the home or is not a backup folder.
    BrokenHome
        When there is no archive to copy.
    Conflict
        When something taken back has not been deleted from every file yet.
    """
    if destination.resolve().is_relative_to(home.root.resolve()):
        raise BadInput(f"{destination} is inside the home", hint="choose a folder on another disk")
    target = Home(destination)
    if destination.exists() and not target.exists() and not _is_empty(destination):
        raise BadInput(
            f"{destination} holds something that is not a backup", hint="choose an empty folder"
        )
    db = open_catalogue(home)
    try:
        if pending(db, TaskKind.ERASE, 1):
            raise Conflict(
                "something that was taken back is still being deleted",
                hint="run xiupu worker --once, then back up again",
            )
        for folder in (target.root, target.originals):
            folder.mkdir(parents=True, exist_ok=True)
        # Twice, for what goes and what comes while the catalogue is copied.
        copied = _copy_originals(home, target, needed_originals(db))
        needed = _copy_catalogue(db.conn, target.catalogue)
        copied += _copy_originals(home, target, needed)
        _let_go(target, needed)
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
    With ``force`` the archive that is there now is kept as ``NAME.before-restore``,
    and one put aside earlier as well. What people had deleted after the backup was
    made, as far as the archive that is there now knows, is deleted from the copy
    again; the outbox of the restored archive has the rest of that work.

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
    problems = [*_checked(Home(staged)), *_erased_again(Home(staged), home)]
    if home.root.exists():
        home.root.replace(_free_name(home.root))
    staged.replace(home.root)
    home.create()
    fsync_folder(home.root.parent)
    return problems


def folders_put_aside(home: Home) -> list[Path]:
    """Return the archives an earlier restore put aside; nothing is deleted from them."""
    return sorted(home.root.parent.glob(f"{home.root.name}.before-restore*"))


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not any(place.iterdir())


def _free_name(root: Path) -> Path:
    aside = root.with_name(f"{root.name}.before-restore")
    number = 1
    while aside.exists():
        number += 1
        aside = root.with_name(f"{root.name}.before-restore-{number}")
    return aside


def _copy_catalogue(source: sqlite3.Connection, target: Path) -> set[str]:
    """Copy the catalogue durably; returns the originals it needs."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    copy = sqlite3.connect(part)
    try:
        source.backup(copy)
        # Pages that are free here may still hold what was deleted there long ago.
        copy.execute("VACUUM")
        needed = needed_originals(Database(copy))
    finally:
        copy.close()
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return needed


def _copy_originals(home: Home, target: Home, needed: Iterable[str]) -> int:
    source, copies = OriginalStore(home.originals), OriginalStore(target.originals)
    copied = 0
    for sha256 in sorted(needed):
        if copies.path(sha256).is_file() or not source.path(sha256).is_file():
            continue
        if copies.store(source.read(sha256)) == sha256:
            copied += 1
        else:
            _log.warning("original %s is damaged and not backed up; run xiupu verify", sha256)
    return copied


def _let_go(target: Home, needed: set[str]) -> None:
    copies = OriginalStore(target.originals)
    for sha256 in copies:
        if sha256 not in needed:
            copies.remove(sha256)


def _erased_again(staged: Home, home: Home) -> list[Problem]:
    """Delete from a staged copy what the archive it replaces knows to have been taken back."""
    if not home.exists():
        return []
    try:
        known, copy = connect(home.catalogue), connect(staged.catalogue)
        try:
            migrate(known)
            with change(copy, _RESTORE) as this:
                erase_again(this, known)
        finally:
            known.close()
            copy.close()
    except (BrokenHome, sqlite3.DatabaseError) as error:
        return [
            Problem(
                "erasures",
                "catalogue",
                f"what had been taken back since the backup could not be read: {error}",
                "look through your notes and delete it again on the desk",
            )
        ]
    return []


def _checked(staged: Home) -> list[Problem]:
    """Check a staged copy and bring its schema up to date; delete it when it is no good."""
    try:
        problems = _problems_of(staged)
        grave = [problem for problem in problems if problem.kind not in _HARMLESS]
        if grave:
            first = grave[0]
            raise BrokenHome(
                f"the backup is damaged: {first.kind} {first.record}: {first.message}",
                hint=f"try an older backup; {len(grave)} problems were found",
            )
    except BaseException:
        shutil.rmtree(staged.root, ignore_errors=True)
        raise
    return problems


def _problems_of(staged: Home) -> list[Problem]:
    db = connect(staged.catalogue)
    try:
        migrate(db)
        return list(verify_home(staged, db))
    except sqlite3.DatabaseError as error:
        raise BrokenHome(
            f"the backup is damaged: its catalogue: {error}", hint="try an older backup"
        ) from error
    finally:
        db.close()
