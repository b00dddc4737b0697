"""Handing a long sheet in again: known works, one cell of each changed, no photograph named.

    python -m bench.reimport --rows 1000 10000

prints one line for each length: seconds, rows a second, and the most memory the
process took. Every length runs in a process of its own; its time on a processor counts the
start of the program too.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.catalogue import create_catalogue, open_catalogue
from archive.changes import change
from archive.drafts import PhotographDraft, WorkDraft
from archive.home import Home
from archive.works import put_work
from ingest.importing import ImportRequest, run_import

_GROUP = 1000
_FIXED = {
    "maker": "绣娘",
    "object_type": "童帽",
    "motifs": "蝴蝶纹;鱼纹@帽尾;花卉纹?",
    "techniques": "平绣;打籽绣",
    "materials": "棉布;丝线",
    "colours": "大红;翠绿;黄",
    "made_place": "何家岩村",
    "style": "酉州苗绣",
    "date_text": "外婆年轻时",
    "date_from": "1960",
    "date_to": "1975",
    "width_cm": "24.5",
    "height_cm": "18",
    "handmade": "all",
    "description_en": "A cap with a butterfly.",
    "meaning": "蝴蝶妈妈保佑小孩",
    "meaning_by": "绣娘",
    "consent_by": "绣娘",
    "consent_on": "2026-01-01",
    "consent_for": "pictures;name;export",
}


def main() -> None:
    """Run the benchmark, or one length of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--in-this-process", nargs=2, metavar=("HOME", "SHEET"))
    options = parser.parse_args()
    if options.in_this_process:
        _hand_in(Home(Path(options.in_this_process[0])), Path(options.in_this_process[1]))
        return
    for rows in options.rows:
        with tempfile.TemporaryDirectory(prefix="xiupu-bench-") as folder:
            home = Home(Path(folder) / "home")
            with closing(create_catalogue(home)) as db:
                _fill(db, rows)
            for name, round_ in (("every cell new", 1), ("one cell changed", 2), ("same again", 2)):
                sheet = _sheet(Path(folder) / f"{round_}.csv", rows, round_)
                _line(f"{rows} rows, {name}", home, sheet)


def _line(what: str, home: Home, sheet: Path) -> None:
    command = [sys.executable, "-m", "bench.reimport", "--in-this-process", home.root, sheet]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    print(f"{what:32} {said}", flush=True)


def _hand_in(home: Home, sheet: Path) -> None:
    with closing(open_catalogue(home)) as db:
        started = time.perf_counter()
        report = run_import(home, db, ImportRequest((sheet.parent,), sheet))
        seconds = time.perf_counter() - started
    rows = report.updated + report.unchanged
    busy = time.process_time()
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{seconds:.1f} s ({busy:.1f} of a processor), {rows / seconds:.0f} rows/s, {peak:.0f} MB,"
        f" {report.updated} updated, {report.unchanged} unchanged, {len(report.failed)} failed"
    )


def _fill(db: Database, rows: int) -> None:
    for start in range(0, rows, _GROUP):
        with change(db, "bench") as this:
            for number in range(start, min(start + _GROUP, rows)):
                name = f"{number:06d}.jpg"
                shot = PhotographDraft(f"{number:064x}", name, "image/jpeg", 40, 30, 999)
                put_work(this, WorkDraft((shot,), identifier=f"B-{number:06d}"))


def _sheet(path: Path, rows: int, round_: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["identifier", "title_zh", "description_zh", *_FIXED])
        writer.writerows(_lines(rows, round_))
    return path


def _lines(rows: int, round_: int) -> Iterator[list[str]]:
    for number in range(rows):
        said = f"生成的记录，第 {number} 件，第 {round_} 次写。"
        yield [f"B-{number:06d}", f"童帽 {number}", said, *_FIXED.values()]


if __name__ == "__main__":
    main()
