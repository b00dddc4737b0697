"""Is a motif found on another piece, where it was drawn again?

Other place, scale, turn, colours and seed; first with the same stitch, then
with another. The true boxes come from the recipe.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bench.visual.changes import cropped
from bench.visual.measures import Box, Share, average_precision, mean, overlap
from bench.visual.pool import Pool
from bench.visual.specimens import Piece, motif_of
from bench.visual.table import Table

__all__ = ["measure_occurrences"]

_RIGHT = 0.5
#: Pieces ``k`` and ``k + 8`` have the same stitch, ``k`` and ``k + 1`` another.
_AGAIN, _OTHERWISE = 8, 1
_ASKED = range(3)


def measure_occurrences(pool: Pool, table: Table) -> None:
    """Cut a motif out of one piece, look for it on one other, and among all."""
    table.section(
        "a motif on another piece", "right box", "held out", "score > 0.5", "motif mAP", "held out"
    )
    _row(pool, table, "same stitch", _AGAIN)
    _row(pool, table, "another stitch", _OTHERWISE)


def _row(pool: Pool, table: Table, name: str, apart: int) -> None:
    held_out, by_name = pool.held_out(), {piece.name: piece for piece in pool.specimens}
    values: dict[str, float] = {}
    precision: dict[str, float] = {}
    sure = 0
    for piece in pool.specimens[:: pool.step] if pool.step > 1 else pool.specimens:
        other = by_name.get(_numbered(piece, piece.number + apart))
        boxes = piece.motif_boxes()
        if piece.number not in _ASKED or other is None or not boxes or not other.motif_boxes():
            continue
        largest = max(boxes, key=lambda box: box[2] * box[3])
        query = pool.gallery.query_region(cropped(piece.picture(pool.cache), largest))
        match = pool.gallery.ask(query, {other.name}, 1)
        region = match[0].region if match else None
        values[piece.name] = _best_overlap(region, other.motif_boxes())
        sure += bool(match) and match[0].score > 0.5
        precision[piece.name] = _precision(pool, query, piece)
    kept_apart = [values[name] for name in values if name in held_out]
    tuned = [values[name] for name in values if name not in held_out]
    table.row(
        name,
        _share(tuned),
        _share(kept_apart),
        Share(sure, len(values)),
        mean(precision[each] for each in precision if each not in held_out),
        mean(precision[each] for each in precision if each in held_out),
    )


def _precision(pool: Pool, query: object, piece: Piece) -> float:
    """Average precision of the pieces with the same motif among all specimens."""
    among = pool.drawn() - {piece.name}
    order = [match.photo for match in pool.gallery.ask(query, among)]  # type: ignore[arg-type]
    right = {name for name in among if motif_of(name) == piece.specimen.motif}
    return average_precision(order, right)


def _numbered(piece: Piece, number: int) -> str:
    return f"specimens/{piece.specimen.motif}-{number:02d}"


def _best_overlap(region: Box | None, truths: Collection[Box]) -> float:
    return max((overlap(region, truth) for truth in truths), default=0.0) if region else 0.0


def _share(values: Sequence[float]) -> Share:
    return Share(sum(value >= _RIGHT for value in values), len(values))
