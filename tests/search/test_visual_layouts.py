import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.features import LAYOUT_KINDS, LAYOUT_NAMES, Layout, Symmetry
from search.visual.layouts import LAYOUT_SIZE, layout_likeness, layout_vector


def layout(*named: str, confidence: float = 1.0) -> Layout:
    pairs = (each.split() for each in named)
    return Layout(tuple(Symmetry(kind, name, confidence, ()) for kind, name in pairs))


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    found = []
    for kind in draw(st.lists(st.sampled_from(LAYOUT_KINDS), max_size=5)):
        name = draw(st.sampled_from(LAYOUT_NAMES[kind]))
        found.append(Symmetry(kind, name, draw(st.floats(0, 1)), ()))
    return Layout(tuple(found))


@given(layouts(), layouts())
def test_likeness_is_the_same_both_ways_and_within_bounds(first, second):
    likeness = layout_likeness(first, second)

    assert likeness == pytest.approx(layout_likeness(second, first))
    assert 0 <= likeness <= 1


@given(layouts(), layouts())
def test_likeness_is_the_product_of_the_vectors(first, second):
    table = np.stack([layout_vector(first), layout_vector(second)])

    assert table.shape == (2, LAYOUT_SIZE)
    assert (table @ table.T)[0, 1] == pytest.approx(layout_likeness(first, second), abs=1e-6)


def test_a_sure_layout_is_wholly_like_itself():
    sure = layout("frieze p2mm", "mirror vertical")

    assert layout_likeness(sure, sure) == pytest.approx(1)


def test_the_same_frieze_is_nearer_than_another_and_that_nearer_than_a_rosette():
    frieze = layout("frieze p2mm")

    assert (
        layout_likeness(frieze, layout("frieze p2mm"))
        > layout_likeness(frieze, layout("frieze p11g"))
        > layout_likeness(frieze, layout("rosette d4"))
        == 0
    )


def test_what_is_unsure_counts_less():
    sure, unsure = layout("rosette d4"), layout("rosette d4", confidence=0.4)

    assert layout_likeness(sure, unsure) == pytest.approx(0.4)
    assert layout_likeness(unsure, unsure) == pytest.approx(0.16)


def test_no_symmetry_is_like_nothing():
    assert layout_likeness(Layout(), Layout()) == 0
    assert layout_likeness(Layout(), layout("mirror vertical")) == 0


def test_a_name_from_a_later_version_counts_for_its_kind():
    assert layout_likeness(layout("rosette d12"), layout("rosette d4")) == pytest.approx(0.5)
