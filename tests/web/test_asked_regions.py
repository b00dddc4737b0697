import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from web.asked_regions import MOST_REGIONS, boxes_of_cells, regions_in, written

SIZE = (300, 600)
CELLS = st.lists(st.integers(1, 9).map(str), unique=True)


def test_regions_are_read_in_pixels_and_in_per_cent_each_once():
    boxes = regions_in(["10,20,30,40", "", "pct:50,0,50,100", "10,20,30,40"], SIZE)

    assert boxes == ((10, 20, 30, 40), (150, 0, 150, 600))


@pytest.mark.parametrize(
    ("cells", "boxes"),
    [
        ([], ()),
        (["5"], ((100, 200, 100, 200),)),
        (["1", "2"], ((0, 0, 200, 200),)),
        (["1", "9"], ((0, 0, 100, 200), (200, 400, 100, 200))),
        (["1", "4", "5"], ((0, 0, 200, 400),)),
        (["0", "10", "x", "²", "3"], ((200, 0, 100, 200),)),
    ],
)
def test_squares_side_by_side_are_one_box(cells, boxes):
    assert regions_in([], SIZE, cells) == boxes


@given(CELLS)
def test_every_ticked_square_lies_in_a_box_and_all_boxes_lie_in_the_picture(cells):
    boxes = list(boxes_of_cells(cells))
    sides = [tuple(map(float, box.removeprefix("pct:").split(","))) for box in boxes]
    middles = [
        (100 * ((int(c) - 1) % 3 + 0.5) / 3, 100 * ((int(c) - 1) // 3 + 0.5) / 3) for c in cells
    ]

    assert all(
        any(x < across < x + w and y < down < y + h for x, y, w, h in sides)
        for across, down in middles
    )
    assert all(x + w <= 100.001 and y + h <= 100.001 for x, y, w, h in sides)


def test_too_many_are_refused_and_so_is_what_cannot_be_read():
    many = [written((n, 0, 20, 20)) for n in range(MOST_REGIONS + 1)]

    with pytest.raises(BadInput, match="at most"):
        regions_in(many, SIZE)
    with pytest.raises(BadInput, match="cannot be read"):
        regions_in(["1,2,3"], SIZE)
