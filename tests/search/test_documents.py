from dataclasses import replace

from hypothesis import given

from archive.access import allowed_uses
from archive.records import (
    Consent,
    Credit,
    Maker,
    Photograph,
    State,
    Statement,
    Tombstone,
    Work,
)
from archive.vocabulary import load_shipped
from archive.wording import Wording
from search.documents import documents_of, facets_of
from tests import strategies

VOCABULARY = load_shipped()
DAY = "2026-06-01"


def work(*uses, **more):
    consent = Consent("GIVER", "tap", "2026-01-01", frozenset(uses), given_as="owner")
    maker = Maker("m1", "person", Wording("NAME"), "place/taijiang")
    base = Work(
        "w1",
        "7",
        State.PUBLISHED,
        "2026-01-01T00:00:00Z",
        "ACCOUNT",
        "2026-01-01T00:00:00Z",
        published_at="2026-02-02T00:00:00Z",
        photographs=(Photograph("p1", "w1", "whole", "a" * 64, "a.jpg", "image/jpeg", 4, 3, 9),),
        credits=(Credit("stitched", "named", maker),),
        statements=(
            Statement("title", "NAME", "2026-01-01", "蝶帽", "zh"),
            Statement("motif", "NAME", "2026-01-01", "花蝴蝶", concept="motif/butterfly"),
            Statement("made_place", "NAME", "2026-01-01", "台江", concept="place/taijiang"),
        ),
        consents=(consent,),
        collections=("spring",),
    )
    return replace(base, **more)


def documents(of):
    return {document.audience: document for document in documents_of(of, VOCABULARY, DAY)}


def test_the_desk_finds_everything_and_the_public_what_was_agreed_to():
    found = documents(work("pictures"))

    assert found["desk"].makers == ("NAME",)
    assert "台江" in " ".join(found["desk"].places)
    assert found["public"].makers == ()
    assert found["public"].places == ()
    assert ("maker", "m1") not in found["public"].filters


def test_a_draft_is_found_on_the_desk_only():
    assert set(documents(work("pictures", state=State.DRAFT))) == {"desk"}


def test_a_work_taken_down_is_found_by_nobody():
    gone = work("pictures", state=State.WITHDRAWN, tombstone=Tombstone("asked for", "2026-05-01"))

    assert documents(gone) == {}


def test_a_concept_is_found_by_every_label_in_both_languages_and_by_what_was_said():
    document = documents(work("pictures"))["public"]

    assert {"蝴蝶纹", "butterfly"} <= set(document.concepts)
    assert "花蝴蝶" in document.description
    assert {"motif/butterfly", *VOCABULARY.broader_of("motif/butterfly")} <= {*document.concept_ids}


def test_facets_are_the_filters_and_count_each_value_once():
    document = documents(work("pictures", "village", "name"))["public"]
    facets = [(field, value) for field, value, _ in facets_of(document, VOCABULARY)]

    assert len(facets) == len(set(facets))
    assert ("motif", "motif/butterfly") in facets
    assert ("place", "place/taijiang") in facets
    assert ("maker", "m1") in facets
    assert ("collection", "spring") in facets
    assert ("availability", "not for sale") in facets


@given(strategies.works)
def test_the_index_tells_the_public_nothing_that_was_not_agreed_to(full):
    document = documents(full).get("public")
    uses = allowed_uses(full.consents, DAY)
    text = repr(document)

    assert document is None or "pictures" in uses
    assert "name" in uses or "NAME" not in text
    assert "ACCOUNT" not in text
    assert "GIVER" not in text
