"""How merged concepts lead on, in a vocabulary and in the tables."""

import pytest
from hypothesis import given

from archive.vocabulary import Vocabulary
from archive.vocabulary.concept import AltLabel, Concept
from archive.wording import Wording
from tests.concept_strategies import lists


def named(slug, zh, *, broader=(), related=(), into=""):
    links = {"broader": tuple(broader), "related": tuple(related)}
    return Concept(f"motif/{slug}", "motif", slug, Wording(zh), **links, replaced_by=into)


ROOT = named("motif", "花样")
BIRD = named("bird", "鸟", broader=["motif/motif"])
FOWL = named("fowl", "禽", broader=["motif/motif"], related=["motif/moon"], into="motif/bird")
HEN = named("hen", "鸡", broader=["motif/fowl"], related=["motif/fowl"])
FEATHERED = named("feathered", "羽族", into="motif/fowl")
WORDS = Vocabulary([ROOT, BIRD, FOWL, HEN, FEATHERED])


@pytest.mark.parametrize("old", ["motif/fowl", "motif/feathered"])
def test_an_old_id_leads_to_what_it_became(old):
    assert WORDS.get(old) == BIRD
    assert WORDS.concept(old) == BIRD
    assert WORDS.find("motif", old) == BIRD
    assert WORDS.find("motif", old.removeprefix("motif/")) == BIRD
    assert WORDS.labels(old) == ("鸟",)
    assert WORDS.broader_of(old) == ("motif/bird", "motif/motif")
    assert WORDS.narrower_of(old) == WORDS.children(old) == ("motif/hen",)


def test_a_merged_concept_is_no_entry_any_more():
    assert len(WORDS) == 3
    assert [c.id for c in WORDS.scheme("motif")] == ["motif/motif", "motif/bird", "motif/hen"]
    assert WORDS.find("motif", "禽") is None
    assert WORDS.former_of("motif/bird") == ("motif/feathered", "motif/fowl")


def test_what_was_narrower_and_related_moves_along():
    hen = WORDS.concept("motif/hen")

    assert (hen.broader, hen.related) == (("motif/bird",), ("motif/bird",))
    assert WORDS.broader_of("motif/hen") == ("motif/bird", "motif/motif")


def test_a_link_to_what_a_concept_took_in_is_none_to_itself():
    owl = named("owl", "鸮", related=["motif/old-owl"])
    old = named("old-owl", "枭", broader=["motif/owl"], into="motif/owl")

    assert Vocabulary([owl, old]).concept("motif/owl").related == ()


def test_a_ring_of_merges_loses_nobody():
    one, other = named("a", "甲", into="motif/b"), named("b", "乙", into="motif/a")

    assert len(Vocabulary([one, other])) == 2


def test_a_merge_into_a_concept_that_is_not_there_is_passed_over():
    assert Vocabulary([FOWL]).get("motif/fowl") == FOWL


@given(lists())
def test_every_id_leads_to_an_entry_that_stands(made):
    words = Vocabulary(made)

    assert {words.concept(concept.id).id for concept in made} == {c.id for c in words}
    assert all(words.concept(above).id == above for c in made for above in words.broader_of(c.id))


def test_an_alternative_of_what_was_merged_is_not_found_by_it_alone():
    old = Concept(
        "motif/old",
        "motif",
        "old",
        Wording("旧"),
        alternatives=(AltLabel("老", "zh"),),
        replaced_by="motif/bird",
    )

    assert Vocabulary([BIRD, old]).find("motif", "老") is None
