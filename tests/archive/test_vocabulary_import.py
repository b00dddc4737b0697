from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from archive.changes import change
from archive.database import rehearsal
from archive.vocabulary.concept import Concept
from archive.vocabulary.importing import ListImport, import_concepts
from archive.vocabulary.skos import write_concepts
from archive.vocabulary.skos_reading import parse_concepts
from archive.vocabulary.stored import load_vocabulary, stored_concepts, vocabulary_state
from archive.wording import Wording
from tests.concept_strategies import lists, plain_words
from tests.making import rows_of


def made(slug, zh="", *, scheme="motif", **more):
    return Concept(f"{scheme}/{slug}", scheme, slug, Wording(zh or f"名{slug}"), **more)


def brought_in(db, *concepts):
    with change(db, "clerk") as this:
        return import_concepts(this, concepts, "a.ttl")


def test_new_ones_come_in_known_ones_follow_and_the_rest_stays(db):
    dragon = replace(stored_concepts(db)["motif/dragon"], note="new")
    fish = stored_concepts(db)["motif/fish"]

    done = brought_in(db, made("a", broader=("motif/dragon",)), dragon, fish)

    assert done == ListImport(("motif/a",), ("motif/dragon",), ("motif/fish",))
    assert len(stored_concepts(db)) == 352
    assert load_vocabulary(db).broader_of("motif/a")[0] == "motif/dragon"


def test_each_concept_is_logged_before_and_after(db):
    brought_in(db, made("a"))
    row = db.execute("SELECT action, kind, record, reason, before FROM changes").fetchone()

    assert row == ("import", "concept", "motif/a", "a.ttl", None)


def test_the_same_list_again_changes_nothing(db):
    brought_in(db, made("a"))
    before, state = rows_of(db, without=set()), vocabulary_state(db)

    assert brought_in(db, made("a")) == ListImport(unchanged=("motif/a",))
    assert rows_of(db, without=set()) == before
    assert vocabulary_state(db) == state


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([made("a", scheme="song")], ["no list 'song'"]),
        ([made("a", broader=("motif/nobody",))], ["motif/nobody"]),
        ([made("a", related=("technique/tin",))], ["another list"]),
        ([made("a", broader=("technique/tin",))], ["another list"]),
        ([made("a", replaced_by="technique/tin")], ["another list"]),
        ([made("a", "龙纹")], ["preferred name of motif/dragon"]),
        ([made("a", "同"), made("b", "同")], ["name of motif/b", "name of motif/a"]),
        (
            [made("a", broader=("motif/b",)), made("b", broader=("motif/a",))],
            ["broader than itself", "broader than itself"],
        ),
        ([made("a", broader=("motif/a",))], ["broader than itself"]),
        (
            [made("a", replaced_by="motif/b"), made("b", replaced_by="motif/a")],
            ["broader than itself", "broader than itself"],
        ),
        # Merged into its own kind, what lies between would hang on itself.
        (
            [
                made("a", replaced_by="motif/c"),
                made("b", broader=("motif/a",)),
                made("c", broader=("motif/b",)),
            ],
            ["broader than itself"] * 3,
        ),
        # What hangs on one that fails falls with it.
        (
            [made("a", broader=("motif/nobody",)), made("b", broader=("motif/a",))],
            ["motif/nobody", "motif/a, which is in no list"],
        ),
    ],
)
def test_what_cannot_stand_is_left_out_and_named(db, bad, words):
    done = brought_in(db, *bad, made("z"))

    assert done.added == ("motif/z",)
    assert len(done.failed) == len(words)
    for error, word in zip(done.failed, words, strict=True):
        assert word in error.message
        assert error.hint
        assert error.file == "a.ttl"
    assert len(stored_concepts(db)) == 352


def test_two_that_were_merged_may_have_one_name(db):
    assert brought_in(db, made("a", "龙纹", replaced_by="motif/dragon")).failed == ()


def everything_of(db):
    return list(stored_concepts(db).values())


# The fixture is one database for all examples; each is taken back.
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=lists())
def test_a_list_that_goes_through_an_empty_archive_comes_out_the_same_bytes(db, made):
    written = write_concepts(made)
    with rehearsal(db):
        db.execute("DELETE FROM concepts")
        done = brought_in(db, *parse_concepts(written, "turtle").concepts)
        again = write_concepts(everything_of(db))

    assert done.failed == ()
    assert again == written


@pytest.mark.parametrize("form", ["xml", "json-ld"])
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=lists(plain_words))
def test_the_other_forms_bring_the_same_concepts(db, form, made):
    with rehearsal(db):
        db.execute("DELETE FROM concepts")
        brought_in(db, *parse_concepts(write_concepts(made, form), form).concepts)
        arrived = everything_of(db)

    assert write_concepts(arrived) == write_concepts(made)
