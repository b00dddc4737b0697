from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.skos import parse_scheme, read_scheme, write_scheme
from archive.vocabulary import PINYIN, SCHEMES, AltLabel, Concept
from archive.wording import Wording

SHIPPED = Path(__file__).parents[2] / "archive" / "vocabularies"

slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
ids = slugs.map("motif/{}".format)
# Turtle has no place for lone surrogates, and U+0000 is in no text of ours.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
filled = words.filter(bool)
wordings = st.builds(Wording, words, words)
addresses = st.sampled_from(
    ["https://a.example/x(1)?q=%20", "a page, seen 2026", "http://b.example"]
)


@st.composite
def concepts(draw: st.DrawFn) -> Concept:
    slug = draw(slugs)
    names = st.builds(AltLabel, words, st.sampled_from(["zh", "en", PINYIN]), st.booleans())
    numbers = st.floats(-128, 128)
    return Concept(
        id=f"motif/{slug}",
        scheme="motif",
        slug=slug,
        label=draw(wordings),
        label_hant=draw(words),
        alternatives=tuple(draw(st.lists(names, max_size=4))),
        definition=draw(wordings),
        note=draw(words),
        broader=tuple(draw(st.lists(ids, max_size=2))),
        related=tuple(draw(st.lists(ids, max_size=2))),
        matches=tuple(draw(st.lists(addresses, max_size=2))),
        kind=draw(words),
        swatch=draw(st.none() | st.just("#1F3A6E")),
        lab=draw(st.none() | st.tuples(numbers, numbers, numbers)),
        confidence=draw(st.sampled_from("ABCGS")),
        sources=tuple(draw(st.lists(addresses, max_size=2))),
        extra=tuple(
            draw(st.lists(st.tuples(st.sampled_from(["dye", "region"]), words), max_size=3))
        ),
    )


schemes = st.lists(concepts(), max_size=4, unique_by=lambda concept: concept.id)


# The first parse loads rdflib's grammar, which is slower than the rest.
@settings(deadline=None)
@given(schemes)
def test_what_was_written_reads_back_equal(made):
    expected = tuple(sorted(made, key=lambda concept: concept.id))

    assert parse_scheme(write_scheme(made)) == expected


@given(schemes)
def test_the_order_of_concepts_does_not_change_the_text(made):
    assert write_scheme(made) == write_scheme(reversed(made))


def test_the_order_of_names_does_not_change_the_text():
    names = (AltLabel("蝶", "zh"), AltLabel("hudie", PINYIN, hidden=True), AltLabel("蝶纹", "zh"))
    one = Concept("motif/b", "motif", "b", Wording("蝴蝶纹"), alternatives=names)
    other = Concept("motif/b", "motif", "b", Wording("蝴蝶纹"), alternatives=names[::-1])

    assert write_scheme([one]) == write_scheme([other])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_shipped_file_is_exactly_as_we_would_write_it(scheme):
    path = SHIPPED / f"{scheme}.ttl"

    assert write_scheme(read_scheme(path)) == path.read_text(encoding="utf-8")


def test_statements_without_a_field_are_passed_over():
    turtle = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://xiupu.example/id/motif/sun> a skos:Concept ;
            skos:prefLabel "太阳纹"@zh, "sun"@en, "Sonne"@de ;
            skos:notation "24A" .
    """

    assert parse_scheme(turtle) == (Concept("motif/sun", "motif", "sun", Wording("太阳纹", "sun")),)


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "motif.ttl"
    path.write_text("not turtle at all", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_scheme(path)
    assert caught.value.file == "motif.ttl"


def test_a_file_that_is_not_utf8_is_bad_input():
    with pytest.raises(BadInput):
        parse_scheme("@prefix x: <urn:绣> .".encode("gb18030"))


def test_a_concept_of_another_archive_is_refused():
    turtle = """
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://elsewhere.example/sun> a skos:Concept .
    """

    with pytest.raises(BadInput, match=r"elsewhere\.example"):
        parse_scheme(turtle)


def test_one_file_holds_one_scheme():
    sun = Concept("motif/sun", "motif", "sun", Wording("太阳纹"))
    tin = Concept("technique/tin", "technique", "tin", Wording("锡绣"))

    with pytest.raises(BadInput, match="motif, technique"):
        write_scheme([sun, tin])


@pytest.mark.parametrize("key", ["kind", "two words", ""])
def test_an_extra_fact_needs_a_name_of_its_own(key):
    sun = Concept("motif/sun", "motif", "sun", Wording("太阳纹"), extra=((key, "x"),))

    with pytest.raises(BadInput, match="extra"):
        write_scheme([sun])
