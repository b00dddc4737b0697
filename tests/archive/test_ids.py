import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ids import ALPHABET, IDENTIFIER_LENGTH, check_character, is_identifier, mint

numbers = st.integers(0, 29**5 - 1)


@given(numbers)
def test_what_is_minted_is_an_identifier(number):
    assert is_identifier(mint(number))


@given(numbers, numbers)
def test_two_numbers_never_give_one_identifier(one, other):
    assert (mint(one) == mint(other)) == (one == other)


@given(numbers, st.integers(0, IDENTIFIER_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(number, place, wrong):
    right = mint(number)
    written = right[:place] + wrong + right[place + 1 :]

    assert is_identifier(written) == (written == right)


@given(numbers, st.integers(0, IDENTIFIER_LENGTH - 2))
def test_two_neighbours_swapped_are_caught(number, place):
    right = mint(number)
    written = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    assert is_identifier(written) == (written == right)


@given(st.text(max_size=8))
def test_any_text_can_be_asked_about(text):
    assert is_identifier(text) in {True, False}


def test_the_check_character_is_the_one_of_the_noid_paper():
    assert check_character("13030/xf93gt2") == "q"


@pytest.mark.parametrize("number", [-1, 29**5])
def test_outside_the_space_there_is_no_identifier(number):
    with pytest.raises(OverflowError):
        mint(number)
