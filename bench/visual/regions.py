"""Does the region drawn on the photograph lie where the query came from?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.visual.changes import Picture, cropped, resized, window, window_turned
from bench.visual.measures import Box, Share, mean, overlap
from bench.visual.pool import Pool
from bench.visual.specimens import Piece, clipped
from bench.visual.table import Table

__all__ = ["measure_regions"]

#: A box counts as right from here on (issue 4; Everingham et al. 2010, PASCAL VOC).
_RIGHT = 0.5
_SHARES = (0.6, 0.3, 0.1)
_TURN_DEG = 35.0
#: Cut from a second photograph of the same cloth: as with one's own picture.
_ANOTHER = "from another photograph"

#: What is asked with and where that lies, from a picture and a box in it.
_Way = Callable[[Picture, Box], tuple[Picture, Box]]

_WAYS: dict[str, _Way] = {
    "plain": lambda rgb, box: (cropped(rgb, box), box),
    "mirrored": lambda rgb, box: (cropped(rgb, box)[:, ::-1], box),
    "turned 35 degrees": lambda rgb, box: window_turned(rgb, box, _TURN_DEG),
    "half size": lambda rgb, box: (resized(cropped(rgb, box), 0.5), box),
}


@dataclass(frozen=True)
class _Case:
    """Something to ask with, the box it comes from, and where else the same can be seen."""

    name: str
    asked: Picture
    truth: Box
    repeats: Callable[[Box], list[Box]]


#: Cases of one way, for a share of the area.
_Cases = Callable[[str, float], Iterator[_Case]]


def measure_regions(pool: Pool, table: Table) -> None:
    """Crops of the textiles, then of the specimens, asked for among everything."""
    columns = ("right box", "or a repeat's", "mean IoU", "first of all")
    ways = (*_WAYS, _ANOTHER)
    if pool.data:
        table.section("regions of textiles, IoU >= 0.5", *columns)
        _rows(pool, table, tuple(_WAYS), partial(_of_textiles, pool))
    for title, is_held_out in (("round a motif", False), ("held-out motifs", True)):
        table.section(f"regions of specimens, {title}", *columns)
        some = [piece for piece in _asked(pool) if (piece.name in pool.held_out()) == is_held_out]
        _rows(pool, table, ways, partial(_of_specimens, pool, some))


def _asked(pool: Pool) -> list[Piece]:
    """One piece of each motif; their layouts and stitches go round."""
    return [piece for piece in pool.specimens if piece.number == 1][:: pool.step]


def _rows(pool: Pool, table: Table, ways: Sequence[str], cases: _Cases) -> None:
    strict, lenient = [], []
    for share in _SHARES:
        for way in ways:
            own, any_repeat, first = [], [], 0
            for case in cases(way, share):
                match = pool.gallery.ask(pool.gallery.query_region(case.asked), limit=1)[0]
                region = match.region if match.photo == case.name else None
                places = case.repeats(case.truth)
                own.append(overlap(region, case.truth) if region else 0.0)
                any_repeat.append(max(overlap(region, p) for p in places) if region else 0.0)
                first += match.photo == case.name
            table.row(f"{share:.0%}, {way}", *_cells(own, any_repeat), Share(first, len(own)))
            strict += own
            lenient += any_repeat
    table.row("together", *_cells(strict, lenient))


def _cells(own: Sequence[float], any_repeat: Sequence[float]) -> tuple[Share, Share, float]:
    strict, lenient = (Share(sum(v >= _RIGHT for v in s), len(s)) for s in (own, any_repeat))
    return strict, lenient, mean(any_repeat)


def _of_textiles(pool: Pool, way: str, share: float) -> Iterator[_Case]:
    """A window anywhere; what repeats on a museum piece is not known."""
    for number, name in enumerate(pool.textiles()[:: pool.step]):
        rgb = pool.picture(name)
        box = window((rgb.shape[1], rgb.shape[0]), share, np.random.default_rng(number))
        asked, truth = _WAYS[way](rgb, box)
        yield _Case(name, asked, truth, lambda box: [box])


def _of_specimens(pool: Pool, some: Sequence[Piece], way: str, share: float) -> Iterator[_Case]:
    for number, piece in enumerate(some):
        rng = np.random.default_rng((number, round(share * 100)))
        shown = piece.seen_again() if way == _ANOTHER else piece
        box = _round_a_motif(shown, share, rng)
        if box is None:
            continue
        rgb = shown.picture(pool.cache)
        if way == _ANOTHER:
            asked, truth = cropped(rgb, box), piece.box_from(shown, box)
        else:
            asked, truth = _WAYS[way](rgb, box)
        yield _Case(piece.name, asked, truth, piece.repeats_of)


def _round_a_motif(piece: Piece, share: float, rng: np.random.Generator) -> Box | None:
    """A window about the middle of a copy of the motif, as somebody would draw it."""
    boxes = piece.motif_boxes()
    if not boxes:
        return None
    x, y, across, down = boxes[int(rng.integers(len(boxes)))]
    width, height = (side * share**0.5 for side in piece.size)
    sway_x, sway_y = rng.uniform(-0.1, 0.1, 2) * (width, height)
    left = min(max(0.0, x + across / 2 - width / 2 + sway_x), piece.size[0] - width)
    top = min(max(0.0, y + down / 2 - height / 2 + sway_y), piece.size[1] - height)
    return clipped((left, top, width, height), piece.size)
