import pytest

from archive.errors import BadInput
from archive.field_table import field_of
from archive.records import CONSENT_USES
from ingest.cell_values import choice_of, day_of, number_of, plain_word, year_of
from ingest.columns import COLUMNS

CHOICES = [
    (column.key, choice)
    for column in COLUMNS
    if column.field and column.allowed
    for choice in column.about.choices
]


@pytest.mark.parametrize(("key", "choice"), CHOICES)
def test_every_choice_is_known_by_its_value_and_its_chinese_label(key, choice):
    assert choice_of(key, choice.value) == choice.value
    assert choice_of(key, f" {choice.label.zh} ") == choice.value


def test_a_choice_that_is_none_is_told_with_the_nearest():
    with pytest.raises(BadInput) as caught:
        choice_of("occasion", "weding", "occasion.2")
    assert (caught.value.column, caught.value.value, caught.value.nearest) == (
        "occasion.2",
        "weding",
        "wedding",
    )


def test_every_use_of_a_consent_has_a_chinese_word():
    words = ("图片", "姓名", "村", "民族", "肖像", "声音", "电话", "销售", "英文")

    assert {plain_word(word) for word in (*words, "搜索引擎", "研究", "导出", "训练")} == set(
        CONSENT_USES
    )


@pytest.mark.parametrize("text", ["24.5", "24.5 cm", "２４.５厘米", "24.5公分", "24.50"])
def test_a_number_may_have_its_unit_behind_it(text):
    assert number_of("width_cm", text, field_of("width_cm")) == 24.5


@pytest.mark.parametrize("text", ["0.01", "2001", "inf", "nan", "wide", "1,5"])
def test_a_number_outside_the_limits_of_its_field_is_refused(text):
    with pytest.raises(BadInput) as caught:
        number_of("width_cm", text, field_of("width_cm"))
    assert caught.value.value == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01 00:00:00", "2026-05-01"),
        ("46143", "2026-05-01"),
        ("２０２６年５月１日", "2026-05-01"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_is_read_from_what_spreadsheets_make_of_it(text, day):
    assert day_of("consent_on", text) == day


@pytest.mark.parametrize("text", ["2023-02-29", "2026-05-01 10:30", "12", "999999"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(BadInput):
        day_of("consent_on", text)


def test_a_year_is_a_number_and_a_blank_cell_is_none():
    assert (year_of("date_from", "１９８５年"), year_of("date_from", None)) == (1985, None)
