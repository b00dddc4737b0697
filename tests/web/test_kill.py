"""Power cuts: an import killed at any moment and run again ends like an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalogue import open_catalogue
from archive.home import Home
from archive.verify import verify_home
from search.refreshing import index_drift, index_problems
from tests.making import file_tree, jpeg, rows_of, sheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A folder of eight photographs with a sheet."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = []
    for number in range(8):
        (folder / f"{number}.jpg").write_bytes(jpeg("teal", (300 + number, 200)))
        rows.append(
            {
                "file": f"{number}.jpg",
                "identifier": str(number),
                "title_zh": f"帽{number}",
                "maker": f"何{number % 3}",
                "motifs": "蝴蝶",
                "collection": "spring",
                "sale_url": f"https://weidian.com/item.html?itemID={number}",
                "consent_by": "何",
                "consent_on": "2020-05-01",
                "consent_for": "pictures;name;sale",
            }
        )
    sheet(folder / "works.csv", *rows)
    return folder


def start(home, folder):
    command = ["-m", "web", "--home", home.root, "ingest", folder, "--sheet"]
    return subprocess.Popen(
        [sys.executable, *map(str, command), str(folder / "works.csv"), "--jobs", "1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def count(folder):
    return sum(len(files) for _, _, files in os.walk(folder))


def outcome(home):
    """Return everything an import made, without times, run numbers and what depends on chance."""
    with closing(open_catalogue(home)) as db:
        grave = [*verify_home(home, db), *index_drift(home, db), *index_problems(home).items()]
        files = file_tree(home.originals) | file_tree(home.derivatives)
        # What a kill left half written under a name nobody looks for.
        whole = {name: digest for name, digest in files.items() if ".part-" not in name}
        return rows_of(db, times=False), whole, grave


def test_an_import_killed_at_any_moment_and_run_again_ends_like_an_undisturbed_one(
    tmp_path, folder
):
    undisturbed, killed = Home(tmp_path / "undisturbed"), Home(tmp_path / "killed")
    assert start(undisturbed, folder).wait(120) == 0
    chance = random.Random(os.urandom(8))
    moments = (
        (killed.originals, chance.randint(1, 7)),
        (killed.derivatives, chance.randint(1, 40)),
        (killed.index, chance.randint(1, 8)),
    )
    codes = []
    for grows, files in moments:
        process = start(killed, folder)
        while process.poll() is None and count(grows) < files:
            time.sleep(0.001)
        process.kill()
        codes.append(process.wait(120))
    assert start(killed, folder).wait(120) == 0

    assert codes[0] == -signal.SIGKILL
    assert outcome(killed) == outcome(undisturbed), moments
    assert outcome(killed)[2] == []
