import pytest

from search.text.tokens import pinyin_terms, positions, steps, surface_terms, whole_key


def terms(text):
    return [(step.offset, step.term) for step in steps(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蝶", [(0, "蝶")]),
        ("蝴蝶", [(0, "蝴蝶")]),
        ("蝴蝶妈", [(0, "蝴蝶"), (1, "蝶妈")]),
        ("蝴蝶 妈", [(0, "蝴蝶"), (1, "蝶妈")]),
        ("蝴蝶,妈", [(0, "蝴蝶"), (1, "蝶"), (2, "妈")]),
        ("蝴蝶mama", [(0, "蝴蝶"), (1, "蝶"), (2, "mama")]),
        ("qdn-01", [(0, "qdn"), (1, "01")]),
        ("xi'an", [(0, "xian")]),
        ("!?", []),
        ("", []),
    ],
)
def test_a_word_becomes_the_steps_it_is_matched_by(text, expected):
    assert terms(text) == expected


def test_texts_are_indexed_by_characters_pairs_words_and_stems():
    found = positions(["龍紋 Hands", "蝶"])

    assert found == {
        "龙": [0],
        "纹": [1],
        "龙纹": [0],
        "hands": [2],
        "~hand": [2],
        "蝶": [5],
    }


def test_pairs_do_not_reach_over_punctuation_or_into_the_next_text():
    found = positions(["红，绿", "蓝"])

    assert found.keys() == {"红", "绿", "蓝"}


def test_only_unusual_spellings_are_marked():
    folded = positions(["龍", "鸟"])

    assert surface_terms(["龍", "鸟"], folded) == {"=龍", "≈龙"}


def test_pinyin_reaches_parts_the_whole_and_initials():
    found = pinyin_terms(["蝴蝶妈妈"])

    assert {"hu", "die", "hudie", "mama", "hudiemama", "hdmm"} <= found


def test_umlaut_is_found_under_v_and_u():
    assert pinyin_terms(["女"]) == {"nv", "nu", "n"}


def test_a_whole_text_is_compared_without_spaces_and_signs():
    assert whole_key("Butterfly-Mother 蝴蝶！") == "butterflymother蝴蝶"
    assert whole_key("x y " * 40) == ""
