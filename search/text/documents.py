"""What goes into the text index and what comes out, in types of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.errors import BrokenHome

__all__ = [
    "CONCEPT_FIELDS",
    "FILTER_FIELDS",
    "IndexNotReady",
    "IndexState",
    "QueryProblem",
    "TextDocument",
    "TextHit",
    "TextResult",
]

#: Filters that name a concept: by slug, or by full id such as ``motif/butterfly``.
CONCEPT_FIELDS = ("motif", "technique", "object", "material", "colour", "place", "style")
FILTER_FIELDS = (*CONCEPT_FIELDS, "maker", "collection", "availability", "handmade")


@dataclass(frozen=True, slots=True)
class TextDocument:
    """What one audience may search of one work.

    Parameters
    ----------
    work
        Id of the work.
    audience
        One of :data:`search.documents.AUDIENCES`: one document for each audience a work has;
        a search names its audience and sees only these.
    identifier
        The owner's number; empty when there is none.
    title, makers, places, description
        Texts in whatever languages there are.
    concepts
        All labels, in all languages, of the work's concepts and of everything
        broader.
    concept_ids
        ``"motif/butterfly"`` and everything broader: exact filters.
    filters
        Other exact filters, such as ``("availability", "for sale")``.
    updated
        ISO time of the last change; newer comes first among equals.
    photographs
        Ids of the photographs this audience may see; not for words, but for
        whoever searches by picture.
    """

    work: str
    audience: str
    identifier: str = ""
    title: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    concept_ids: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    updated: str = ""
    photographs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextHit:
    """One work found, ``score`` in 0..1, higher is better."""

    work: str
    score: float


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """Something in a query that was mended or left out.

    Parameters
    ----------
    at
        Place in the query as typed, counted in characters from 0.
    code
        ``unclosed-quote``, ``unclosed-parenthesis``, ``stray-parenthesis``,
        ``lone-operator``, ``too-long``, ``too-many-words``, ``too-deep``,
        ``nothing-to-search``.
    """

    at: int
    code: str


@dataclass(frozen=True, slots=True)
class TextResult:
    """The answer to one search.

    Parameters
    ----------
    total
        How many works match.
    hits
        The page asked for, best first.
    works
        Ids of all matching works, best first: facets are counted from these.
    problems
        What was mended or left out of the query.
    """

    total: int
    hits: tuple[TextHit, ...]
    works: tuple[str, ...]
    problems: tuple[QueryProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index can answer, and if not, why.

    Parameters
    ----------
    condition
        ``missing``: never built or deleted; ``stale``: built by another
        version; ``torn``: a file is damaged or gone; ``ready``.
    reason
        One sentence; empty when ready.
    documents
        How many documents it holds; 0 unless ready.
    """

    condition: Literal["missing", "stale", "torn", "ready"]
    reason: str = ""
    documents: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether searches and updates are possible."""
        return self.condition == "ready"


class IndexNotReady(BrokenHome):
    """The index cannot answer; the catalogue can, and can rebuild it.

    Parameters
    ----------
    state
        What is the matter.
    """

    def __init__(self, state: IndexState) -> None:
        super().__init__(
            f"the text index is {state.condition}: {state.reason}",
            hint="run: xiupu index rebuild",
        )
        self.state = state

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process."""
        return (IndexNotReady, (self.state,))
