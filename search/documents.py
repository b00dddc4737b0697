"""What is searchable of a work, for each audience.

Made from the record as the access decision shows it to that audience, so the
indexes cannot tell more than the pages do.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive import access
from archive.access import CURATOR, PUBLIC, Purpose, Role, Viewer
from archive.records import FIELD_SCHEMES, State, Work
from archive.vocabulary import Vocabulary
from archive.vocabulary.concept import Concept
from search.text import TextDocument

__all__ = ["AUDIENCES", "documents_of", "facets_of"]

#: Who searches what: everybody, researchers who were let in, the desk.
AUDIENCES = {"public": PUBLIC, "research": Viewer(Role.RESEARCHER), "desk": CURATOR}
#: Statement fields and the facet each is counted under.
_FACET_OF = {field: field for field in FIELD_SCHEMES} | {"made_place": "place"}
_CONCEPT_FACETS = set(_FACET_OF.values())


def documents_of(work: Work, vocabulary: Vocabulary, on: str) -> Iterator[TextDocument]:
    """Yield one document for each audience that may find the work on day ``on``."""
    for audience, viewer in AUDIENCES.items():
        shown = access.show(work, viewer, Purpose.COUNT, on)
        if shown is not None and shown.state is not State.WITHDRAWN:
            yield _document(shown, audience, vocabulary)


def facets_of(document: TextDocument, vocabulary: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Yield what the document is filtered by, and whether counts of it are worth showing.

    A list's root has every work, and the peoples and dialects above a place
    are no places: both can be asked for, and neither is offered.
    """
    pairs = [(concept.partition("/")[0], concept) for concept in document.concept_ids]
    for field, value in (*(pair for pair in pairs if pair[0] != "place"), *document.filters):
        concept = vocabulary.get(value) if field in _CONCEPT_FACETS else None
        # A merged concept can be asked for, and its heir is the one offered.
        yield field, value, concept is None or (concept.id == value and _is_offered(field, concept))


def _is_offered(field: str, concept: Concept) -> bool:
    if field == "style":
        return concept.kind == "style"
    if field == "place":
        return concept.kind not in {"ethnic", "dialect", "costume-type"}
    return concept.slug != concept.scheme


def _document(work: Work, audience: str, vocabulary: Vocabulary) -> TextDocument:
    concepts = _with_broader(work, vocabulary, FIELD_SCHEMES)
    places = _with_broader(work, vocabulary, ("made_place", "style"))
    makers = [credit.maker for credit in work.credits if credit.maker is not None]
    return TextDocument(
        work=work.id,
        audience=audience,
        identifier=work.identifier or "",
        title=_texts(work, "title"),
        makers=tuple(name for m in makers for name in (m.name.zh, m.name.en) if name),
        concepts=_labels([c for c in concepts if c not in places], vocabulary),
        concept_ids=tuple(concepts),
        places=_labels(places, vocabulary),
        description=(*_texts(work, "description"), *_texts(work, "meaning"), *_spoken(work)),
        filters=tuple(dict.fromkeys(_filters(work, vocabulary))),
        updated=work.published_at or work.created_at,
        photographs=tuple(photograph.id for photograph in work.photographs),
    )


def _with_broader(
    work: Work, vocabulary: Vocabulary, fields: tuple[str, ...] | dict[str, str]
) -> dict[str, None]:
    own = [concept for field in fields for concept in work.concepts(field)]
    found = dict.fromkeys(each for c in own for each in (c, *vocabulary.broader_of(c)))
    # Old addresses ask for ids that were merged away.
    return found | dict.fromkeys(old for c in found for old in vocabulary.former_of(c))


def _labels(concepts: list[str] | dict[str, None], vocabulary: Vocabulary) -> tuple[str, ...]:
    known = [c for c in concepts if vocabulary.get(c) is not None]
    return tuple(dict.fromkeys(text for c in known for text in vocabulary.labels(c)))


def _texts(work: Work, field: str) -> tuple[str, ...]:
    return tuple(s.text for s in work.said(field) if s.text)


def _spoken(work: Work) -> tuple[str, ...]:
    """Words people used for a concept, which may be no label of it."""
    return tuple(s.text for field in FIELD_SCHEMES for s in work.said(field) if s.text)


def _filters(work: Work, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for field in ("made_place", "style"):
        for concept in _with_broader(work, vocabulary, (field,)):
            yield _FACET_OF[field], concept
    for credit in work.credits:
        if credit.maker is not None:
            yield "maker", credit.maker.id
    for slug in work.collections:
        yield "collection", slug
    for statement in work.said("handmade"):
        yield "handmade", statement.text
    yield "availability", work.availability.value
