"""Concept lists as SKOS, written the same way every time; :mod:`.skos_reading` reads them.

SKOS is the W3C's vocabulary for thesauri (SKOS Reference, 2009). What it has no
word for, such as a swatch, stands under our own terms. The layout of the Turtle
is written here, one value a line and sorted, so that a change to one entry is a
change of one line; quoting, and every other form, is rdflib's.
"""

import re
from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, SKOS, Graph, Literal, URIRef

from archive.errors import BadInput
from archive.vocabulary.concept import Concept
from archive.wording import Wording

__all__ = [
    "ADDRESS",
    "BASE",
    "FORMATS",
    "KEY",
    "OWN_TERMS",
    "TERMS",
    "format_of",
    "write_concepts",
    "write_scheme",
]

#: Every concept's address is this and its id. ``.example`` is reserved
#: (RFC 2606) and never resolves: the names hold on every machine and belong
#: to no host.
BASE = "https://xiupu.example/id/"
#: Our own properties: kind, swatch, lab, confidence, and the keys of ``extra``.
TERMS = "https://xiupu.example/terms#"
OWN_TERMS = ("kind", "swatch", "lab", "confidence")
#: What the key of an extra fact, and a link among matches and sources, look like.
KEY = re.compile(r"[a-z][a-z0-9_]*")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
#: Forms a list may come and go in, with the endings of their files.
FORMATS = {"turtle": (".ttl",), "xml": (".rdf", ".xml"), "json-ld": (".jsonld", ".json")}

_PREFIXES = {"dcterms": str(DCTERMS), "skos": str(SKOS), "xt": TERMS}
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# XML 1.0, 2.2: what no document may hold, not even as a character reference.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_of(file_name: str) -> str | None:
    """Name the form a file is in by its ending; ``None`` when the ending tells none.

    Examples
    --------
    >>> format_of("words.TTL"), format_of("words.txt")
    ('turtle', None)
    """
    name = file_name.lower()
    return next((form for form, endings in FORMATS.items() if name.endswith(endings)), None)


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
    schemes = _schemes(ordered)
    if len(schemes) > 1:
        raise BadInput(f"one file holds one scheme, not {', '.join(schemes)}")
    return _turtle(ordered)


def write_concepts(concepts: Iterable[Concept], form: str = "turtle") -> bytes:
    """Concepts of any number of schemes as a file, sorted by id.

    Parameters
    ----------
    concepts
        In any order.
    form
        One of :data:`FORMATS`. Turtle has the same bytes for the same
        concepts; the others say the same, in an order of rdflib's.

    Raises
    ------
    BadInput
        As :func:`write_scheme`, or something that XML has no way to say.
    """
    text = _turtle(sorted(concepts, key=lambda concept: concept.id))
    if form == "turtle":
        return text.encode()
    if form == "xml" and (found := _NOT_IN_XML.search(text)):
        raise BadInput(f"XML cannot hold the character U+{ord(found[0]):04X}", hint="use turtle")
    try:
        return Graph().parse(data=text, format="turtle").serialize(format=form, encoding="utf-8")
    except ValueError as error:
        # A property whose address has no plain last word cannot be an element.
        raise BadInput(f"not to be said in {form}: {error}", hint="use turtle") from error


def _schemes(concepts: Iterable[Concept]) -> list[str]:
    return sorted({concept.scheme for concept in concepts})


def _turtle(ordered: list[Concept]) -> str:
    """Turtle text of sorted concepts: prefixes, the schemes, a block for each concept."""
    schemes = _schemes(ordered)
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    head += "".join(f"@prefix {scheme}: <{BASE}{scheme}/> .\n" for scheme in schemes)
    declared = "".join(f"<{BASE}{scheme}> a skos:ConceptScheme .\n" for scheme in schemes)
    parts = [head, declared] if declared else [head]
    return "\n".join([*parts, *map(_block, ordered)])


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
    if concept.replaced_by:
        yield "dcterms:isReplacedBy", _link(concept.replaced_by)
    for address in concept.matches:
        yield "skos:closeMatch", _address(address)
    yield from _terms(concept)
    for source in concept.sources:
        yield "dcterms:source", _address(source)
    for name, value in concept.other:
        yield _short(name), value


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
    for key, value in zip(OWN_TERMS, own, strict=True):
        if value:
            yield f"xt:{key}", _text(value)
    for key, value in concept.extra:
        if key in OWN_TERMS or not KEY.fullmatch(key):
            raise BadInput(f"{concept.id}: {key!r} cannot be the name of an extra fact")
        yield f"xt:{key}", _text(value)


def _text(text: str, lang: str | None = None) -> str:
    return Literal(text, lang=lang).n3()


def _link(concept_id: str) -> str:
    """Shorten the address of a concept: the scheme is the prefix."""
    return concept_id.replace("/", ":", 1)


def _address(text: str) -> str:
    """Write a link where the text can be one, else the text."""
    return URIRef(text).n3() if ADDRESS.fullmatch(text) else _text(text)


def _short(name: str) -> str:
    """Shorten a property of others where one of our prefixes fits."""
    for prefix, address in _PREFIXES.items():
        local = name.removeprefix(f"<{address}").removesuffix(">")
        if name.startswith(f"<{address}") and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return name
