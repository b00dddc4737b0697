import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.folding import even_out, fold, pinyin_forms, pinyin_syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龍紋", "龙纹"),
        ("繡花", "绣花"),
        ("綉花", "绣花"),
        ("乾", "乾隆"[0]),
        ("Ｈｍｕｂ", "hmub"),
        ("húdié", "HUDIE"),
        ("lǜ", "lu"),
        ("蝴蝶　妈妈", "蝴蝶 妈妈"),
        ("a\u200bb", "ab"),
        (" a \n b ", "a b"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


def test_a_character_alone_folds_as_it_does_inside_a_phrase():
    assert fold("乾") in fold("乾隆")


def test_miao_letters_keep_their_vowel_signs():
    word = "\U00016f04\U00016f57"

    assert fold(word) == word


def test_folding_an_empty_text_gives_an_empty_text():
    assert fold("") == fold(" \n") == ""


def test_nul_and_lone_surrogates_fold_to_nothing_that_hurts():
    assert fold("a\x00b\ud800c") == "a bc"


def test_evening_out_keeps_script_and_accents():
    assert even_out("Ｍiao 龍 É") == "miao 龍 é"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_what_is_evened_out_folds_as_before(text):
    assert fold(even_out(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("蝴蝶妈妈", ("hudiemama", "hdmm")),
        ("蝴蝶媽媽", ("hudiemama", "hdmm")),
        ("龙", ("long", "l")),
        ("绿", ("lv", "lu", "l")),
        ("butterfly", ()),
        ("", ()),
        ("Hmub 蝴蝶", ("hudie", "hd")),
    ],
)
def test_chinese_labels_have_joined_pinyin_and_initials(text, forms):
    assert pinyin_forms(text) == forms


def test_each_run_of_chinese_has_its_own_syllables():
    assert pinyin_syllables("蝴蝶 x 龙") == (("hu", "die"), ("long",))
