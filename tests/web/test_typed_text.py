import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.typed_text import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("", ""),
        ("  蝴蝶 ", "蝴蝶"),
        ("a\x00b\x07", "ab"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("e\u0301", "\u00e9"),
        ("\ud800绣", "绣"),
    ],
)
def test_what_nobody_types_is_left_out(typed, kept):
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
