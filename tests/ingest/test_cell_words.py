import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.restating import plain
from ingest.cell_words import (
    Word,
    as_written,
    harmless,
    read_text,
    read_word,
    standing_of,
    words_in,
    write_text,
    write_word,
)
from tests.sheet_strategies import texts

words = st.builds(
    Word,
    texts.map(plain).filter(bool),
    st.just("") | texts.map(plain),
    st.sampled_from(["sure", "likely", "unsure"]),
    st.just(True),
)


@given(st.lists(words, min_size=1, max_size=4, unique=True))
def test_words_written_into_a_cell_are_read_back(written):
    cell = ";".join(map(write_word, written))

    assert [read_word(each) for each in words_in(cell)] == written


@given(texts.map(plain).filter(bool))
def test_free_text_is_read_back_whatever_it_says(text):
    assert read_text(write_text(text)) == (text, "said")


@given(st.text() | texts)
def test_a_cell_made_harmless_begins_like_no_formula_and_is_read_back(cell):
    assert as_written(harmless(cell)) == cell
    assert harmless(cell)[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("龙?", Word("龙", sureness="unsure")),
        ("龙？", Word("龙", sureness="unsure")),
        ("龙～", Word("龙", sureness="likely")),
        ("蝴蝶＠左袖口 ?", Word("蝴蝶", "左袖口", "unsure")),
        ("NEW: 龙船花", Word("龙船花", is_new=True)),
        ("新：龙船花", Word("龙船花", is_new=True)),
        (r"a\@b", Word("a@b")),
        (r"what\?", Word("what?")),
        ("a\\", Word("a\\")),
    ],
)
def test_marks_are_read_as_people_type_them(cell, word):
    assert read_word(cell) == word


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("不知道", "unknown"),
        (" Unknown ", "unknown"),
        ("不願說", "will not say"),
        ("will not say", "will not say"),
        ("不知道是谁", None),
        ("", None),
    ],
)
def test_two_ways_of_saying_nothing_are_told_apart(text, standing):
    assert standing_of(text) == standing
