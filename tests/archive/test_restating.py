import pytest

from archive.drafts import UNSAID
from archive.records import Statement
from archive.restating import merge, plain, said_fully, says_again

ROW = {
    "id": 1,
    "field": "motif",
    "position": 0,
    "lang": "",
    "text": "蝴蝶",
    "concept_id": "motif/butterfly",
    "number": None,
    "year_from": None,
    "year_to": None,
    "speaker": "何阿姨",
    "said_on": "2026-01-01",
    "sureness": "sure",
    "standing": "said",
    "part": "袖口",
    "said_in": None,
    "maker_id": None,
    "origin": "sheet",
}
SAID = Statement(
    "motif", UNSAID, UNSAID, "蝴蝶", concept="motif/butterfly", sureness=UNSAID, part=UNSAID
)


def same(concept):
    return concept


def row(number=1, **more):
    return ROW | {"id": number} | more


def said(**more):
    return Statement(
        **{name: getattr(SAID, name) for name in Statement.__dataclass_fields__} | more
    )


@pytest.mark.parametrize(
    ("news", "is_again"),
    [
        ({}, True),
        ({"speaker": "何阿姨", "said_on": "2026-01-01", "part": " 袖口"}, True),
        ({"speaker": "register"}, False),
        ({"said_on": "2026-01-02"}, False),
        ({"sureness": "unsure"}, False),
        ({"part": ""}, False),
        ({"said_in": "place/shidong"}, False),
        ({"standing": "unknown"}, False),
        ({"concept": "motif/dragon"}, False),
        ({"text": "蝴蝶纹"}, False),
        ({"text": "motif/butterfly"}, True),
        ({"text": "butterfly"}, True),
        ({"concept": None}, True),
        ({"field": "technique"}, False),
        ({"number": 1.0}, False),
        ({"year_from": 1985}, False),
        ({"maker": "000000"}, False),
    ],
)
def test_only_what_differs_from_the_row_is_news(news, is_again):
    assert says_again(said(**news), ROW, same, is_own=True) is is_again


def test_another_word_for_the_same_concept_is_no_news_against_what_others_said():
    assert says_again(said(text="蝴蝶纹"), ROW, same)


def test_a_concept_merged_into_another_is_the_same():
    moved = {"motif/butterfly": "motif/moth"}

    assert says_again(said(concept="motif/moth"), ROW, lambda c: moved.get(c, c), is_own=True)


def test_a_name_from_a_file_may_be_repeated_without_its_doubt():
    guessed = ROW | {"speaker": "file name", "sureness": "unsure"}

    assert says_again(said(speaker="register", sureness="sure"), guessed, same, is_own=True)


def test_what_the_desk_says_is_not_said_again_by_a_sheet_but_is_by_a_form():
    desk = [row(origin="desk")]

    assert merge([SAID], desk, "sheet", (), same).new == []
    assert [each for _, each in merge([SAID], desk, "studio", (), same).new] == [SAID]


def test_rows_not_repeated_go_and_others_keep_their_places():
    rows = [row(1), row(2, text="鱼", concept_id="motif/fish", position=1)]
    dragon = said(text="龙", concept="motif/dragon")
    fish = said(text="鱼", concept="motif/fish")
    merged = merge([dragon, fish], rows, "sheet", (), same)

    assert (merged.gone, merged.new, merged.moved) == ([1], [(0, dragon)], [])


def test_words_put_in_another_order_move():
    rows = [row(1), row(2, text="鱼", concept_id="motif/fish", position=1)]
    merged = merge([said(text="鱼", concept="motif/fish"), SAID], rows, "sheet", (), same)

    assert (merged.gone, merged.new, merged.moved) == ([], [], [(1, 2)])


def test_rows_in_a_silent_column_stay():
    merged = merge([], [row(1)], "sheet", {"motifs"}, same)

    assert (merged.gone, merged.new) == ([], [])


def test_the_day_a_form_was_sent_is_no_news():
    rows = [row(1, origin="studio")]

    assert merge([said(said_on="2030-01-01")], rows, "studio", (), same).new == []
    assert merge([said(said_on="2030-01-01")], [row(1)], "sheet", (), same).gone == [1]


def test_who_names_a_speaker_takes_the_row_with_that_speaker():
    rows = [row(1), row(2, speaker="龙奶奶", position=1)]
    merged = merge([SAID, said(speaker="何阿姨")], rows, "sheet", (), same)

    assert (merged.gone, merged.new) == ([], [])


def test_what_goes_without_saying_is_filled_in():
    full = said_fully(said(said_in=UNSAID), "2026-06-01")

    assert (full.speaker, full.said_on, full.sureness, full.said_in, full.part) == (
        "register",
        "2026-06-01",
        "sure",
        None,
        "",
    )


def test_a_text_is_plain_as_a_sheet_gives_it_back():
    assert plain(" 一\r\n二\r三\x00\t四 \n") == "一\n二\n三\t四"
