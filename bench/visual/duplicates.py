"""Copies of one photograph, told apart from similar works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.visual.changes import Picture, cropped, recompressed, resized
from bench.visual.measures import Share
from bench.visual.pool import Pool
from bench.visual.table import Table

__all__ = ["measure_duplicates"]

_SPECIMEN_STEP = 12


def _trimmed(rgb: Picture, share: float) -> Picture:
    """Without ``share`` of its area at the edges."""
    height, width = rgb.shape[:2]
    kept = (1 - share) ** 0.5
    wide, high = width * kept, height * kept
    return cropped(rgb, ((width - wide) / 2, (height - high) / 2, wide, high))


#: What is still the same photograph.
_COPIES: dict[str, Callable[[Picture], Picture]] = {
    "JPEG quality 30": lambda rgb: recompressed(rgb, 30),
    "half size": lambda rgb: resized(rgb, 0.5),
    "quarter size": lambda rgb: resized(rgb, 0.25),
    "trimmed by 2 % of the area": lambda rgb: _trimmed(rgb, 0.02),
    "trimmed by 5 % of the area": lambda rgb: _trimmed(rgb, 0.05),
    "trimmed, half size, JPEG quality 50": lambda rgb: recompressed(
        resized(_trimmed(rgb, 0.03), 0.5), 50
    ),
}


def measure_duplicates(pool: Pool, table: Table) -> None:
    """Copies that must be known again, and pairs that must not be taken for copies."""
    names = [*pool.textiles(), *sorted(pool.drawn())[::_SPECIMEN_STEP], *pool.bag()[:3]]
    asked, query = names[:: pool.step], pool.gallery.query
    table.section("copies of one photograph", "known again", "others too")
    for title, change in _COPIES.items():
        found = {name: pool.gallery.copies_of(query(change(pool.picture(name)))) for name in asked}
        hits = sum(name in copies for name, copies in found.items())
        others = sum(len(copies - {name}) for name, copies in found.items())
        table.row(title, Share(hits, len(asked)), others)
    table.section("pairs that are no copies", "taken for one")
    for title, some in (
        ("frames of the bag", set(pool.bag())),
        ("charts", set(pool.charts())),
        ("textiles and specimens", {*pool.textiles(), *pool.drawn()}),
    ):
        if some:
            table.row(title, _pairs(pool, some))
    again = [(name, query(rgb)) for name, rgb in _alike(pool)]
    taken = sum(name in pool.gallery.copies_of(other) for name, other in again)
    table.row("a piece photographed or drawn a second time", Share(taken, len(again)))


def _pairs(pool: Pool, some: set[str]) -> Share:
    """Pairs within ``some`` that are called copies, either way round."""
    stored = pool.gallery.query_stored
    pairs = {
        frozenset((name, other))
        for name in some
        for other in pool.gallery.copies_of(stored(name), name) & some
    }
    return Share(len(pairs), len(some) * (len(some) - 1) // 2)


def _alike(pool: Pool) -> Iterator[tuple[str, Picture]]:
    """The same cloth under another camera, and the same recipe by another hand."""
    for piece in pool.specimens[:: _SPECIMEN_STEP * pool.step]:
        moved = replace(piece.shot, turn_deg=piece.shot.turn_deg + 4, seed=piece.shot.seed + 1)
        again = replace(piece.specimen, seed=piece.specimen.seed + 1000)
        for other in (replace(piece, shot=moved), replace(piece, specimen=again)):
            yield piece.name, other.picture(pool.cache)
