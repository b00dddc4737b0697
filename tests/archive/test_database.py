import multiprocessing
import sqlite3
import threading
from contextlib import closing

import pytest

from archive.catalogue import create_catalogue, open_catalogue
from archive.changes import change
from archive.database import compact, connect, migrate, rehearsal, transaction
from archive.errors import BrokenHome, Conflict
from archive.home import Home
from archive.loading import load_works
from archive.works import put_work
from tests.making import draft, jpeg, rows_of


def test_what_is_deleted_is_written_over_at_once(tmp_path):
    with closing(create_catalogue(Home(tmp_path / "home"))) as db:
        path = tmp_path / "home" / "catalogue.sqlite3"
        db.execute("INSERT INTO counters (name, value) VALUES ('who', 'somebody in particular')")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        was_there = b"somebody in particular" in path.read_bytes()
        db.execute("DELETE FROM counters WHERE name = 'who'")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        assert was_there
        assert b"somebody in particular" not in path.read_bytes()


def test_a_compacted_catalogue_has_nothing_deleted_in_any_of_its_files(tmp_path):
    folder = tmp_path / "home"
    with closing(create_catalogue(Home(folder))) as db, closing(open_catalogue(Home(folder))):
        db.execute("INSERT INTO counters (name, value) VALUES ('who', 'somebody in particular')")
        db.execute("DELETE FROM counters WHERE name = 'who'")
        files = sorted(folder.glob("catalogue.sqlite3*"))
        was_there = any(b"somebody in particular" in path.read_bytes() for path in files)
        compact(db)

        assert was_there
        assert not any(b"somebody in particular" in path.read_bytes() for path in files)


def test_a_catalogue_somebody_is_reading_is_compacted_later(tmp_path, monkeypatch):
    monkeypatch.setattr("archive.database._BUSY_TIMEOUT_S", 0.1)
    home = Home(tmp_path / "home")
    with closing(create_catalogue(home)) as db, closing(open_catalogue(home)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM works").fetchone()

        with pytest.raises(Conflict, match="tried again"):
            compact(db)
        reader.execute("COMMIT")
        compact(db)


def test_a_text_file_is_no_catalogue(tmp_path):
    path = tmp_path / "catalogue.sqlite3"
    path.write_text("no database at all " * 100)

    with pytest.raises(BrokenHome, match="cannot be opened"):
        connect(path)


def test_a_catalogue_of_a_newer_version_is_refused(db):
    db.table("_sqlite_migrations").insert(
        {"migration_set": "catalogue", "name": "m9999_future", "applied_at": "2030"}
    )

    with pytest.raises(BrokenHome, match="m9999_future"):
        migrate(db)


def test_migrating_twice_changes_nothing(db):
    before = rows_of(db, without=set())
    migrate(db)

    assert rows_of(db, without=set()) == before


def count_and_fail(db):
    with transaction(db):
        db.execute("INSERT INTO counters VALUES ('inner', '1')")
        raise ZeroDivisionError


def test_a_transaction_inside_another_is_taken_back_alone(db):
    with transaction(db):
        db.execute("INSERT INTO counters VALUES ('outer', '1')")
        with pytest.raises(ZeroDivisionError):
            count_and_fail(db)

    names = {row["name"] for row in db.table("counters").rows}
    assert "outer" in names
    assert "inner" not in names


def test_a_rehearsal_leaves_nothing_even_of_what_was_committed_inside(db):
    before = rows_of(db, without=set())
    with rehearsal(db), change(db, "clerk") as this:
        put_work(this, draft(jpeg()))

    assert rows_of(db, without=set()) == before


def write_works(home, count, name):
    with closing(open_catalogue(home)) as db:
        for number in range(count):
            with change(db, name) as this:
                put_work(this, draft(jpeg(), identifier=f"{name}-{number}"))


def read_works(home, stop, problems, seen):
    with closing(open_catalogue(home)) as db:
        while not stop.is_set():
            try:
                ids = [row[0] for row in db.execute("SELECT id FROM works").fetchall()]
                seen.append(len(load_works(db, ids)))
            except sqlite3.Error as error:
                problems.append(error)
                return


def test_readers_and_writers_at_the_same_time_are_never_locked_out(home):
    stop, problems, seen = threading.Event(), [], []
    readers = [
        threading.Thread(target=read_works, args=(home, stop, problems, seen)) for _ in range(3)
    ]
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_works, args=(home, 15, name)) for name in ("one", "two")]
    for each in (*readers, *writers):
        each.start()
    for writer in writers:
        writer.join(60)
    stop.set()
    for reader in readers:
        reader.join(60)

    assert problems == []
    assert [writer.exitcode for writer in writers] == [0, 0]
    with closing(open_catalogue(home)) as db:
        assert db.execute("SELECT count(*) FROM works").fetchone() == (30,)
    assert max(seen) <= 30


def create(home):
    create_catalogue(home).close()


def test_two_first_commands_at_once_make_one_archive(tmp_path):
    home = Home(tmp_path / "home")
    spawn = multiprocessing.get_context("spawn")
    commands = [spawn.Process(target=create, args=(home,)) for _ in range(3)]
    for command in commands:
        command.start()
    for command in commands:
        command.join(60)

    assert [command.exitcode for command in commands] == [0, 0, 0]


def test_a_full_disk_is_said_and_the_next_change_goes_through(db):
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(sqlite3.OperationalError, match="full"), transaction(db):
        db.execute("INSERT INTO counters VALUES ('large', ?)", ["x" * 4_000_000])
    db.execute("PRAGMA max_page_count = 1000000")

    with transaction(db):
        db.execute("INSERT INTO counters VALUES ('small', 'x')")

    assert db.execute("SELECT name FROM counters WHERE name IN ('large', 'small')").fetchall() == [
        ("small",)
    ]
