import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from ingest.limits import Limits
from ingest.querying import measured_parts, measured_picture, parse_region
from ingest.queue import named_colours
from tests.making import corners, encoded, jpeg

sizes = st.tuples(st.integers(8, 5000), st.integers(8, 5000))
numbers = st.integers(0, 6000) | st.floats(0, 6000).map(lambda number: f"{number:.3f}")


@given(sizes, st.booleans(), st.tuples(numbers, numbers, numbers, numbers))
def test_a_region_lies_inside_the_picture(size, per_cent, four):
    text = ("pct:" if per_cent else "") + ",".join(map(str, four))
    try:
        x, y, width, height = parse_region(text, size)
    except BadInput:
        return

    assert x >= 0
    assert y >= 0
    assert width >= 8
    assert height >= 8
    assert x + width <= size[0]
    assert y + height <= size[1]


@given(sizes)
def test_a_hundred_per_cent_is_the_whole_picture(size):
    assert parse_region("pct:0,0,100,100", size) == (0, 0, *size)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("10,20,30,40", (10, 20, 30, 40)),
        (" 10,20,300,400 ", (10, 20, 90, 80)),
        ("pct:50,0,50,100", (50, 0, 50, 100)),
        ("pct:0,0,12.5,50", (0, 0, 12, 50)),
    ],
)
def test_regions_are_read_in_pixels_and_per_cent(text, region):
    assert parse_region(text, (100, 100)) == region


@pytest.mark.parametrize(
    "text",
    [
        *("", "1,2,3", "a,b,c,d", "-1,0,50,50", "0,0,7,50", "200,0,50,50", "pct:99,99,100,100"),
        *("9" * 400 + ",0,50,50", "0,0,nan,50", "0,0,50,50,50", "px:0,0,50,50"),
    ],
)
def test_a_region_that_is_none_is_refused(text):
    with pytest.raises(BadInput) as caught:
        parse_region(text, (100, 100))
    assert caught.value.column == "region"


def test_the_features_of_a_region_are_those_of_the_cut_out_piece(db):
    whole, colours = corners((400, 400)), named_colours(db)
    cut = encoded(whole.crop((0, 0, 200, 200)), "PNG")
    region, _ = measured_picture(encoded(whole, "PNG"), colours, None, region="0,0,200,200")
    piece, _ = measured_picture(cut, colours, None)

    assert (region.width_px, region.height_px) == (200, 200)
    assert region.palette == piece.palette


def test_several_regions_are_measured_as_each_alone(db):
    content, colours = encoded(corners((400, 400)), "PNG"), named_colours(db)
    regions = ["0,0,200,200", "pct:50,50,50,50"]
    together = measured_parts(content, colours, None, regions=regions)
    alone = [measured_picture(content, colours, None, region=each) for each in regions]

    assert [part.palette for part, _ in together] == [part.palette for part, _ in alone]
    assert len({part.palette for part, _ in together}) == 2


def test_a_picture_that_is_too_large_or_none_is_refused(db):
    with pytest.raises(BadInput):
        measured_picture(jpeg(), [], None, limits=Limits(pixels=100))
    with pytest.raises(BadInput):
        measured_picture(b"dear diary", [], None)
