import pytest

from archive.changes import change
from archive.outbox import Task, TaskKind, begun, done, enqueue, failed, given_back, pending


def records(db, kind=TaskKind.INDEX):
    return [task.record for task in pending(db, kind)]


def test_asking_twice_is_one_task_at_the_end(db):
    for record in ("a", "b", "a"):
        enqueue(db, TaskKind.INDEX, record)

    assert records(db) == ["b", "a"]


def test_the_same_record_may_wait_for_two_kinds_of_work(db):
    enqueue(db, TaskKind.INDEX, "a")
    enqueue(db, TaskKind.DERIVE, "a")

    assert records(db) == records(db, TaskKind.DERIVE) == ["a"]


def test_a_task_asked_for_again_while_it_was_done_stays(db):
    enqueue(db, TaskKind.INDEX, "a")
    (task,) = pending(db, TaskKind.INDEX)
    enqueue(db, TaskKind.INDEX, "a")
    done(db, task)

    assert records(db) == ["a"]


def test_what_fails_three_times_waits_until_it_is_asked_for_again(db):
    enqueue(db, TaskKind.DERIVE, "a")
    (task,) = pending(db, TaskKind.DERIVE)
    for _ in range(3):
        begun(db, task)
        failed(db, task, "torn")
    given_up = records(db, TaskKind.DERIVE)
    enqueue(db, TaskKind.DERIVE, "a")

    assert given_up == []
    assert records(db, TaskKind.DERIVE) == ["a"]


def queue_and_fail(db):
    with change(db, "clerk") as this:
        this.queue(TaskKind.INDEX, "a")
        raise ZeroDivisionError


def test_a_change_that_is_taken_back_takes_its_work_back(db):
    with pytest.raises(ZeroDivisionError):
        queue_and_fail(db)

    assert records(db) == []


def test_tasks_come_in_groups(db):
    for record in "abc":
        enqueue(db, TaskKind.INDEX, record)

    assert pending(db, TaskKind.INDEX, 2) == [
        Task(1, TaskKind.INDEX, "a"),
        Task(2, TaskKind.INDEX, "b"),
    ]


def test_an_attempt_counts_from_its_beginning_and_can_be_given_back(db):
    enqueue(db, TaskKind.DERIVE, "a")
    (task,) = pending(db, TaskKind.DERIVE)
    for _ in range(3):
        begun(db, task)
    given_up = records(db, TaskKind.DERIVE)
    given_back(db, task)

    assert given_up == []
    assert records(db, TaskKind.DERIVE) == ["a"]
