import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.text import TextDocument, TextIndex

ROOT = Path(__file__).parents[2]

READER = """
import sys, time
from pathlib import Path
from search.text import TextIndex
index, stop, count = TextIndex(Path(sys.argv[1])), Path(sys.argv[2]), 0
while not stop.exists():
    assert index.search("龙", audience="public").works == ("steady",)
    assert index.search("xing*", audience="public").total <= 40
    assert index.state().is_ready
    count += 1
print(count)
"""

WRITER = """
import sys
from pathlib import Path
from search.text import TextDocument, TextIndex
index = TextIndex(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10_000):
    name = f"n{number % 50}"
    if number % 20 == 19:
        index.rebuild([TextDocument("steady", "public", title=("龙",))])
    else:
        index.update([TextDocument(name, "public", title=("星星",))])
"""


def start(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path):
    TextIndex(tmp_path / "text").rebuild([TextDocument("steady", "public", title=("龙",))])
    return tmp_path / "text"


def test_two_processes_read_without_an_error_while_a_third_writes(path, tmp_path):
    stop = tmp_path / "stop"
    readers = [start(READER, path, stop) for _ in range(2)]
    index = TextIndex(path)
    until = time.monotonic() + 4
    while time.monotonic() < until:
        for number in range(15):
            index.update([TextDocument(f"n{number}", "public", title=("星星",))])
        index.rebuild([TextDocument("steady", "public", title=("龙",))])
    stop.touch()
    answers = [reader.communicate(timeout=60) for reader in readers]

    assert [error for _, error in answers] == ["", ""]
    assert all(int(count) > 0 for count, _ in answers)


@pytest.mark.parametrize("after_s", [0.05, 0.13, 0.31, 0.52])
def test_a_killed_writer_leaves_an_index_that_answers_and_takes_the_next_update(path, after_s):
    writer = start(WRITER, path)
    writer.stdout.readline()
    time.sleep(after_s)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    index = TextIndex(path)

    assert index.state(is_thorough=True).is_ready
    assert index.search("龙", audience="public").works == ("steady",)
    index.update([TextDocument("next", "public", title=("石榴",))])
    assert index.search("石榴", audience="public").works == ("next",)
