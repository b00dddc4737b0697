"""What each feature finds alone, and what the whole search makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bench.visual.asking import FEATURES_ALONE, Query
from bench.visual.changes import CHANGES
from bench.visual.measures import Share, average_precision, mean
from bench.visual.pool import Pool
from bench.visual.table import Table

__all__ = ["measure_ablation"]

#: Verifying every keypoint of every picture takes seconds a query: every
#: row is measured on the same every eighth chart and sixth specimen.
_CHART_STEP, _SPECIMEN_STEP = 8, 6
_CHANGE = "crop 10 %"
_COLUMNS = ("textile", "chart", "motif", "held-out")


@dataclass(frozen=True)
class _Case:
    query: Query
    right: set[str]
    among: set[str]


def measure_ablation(pool: Pool, table: Table) -> None:
    """One row a feature; the same queries in all of them."""
    groups = [
        list(_textiles(pool)),
        list(_charts(pool)),
        list(_motifs(pool, held_out=False)),
        list(_motifs(pool, held_out=True)),
    ]
    columns = [f"{name} {what}" for name in _COLUMNS for what in ("mAP", "1st")]
    table.section("each feature alone", *columns)
    without = {"embedding"} if pool.gallery.measured.model is None else set()
    for way in (each for each in (*FEATURES_ALONE, "whole search") if each not in without):
        table.row(way, *[cell for some in groups for cell in _cells(pool, way, some)])


def _cells(pool: Pool, way: str, cases: list[_Case]) -> tuple[float, Share]:
    values, first = [], 0
    for case in cases:
        order = _ranking(pool, way)(case)
        values.append(average_precision(order, case.right))
        first += order[:1] != [] and order[0] in case.right
    return mean(values), Share(first, len(cases))


def _ranking(pool: Pool, way: str) -> Callable[[_Case], list[str]]:
    gallery = pool.gallery
    if way == "whole search":
        return lambda case: [match.photo for match in gallery.ask(case.query, case.among)]
    return lambda case: gallery.order_by(way, case.query, case.among)


def _textiles(pool: Pool) -> Iterator[_Case]:
    """Crops of the museum photographs, among them and the specimens."""
    names = pool.textiles()
    for number, name in enumerate(names[:: pool.step]):
        rgb = CHANGES[_CHANGE](pool.picture(name), np.random.default_rng((77, number)))
        yield _Case(pool.gallery.query_region(rgb), {name}, {*names, *pool.drawn()})


def _charts(pool: Pool) -> Iterator[_Case]:
    families = pool.charts()
    for name in sorted(families)[:: _CHART_STEP * pool.step]:
        right = {other for other in families if families[other] == families[name]} - {name}
        yield _Case(pool.gallery.query_stored(name), right, set(families) - {name})


def _motifs(pool: Pool, *, held_out: bool) -> Iterator[_Case]:
    """The same motif in other stitches; pieces of the same stitch are passed over."""
    by_name = {piece.name: piece.specimen for piece in pool.specimens}
    for name in sorted(by_name)[:: _SPECIMEN_STEP * pool.step]:
        if (name in pool.held_out()) == held_out:
            own = by_name[name]
            among = {other for other, each in by_name.items() if each.stitch != own.stitch}
            right = {other for other in among if by_name[other].motif == own.motif}
            yield _Case(pool.gallery.query_stored(name), right, among)
