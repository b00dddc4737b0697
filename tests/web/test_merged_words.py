"""Everywhere a visitor meets a concept, one that was merged is what it became."""

import pytest

from archive.vocabulary.editing import merge
from archive.vocabulary.stored import load_vocabulary
from tests.web.conftest import said
from web.pickers import tiles


def piece(gallery, colour, *concepts):
    told = tuple(said("motif", concept=concept) for concept in concepts)
    return gallery.put(colour, statements=(said("title", colour, lang="zh"), *told))


@pytest.fixture
def merged(gallery):
    """Three pieces that say the old, the new and both, and one that says neither."""
    works = {
        "old": piece(gallery, "red", "motif/butterfly"),
        "new": piece(gallery, "blue", "motif/dragon"),
        "both": piece(gallery, "green", "motif/butterfly", "motif/dragon"),
        "other": piece(gallery, "gold", "motif/fish"),
    }
    gallery.change(merge, "motif/butterfly", "motif/dragon", "one word in this village")
    return works


def found(gallery, **query):
    return gallery.client.get("/api/v1/search", query_string=query).json


def test_the_page_of_the_new_shows_what_says_the_old(gallery, merged):
    page = gallery.page("/zh/motifs/dragon")

    assert [name for name in merged if f"/zh/works/{merged[name]}" in page] == [
        "old",
        "new",
        "both",
    ]


@pytest.mark.parametrize("value", ["dragon", "butterfly", "motif/dragon", "motif/butterfly"])
def test_both_ids_narrow_a_search_to_the_same_pieces(gallery, merged, value):
    hits = found(gallery, motif=value)["hits"]

    assert {hit["work"] for hit in hits} == {merged[name] for name in ("old", "new", "both")}


def test_words_of_both_find_the_same_pieces(gallery, merged):
    assert found(gallery, q="蝴蝶")["total"] == found(gallery, q="龙")["total"] == 3


def test_what_is_offered_to_narrow_by_names_the_new_once(gallery, merged):
    counts = {each["value"]: each["count"] for each in found(gallery)["facets"]["motif"]}

    assert counts["motif/dragon"] == 3
    assert "motif/butterfly" not in counts


def test_a_piece_that_says_both_names_one(gallery, merged):
    told = gallery.client.get(f"/api/v1/works/{merged['both']}").json

    assert [concept["id"] for concept in told["concepts"]["motif"]] == ["motif/dragon"]


def test_the_site_map_has_no_page_twice(gallery, merged):
    listed = gallery.page("/sitemap.xml")

    assert "/motifs/butterfly" not in listed
    assert listed.count("/zh/motifs/dragon</loc>") == 1


def test_what_is_offered_to_tap_is_what_stands(gallery, merged, db):
    words = load_vocabulary(db)
    offered = [tile.concept for tile in tiles("motif", [], words, ["motif/butterfly"])]

    assert "motif/butterfly" not in offered
    assert offered.count("motif/dragon") == 1
