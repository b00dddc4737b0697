import os
import signal
import subprocess
import sys

import pytest

from archive.changes import change
from archive.derivatives import DerivativeStore
from archive.errors import ArchiveError, BadInput
from archive.imports import Counts, finish_import, start_import, undo_import
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.outbox import TaskKind, enqueue, pending
from archive.verify import verify_home
from archive.works import put_work, remove_work
from ingest.deriving import derive as queue_derive
from ingest.queue import (
    in_order,
    named_colours,
    requeue_after_change_of_model,
    requeue_incomplete,
    work_off,
)
from tests.making import draft, jpeg, kept_work, photograph

RED = photograph(jpeg("red")).sha256
BLUE = photograph(jpeg("blue")).sha256


def waiting(db):
    return {kind: [t.record for t in pending(db, kind)] for kind in TaskKind if pending(db, kind)}


def test_a_photograph_gets_everything_and_its_work_is_to_be_indexed(home, db):
    work = kept_work(home, db, jpeg("red"))

    assert work_off(home, db) == []
    assert DerivativeStore(home.derivatives).is_complete(RED)
    photograph = load_work(db, work).cover.id
    assert waiting(db) == {TaskKind.INDEX: [work], TaskKind.COMPARE: [photograph]}
    assert {s.model for s in load_work(db, work).suggestions} == {"palette"}


def test_a_photograph_that_cannot_be_read_is_told_and_tried_three_times(home, db):
    kept_work(home, db, b"no picture")
    tries = [work_off(home, db) for _ in range(4)]

    assert [len(failures) for failures in tries] == [1, 1, 1, 0]
    assert "not a picture" in tries[0][0][1]


def test_asking_again_tries_again(home, db):
    kept_work(home, db, jpeg("red"))
    path = OriginalStore(home.originals).path(RED)
    path.rename(path.with_suffix(".away"))
    for _ in range(4):
        work_off(home, db)
    path.with_suffix(".away").rename(path)

    assert requeue_incomplete(home, db) == 1
    assert work_off(home, db) == []


def test_nothing_is_left_of_a_removed_work(home, db):
    work = kept_work(home, db, jpeg("red"))
    work_off(home, db)
    with change(db, "clerk") as this:
        remove_work(this, work, "asked for")
    work_off(home, db)

    assert list(OriginalStore(home.originals)) == []
    assert not DerivativeStore(home.derivatives).of(RED).exists()
    assert waiting(db) == {TaskKind.INDEX: [work]}


def test_an_original_two_works_share_stays_until_both_are_gone(home, db):
    one = kept_work(home, db, jpeg("red"), identifier="1")
    two = kept_work(home, db, jpeg("red"), identifier="2")
    kept = []
    for work in (one, two):
        with change(db, "clerk") as this:
            remove_work(this, work, "asked for")
        work_off(home, db)
        kept.append(list(OriginalStore(home.originals)))

    assert kept == [[RED], []]


def test_an_original_stays_as_long_as_its_import_can_be_taken_back(home, db):
    kept_work(home, db, jpeg("red"), identifier="1")
    OriginalStore(home.originals).store(jpeg("blue"))
    number = start_import(db, "clerk", "works.csv")
    with change(db, "clerk", import_id=number) as this:
        put_work(this, draft(jpeg("blue"), identifier="1"))
    finish_import(db, number, Counts(updated=1))
    work_off(home, db)
    undo_import(db, "clerk", number)

    assert work_off(home, db) == []
    assert list(OriginalStore(home.originals)) == [RED]


def test_work_on_a_photograph_that_has_gone_is_dropped_even_when_it_had_failed(home, db):
    work = kept_work(home, db, b"no picture")
    for _ in range(3):
        work_off(home, db)
    with change(db, "clerk") as this:
        remove_work(this, work, "asked for")
    work_off(home, db)

    assert db.execute("SELECT count(*) FROM outbox WHERE kind = 'derive'").fetchone() == (0,)


def test_only_what_is_incomplete_is_asked_for_again(home, db):
    kept_work(home, db, jpeg("red"))
    kept_work(home, db, jpeg("blue"))
    work_off(home, db)
    DerivativeStore(home.derivatives).zoom(RED).unlink()

    assert requeue_incomplete(home, db) == 1
    assert work_off(home, db) == []
    assert requeue_incomplete(home, db) == 0


def half(number):
    if number % 2:
        raise BadInput(f"{number} is odd", file="a", row=number)
    return number // 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_and_errors_come_in_order(jobs):
    told = []
    for outcome in in_order(half, [(n,) for n in range(6)], jobs):
        try:
            told.append(outcome())
        except BadInput as error:
            told.append((error.message, error.file, error.row))

    assert told == [0, ("1 is odd", "a", 1), 1, ("3 is odd", "a", 3), 2, ("5 is odd", "a", 5)]


def process(_number):
    return os.getpid()


def test_one_job_stays_in_this_process():
    assert {outcome() for outcome in in_order(process, [(1,), (2,)], 1)} == {os.getpid()}


def test_every_colour_with_a_place_has_a_name(db):
    colours = named_colours(db)

    assert len(colours) > 5
    assert all(0 <= colour.lab[0] <= 100 for colour in colours)


def test_progress_is_told_for_each_photograph(home, db):
    kept_work(home, db, jpeg("red"))
    enqueue(db, TaskKind.DERIVE, "gone")
    seen = []
    work_off(home, db, progress=seen.append)

    assert seen == [
        load_work(db, db.execute("SELECT id FROM works").fetchone()[0]).photographs[0].id
    ]


def crash(photograph_to_crash, way):
    """Return a derive() that fails in some way on one photograph and works on the others."""

    def derive(home, sha256, colours):
        if sha256 == photograph_to_crash:
            raise way
        return queue_derive(home, sha256, colours)

    return derive


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "MemoryError"),
        (OSError(28, "No space left on device"), "No space left"),
        (ZeroDivisionError("division by zero"), "division by zero"),
    ],
)
def test_whatever_goes_wrong_with_one_photograph_the_others_go_on(
    home, db, monkeypatch, error, reason
):
    kept_work(home, db, jpeg("red"), identifier="1")
    kept_work(home, db, jpeg("blue"), identifier="2")
    monkeypatch.setattr("ingest.queue.derive", crash(RED, error))
    tries = [work_off(home, db) for _ in range(4)]

    assert [len(failures) for failures in tries] == [1, 1, 1, 0]
    assert reason in tries[0][0][1]
    assert DerivativeStore(home.derivatives).is_complete(BLUE)
    assert [reason in problem.message for problem in unfinished(home, db)] == [True]


def unfinished(home, db):
    """Return what verify says of photographs whose work was not done."""
    problems = verify_home(home, db)
    return [p for p in problems if p.kind == "unfinished work" and "derive" in p.message]


def kill(name):
    """Die like a process out of memory when the name says so."""
    if name == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def test_a_process_that_is_killed_fails_its_own_task_only():
    told = []
    for outcome in in_order(kill, [(n,) for n in ("a", "bad", "b", "c", "d", "e", "f")], 2):
        try:
            told.append(outcome())
        except ArchiveError as error:
            told.append(error.message.partition(",")[0])

    assert told == ["a", "the process working on it was killed", "b", "c", "d", "e", "f"]


def test_a_photograph_that_takes_the_whole_process_with_it_is_given_up(home, db):
    kept_work(home, db, jpeg("red"), identifier="1")
    kept_work(home, db, jpeg("blue"), identifier="2")
    script = (
        "import os, sys, ingest.queue as queue\n"
        "from pathlib import Path\n"
        "from archive.catalogue import open_catalogue\n"
        "from archive.home import Home\n"
        "home, derive = Home(Path(sys.argv[1])), queue.derive\n"
        f"bad = {RED!r}\n"
        "queue.derive = lambda home, sha, c: os._exit(9) if sha == bad else derive(home, sha, c)\n"
        "queue.work_off(home, open_catalogue(home))\n"
    )
    command = [sys.executable, "-c", script, str(home.root)]
    codes = [subprocess.run(command).returncode for _ in range(4)]

    assert codes == [9, 9, 9, 0]
    assert DerivativeStore(home.derivatives).is_complete(BLUE)
    assert ["did not end" in problem.message for problem in unfinished(home, db)] == [True]


def test_stopping_by_hand_is_no_failure_of_the_photograph(home, db, monkeypatch):
    kept_work(home, db, jpeg("red"))
    with monkeypatch.context() as patch:
        patch.setattr("ingest.queue.derive", crash(RED, KeyboardInterrupt()))
        for _ in range(4):
            with pytest.raises(KeyboardInterrupt):
                work_off(home, db)

    assert work_off(home, db) == []
    assert DerivativeStore(home.derivatives).is_complete(RED)


def test_features_of_another_version_are_asked_for_again_where_there_is_no_model(home, db):
    kept_work(home, db, jpeg("red"))
    work_off(home, db)
    store = DerivativeStore(home.derivatives)
    store.features(RED).rename(store.features(RED).with_name("features0.npz"))
    store.model_note.unlink(missing_ok=True)

    assert requeue_after_change_of_model(home, db) == 1
    assert work_off(home, db) == []
    assert store.is_complete(RED)
    assert requeue_after_change_of_model(home, db) == 0
