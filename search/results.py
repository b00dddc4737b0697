"""What a search answers, the same for words and for pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["FacetCount", "Hit", "Reason", "SearchResult"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a work was found.

    Parameters
    ----------
    kind
        ``shape``, ``texture``, ``colour``, ``layout``, ``text`` or ``motif``.
    weight
        Share of the score, 0..1; the weights of one hit sum to 1.
    """

    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One work found.

    Parameters
    ----------
    work
        Its id.
    score
        0..1, larger is better; comparable within one result only.
    photo
        The photograph that matched, by id; ``None`` for a search by words.
    region
        x, y, width, height in pixels of that upright full-size photograph, or
        ``None`` when no part stands out.
    query_region
        What of the query it answers, in pixels of the upright query picture (of
        the part drawn round, when one was); ``None`` when no part stands out.
    part
        Which part of the query that is, counted from 0.
    """

    work: str
    score: float
    reasons: tuple[Reason, ...]
    photo: str | None = None
    region: tuple[int, int, int, int] | None = None
    query_region: tuple[int, int, int, int] | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the works found have one value: a concept id, maker id, slug or word."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, with counts over everything found.

    Parameters
    ----------
    total
        Works found altogether.
    hits
        This page of them, best first.
    facets
        Field to values, the most frequent first.
    notice
        Empty, or why the answer is less than it could be.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    notice: str = ""
