import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.derivatives import SIZES_PX
from web.pictures import Picture, Size, sizes_of

SIDES = st.integers(1, 20_000)


@given(SIDES, SIDES)
def test_no_size_is_larger_than_the_photograph_or_than_its_name(width, height):
    sizes = sizes_of(width, height)

    assert all(w <= width and h <= height and max(w, h) <= name for name, w, h in sizes)


@given(SIDES, SIDES)
def test_sizes_grow_and_the_last_holds_all_there_is(width, height):
    sizes = sizes_of(width, height)

    names = [name for name, _, _ in sizes]
    assert names == list(SIZES_PX[: len(names)])
    assert max(sizes[-1][1:]) == min(max(width, height), SIZES_PX[-1])


def test_a_panorama_keeps_one_pixel_of_height():
    assert sizes_of(20_000, 1)[0] == (320, 320, 1)


@pytest.mark.parametrize(("width", "card_px"), [(1000, 320), (2000, 320), (2500, 640)])
def test_a_card_shows_a_long_band_in_a_size_that_keeps_its_stitches(width, card_px):
    sizes = tuple(Size(str(name), w, h) for name, w, h in sizes_of(width, 1000))

    shown = Picture(sizes, "")

    assert (shown.small.url, shown.card.url) == ("320", str(card_px))
    assert shown.card_srcset.startswith(f"{card_px} ")
