import json

import pytest

from archive.errors import BadInput
from archive.vocabulary.concept import AltLabel
from archive.vocabulary.skos import write_scheme
from archive.vocabulary.skos_reading import parse_concepts, parse_scheme, read_scheme
from archive.wording import Wording

PREFIXES = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix xt: <https://xiupu.example/terms#> .
    @prefix m: <https://xiupu.example/id/motif/> .
"""
#: Ten entities, each ten times the one before.
BOMB = (
    '<!DOCTYPE a [<!ENTITY e0 "lollollollollollol">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&e9;</a>"
)
SKOS = "http://www.w3.org/2004/02/skos/core#"


def parsed(body):
    return parse_scheme(f"{PREFIXES} m:sun a skos:Concept ; {body} .")[0]


@pytest.mark.parametrize(
    ("body", "name", "value"),
    [
        ('skos:notation "24A"', "notation", '"24A"'),
        ('skos:prefLabel "Sonne"@de', "prefLabel", '"Sonne"@de'),
        ('skos:prefLabel "sun"', "prefLabel", '"sun"'),
        ('skos:scopeNote "on hats"@en', "scopeNote", '"on hats"@en'),
        ("skos:exactMatch <https://a.example/1>", "exactMatch", "<https://a.example/1>"),
        ('skos:closeMatch "https://a.example/1"', "closeMatch", '"https://a.example/1"'),
        ("skos:closeMatch <urn:a>", "closeMatch", "<urn:a>"),
        ("skos:note [ xt:b 'c', 'a' ]", "note", None),
    ],
)
def test_a_statement_without_a_field_is_kept_and_written_again(body, name, value):
    concept = parsed(body)
    if value is None:
        term = "<https://xiupu.example/terms#b>"
        value = f'[ {term} "a" ; {term} "c" ]'

    assert concept.other == ((f"<{SKOS}{name}>", value),)
    assert parse_scheme(write_scheme([concept])) == (concept,)


def test_the_second_of_what_there_is_one_of_is_kept_beside_it():
    concept = parsed('skos:definition "b"@en, "a"@en ; xt:kind "y", "x" ; skos:scopeNote "n", "m"')

    assert (concept.definition.en, concept.kind, concept.note) == ("a", "x", "m")
    assert {value for _, value in concept.other} == {'"b"@en', '"y"', '"n"'}


def test_names_in_any_language_and_in_none_are_names():
    concept = parsed('skos:altLabel "Sonne"@de, "hnaib" ; skos:hiddenLabel "son"@en')

    assert concept.alternatives == (
        AltLabel("Sonne", "de"),
        AltLabel("hnaib", ""),
        AltLabel("son", "en", hidden=True),
    )


def test_chinese_without_a_script_is_simplified():
    assert parsed('skos:prefLabel "太阳纹"@zh, "太陽紋"@zh-TW').label == Wording("太阳纹")


def test_what_a_concept_became_is_read():
    assert parsed("dcterms:isReplacedBy m:star").replaced_by == "motif/star"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('skos:prefLabel "太阳"@zh, "日头"@zh-Hans', "two preferred names"),
        ("skos:broader <https://elsewhere.example/star>", "elsewhere.example"),
        ("skos:related [ ]", "without an address"),
        ("dcterms:isReplacedBy m:star, m:moon", "replaced by"),
        ('xt:lab "red"', "CIELAB"),
        ('xt:lab "nan 0 0"', "CIELAB"),
        ("skos:note _:a ; skos:example _:a", "twice"),
    ],
)
def test_what_cannot_be_taken_is_named(body, words):
    with pytest.raises(BadInput, match=words) as caught:
        parsed(body)
    assert caught.value.hint or "CIELAB" in words


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "motif.ttl"
    path.write_text("not turtle at all", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_scheme(path)
    assert caught.value.file == "motif.ttl"


def test_one_bad_concept_does_not_stop_the_others():
    turtle = f"""{PREFIXES}
        m:sun a skos:Concept ; skos:prefLabel "太阳纹"@zh .
        <https://elsewhere.example/sun> a skos:Concept .
        m:BAD a skos:Concept .
        [] a skos:Concept .
    """
    read = parse_concepts(turtle, "turtle", "a.ttl")

    assert [concept.id for concept in read.concepts] == ["motif/sun"]
    assert [error.file for error in read.failed] == ["a.ttl"] * 3


def test_statements_about_no_concept_are_counted():
    turtle = f"""{PREFIXES}
        <https://xiupu.example/id/motif> a skos:ConceptScheme ; skos:prefLabel "Motifs"@en .
        m:sun a skos:Concept .
    """

    assert parse_concepts(turtle, "turtle").passed_over == 1


def test_a_short_address_is_one_of_ours_and_no_path_of_this_machine():
    turtle = "<motif/sun> a <http://www.w3.org/2004/02/skos/core#Concept> ."

    assert parse_scheme(turtle)[0].id == "motif/sun"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("turtle", "<a> <b> ."),
        ("turtle", "(" * 5000),
        ("xml", "<rdf"),
        ("xml", BOMB),
        ("json-ld", "{"),
        ("json-ld", "[" * 100_000),
        ("json-ld", '{"@context": {"a": {"@id": []}}, "a": 1}'),
    ],
)
def test_a_file_in_disorder_is_bad_input(form, text):
    with pytest.raises(BadInput, match=r"^not "):
        parse_concepts(text, form)


@pytest.mark.parametrize("wrapped", [False, True])
def test_nothing_is_fetched_for_a_file(wrapped):
    document = {"@context": "https://elsewhere.example/context", "@id": "motif/sun"}
    text = json.dumps({"@graph": [document]} if wrapped else document)

    with pytest.raises(BadInput, match="another machine"):
        parse_concepts(text, "json-ld")


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


def test_xml_does_not_bring_in_other_files(tmp_path):
    (tmp_path / "secret").write_text("do not tell")
    xml = f"""<!DOCTYPE a [<!ENTITY other SYSTEM "{(tmp_path / "secret").as_uri()}">]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{SKOS}">
        <skos:Concept rdf:about="motif/sun"><skos:note>&other;</skos:note></skos:Concept>
        </rdf:RDF>"""

    assert "do not tell" not in repr(parse_concepts(xml, "xml"))
