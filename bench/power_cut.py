"""Killing an ingest at random moments, and running the same command again.

    python -m bench.power_cut --data ../shared/data/textiles --kills 10

Each round kills every process of the ingest with SIGKILL, runs it again, and
compares the whole catalogue, the originals and the list of derivatives with
those of an ingest nobody disturbed; then ``xiupu verify`` must find nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Bookkeeping that tells how and when things came in, not what there is.
_LEFT_OUT_TABLES = {"changes", "imports", "sqlite_sequence", "_sqlite_migrations"}
_LEFT_OUT_COLUMNS = {"created_at", "updated_at", "published_at", "added_at", "made_at"}
_LEFT_OUT_COLUMNS |= {"recorded_at", "import_id", "at"}

#: Rows by table, and (name, bytes) of every original and derivative.
State = tuple[dict[str, list[tuple[object, ...]]], list[tuple[str, int]]]


def main() -> None:
    """Run the rounds; exit 1 when one of them ends differently."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="A folder with works.csv.")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pick = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="xiupu-kill-") as scratch:
        whole = Path(scratch) / "whole"
        started = time.perf_counter()
        _ingest(whole, options.data).wait()
        seconds = time.perf_counter() - started
        expected = state_of(whole)
        print(f"undisturbed: {seconds:.1f} s")
        failed = 0
        for number in range(options.kills):
            home = Path(scratch) / f"killed-{number}"
            after = pick.uniform(0.3, seconds * 0.95)
            failed += not _round(number, home, options.data, after, expected)
    print(f"{options.kills - failed} of {options.kills} rounds ended as if nothing had happened")
    sys.exit(1 if failed else 0)


def _round(number: int, home: Path, data: Path, after: float, expected: State) -> bool:
    command = _ingest(home, data)
    time.sleep(after)
    os.killpg(command.pid, signal.SIGKILL)
    command.wait()
    had = len(list((home / "originals").rglob("?" * 64)))
    _ingest(home, data).wait()
    found = state_of(home)
    same = found == expected
    if not same:
        print("  first differences:", _differences(expected, found)[:6])
    verified = subprocess.run(_xiupu(home, "verify"), capture_output=True, text=True, check=False)
    print(
        f"{number}: killed after {after:.1f} s with {had} originals stored:"
        f" {'equal' if same else 'DIFFERENT'}, verify exit {verified.returncode}",
        flush=True,
    )
    return same and verified.returncode == 0


def _differences(expected: State, found: State) -> list[object]:
    different: list[object] = sorted(set(expected[1]) ^ set(found[1]))
    for table in expected[0]:
        different += sorted(set(expected[0][table]) ^ set(found[0][table]), key=repr)
    return different


def _ingest(home: Path, data: Path) -> subprocess.Popen[bytes]:
    arguments = ("ingest", str(data), "--sheet", str(data / "works.csv"), "--jobs", "2", "--json")
    return subprocess.Popen(
        _xiupu(home, *arguments),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _xiupu(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "web", "--home", str(home), *arguments]


def state_of(home: Path) -> State:
    """Return everything a home holds, without times and import numbers."""
    db = sqlite3.connect(home / "catalogue.sqlite3")
    tables = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name not in _LEFT_OUT_TABLES
    ]
    rows = {table: _rows(db, table) for table in tables}
    db.close()
    files = sorted(
        (str(path.relative_to(home)), path.stat().st_size)
        for folder in ("originals", "derivatives")
        for path in (home / folder).rglob("*")
        if path.is_file()
    )
    return rows, files


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(column for column in columns if column not in _LEFT_OUT_COLUMNS)
    return sorted(db.execute(f"SELECT {kept} FROM {table}").fetchall(), key=repr)


if __name__ == "__main__":
    main()
