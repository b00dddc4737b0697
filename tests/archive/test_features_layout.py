import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.features import LAYOUT_KINDS, LAYOUT_NAMES, Layout, Symmetry

NUMBERS = {"mirror": 3, "rotation": 2, "lattice": 4, "frieze": 2, "rosette": 2}


@st.composite
def symmetries(draw: st.DrawFn) -> Symmetry:
    kind = draw(st.sampled_from(LAYOUT_KINDS))
    name = draw(st.sampled_from(LAYOUT_NAMES[kind]))
    number = st.floats(-1e6, 1e6, width=32)
    numbers = draw(st.lists(number, min_size=NUMBERS[kind], max_size=NUMBERS[kind]))
    return Symmetry(kind, name, draw(st.floats(0, 1, width=32)), tuple(numbers))


@given(st.lists(symmetries(), max_size=6))
def test_what_is_stored_is_read_again(found):
    layout = Layout(tuple(found))

    assert Layout.read(layout.arrays()) == layout


def test_what_is_stored_is_plain_arrays():
    stored = Layout((Symmetry("frieze", "p2mg", 0.5, (4.0, 0.0)),)).arrays()

    assert {name: array.dtype.kind for name, array in stored.items()} == {
        "layout_names": "U",
        "layout_numbers": "f",
    }


def test_no_symmetry_is_stored_as_no_rows():
    stored = Layout().arrays()

    assert [len(array) for array in stored.values()] == [0, 0]
    assert Layout.read(stored) == Layout()


@pytest.mark.parametrize("kind", LAYOUT_KINDS)
def test_names_of_a_kind_differ(kind):
    assert len(set(LAYOUT_NAMES[kind])) == len(LAYOUT_NAMES[kind])


def test_a_damaged_table_is_an_error():
    stored = Layout((Symmetry("mirror", "vertical", 1.0, (1.0, 2.0, 90.0)),)).arrays()

    with pytest.raises(ValueError, match="shorter"):
        Layout.read({**stored, "layout_numbers": np.zeros((0, 4), np.float32)})
