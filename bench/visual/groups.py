"""Pictures of one kind: charts of a family, frames of a bag, pieces with one motif."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from bench.visual.measures import average_precision, chance, mean
from bench.visual.pool import Pool
from bench.visual.specimens import Piece
from bench.visual.table import Table

__all__ = ["measure_bag", "measure_charts", "measure_kinds"]

_CHART_STEP = 3
#: Ranks names for the query of that name among others.
Ranking = Callable[[str, Collection[str]], list[str]]


def measure_charts(pool: Pool, table: Table) -> None:
    """Charts of the same motif family, among the charts."""
    families = pool.charts()
    asked = sorted(families)[:: _CHART_STEP * pool.step]
    table.section(f"charts, {len(families)} of {len(set(families.values()))} families",
                  "mAP", "by chance")  # fmt: skip
    table.row("same family", *_mean_precision(asked, families, set(families), _searched(pool)))


def measure_bag(pool: Pool, table: Table) -> None:
    """The other frames of the bag, among everything."""
    frames = dict.fromkeys(pool.bag(), "bag")
    table.section("bag", "mAP", "by chance")
    asked = list(frames)[:: pool.step]
    table.row(
        f"others of {len(frames)} frames",
        *_mean_precision(asked, frames, pool.gallery.photos(), _searched(pool)),
    )


def measure_kinds(pool: Pool, table: Table) -> None:
    """Pieces with the same motif, stitch or palette, among the specimens.

    Motif: those of the same stitch are passed over, so that the cloth cannot
    give it away. Stitch and palette: those of the same motif are.
    """
    by_name = {piece.name: piece for piece in pool.specimens}
    asked = sorted(by_name)[:: 2 * pool.step]
    tuned = [name for name in asked if name not in pool.held_out()]
    held_out = [name for name in asked if name in pool.held_out()]
    table.section(f"specimens, {len(by_name)} of 19 motifs", "mAP", "by chance")
    for title, some in (("tuned motifs", tuned), ("held-out motifs", held_out)):
        values = _across(some, by_name, _motif, _stitch, _searched(pool))
        table.row(f"same motif, other stitches, {title}", *values)
    for title, kind, way in (
        ("stitch", _stitch, "texture"),
        ("palette", lambda piece: piece.specimen.palette, "colour"),
    ):
        some = asked[::2]
        table.row(
            f"same {title}, other motifs, whole search",
            *_across(some, by_name, kind, _motif, _searched(pool)),
        )
        table.row(
            f"same {title}, other motifs, by {way} alone",
            *_across(some, by_name, kind, _motif, _alone(pool, way)),
        )


def _motif(piece: Piece) -> str:
    return piece.specimen.motif


def _stitch(piece: Piece) -> str:
    return piece.specimen.stitch


def _searched(pool: Pool) -> Ranking:
    gallery = pool.gallery
    return lambda name, among: [
        match.photo for match in gallery.ask(gallery.query_stored(name), among)
    ]


def _alone(pool: Pool, way: str) -> Ranking:
    gallery = pool.gallery
    return lambda name, among: gallery.order_by(way, gallery.query_stored(name), among)


def _mean_precision(
    asked: Collection[str], groups: Mapping[str, str], among: set[str], ranking: Ranking
) -> tuple[float, float]:
    """MAP of ``asked``, and what a random order would give."""
    values, by_chance = [], []
    for name in asked:
        right = {other for other in groups if groups[other] == groups[name]} - {name}
        values.append(average_precision(ranking(name, among - {name}), right))
        by_chance.append(chance(len(right), len(among) - 1))
    return mean(values), mean(by_chance)


def _across(
    asked: Collection[str],
    by_name: Mapping[str, Piece],
    kind: Callable[[Piece], str],
    passed_over: Callable[[Piece], str],
    ranking: Ranking,
) -> tuple[float, float]:
    """MAP of the same ``kind`` where what agrees in ``passed_over`` is not asked for."""
    values, by_chance = [], []
    for name in asked:
        own = by_name[name]
        among = {o for o, piece in by_name.items() if passed_over(piece) != passed_over(own)}
        right = {other for other in among if kind(by_name[other]) == kind(own)}
        values.append(average_precision(ranking(name, among), right))
        by_chance.append(chance(len(right), len(among)))
    return mean(values), mean(by_chance)
