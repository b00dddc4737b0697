"""Is a picture found by a changed copy of itself?"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from statistics import median

import numpy as np

from bench.visual.changes import CHANGES, REQUIRED, Change
from bench.visual.measures import Share, mean, rank_of
from bench.visual.pool import Pool
from bench.visual.table import Table

__all__ = ["measure_changes", "measure_specimens", "measure_textiles"]


def measure_textiles(pool: Pool, table: Table) -> None:
    """Every museum photograph by each of its changed copies, among everything."""
    _section(table, f"textiles among {len(pool.gallery.photos())}", "first of real")
    measure_changes(pool, table, pool.textiles()[:: pool.step], pool.drawn())


def measure_specimens(pool: Pool, table: Table) -> None:
    """One piece a motif by each of its changed copies, among everything."""
    _section(table, "specimens, one a motif, among the same", "held out")
    asked = [piece.name for piece in pool.specimens if piece.number == 0][:: pool.step]
    measure_changes(pool, table, asked, None, pool.held_out())


def _section(table: Table, title: str, second: str) -> None:
    columns = ("first of all", second, "mean av. prec.", "least right", "next at most", "ms")
    table.section(title, *columns)


def measure_changes(
    pool: Pool,
    table: Table,
    names: Sequence[str],
    left_out: Collection[str] | None,
    held_out: Collection[str] = (),
    changes: Mapping[str, Change] = CHANGES,
) -> None:
    """One row a change; the second column leaves some out or looks at some only.

    With ``left_out`` it says how often the original comes first when these are
    passed over; otherwise how often it does so for the ``held_out``.
    """
    required, of = 0, 0
    for number, (change_name, change) in enumerate(changes.items()):
        ranks, second, right, wrong, took = [], [], [], [], []
        for photo, name in enumerate(names):
            rgb = change(pool.picture(name), np.random.default_rng((number, photo)))
            query = pool.gallery.query(rgb)
            began = time.process_time()
            found = pool.gallery.ask(query)
            took.append((time.process_time() - began) * 1000)
            scores = {match.photo: match.score for match in found}
            ranks.append(rank_of(name, list(scores)))
            right.append(scores.get(name, 0.0))
            wrong.append(max(score for photo, score in scores.items() if photo != name))
            if left_out is not None:
                kept = [photo for photo in scores if photo not in left_out]
                second.append(rank_of(name, kept) == 1)
            elif name in held_out:
                second.append(ranks[-1] == 1)
        first = sum(rank == 1 for rank in ranks)
        required += first * (change_name in REQUIRED)
        of += len(ranks) * (change_name in REQUIRED)
        table.row(
            change_name,
            Share(first, len(names)),
            Share(sum(second), len(second)),
            mean(1 / rank if rank else 0.0 for rank in ranks),
            min(right),
            max(wrong),
            f"{median(took):.0f}",
        )
    table.row("the changes that issue 4 names, together", Share(required, of))
