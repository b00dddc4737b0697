"""A query as a small tree, whatever engine answers it."""

from __future__ import annotations

from dataclasses import dataclass

from search.text.documents import QueryProblem

__all__ = ["AllOf", "AnyOf", "Node", "NoneOf", "ParsedQuery", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text to find as it stands: one word, or a phrase.

    Parameters
    ----------
    text
        Evened out, not folded: own spelling ranks before folded spelling.
    field
        Where to look, ``None`` for everywhere.
    is_quoted
        Quoted words are not stemmed.
    is_prefix
        The last word may go on.
    """

    text: str
    field: str | None = None
    is_quoted: bool = False
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The part must not match."""

    part: Node


Node = Words | AllOf | AnyOf | NoneOf


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query understood as far as possible.

    Parameters
    ----------
    root
        ``None`` when there is nothing to search for.
    problems
        What was mended or left out, in the order of the query.
    """

    root: Node | None
    problems: tuple[QueryProblem, ...] = ()
