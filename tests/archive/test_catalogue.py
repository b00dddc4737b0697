import pytest

from archive.catalogue import create_catalogue, open_catalogue
from archive.errors import BrokenHome
from archive.home import Home
from tests.making import rows_of


def test_there_is_nothing_to_open_where_no_archive_is(tmp_path):
    with pytest.raises(BrokenHome, match="xiupu init"):
        open_catalogue(Home(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_creating_over_an_archive_changes_nothing(home, db):
    before = rows_of(db, without=set())
    create_catalogue(home).close()

    assert rows_of(db, without=set()) == before


def test_the_catalogue_keeps_every_commit_and_every_reference(db):
    settings = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
