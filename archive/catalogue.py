"""Opening an archive: the catalogue of a home, ready for use."""

from __future__ import annotations

from filelock import FileLock
from sqlite_utils import Database

from archive.database import connect, migrate
from archive.errors import BrokenHome
from archive.home import Home
from archive.vocabulary.stored import sync_vocabulary

__all__ = ["create_catalogue", "open_catalogue"]


def create_catalogue(home: Home) -> Database:
    """Make the home where it is missing, bring it up to date, and open it.

    Raises
    ------
    BrokenHome
        When the place cannot be written, or a newer version wrote it.
    """
    home.create()
    # Two first commands at once would both create the tables, and switching to
    # write-ahead logging does not wait for the other.
    with FileLock(home.index / "create.lock"):
        db = connect(home.catalogue)
        migrate(db)
        sync_vocabulary(db)
    return db


def open_catalogue(home: Home) -> Database:
    """Open a catalogue that exists and is up to date, for one thread.

    Raises
    ------
    BrokenHome
        When there is no archive in this home.
    """
    if not home.exists():
        raise BrokenHome(f"there is no archive in {home.root}", hint="run xiupu init")
    return connect(home.catalogue)
