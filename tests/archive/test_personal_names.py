import pytest

from archive.erasing.names import Names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("李阿姨和石阿婆", "〔…〕和石阿婆"),
        ("by LI AYI.", "by 〔…〕."),
        ("Li-Ayi_01.jpg", "〔…〕_01.jpg"),
        ("Gali ayin", "Gali ayin"),
        ("由Li Ayi绣", "由〔…〕绣"),
        ("https://a.cn/%E6%9D%8E%E9%98%BF%E5%A7%A8", "https://a.cn/〔…〕"),
        ("", ""),
        ("李 阿姨、李　阿　姨", "〔…〕、〔…〕"),
        ("ＬＩ Ａｙｉ绣", "〔…〕绣"),
        ("Li\u0301 Āyí 3.jpg", "〔…〕 3.jpg"),
    ],
)
def test_names_are_cut_out_of_texts_and_nothing_else_is(text, left):
    assert Names(["李阿姨", "Li Ayi"]).out_of(text) == left


def test_a_name_is_cut_out_in_either_script():
    simplified, traditional = Names(["王小龙"]), Names(["王小龍"])

    assert (
        simplified.out_of("王小龍、王小龙")
        == traditional.out_of("王小龙、王小龍")
        == "〔…〕、〔…〕"
    )
    assert "王小龍" in simplified
    assert simplified.may_be_in("王小龍绣")
    assert simplified.is_in_bytes("作者 王小龍".encode())
    assert traditional.is_in_bytes("作者 王小龙".encode("gb18030"))


def test_a_name_of_dots_and_blanks_is_found_nowhere():
    assert Names(["李阿姨", "··", "\u200b\u200b"]).out_of("李阿姨的帽") == "〔…〕的帽"
    assert Names(["Li·Ayi"]).out_of("Li Ayi, Li·Ayi") == "〔…〕, 〔…〕"


def test_a_longer_name_is_kept_in_either_script():
    assert Names(["小龙"], kept=["王小龙"]).out_of("王小龍和小龍") == "王小龍和〔…〕"


def test_a_name_of_one_character_is_only_a_name_where_names_stand():
    names = Names(["花"])

    assert "花" in names
    assert names.out_of("桃花") == "桃花"


def test_the_longest_name_is_cut_first():
    assert Names(["小花", "李小花"]).out_of("李小花，小花") == "〔…〕，〔…〕"


def test_a_longer_name_of_somebody_else_is_kept():
    names = Names(["李小"], kept=["李小花", "王五"])

    assert names.is_part_of("李小花")
    assert not names.is_part_of("李小")
    assert names.out_of("李小花和李小") == "李小花和〔…〕"


def test_a_word_of_the_list_is_cut_nowhere_but_is_still_a_name():
    names = Names(["蝴蝶"], only_in_name_fields=["蝴蝶"])

    assert names.out_of("蝴蝶帽") == "蝴蝶帽"
    assert "蝴蝶" in names


def test_nobody_has_no_name():
    names = Names(["", " "])

    assert "" not in names
    assert names.out_of("李阿姨") == "李阿姨"
    assert not names.may_be_in("李阿姨")


def test_json_is_gone_through_to_the_bottom():
    told = {"a": ["李阿姨", {"b": "问过李阿姨", "n": 1}], "c": None}

    assert Names(["李阿姨"]).out_of_json(told) == {
        "a": ["〔…〕", {"b": "问过〔…〕", "n": 1}],
        "c": None,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_name_is_found_in_bytes_of_any_usual_encoding(encoding):
    content = b"\xff\xd8" + "作者 李阿姨".encode(encoding)

    assert Names(["李阿姨"]).is_in_bytes(content)
    assert not Names(["石阿婆"]).is_in_bytes(content)


def test_a_name_is_found_in_numbers_and_in_capitals():
    assert Names(["李", "李阿"]).is_in_bytes(b'a="&#x674E;&#x963F;"')
    assert Names(["Li Ayi"]).is_in_bytes(b"LI AYI")
