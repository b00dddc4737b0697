"""The numbers of the tables: boxes that overlap, ranks, shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Box", "Share", "average_precision", "chance", "mean", "overlap", "rank_of"]

#: x, y, width, height in pixels.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    def __str__(self) -> str:
        """Both numbers, so that nobody reads 100 % out of three cases."""
        return f"{self.hits} of {self.of}"


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = first, second
    across = max(0.0, min(ax + aw, bx + bw) - max(ax, bx))
    down = max(0.0, min(ay + ah, by + bh) - max(ay, by))
    both = across * down
    return both / max(aw * ah + bw * bh - both, 1e-9)


def average_precision(order: Sequence[str], right: set[str]) -> float:
    """Mean over the right answers of the precision down to each; missing ones count 0.

    >>> average_precision(["a", "x", "b"], {"a", "b"})
    0.8333333333333333
    """
    places = [place for place, photo in enumerate(order, 1) if photo in right]
    return sum(hit / place for hit, place in enumerate(places, 1)) / len(right)


def chance(right: int, among: int) -> float:
    """Average precision to be expected of a random order, about the share of right ones."""
    return right / max(1, among)


def rank_of(photo: str, order: Sequence[str]) -> int | None:
    """Place from 1; ``None`` when it was not found."""
    return order.index(photo) + 1 if photo in order else None


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    kept = list(values)
    return sum(kept) / max(1, len(kept))
