import pytest

from archive.errors import BadInput
from web.handing_in import language_of, photograph_sentence, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" 、, ", []),
        ("蝴蝶", ["蝴蝶"]),
        ("蝴蝶、鱼\uff0c龙\uff1b凤;鸟\n花/草", ["蝴蝶", "鱼", "龙", "凤", "鸟", "花", "草"]),
        ("eight petal, fish", ["eight petal", "fish"]),
        ("鱼、鱼", ["鱼"]),
    ],
)
def test_several_words_in_one_box_are_told_apart(text, words):
    assert split_words(text) == words


def test_no_more_words_are_read_than_anybody_types():
    assert len(split_words("、".join(str(number) for number in range(500)))) == 20


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("蝴蝶", "en", "zh"),
        ("butterfly", "en", "en"),
        ("butterfly", "zh", "zh"),
        ("2026", "en", "zh"),
        ("蝴蝶 hat", "en", "zh"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters_and_its_page(text, page, language):
    assert language_of(text, page) == language


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("the file is not a picture of a kind we take", "不是照片"),
        ("the picture is cut off or damaged: x", "没有传完整"),
        ("the file is empty", "空的"),
        ("the file has 300 MB; at most 200 MB are taken", "太大"),
        ("the picture has 400 megapixels; at most 150 are taken", "太大"),
        ("the file holds 99 pictures; at most 16 are taken", "动图"),
        ("something new", "打不开"),
    ],
)
def test_what_is_wrong_with_a_photograph_is_said_plainly(message, words):
    assert words in photograph_sentence(BadInput(message))
