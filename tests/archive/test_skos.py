from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.vocabulary import PINYIN, SCHEMES, AltLabel, Concept
from archive.vocabulary.skos import format_of, write_concepts, write_scheme
from archive.vocabulary.skos_reading import parse_concepts, parse_scheme, read_scheme
from archive.wording import Wording
from tests.concept_strategies import concepts, lists, plain_words

SHIPPED = Path(__file__).parents[2] / "archive" / "vocabulary" / "lists"

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


def test_several_lists_go_into_one_file():
    sun = Concept("motif/sun", "motif", "sun", Wording("太阳纹"))
    tin = Concept("technique/tin", "technique", "tin", Wording("锡绣"))
    written = write_concepts([tin, sun]).decode()

    assert parse_scheme(written) == (sun, tin)
    assert written.count("skos:ConceptScheme") == 2


@pytest.mark.parametrize("form", ["xml", "json-ld"])
@settings(deadline=None, max_examples=50)
@given(made=lists(plain_words))
def test_every_form_says_the_same_as_turtle(form, made):
    read = parse_concepts(write_concepts(made, form), form)

    assert read.concepts == tuple(sorted(made, key=lambda concept: concept.id))


def test_what_xml_cannot_hold_is_refused_with_a_way_out():
    bell = Concept("motif/bell", "motif", "bell", Wording("铃\x07"))

    with pytest.raises(BadInput, match=r"U\+0007.*turtle"):
        write_concepts([bell], "xml")


def test_a_property_that_xml_cannot_name_is_refused():
    bell = Concept("motif/bell", "motif", "bell", Wording("铃"), other=(("<urn:a:1>", '"x"'),))

    with pytest.raises(BadInput, match="use turtle"):
        write_concepts([bell], "xml")


@pytest.mark.parametrize(
    ("name", "form"), [("a.ttl", "turtle"), ("A.RDF", "xml"), ("a.jsonld", "json-ld"), ("a", None)]
)
def test_the_ending_tells_the_form(name, form):
    assert format_of(name) == form


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
