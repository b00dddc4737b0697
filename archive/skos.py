"""Concept lists as SKOS in Turtle: read, and written the same way every time.

SKOS is the W3C's vocabulary for thesauri (SKOS Reference, 2009). What it has no
word for, such as a swatch, stands under our own terms. The layout is written
here, one value a line and sorted, so that a change to one entry is a change of
one line; reading and quoting are rdflib's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from archive.concept import AltLabel, Concept
from archive.errors import BadInput
from archive.wording import Wording

__all__ = ["BASE", "TERMS", "parse_scheme", "read_scheme", "write_scheme"]

#: Every concept's address is this and its id. ``.example`` is reserved
#: (RFC 2606) and never resolves: the names hold on every machine and belong
#: to no host.
BASE = "https://xiupu.example/id/"
#: Our own properties: kind, swatch, lab, confidence, and the keys of ``extra``.
TERMS = "https://xiupu.example/terms#"

_HEAD = f"""\
@prefix dcterms: <{DCTERMS}> .
@prefix skos: <{SKOS}> .
@prefix xt: <{TERMS}> .
"""
_OWN = ("kind", "swatch", "lab", "confidence")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_TAGS = {"zh-hans": "zh", "zh-cn": "zh", "zh": "zh", "zh-hant": "hant", "zh-tw": "hant", "en": "en"}
_Values = dict[str, list[Node]]


def read_scheme(path: Path) -> tuple[Concept, ...]:
    """Concepts of a Turtle file, by id.

    Parameters
    ----------
    path
        A file as :func:`write_scheme` writes it. Statements that a concept
        has no field for are passed over.

    Raises
    ------
    BadInput
        Not Turtle, or a concept whose address is not under :data:`BASE`.
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
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=turtle, format="turtle")
    except (SyntaxError, UnicodeDecodeError) as error:
        raise BadInput(f"not Turtle: {error}", file=source or None) from error
    subjects = set(graph.subjects(RDF.type, SKOS.Concept))
    concepts = [_concept(_id(subject, source), _values(graph, subject)) for subject in subjects]
    return tuple(sorted(concepts, key=lambda concept: concept.id))


def write_scheme(concepts: Iterable[Concept]) -> str:
    """Turtle text of one scheme, sorted by id.

    Parameters
    ----------
    concepts
        All of one scheme, in any order.

    Raises
    ------
    BadInput
        Concepts of several schemes, or an ``extra`` whose key is not a plain
        word or is one of our own properties.
    """
    ordered = sorted(concepts, key=lambda concept: concept.id)
    schemes = {concept.scheme for concept in ordered}
    if len(schemes) > 1:
        raise BadInput(f"one file holds one scheme, not {', '.join(sorted(schemes))}")
    head = [f"@prefix {s}: <{BASE}{s}/> .\n\n<{BASE}{s}> a skos:ConceptScheme .\n" for s in schemes]
    return _HEAD + "\n".join([*head, *map(_block, ordered)])


def _block(concept: Concept) -> str:
    """One concept: a line for each value."""
    lines = [f"{_link(concept.id)} a skos:Concept", f"    skos:inScheme <{BASE}{concept.scheme}>"]
    lines += [f"    {name} {value}" for name, value in _statements(concept)]
    return " ;\n".join(lines) + " .\n"


def _statements(concept: Concept) -> Iterator[tuple[str, str]]:
    yield from _names(concept)
    yield from _wording("skos:definition", concept.definition)
    if concept.note:
        yield "skos:scopeNote", _text(concept.note)
    for other in concept.broader:
        yield "skos:broader", _link(other)
    for other in concept.related:
        yield "skos:related", _link(other)
    for address in concept.matches:
        yield "skos:closeMatch", _address(address)
    yield from _terms(concept)
    for source in concept.sources:
        yield "dcterms:source", _address(source)


def _names(concept: Concept) -> Iterator[tuple[str, str]]:
    yield from _wording("skos:prefLabel", concept.label)
    if concept.label_hant:
        yield "skos:prefLabel", _text(concept.label_hant, "zh-Hant")
    for name in sorted(concept.alternatives, key=lambda a: (a.hidden, a.lang, a.text)):
        yield f"skos:{'hidden' if name.hidden else 'alt'}Label", _text(name.text, name.lang)


def _wording(name: str, wording: Wording) -> Iterator[tuple[str, str]]:
    if wording.zh:
        yield name, _text(wording.zh, "zh-Hans")
    if wording.en:
        yield name, _text(wording.en, "en")


def _terms(concept: Concept) -> Iterator[tuple[str, str]]:
    lab = " ".join(map(repr, concept.lab)) if concept.lab else ""
    own = (concept.kind, concept.swatch, lab, concept.confidence)
    for key, value in zip(_OWN, own, strict=True):
        if value:
            yield f"xt:{key}", _text(value)
    for key, value in concept.extra:
        if key in _OWN or not _KEY.fullmatch(key):
            raise BadInput(f"{concept.id}: {key!r} cannot be the name of an extra fact")
        yield f"xt:{key}", _text(value)


def _text(text: str, lang: str | None = None) -> str:
    return Literal(text, lang=lang).n3()


def _link(concept_id: str) -> str:
    """Shorten the address of a concept: the scheme is the prefix."""
    return concept_id.replace("/", ":", 1)


def _address(text: str) -> str:
    """Write a link where the text can be one, else the text."""
    return URIRef(text).n3() if _ADDRESS.fullmatch(text) else _text(text)


def _id(subject: Node, source: str) -> str:
    address = str(subject)
    if not address.startswith(BASE):
        raise BadInput(f"{address} is not an address of ours ({BASE}...)", file=source or None)
    return address.removeprefix(BASE)


def _values(graph: Graph, subject: Node) -> _Values:
    values: _Values = defaultdict(list)
    for predicate, value in graph.predicate_objects(subject):
        values[str(predicate)].append(value)
    return values


def _concept(concept_id: str, values: _Values) -> Concept:
    scheme, _, slug = concept_id.partition("/")
    labels = _by_language(values[str(SKOS.prefLabel)])
    meaning = _by_language(values[str(SKOS.definition)])
    own = {key: "".join(_texts(values[TERMS + key])[:1]) for key in _OWN}
    return Concept(
        id=concept_id,
        scheme=scheme,
        slug=slug,
        label=Wording(labels.get("zh", ""), labels.get("en", "")),
        label_hant=labels.get("hant", ""),
        alternatives=(
            *_alternatives(values[str(SKOS.altLabel)], hidden=False),
            *_alternatives(values[str(SKOS.hiddenLabel)], hidden=True),
        ),
        definition=Wording(meaning.get("zh", ""), meaning.get("en", "")),
        note="\n".join(_texts(values[str(SKOS.scopeNote)])),
        broader=tuple(_id(value, "") for value in values[str(SKOS.broader)]),
        related=tuple(_id(value, "") for value in values[str(SKOS.related)]),
        matches=tuple(_texts(values[str(SKOS.closeMatch)])),
        kind=own["kind"],
        swatch=own["swatch"] or None,
        lab=_lab(own["lab"]),
        confidence=own["confidence"],
        sources=tuple(_texts(values[str(DCTERMS.source)])),
        extra=tuple(_extra(values)),
    )


def _texts(values: list[Node]) -> list[str]:
    return sorted(str(value) for value in values)


def _by_language(values: list[Node]) -> dict[str, str]:
    """First text of each language we hold, by our own short names."""
    found: dict[str, str] = {}
    for value in sorted(v for v in values if isinstance(v, Literal)):
        tag = _TAGS.get((value.language or "").lower())
        if tag:
            found.setdefault(tag, str(value))
    return found


def _alternatives(values: list[Node], *, hidden: bool) -> Iterator[AltLabel]:
    for value in values:
        if isinstance(value, Literal):
            yield AltLabel(str(value), value.language or "zh", hidden)


def _lab(text: str) -> tuple[float, float, float] | None:
    if not text:
        return None
    lightness, a, b = map(float, text.split())
    return (lightness, a, b)


def _extra(values: _Values) -> Iterator[tuple[str, str]]:
    for predicate, nodes in values.items():
        key = predicate.removeprefix(TERMS)
        if key != predicate and key not in _OWN:
            yield from ((key, str(node)) for node in nodes)
