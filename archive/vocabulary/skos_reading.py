"""SKOS read into concepts: what we have fields for, and all the rest beside it.

Nothing that is said of a concept is lost. Every statement goes into the one
field that :mod:`archive.vocabulary.skos` would write it from again; what finds no such
field is kept word for word in :attr:`~archive.vocabulary.concept.Concept.other`.
"""

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from archive.errors import BadInput
from archive.vocabulary.concept import AltLabel, Concept
from archive.vocabulary.skos import ADDRESS, BASE, KEY, OWN_TERMS, TERMS
from archive.wording import Wording

__all__ = ["ReadList", "parse_concepts", "parse_scheme", "read_scheme"]

#: Language tags taken for the same, by the language of a wording of ours.
_TAGS = {
    "zh": {"zh-hans", "zh-cn", "zh"},
    "hant": {"zh-hant", "zh-tw"},
    "en": {"en"},
}
_OWN = frozenset(TERMS + key for key in OWN_TERMS)
# A list in a list in a list: nobody writes that by hand.
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class ReadList:
    """What stood in a file.

    Parameters
    ----------
    concepts
        By id.
    failed
        One error for each concept that cannot be taken.
    passed_over
        How many statements are about something else than a concept: the
        scheme's own title, for one.
    """

    concepts: tuple[Concept, ...]
    failed: tuple[BadInput, ...] = ()
    passed_over: int = 0


def read_scheme(path: Path) -> tuple[Concept, ...]:
    """Concepts of a Turtle file, by id.

    Parameters
    ----------
    path
        A file as :func:`archive.vocabulary.skos.write_scheme` writes it.

    Raises
    ------
    BadInput
        Not Turtle, or a concept whose address is not under
        :data:`archive.vocabulary.skos.BASE`.
    """
    return parse_scheme(path.read_bytes(), source=path.name)


def parse_scheme(turtle: bytes | str, source: str = "") -> tuple[Concept, ...]:
    """Concepts in a Turtle text, by id; see :func:`read_scheme`.

    Parameters
    ----------
    turtle
        The text; bytes are UTF-8.
    source
        Name of the file, for messages.
    """
    found = parse_concepts(turtle, "turtle", source)
    if found.failed:
        raise found.failed[0]
    return found.concepts


def parse_concepts(data: bytes | str, form: str, source: str = "") -> ReadList:
    """Read every concept in a text, and say which cannot be taken.

    Parameters
    ----------
    data
        The text; bytes are UTF-8.
    form
        One of :data:`archive.vocabulary.skos.FORMATS`.
    source
        Name of the file, for messages.

    Raises
    ------
    BadInput
        The text is not in that form, or it wants something from the network.
    """
    graph = _graph(data, form, source)
    concepts, failed = [], []
    subjects = set(graph.subjects(RDF.type, SKOS.Concept))
    for subject in sorted(subjects, key=str):
        try:
            concepts.append(_concept(graph, subject))
        except BadInput as error:
            error.file = source or None
            failed.append(error)
    return ReadList(
        tuple(sorted(concepts, key=lambda concept: concept.id)),
        tuple(failed),
        sum(1 for _ in _strangers(graph, subjects)),
    )


def _graph(data: bytes | str, form: str, source: str) -> Graph:
    text = data if isinstance(data, bytes) else data.encode()
    if form == "json-ld":
        _refuse_errands(text, source)
    graph = Graph(bind_namespaces="none")
    try:
        with warnings.catch_warnings():
            # rdflib 7.6 uses what it calls deprecated itself to read JSON-LD.
            warnings.simplefilter("ignore", DeprecationWarning)
            # With an address of ours as the base, a bare <motif/sun> is not read as
            # a path on this machine.
            graph.parse(data=text.decode("utf-8-sig"), format=form, publicID=BASE)
    except Exception as error:
        # rdflib's parsers let through whatever their own tools raise.
        raise BadInput(
            f"not readable as {form}: {' '.join(str(error).split())[:200]}",
            hint="say which form it is in with --format, or have the program write it again",
            file=source or None,
        ) from error
    return graph


def _refuse_errands(text: bytes, source: str) -> None:
    """Refuse JSON-LD that would have us fetch its context from another machine.

    Raises
    ------
    BadInput
        A context is an address, at whatever depth; or this is not JSON.
    """
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", file=source or None) from error
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            contexts = value.get("@context", [])
            contexts = contexts if isinstance(contexts, list) else [contexts]
            if "@import" in value or any(isinstance(context, str) for context in contexts):
                raise BadInput(
                    "its @context lies on another machine",
                    hint="write the context into the file itself",
                    file=source or None,
                )
        waiting += _inside(value)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _strangers(graph: Graph, subjects: set[Node]) -> Iterator[Node]:
    """Statements that belong to no concept; that a scheme is a scheme says nothing new."""
    for subject, predicate, value in graph:
        is_known = subject in subjects or isinstance(subject, BNode)
        if not is_known and (predicate, value) != (RDF.type, SKOS.ConceptScheme):
            yield subject


@dataclass(slots=True)
class _Facts:
    """What is said of one concept, and not yet taken into a field."""

    graph: Graph
    left: dict[str, list[Node]]

    def take(self, predicate: str, fits: Callable[[Node], bool]) -> list[str]:
        """Take every value that fits, as sorted texts."""
        values = self.left.get(predicate, [])
        self.left[predicate] = [value for value in values if not fits(value)]
        return sorted({str(value) for value in values if fits(value)})

    def take_first(self, predicate: str, fits: Callable[[Node], bool]) -> str:
        """Take the first value that fits; empty when there is none."""
        fitting = sorted({str(value) for value in self.left.get(predicate, []) if fits(value)})
        return (
            self.take(predicate, lambda v: fits(v) and str(v) == fitting[0])[0] if fitting else ""
        )


def _concept(graph: Graph, subject: Node) -> Concept:
    concept_id = _id(subject)
    scheme, _, slug = concept_id.partition("/")
    facts = _Facts(graph, {})
    for predicate, value in graph.predicate_objects(subject):
        facts.left.setdefault(str(predicate), []).append(value)
    # Said by the layout itself, for every concept.
    facts.take(str(RDF.type), lambda value: value == SKOS.Concept)
    facts.take(str(SKOS.inScheme), lambda value: value == URIRef(BASE + scheme))
    return Concept(
        id=concept_id,
        scheme=scheme,
        slug=slug,
        label=Wording(_preferred(facts, "zh"), _preferred(facts, "en")),
        label_hant=_preferred(facts, "hant"),
        alternatives=(
            *_alternatives(facts, str(SKOS.altLabel), hidden=False),
            *_alternatives(facts, str(SKOS.hiddenLabel), hidden=True),
        ),
        definition=Wording(_defined(facts, "zh"), _defined(facts, "en")),
        note=facts.take_first(str(SKOS.scopeNote), _is_plain),
        broader=_links(facts, SKOS.broader),
        related=_links(facts, SKOS.related),
        replaced_by=_successor(facts),
        matches=tuple(facts.take(str(SKOS.closeMatch), _is_address)),
        kind=_own(facts, "kind"),
        swatch=_own(facts, "swatch") or None,
        lab=_lab(_own(facts, "lab"), concept_id),
        confidence=_own(facts, "confidence"),
        sources=tuple(facts.take(str(DCTERMS.source), _is_address)),
        extra=tuple(_extra(facts)),
        other=tuple(_other(facts, concept_id)),
    )


def _preferred(facts: _Facts, lang: str) -> str:
    """Preferred name in one language, of which SKOS allows one (S14)."""
    found = facts.take(str(SKOS.prefLabel), lambda value: _is_in(value, lang))
    if len(found) > 1:
        raise BadInput(
            f"two preferred names in one language: {' and '.join(found)}",
            hint="make one of them an altLabel",
        )
    return found[0] if found else ""


def _defined(facts: _Facts, lang: str) -> str:
    return facts.take_first(str(SKOS.definition), lambda value: _is_in(value, lang))


def _alternatives(facts: _Facts, predicate: str, *, hidden: bool) -> Iterator[AltLabel]:
    for value in facts.left.pop(predicate, []):
        if isinstance(value, Literal) and value.datatype is None:
            yield AltLabel(str(value), value.language or "", hidden)
        else:
            facts.left.setdefault(predicate, []).append(value)


def _links(facts: _Facts, predicate: URIRef) -> tuple[str, ...]:
    """Ids at the far end; those must be ours."""
    values = facts.left.pop(str(predicate), [])
    return tuple(_id(value) for value in values)


def _successor(facts: _Facts) -> str:
    found = facts.take(str(DCTERMS.isReplacedBy), lambda value: str(value).startswith(BASE))
    if len(found) > 1:
        raise BadInput(f"replaced by {' and by '.join(found)}", hint="name one of them")
    return found[0].removeprefix(BASE) if found else ""


def _own(facts: _Facts, key: str) -> str:
    return facts.take_first(TERMS + key, _is_plain)


def _extra(facts: _Facts) -> Iterator[tuple[str, str]]:
    for predicate in list(facts.left):
        key = predicate.removeprefix(TERMS)
        if predicate not in _OWN and key != predicate and KEY.fullmatch(key):
            yield from ((key, text) for text in facts.take(predicate, _is_plain_or_empty))


def _other(facts: _Facts, concept_id: str) -> Iterator[tuple[str, str]]:
    for predicate, values in facts.left.items():
        for value in values:
            yield _n3(URIRef(predicate)), _written(facts.graph, value, concept_id, 0)


def _written(graph: Graph, value: Node, concept_id: str, depth: int) -> str:
    """Write a value as Turtle; what has no address of its own is written out whole."""
    if not isinstance(value, BNode):
        return _n3(value)
    if depth > _DEEPEST or len(list(graph.subject_predicates(value))) != 1:
        raise BadInput(
            f"{concept_id}: something without an address is referred to twice, or too deep",
            hint="give it an address of its own",
        )
    inside = sorted(
        f"{_n3(predicate)} {_written(graph, inner, concept_id, depth + 1)}"
        for predicate, inner in graph.predicate_objects(value)
    )
    return f"[ {' ; '.join(inside)} ]"


def _n3(node: Node) -> str:
    try:
        return str(node.n3())
    except Exception as error:
        # rdflib raises the plainest of exceptions for an address with a space in it.
        raise BadInput(f"{str(node)!r} is not an address", hint="write it with %20") from error


def _is_in(value: Node, lang: str) -> bool:
    is_text = isinstance(value, Literal) and bool(str(value))
    return is_text and (getattr(value, "language", None) or "").lower() in _TAGS[lang]


def _is_plain_or_empty(value: Node) -> bool:
    return isinstance(value, Literal) and value.language is None and value.datatype is None


def _is_plain(value: Node) -> bool:
    return _is_plain_or_empty(value) and bool(str(value))


def _is_address(value: Node) -> bool:
    """Whether it is written back as it was: a link as a link, words as words."""
    looks_like_one = ADDRESS.fullmatch(str(value)) is not None
    if isinstance(value, URIRef):
        return looks_like_one
    return _is_plain_or_empty(value) and not looks_like_one


def _id(node: Node) -> str:
    if not isinstance(node, URIRef) or not str(node).startswith(BASE):
        name = "something without an address" if isinstance(node, BNode) else str(node)
        raise BadInput(
            f"{name} is not an address of ours ({BASE}...)",
            hint="give it an address such as " + BASE + "motif/butterfly",
        )
    return str(node).removeprefix(BASE)


def _lab(text: str, concept_id: str) -> tuple[float, float, float] | None:
    if not text:
        return None
    try:
        lightness, a, b = map(float, text.split())
    except ValueError as error:
        raise BadInput(f"{concept_id}: {text!r} is not a colour in CIELAB") from error
    if not all(map(isfinite, (lightness, a, b))):
        raise BadInput(f"{concept_id}: {text!r} is not a colour in CIELAB")
    return (lightness, a, b)
