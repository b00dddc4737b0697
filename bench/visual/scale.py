"""How long a query takes, and how much memory, when the archive is large.

The index holds the real photographs and as many simulated ones as are missing;
every photograph that the search opens to verify is read from the file of a
real one. Each size is timed in a process of its own, so that its memory is its
own:

    python -m bench.visual.scale --real FOLDER --made FOLDER --size 10000
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import cv2
import numpy as np

from archive.features import (
    PatternFeatures,
    read_embedding,
    read_features,
    write_embedding,
    write_features,
)
from bench.visual.asking import ask_index
from bench.visual.changes import CHANGES
from bench.visual.pool import Pool
from bench.visual.simulating import fill_index
from bench.visual.table import Table
from search.visual import Part, Picture, open_index

__all__ = ["measure_scale"]

_QUERIES, _ROUNDS = 24, 2
#: As many hits as a page of results shows.
_HITS = 24
_ROOT = Path(__file__).parents[2]


def measure_scale(pool: Pool, table: Table, sizes: tuple[int, ...]) -> None:
    """One column a size; every query is a 30 % crop of a photograph that is there."""
    folder = pool.gallery.folder
    for number, name in enumerate(_asked(pool)):
        rgb = CHANGES["crop 30 %"](pool.picture(name), np.random.default_rng(number))
        query = pool.gallery.query_region(rgb)
        write_features(folder / f"query-{number}.npz", query.features)
        if query.embedding is not None:
            write_embedding(folder / f"model-{number}.npz", query.embedding)
    figures = [_child(folder, size) for size in sizes]
    table.section("size of the archive", *(f"{size:,}" for size in sizes))
    for row in figures[0]:
        table.row(row, *(each[row] for each in figures))


def _asked(pool: Pool) -> list[str]:
    names = [*pool.textiles(), *sorted(pool.drawn())[::9]]
    return names[:: max(1, len(names) // _QUERIES)]


def _child(folder: Path, size: int) -> dict[str, float | str]:
    """Make the index in one process and ask it in another."""
    with tempfile.TemporaryDirectory(prefix="xiupu-bench-", dir=folder) as made:
        command = [sys.executable, "-m", "bench.visual.scale", "--real", str(folder)]
        command += ["--made", made, "--size", str(size)]
        build = _printed([*command, "--make"])
        return build | _printed(command)


def _printed(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _make(real: Path, made: Path, size: int) -> dict[str, float | str]:
    seconds, _, _ = _timed(lambda: fill_index(real / "visual", made, size))
    size_mb = sum(path.stat().st_size for path in made.rglob("*")) / 1e6
    return {"index file, MB": round(size_mb), "written in, s": round(seconds, 1)}


def _ask(real: Path, made: Path) -> dict[str, float | str]:
    before = _memory_mb("VmRSS")
    opening, _, index = _timed(lambda: open_index(made))
    loading, _, _ = _timed(index.snapshot)
    loaded = _memory_mb("VmRSS")
    queries = [_query(path) for path in sorted(real.glob("query-*.npz"))]
    stored = sorted(set(real.glob("*.npz")) - set(real.glob("query-*")) - set(real.glob("model-*")))

    def features_of(photo: str) -> PatternFeatures | None:
        number = int(re.sub(r"\D", "", photo) or 0)
        return read_features(stored[number % len(stored)])

    ask_index(index, queries[0], features_of, None, _HITS)
    took = [
        _timed(partial(ask_index, index, query, features_of, None, _HITS))[:2]
        for query in queries * _ROUNDS
    ]
    cuts = quantiles([clock * 1000 for clock, _ in took], n=20)
    putting, _, _ = _timed(lambda: index.put(Picture("new", "new", queries[0].features)))
    again, _, _ = _timed(index.snapshot)
    return {
        "opened and loaded, s": round(opening + loading, 2),
        "query p50, ms": f"{cuts[9]:.0f}",
        "query p95, ms": f"{cuts[18]:.0f}",
        "query p50, ms of one processor": f"{median(cpu for _, cpu in took) * 1000:.0f}",
        "one photograph put in, ms": f"{putting * 1000:.0f}",
        "seen by the next query after, ms": f"{again * 1000:.0f}",
        "memory of the index, MB": round(loaded - before),
        "memory of the process, MB": round(_memory_mb("VmRSS")),
        "at most while loading, MB": round(_memory_mb("VmHWM")),
    }


def _query(path: Path) -> Part:
    features = read_features(path)
    assert features is not None
    vectors = path.with_name(path.name.replace("query", "model"))
    with suppress(FileNotFoundError), np.load(vectors, allow_pickle=False) as found:
        return Part(features, read_embedding(vectors, str(found["model"])))
    return Part(features)


def _timed(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock and of the processor, and the result."""
    began, busy = time.perf_counter(), time.process_time()
    result = call()
    return time.perf_counter() - began, time.process_time() - busy, result


def _memory_mb(field: str) -> float:
    """Resident memory of this process now (VmRSS) or at most so far (VmHWM); Linux only."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{field}:\s+(\d+) kB", status)
    return float(found.group(1)) / 1000 if found else 0.0


def main() -> None:
    """Make or ask one index and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder of a filled gallery")
    parser.add_argument("--made", type=Path, required=True, help="folder of the large index")
    parser.add_argument("--size", type=int, required=True, help="photographs in all")
    parser.add_argument("--make", action="store_true", help="make it rather than ask it")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.make:
        print(json.dumps(_make(options.real, options.made, options.size)))
    else:
        print(json.dumps(_ask(options.real, options.made)))


if __name__ == "__main__":
    main()
