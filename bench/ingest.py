"""Taking a generated archive in, and asking its search page.

    python -m bench.ingest --works 1000

prints one table. Only ratios between rows of one run mean anything on a busy
machine; the rows are whole commands and whole HTTP requests.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from bench.generated import generate

_QUERIES = ("", "蝴蝶", "鸟", "平绣 龙", "butterfly", "施洞", "hudie", "-蝴蝶", "生成绣娘 3")
_FILTERS = ("", "motif=fish", "technique=cross-stitch&place=shidong")
_ROUNDS = 12
_PORT = 8765
_START_TIMEOUT_S = 60


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xiupu-bench-") as scratch:
        folder, home = Path(scratch) / "pictures", Path(scratch) / "home"
        started = time.perf_counter()
        sheet = generate(folder, options.works, options.jobs)
        _line("drawing", f"{time.perf_counter() - started:.1f} s")
        command = ["ingest", str(folder), "--sheet", str(sheet), "--jobs", str(options.jobs)]
        _line("first ingest", _timed(home, *command, "--json"))
        _line("second ingest (nothing new)", _timed(home, *command, "--json"))
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        _line("home folder", f"{size / 1e6:.0f} MB")
        _line("verify", _timed(home, "verify"))
        _search_pages(home)


def _line(what: str, figure: str) -> None:
    print(f"{what:32} {figure}", flush=True)


def _xiupu(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "web", "--home", str(home), *arguments]


def _timed(home: Path, *arguments: str) -> str:
    started = time.perf_counter()
    done = subprocess.run(_xiupu(home, *arguments), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    # Largest single process among all children so far, kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    said = done.stdout.strip().splitlines()[-1:] if done.stdout else [done.stderr[-200:]]
    if said and said[0].startswith("{"):
        counts = json.loads(said[0])
        failed = len(counts["failed"])
        said = [f"added {counts['added']}, unchanged {counts['unchanged']}, failed {failed}"]
    return f"{seconds:.1f} s, largest process {peak:.0f} MB, exit {done.returncode}, {said}"


def _search_pages(home: Path) -> None:
    server = subprocess.Popen(
        _xiupu(home, "serve", "--port", str(_PORT)), stdout=subprocess.DEVNULL
    )
    try:
        _wait()
        for name, path in (("search page", "/zh/search"), ("search API", "/api/v1/search")):
            _line(name, _asked(path))
    finally:
        server.terminate()
        server.wait(30)


def _wait() -> None:
    for _ in range(_START_TIMEOUT_S * 5):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _asked(path: str) -> str:
    times = []
    for _ in range(_ROUNDS):
        for query in _QUERIES:
            for filters in _FILTERS:
                address = f"http://127.0.0.1:{_PORT}{path}?q={urllib.parse.quote(query)}&{filters}"
                started = time.perf_counter()
                with urllib.request.urlopen(address, timeout=30) as answer:
                    answer.read()
                times.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(times, n=100)
    p50, p95, p99 = cuts[49], cuts[94], cuts[98]
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms of {len(times)} requests"


if __name__ == "__main__":
    main()
