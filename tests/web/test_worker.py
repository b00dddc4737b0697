import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.derivatives import DerivativeStore
from archive.outbox import TaskKind, begun, pending
from archive.waiting_pictures import KEPT_S, keep_picture
from tests.making import agreed, jpeg, kept_work, photograph
from web.cli import main

RED = photograph(jpeg("red")).sha256
OPEN = {"consent": agreed("pictures"), "publish": True}


def work_once(home):
    return CliRunner().invoke(main, ["--home", str(home.root), "worker", "--once"])


@pytest.mark.parametrize("error", [MemoryError, OSError, ZeroDivisionError])
def test_the_worker_outlives_whatever_goes_wrong_and_pauses(home, db, monkeypatch, error):
    kept_work(home, db, jpeg("red"), **OPEN)
    pauses = []

    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("web.finishing.work_off", fail)
    monkeypatch.setattr("time.sleep", pauses.append)
    worked = work_once(home)

    assert (worked.exit_code, worked.exception) == (0, None)
    assert [pause >= 5 for pause in pauses] == [True]
    assert pending(db, TaskKind.INDEX) == []


def test_a_photograph_the_last_worker_died_on_is_tried_again_at_the_next_start(home, db):
    kept_work(home, db, jpeg("red"), **OPEN)
    (task,) = pending(db, TaskKind.DERIVE)
    begun(db, task)
    work_once(home)

    assert DerivativeStore(home.derivatives).is_complete(RED)
    assert db.table("outbox").count == 0


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_arithmetic_takes_one_thread_so_that_questions_do_not_hold_each_other_up():
    script = (
        "import web, os, numpy as np\n"
        "np.ones((900, 900)) @ np.ones((900, 900))\n"
        "print(len(os.listdir('/proc/self/task')))\n"
    )
    inherited = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    told = subprocess.run(
        [sys.executable, "-c", script], env=inherited, capture_output=True, text=True, check=True
    )

    assert told.stdout == "1\n"


def test_the_worker_takes_pictures_away_that_were_searched_with_an_hour_ago(xiupu, home):
    kept, old = keep_picture(home, b"new"), keep_picture(home, b"old")
    then = time.time() - KEPT_S - 1
    os.utime(home.waiting / "pictures" / old, (then, then))

    assert xiupu("worker", "--once").exit_code == 0

    assert [path.name for path in (home.waiting / "pictures").iterdir()] == [kept]
