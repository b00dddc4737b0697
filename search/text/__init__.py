"""Finding works by words, in Chinese first.

No type of the engine below crosses this package's border.
"""

from search.text.documents import (
    CONCEPT_FIELDS,
    FILTER_FIELDS,
    IndexNotReady,
    IndexState,
    QueryProblem,
    TextDocument,
    TextHit,
    TextResult,
)
from search.text.index import TextIndex
from search.text.parser import parse
from search.text.query import AllOf, AnyOf, Node, NoneOf, ParsedQuery, Words

__all__ = [
    "CONCEPT_FIELDS",
    "FILTER_FIELDS",
    "AllOf",
    "AnyOf",
    "IndexNotReady",
    "IndexState",
    "Node",
    "NoneOf",
    "ParsedQuery",
    "QueryProblem",
    "TextDocument",
    "TextHit",
    "TextIndex",
    "TextResult",
    "Words",
    "parse",
]
