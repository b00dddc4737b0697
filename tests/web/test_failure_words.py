import pytest

from archive.errors import BadInput
from ingest.failures import Cause
from ingest.importing import Failure
from web.failure_words import SENTENCES, column_title, failure_sentence, sheet_sentence
from web.translating import translate

WORD = Failure("a.jpg", 3, "motifs", "'蝴碟' is not in the vocabulary of motifs", "", "蝴碟", "")


def test_every_cause_has_its_sentence():
    assert set(SENTENCES) | {Cause.PHOTOGRAPH} == set(Cause)


@pytest.mark.parametrize("cause", SENTENCES)
def test_every_sentence_has_its_english(cause):
    values = {"value": "1", "values": "2", "nearest": "3", "error": "4"}

    english = translate(SENTENCES[cause], "en", **values)

    assert english != SENTENCES[cause] % values
    assert english.isprintable()


def test_a_word_close_to_a_known_one_is_asked_for():
    near = Failure("a.jpg", 3, "motifs", WORD.error, "", "蝴碟", "蝴蝶纹")

    assert failure_sentence(near, "zh").startswith("词表里没有“蝴碟”。是不是“蝴蝶纹”？")
    assert failure_sentence(WORD, "zh").endswith("就写成“新:蝴碟”。")


def test_a_photograph_is_complained_of_as_in_the_studio():
    empty = Failure("a.jpg", 3, None, "the file is empty", "send the file again")

    assert failure_sentence(empty, "zh") == "照片是空的。请再选一次。"


def test_a_percent_sign_in_a_cell_is_only_a_sign():
    odd = Failure("a.jpg", 3, "motifs", WORD.error, "", "100%(x)s", "")

    assert "100%(x)s" in failure_sentence(odd, "zh")


def test_a_surprise_is_told_as_it_is():
    odd = Failure("a.jpg", 3, None, "unexpected: KeyError", "")

    assert failure_sentence(odd, "zh") == "没有收下：unexpected: KeyError"


def test_a_sheet_without_rows_is_told_so():
    assert sheet_sentence(BadInput("the sheet has no rows"), "zh") == "表里一行作品也没有。"


@pytest.mark.parametrize(
    ("key", "lang", "title"),
    [
        ("motifs", "zh", "花样"),
        ("motifs", "en", "motifs"),
        ("meaning.2", "zh", "寓意.2"),
        ("motifs_by.2", "zh", "花样谁讲的.2"),
        ("no such", "zh", "no such"),
    ],
)
def test_a_column_is_called_as_in_the_template(key, lang, title):
    assert column_title(key, lang) == title
