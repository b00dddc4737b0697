import os
import sqlite3
import threading
from contextlib import closing

import pytest

from archive.backup import back_up, restore
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.erasing import erase_uses
from archive.errors import BadInput, BrokenHome, Conflict
from archive.home import Home
from archive.loading import load_works
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind, pending
from archive.verify import verify_home
from archive.works import remove_work
from tests.making import agreed, file_tree, jpeg, kept_work, photograph, rows_of

GRAVE = {"database", "missing original", "damaged original", "orphan original"}


def dump_of(home):
    with closing(open_catalogue(home)) as db:
        return rows_of(db, without=set())


def grave_problems(home):
    with closing(open_catalogue(home)) as db:
        return [problem for problem in verify_home(home, db) if problem.kind in GRAVE]


def test_what_is_backed_up_comes_back_equal(tmp_path, home, db):
    kept_work(home, db, jpeg("red"))
    before = rows_of(db, without=set())
    back_up(home, tmp_path / "copy")
    other = Home(tmp_path / "other")
    restore(tmp_path / "copy", other)

    assert dump_of(other) == before
    assert file_tree(other.originals) == file_tree(home.originals)
    assert other.secret() == home.secret()
    assert grave_problems(other) == []


def test_a_second_backup_copies_only_new_originals(tmp_path, home, db):
    kept_work(home, db, jpeg("red"))
    first = back_up(home, tmp_path / "copy")
    kept_work(home, db, jpeg("blue"))

    assert (first, back_up(home, tmp_path / "copy")) == (1, 1)


def test_a_second_backup_lets_go_of_what_was_removed_for_good(tmp_path, home, db):
    work = kept_work(home, db, jpeg("red"))
    kept_work(home, db, jpeg("blue"))
    back_up(home, tmp_path / "copy")
    with change(db, "clerk") as this:
        remove_work(this, work, "asked for")
    OriginalStore(home.originals).remove(photograph(jpeg("red")).sha256)
    back_up(home, tmp_path / "copy")
    restore(tmp_path / "copy", Home(tmp_path / "other"))

    assert grave_problems(Home(tmp_path / "other")) == []


def test_originals_lost_at_home_stay_in_the_backup(tmp_path, home, db):
    kept_work(home, db, jpeg("red"))
    back_up(home, tmp_path / "copy")
    OriginalStore(home.originals).remove(photograph(jpeg("red")).sha256)
    back_up(home, tmp_path / "copy")

    assert list(OriginalStore(tmp_path / "copy" / "originals")) == [photograph(jpeg("red")).sha256]


def write_on(home, stop):
    with closing(open_catalogue(home)) as db:
        number = 0
        while not stop.is_set() and number < 200:
            kept_work(home, db, jpeg(f"#{number:06x}"), identifier=str(number))
            number += 1


def test_a_backup_made_while_somebody_writes_is_whole(tmp_path, home):
    stop = threading.Event()
    writer = threading.Thread(target=write_on, args=(home, stop))
    writer.start()
    try:
        for _ in range(4):
            back_up(home, tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    restore(tmp_path / "copy", Home(tmp_path / "other"))

    assert grave_problems(Home(tmp_path / "other")) == []


def test_a_home_with_an_archive_is_not_overwritten(tmp_path, home, db):
    back_up(home, tmp_path / "copy")
    kept_work(home, db, jpeg("red"))
    before = rows_of(db, without=set())

    with pytest.raises(Conflict, match="--force"):
        restore(tmp_path / "copy", home)
    assert rows_of(db, without=set()) == before


def test_with_force_every_archive_that_was_there_is_put_aside(tmp_path, home, db):
    back_up(home, tmp_path / "copy")
    kept_work(home, db, jpeg("red"))
    first = rows_of(db, without=set())
    db.close()
    restore(tmp_path / "copy", home, force=True)
    restore(tmp_path / "copy", home, force=True)

    assert dump_of(home)["works"] == []
    aside = sorted(path.name for path in tmp_path.glob("home.before-restore*"))
    assert len(aside) == 2
    assert first in [dump_of(Home(tmp_path / name)) for name in aside]


@pytest.fixture
def copy(tmp_path, home, db):
    """A backup with one original."""
    kept_work(home, db, jpeg("red"))
    back_up(home, tmp_path / "copy")
    return Home(tmp_path / "copy")


def refused(copy, home, tmp_path):
    before = file_tree(home.root)
    with pytest.raises(BrokenHome) as caught:
        restore(copy.root, home, force=True)
    assert file_tree(home.root) == before
    assert not (tmp_path / "home.restoring").exists()
    return str(caught.value)


def test_a_backup_with_a_damaged_original_is_refused(tmp_path, home, copy):
    path = OriginalStore(copy.originals).path(photograph(jpeg("red")).sha256)
    path.chmod(0o644)
    path.write_bytes(b"damaged")

    assert "damaged original" in refused(copy, home, tmp_path)


def test_a_backup_without_one_of_its_originals_is_refused(tmp_path, home, copy):
    OriginalStore(copy.originals).remove(photograph(jpeg("red")).sha256)

    assert "missing original" in refused(copy, home, tmp_path)


def test_a_backup_with_a_damaged_catalogue_is_refused(tmp_path, home, copy):
    content = bytearray(copy.catalogue.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    copy.catalogue.write_bytes(content)

    assert "damaged" in refused(copy, home, tmp_path)


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_swapped(tmp_path, home, copy):
    with closing(open_catalogue(copy)) as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "catalogue", "name": "m9999_future", "applied_at": "2030"}
        )

    assert "newer version" in refused(copy, home, tmp_path)


def taken_back(home, db, work, *uses):
    """Have uses of a work erased, and their outbox worked off."""
    with change(db, "clerk") as this:
        erase_uses(this, work, uses)
    db.execute("DELETE FROM outbox")
    for sha256 in set(OriginalStore(home.originals)) - needed_originals(db):
        OriginalStore(home.originals).remove(sha256)


def test_what_was_taken_back_meanwhile_does_not_come_back_with_an_old_backup(tmp_path, home, db):
    work = kept_work(home, db, jpeg("red"), consent=agreed("pictures"))
    other = kept_work(home, db, jpeg("blue"), identifier="2")
    back_up(home, tmp_path / "copy")
    taken_back(home, db, work, "pictures")
    db.close()
    restore(tmp_path / "copy", home, force=True)

    with closing(open_catalogue(home)) as restored:
        works = load_works(restored, [work, other])
        assert [len(each.photographs) for each in works.values()] == [0, 1]
        assert photograph(jpeg("red")).sha256 not in needed_originals(restored)
        assert pending(restored, TaskKind.FORGET)
        assert restored.execute("SELECT kind, record FROM erasures").fetchall() == [("work", work)]


def test_what_was_agreed_to_anew_since_is_not_deleted_a_second_time(tmp_path, home, db):
    work = kept_work(home, db, jpeg("red"), consent=agreed("sale"))
    link = {"work_id": work, "position": 0, "url": "https://a.cn", "shop": "a", "raw_text": ""}
    taken_back(home, db, work, "sale")
    db.table("sale_links").insert(link)
    back_up(home, tmp_path / "copy")
    db.close()
    restore(tmp_path / "copy", home, force=True)

    with closing(open_catalogue(home)) as restored:
        assert len(load_works(restored, [work])[work].sale_links) == 1


def test_an_erasure_of_what_the_old_backup_never_had_is_remembered(tmp_path, home, db):
    back_up(home, tmp_path / "copy")
    work = kept_work(home, db, jpeg("red"), consent=agreed("pictures"))
    taken_back(home, db, work, "pictures")
    db.close()
    restore(tmp_path / "copy", home, force=True)

    with closing(open_catalogue(home)) as restored:
        assert restored.execute("SELECT record FROM erasures").fetchall() == [(work,)]


def test_a_broken_archive_is_replaced_and_its_clerk_is_told(tmp_path, home, db):
    back_up(home, tmp_path / "copy")
    db.close()
    home.catalogue.write_bytes(b"no database" * 1000)
    problems = restore(tmp_path / "copy", home, force=True)

    assert [problem.kind for problem in problems] == ["erasures"]
    assert dump_of(home)["works"] == []


def test_no_backup_is_made_while_something_is_still_being_deleted(tmp_path, home, db):
    work = kept_work(home, db, jpeg("red"), consent=agreed("pictures"))
    with change(db, "clerk") as this:
        erase_uses(this, work, ["pictures"])

    with pytest.raises(Conflict, match="still being deleted"):
        back_up(home, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_free_pages_of_the_catalogue_do_not_travel_with_it(tmp_path, home, db):
    secret = b"deleted by an older version"
    with closing(sqlite3.connect(home.catalogue)) as older:
        older.execute("PRAGMA secure_delete = OFF")
        older.execute("CREATE TABLE gone (text TEXT)")
        older.executemany("INSERT INTO gone VALUES (?)", [(secret.decode() * 50,)] * 50)
        older.commit()
        older.execute("DROP TABLE gone")
        older.commit()
    db.execute("PRAGMA wal_checkpoint")
    assert secret in home.catalogue.read_bytes()
    back_up(home, tmp_path / "copy")

    assert secret not in (tmp_path / "copy" / "catalogue.sqlite3").read_bytes()


def test_a_folder_without_a_catalogue_is_no_backup(tmp_path, home):
    with pytest.raises(BrokenHome, match="not a backup"):
        restore(tmp_path / "nowhere", home, force=True)


def test_a_backup_does_not_go_into_the_home_or_onto_other_things(tmp_path, home):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("no folder")

    for destination in (home.root / "copy", tmp_path / "full", tmp_path / "file"):
        with pytest.raises(BadInput):
            back_up(home, destination)


def test_there_is_nothing_to_back_up_without_an_archive(tmp_path):
    with pytest.raises(BrokenHome):
        back_up(Home(tmp_path / "nowhere"), tmp_path / "copy")
