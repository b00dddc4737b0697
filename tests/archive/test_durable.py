import os
import stat
import subprocess
import sys

import pytest

from archive.durable import write_durably


def test_the_new_bytes_replace_the_old_and_leave_nothing_beside(tmp_path):
    path = tmp_path / "deep" / "file"
    write_durably(path, b"old")
    write_durably(path, b"new")

    assert path.read_bytes() == b"new"
    assert [*path.parent.iterdir()] == [path]


def test_a_write_that_fails_leaves_the_old_bytes_and_no_rubbish(tmp_path):
    path = tmp_path / "file"
    write_durably(path, b"old")

    with pytest.raises(TypeError):
        write_durably(path, "no bytes")
    assert path.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [path]


def test_the_file_gets_the_mode_asked_for(tmp_path):
    write_durably(tmp_path / "secret", b"x", mode=0o600)

    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True
    )
    left = tmp_path / f".part-{int(dead.stdout)}-abc"
    ours = tmp_path / f".part-{os.getpid()}-abc"
    for path in (left, ours):
        path.write_bytes(b"half")

    write_durably(tmp_path / "whole", b"whole")

    assert sorted(path.name for path in tmp_path.iterdir()) == [ours.name, "whole"]
