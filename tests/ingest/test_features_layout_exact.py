"""Charts made with a known symmetry group have exactly that one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.features import Cloth, Layout
from ingest.features.layout import measure_layout

#: Colours that are all different; the first is the ground.
COLOURS = np.stack([np.arange(64) * 4, 255 - np.arange(64), np.arange(64) * 37 % 256], 1).astype(
    np.uint8
)


def above(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts, axis=0)


def beside(*parts: np.ndarray) -> np.ndarray:
    return np.concatenate(parts, axis=1)


def turned(cell: np.ndarray) -> np.ndarray:
    return cell[::-1, ::-1]


#: One period of each group, from a piece without any symmetry.
FRIEZES = {
    "p1": lambda f: f,
    "p11g": lambda f: beside(f, f[::-1]),
    "p1m1": lambda f: beside(f, f[:, ::-1]),
    "p2": lambda f: beside(f, turned(f)),
    "p2mg": lambda f: beside(f, f[:, ::-1], f[::-1], turned(f)),
    "p11m": lambda f: above(f, f[::-1]),
    "p2mm": lambda f: above(beside(f, f[:, ::-1]), beside(f[::-1], turned(f))),
}
ROSETTES = {
    "c2": lambda f: above(f, turned(f)),
    "c4": lambda f: above(beside(f, np.rot90(f, -1)), beside(np.rot90(f), turned(f))),
    "d1": lambda f: beside(f, f[:, ::-1]),
    "d2": lambda f: above(beside(f, f[:, ::-1]), beside(f[::-1], turned(f))),
    "d4": lambda f: ROSETTES["d2"](np.triu(f) + np.triu(f, 1).T),
}


@st.composite
def pieces(draw: st.DrawFn, *, is_square: bool = False) -> np.ndarray:
    """Every stitch another colour: no motion maps such a piece, or rows of it, onto itself.

    Three stitches at least, for two that take turns are mirrored at each.
    """
    height = draw(st.integers(3, 7))
    width = height if is_square else draw(st.integers(3, 8))
    order = draw(st.permutations(range(1, height * width + 1)))
    return np.array(order).reshape(height, width)


def chart(cells: np.ndarray, side: int = 3, margin: tuple[int, int] = (2, 1)) -> np.ndarray:
    on_ground = np.pad(cells, (margin, margin[::-1]))
    return COLOURS[on_ground].repeat(side, axis=0).repeat(side, axis=1)


def layout_of(rgb: np.ndarray) -> Layout:
    return measure_layout(np.ascontiguousarray(rgb), Cloth.whole(), (rgb.shape[1], rgb.shape[0]))


def named(layout: Layout, *kinds: str) -> set[str]:
    return {f"{s.kind} {s.name}" for s in layout.symmetries if not kinds or s.kind in kinds}


@given(st.sampled_from(sorted(FRIEZES)), pieces(), st.integers(2, 4), st.integers(1, 4))
def test_each_frieze_group_is_found_with_its_period(group, piece, copies, side):
    period = FRIEZES[group](piece)
    found = layout_of(chart(np.tile(period, (1, copies)), side))

    assert named(found, "frieze", "lattice", "rosette") == {f"frieze {group}"}
    frieze = next(s for s in found.symmetries if s.kind == "frieze")
    assert frieze.numbers == (period.shape[1] * side, 0)
    assert {s.confidence for s in found.symmetries} == {1.0}


@given(st.sampled_from(sorted(FRIEZES)), pieces(), st.integers(0, 20))
def test_a_frieze_cut_anywhere_keeps_its_group(group, piece, cut):
    period = FRIEZES[group](piece)
    band = np.tile(period, (1, 4))[:, cut % period.shape[1] :]

    assert named(layout_of(chart(band)), "frieze") == {f"frieze {group}"}


@given(st.sampled_from(sorted(FRIEZES)), pieces(), st.integers(1, 3))
def test_ground_between_the_copies_belongs_to_the_period(group, piece, gap):
    spaced = FRIEZES[group](np.pad(piece, ((0, 0), (gap, gap))))
    found = layout_of(chart(np.tile(spaced, (1, 2))))

    assert named(found, "frieze", "lattice") == {f"frieze {group}"}


@given(st.sampled_from(sorted(ROSETTES)), pieces(is_square=True), st.integers(1, 4))
def test_each_rosette_is_found_in_its_middle(group, piece, side):
    figure = ROSETTES[group](piece)
    found = layout_of(chart(figure, side, (3, 3)))

    assert named(found, "frieze", "lattice", "rosette") == {f"rosette {group}"}
    rosette = next(s for s in found.symmetries if s.kind == "rosette")
    height, width = figure.shape
    assert rosette.numbers == ((3 + width / 2) * side, (3 + height / 2) * side)


@given(pieces(), st.integers(1, 4))
def test_a_piece_without_symmetry_has_none(piece, side):
    assert layout_of(chart(piece, side)) == Layout()


@given(pieces(), st.integers(2, 4), st.integers(2, 3))
def test_rows_and_columns_of_copies_are_a_lattice(piece, across, down):
    height, width = piece.shape
    found = layout_of(chart(np.tile(piece, (down, across))))

    name = "square" if height == width else "rectangular"
    assert named(found) == {f"lattice {name}"}
    vectors = np.abs(np.reshape(found.symmetries[0].numbers, (2, 2)))
    assert sorted(vectors.tolist()) == sorted([[0, 3 * height], [3 * width, 0]])


def test_copies_set_like_bricks_are_a_rhombic_lattice():
    piece = np.arange(1, 41).reshape(4, 10)
    bricks = above(piece, np.roll(piece, 5, axis=1))

    assert named(layout_of(chart(np.tile(bricks, (3, 3))))) == {"lattice rhombic"}


def test_copies_set_aslant_are_an_oblique_lattice():
    piece = np.arange(1, 16).reshape(3, 5)
    slanting = above(*[np.roll(piece, 2 * row, axis=1) for row in range(5)])

    assert named(layout_of(chart(np.tile(slanting, (2, 4))))) == {"lattice oblique"}


def test_a_lattice_of_mirrored_figures_has_axes_and_turns():
    figure = np.pad(ROSETTES["d4"](np.arange(1, 10).reshape(3, 3)), 1)

    found = named(layout_of(chart(np.tile(figure, (3, 4)))))
    assert found == {
        "lattice square", "rotation 4", "mirror vertical", "mirror horizontal", "mirror diagonal",
    }  # fmt: skip


@given(st.sampled_from(sorted(FRIEZES | ROSETTES)), pieces(is_square=True))
def test_turning_the_picture_turns_the_symmetries(group, piece):
    cells = np.tile(FRIEZES[group](piece), (1, 3)) if group in FRIEZES else ROSETTES[group](piece)
    upright, lying = layout_of(chart(cells)), layout_of(chart(np.rot90(cells)))

    other = {"mirror vertical": "mirror horizontal", "mirror horizontal": "mirror vertical"}
    assert named(lying) == {other.get(name, name) for name in named(upright)}


def test_axis_and_centre_lie_where_they_are_in_the_full_size_photograph():
    figure = ROSETTES["d2"](np.arange(1, 7).reshape(2, 3))
    rgb = chart(figure, 5, (4, 2))
    height, width = rgb.shape[:2]

    found = measure_layout(rgb, Cloth.whole(), (2 * width, 2 * height)).symmetries
    numbers = {f"{s.kind} {s.name}": s.numbers for s in found}
    centre = (2 * 5 * (2 + 3), 2 * 5 * (4 + 2))
    assert numbers["rotation 2"] == centre
    assert numbers["mirror vertical"] == (*centre, 90)
    assert numbers["mirror horizontal"] == (*centre, 0)


def distance(point: tuple[float, float], axis: tuple[float, ...]) -> float:
    x, y, direction = axis
    angle = np.radians(direction)
    return abs((point[0] - x) * np.sin(angle) - (point[1] - y) * np.cos(angle))


@given(pieces(is_square=True))
def test_all_four_axes_of_a_square_figure_pass_through_its_middle(piece):
    found = layout_of(chart(ROSETTES["d4"](piece))).symmetries

    centre = next(s.numbers for s in found if s.kind == "rosette")
    axes = [s.numbers for s in found if s.kind == "mirror"]
    assert sorted(axis[2] for axis in axes) == [0, 45, 90, 135]
    assert max(distance(centre, axis) for axis in axes) < 1e-6


@given(pieces(is_square=True), st.integers(0, 5))
def test_all_axes_of_a_lattice_meet_where_it_turns_wherever_it_is_cut(piece, cut):
    whole = np.tile(ROSETTES["d4"](piece), (3, 3))
    found = layout_of(chart(whole[cut:], 1)).symmetries

    # Axes and centres come back every half period.
    half = len(piece)
    middle = next(s.numbers for s in found if s.kind == "rotation")
    axes = [s.numbers for s in found if s.kind == "mirror" and s.numbers[2] % 90 == 0]
    off = [distance(middle, axis) % half for axis in axes]
    assert len(axes) == 2
    assert [min(far, half - far) for far in off] == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (30, 50)])
def test_one_colour_has_no_symmetry(shape):
    assert layout_of(np.full((*shape, 3), 70, np.uint8)) == Layout()


def test_plain_stripes_say_nothing():
    stripes = np.tile(np.array([[1, 2, 3, 2]]), (12, 5))

    assert layout_of(chart(stripes)) == Layout()
    assert layout_of(COLOURS[stripes.T]) == Layout()


def test_a_checkerboard_is_a_square_lattice_with_quarter_turns():
    board = np.indices((9, 12)).sum(axis=0) % 2 + 1

    assert {"lattice square", "rotation 4"} <= named(layout_of(chart(board)))


def test_one_wrong_stitch_breaks_the_symmetry():
    figure = ROSETTES["d4"](np.arange(1, 26).reshape(5, 5))
    figure[0, 1] = 60

    assert layout_of(chart(figure)) == Layout()
