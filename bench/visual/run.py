"""Measure search by pattern and print one table.

    .venv/bin/python -m bench.visual.run --data FOLDER --cache FOLDER

``FOLDER`` holds ``textiles`` (museum photographs), ``charts`` (with
``labels.csv``) and ``pairs/bag`` (frames of one object); without it only what
needs drawn specimens is measured. The index is made in a temporary folder;
drawn specimens and measured features are kept in ``--cache``, if named.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# One thread, so that times are those of one core; numpy reads it when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2

from archive.home import Home
from bench.visual.ablation import measure_ablation
from bench.visual.asking import gallery_of
from bench.visual.cost import measure_cost
from bench.visual.duplicates import measure_duplicates
from bench.visual.groups import measure_bag, measure_charts, measure_kinds
from bench.visual.kept import Measured
from bench.visual.occurrences import measure_occurrences
from bench.visual.pool import Pool
from bench.visual.regions import measure_regions
from bench.visual.scale import measure_scale
from bench.visual.table import Table
from bench.visual.textiles import measure_specimens, measure_textiles
from ingest.embedding import NoModel, active_model

_QUICK_STEP = 5

PARTS: dict[str, Callable[[Pool, Table], None]] = {
    "textiles": measure_textiles,
    "specimens": measure_specimens,
    "regions": measure_regions,
    "occurrences": measure_occurrences,
    "charts": measure_charts,
    "bag": measure_bag,
    "kinds": measure_kinds,
    "ablation": measure_ablation,
    "duplicates": measure_duplicates,
    "cost": lambda pool, table: measure_cost(table, pool.gallery.measured.model),
    "scale": lambda pool, table: measure_scale(pool, table, (1_000, 10_000)),
    "large": lambda pool, table: measure_scale(pool, table, (100_000,)),
}
#: Parts that take long and are run when they are named.
_ON_DEMAND = {"large"}
#: Parts that ask with pictures which are not part of this repository.
_NEED_DATA = {"textiles", "charts", "bag"}


def main() -> None:
    """Run what was chosen."""
    options = _options()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="xiupu-bench-") as folder:
        cache = options.cache or Path(folder)
        table = Table()
        model = None if options.no_model else active_model(Home(Path(folder)))
        if isinstance(model, NoModel):
            sys.exit(f"no neural model: {model.reason}; --no-model measures without")
        with gallery_of(Measured(cache / "features", model)) as gallery:
            step = _QUICK_STEP if options.quick else 1
            measure(Pool(gallery, options.data, cache / "specimens", step), table, options.only)
        if options.json:
            options.json.write_text(json.dumps(table.figures(), indent=1), encoding="utf-8")


def measure(pool: Pool, table: Table, only: Sequence[str] | None = None) -> None:
    """Fill the gallery of a pool and measure some parts, all but the longest unless told."""
    began = time.perf_counter()
    pool.fill()
    table.section("photographs", "number", "s")
    table.row("measured and indexed", len(pool.gallery.photos()), time.perf_counter() - began)
    for name in only or [part for part in PARTS if part not in _ON_DEMAND]:
        if pool.data or name not in _NEED_DATA:
            PARTS[name](pool, table)
    table.section("the whole run", "s")
    table.row("seconds", time.perf_counter() - began)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of real pictures")
    parser.add_argument("--cache", type=Path, help="folder to keep drawings and features in")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts only")
    parser.add_argument("--quick", action="store_true", help="ask every fifth query")
    parser.add_argument("--no-model", action="store_true", help="measure without embeddings")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
