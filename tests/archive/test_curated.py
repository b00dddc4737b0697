import pytest

from archive.changes import change
from archive.curated import all_collections, ensure_collection, load_collection, put_collection
from archive.errors import BadInput, NotFound
from archive.records import Collection
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg

SPRING = Collection("spring", Wording("春", "Spring"), Wording("文", "Text"), "curator")


def test_a_collection_comes_back_with_its_works_in_order(db):
    with change(db, "clerk") as this:
        put_collection(this, SPRING)
        works = [
            put_work(this, draft(jpeg(colour), identifier=colour, collections=("spring",))).work
            for colour in ("red", "blue", "lime")
        ]

    assert load_collection(db, "spring") == Collection(
        "spring", SPRING.title, SPRING.text, "curator", tuple(works)
    )
    assert all_collections(db) == (load_collection(db, "spring"),)


def test_the_same_words_again_change_nothing(db):
    for _ in range(2):
        with change(db, "clerk") as this:
            put_collection(this, SPRING)

    assert db.table("changes").count == 1


def test_a_collection_that_is_there_keeps_its_words(db):
    with change(db, "clerk") as this:
        put_collection(this, SPRING)
        ensure_collection(this, "spring")

    assert load_collection(db, "spring").title == SPRING.title


@pytest.mark.parametrize("slug", ["", "春", "a b", "a--b", "../a", "a" * 81, "A"])
def test_a_short_name_that_cannot_stand_in_an_address_is_refused(db, slug):
    with pytest.raises(BadInput), change(db, "clerk") as this:
        ensure_collection(this, slug)


def test_there_is_no_collection_of_another_name(db):
    with pytest.raises(NotFound):
        load_collection(db, "spring")
