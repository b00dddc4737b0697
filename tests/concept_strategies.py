"""Concepts for property tests: alone, and as lists that hold together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from rdflib import Literal

from archive.vocabulary import PINYIN, AltLabel, Concept
from archive.wording import Wording

_SKOS = "http://www.w3.org/2004/02/skos/core#"

slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
ids = slugs.map("motif/{}".format)
#: Turtle has no place for lone surrogates, and U+0000 is in no text of ours.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
#: What every form can say, XML too.
plain_words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12) | (
    st.sampled_from(["a\nb", "a\r\nb", "\t", '"""', "\\", "</b>&amp;", "]]>"])
)
addresses = st.sampled_from(
    ["https://a.example/x(1)?q=%20", "a page, seen 2026", "http://b.example"]
)

#: Statements a concept has no field for, as they are kept.
foreign = st.sampled_from(
    [
        (f"<{_SKOS}exactMatch>", "<https://a.example/1>"),
        (f"<{_SKOS}notation>", '"25F711"'),
        (f"<{_SKOS}prefLabel>", '"Schmetterling"@de'),
        (f"<{_SKOS}prefLabel>", '"kab bax"'),
        (f"<{_SKOS}altLabel>", "<https://a.example/label>"),
        (f"<{_SKOS}definition>", '"Ein Tier."@de'),
        (f"<{_SKOS}scopeNote>", '"only on hats"@en'),
        (f"<{_SKOS}topConceptOf>", "<https://xiupu.example/id/motif>"),
        ("<http://purl.org/dc/terms/isReplacedBy>", "<https://a.example/2>"),
        ("<http://purl.org/dc/terms/created>", '"2026"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<https://a.example/Motif>"),
        ("<https://xiupu.example/terms#Colour>", '"red"@en'),
        (
            f"<{_SKOS}historyNote>",
            '[ <https://a.example/by> [ <https://a.example/name> "x" ] ;'
            ' <https://a.example/on> "2026" ]',
        ),
    ]
)


@st.composite
def concepts(draw: st.DrawFn, texts: st.SearchStrategy[str] = words) -> Concept:
    """One concept with anything in its fields."""
    slug = draw(slugs)
    wordings = st.builds(Wording, texts, texts)
    tags = st.sampled_from(["zh", "en", "de", "hmn-Latn", "", PINYIN])
    names = st.builds(AltLabel, texts, tags, st.booleans())
    numbers = st.floats(-128, 128)
    example = texts.map(lambda text: (f"<{_SKOS}example>", Literal(text, lang="fr").n3()))
    return Concept(
        id=f"motif/{slug}",
        scheme="motif",
        slug=slug,
        label=draw(wordings),
        label_hant=draw(texts),
        alternatives=tuple(draw(st.lists(names, max_size=4))),
        definition=draw(wordings),
        note=draw(texts),
        broader=tuple(draw(st.lists(ids, max_size=2))),
        related=tuple(draw(st.lists(ids, max_size=2))),
        matches=tuple(draw(st.lists(addresses, max_size=2))),
        kind=draw(texts),
        swatch=draw(st.none() | st.just("#1F3A6E")),
        lab=draw(st.none() | st.tuples(numbers, numbers, numbers)),
        confidence=draw(st.sampled_from("ABCGS")),
        sources=tuple(draw(st.lists(addresses, max_size=2))),
        extra=tuple(
            draw(st.lists(st.tuples(st.sampled_from(["dye", "region"]), texts), max_size=3))
        ),
        replaced_by=draw(st.just("") | ids),
        other=tuple(draw(st.lists(foreign | example, max_size=3))),
    )


@st.composite
def lists(draw: st.DrawFn, texts: st.SearchStrategy[str] = words) -> list[Concept]:
    """Concepts of two schemes that could stand in a catalogue together."""
    made: list[Concept] = []
    drawn = draw(st.lists(concepts(texts), max_size=6, unique_by=lambda concept: concept.id))
    for number, concept in enumerate(drawn):
        scheme = draw(st.sampled_from(["motif", "technique"]))
        # Only what came before can be broader, so there is no ring.
        near = [other.id for other in made if other.scheme == scheme]
        some = st.lists(st.sampled_from(near), max_size=2) if near else st.just([])
        made.append(
            replace(
                concept,
                id=f"{scheme}/{concept.slug}",
                scheme=scheme,
                # A different ending for each, so that no two prefer the same name.
                label=Wording(*(f"{text}#{number}" for text in (concept.label.zh, ""))),
                label_hant=f"{concept.label_hant}#{number}",
                broader=tuple(draw(some)),
                related=tuple(draw(some)),
                replaced_by=draw(st.sampled_from(["", *near])),
            )
        )
    return made
