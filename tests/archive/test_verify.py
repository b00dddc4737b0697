import pytest

from archive.derivatives import DerivativeStore
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.outbox import TaskKind, enqueue
from archive.verify import verify_home
from tests.making import jpeg, kept_work, photograph

RED = photograph(jpeg("red")).sha256


@pytest.fixture
def whole(home, db):
    """An archive with one work, all of whose derivatives are there in name."""
    kept_work(home, db, jpeg("red"))
    for path in DerivativeStore(home.derivatives).expected(RED):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"made")
    db.execute("DELETE FROM outbox")
    return home


def found(home, db):
    return [(problem.kind, problem.record) for problem in verify_home(home, db)]


def test_a_whole_archive_has_no_problems(whole, db):
    assert found(whole, db) == []


def test_a_missing_original_is_found(whole, db):
    OriginalStore(whole.originals).remove(RED)

    assert found(whole, db) == [("missing original", RED)]


def test_one_changed_byte_is_found(whole, db):
    path = OriginalStore(whole.originals).path(RED)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)

    assert found(whole, db) == [("damaged original", RED)]


def test_an_original_nobody_refers_to_is_found(whole, db):
    sha256 = OriginalStore(whole.originals).store(b"nobody's")

    assert found(whole, db) == [("orphan original", sha256)]


def test_a_missing_derivative_is_found(whole, db):
    DerivativeStore(whole.derivatives).size(RED, 320).unlink()

    assert found(whole, db) == [("missing derivative", RED)]


def test_work_that_was_never_done_is_found_with_its_reason(whole, db):
    enqueue(db, TaskKind.INDEX, "w1")
    db.execute("UPDATE outbox SET reason = 'torn'")
    (problem,) = verify_home(whole, db)

    assert (problem.kind, problem.record) == ("unfinished work", "w1")
    assert "torn" in problem.message


def test_a_row_that_points_nowhere_is_found(whole, db):
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("UPDATE statements SET concept_id = 'motif/nothing' WHERE field = 'title'")

    assert [kind for kind, _ in found(whole, db)] == ["database"]


def test_every_original_is_told_as_it_is_read(whole, db):
    seen = []
    list(verify_home(whole, db, seen.append))

    assert seen == [RED]
    assert load_work(db, db.execute("SELECT id FROM works").fetchone()[0]).photographs
