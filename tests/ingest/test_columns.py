import pytest

from archive.errors import BadInput
from ingest.columns import COLUMNS, column_of, nearest


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_column_is_known_by_both_names(column):
    assert column_of(column.key) is column
    assert column_of(column.zh) is column
    assert column_of(f" {column.key.replace('_', ' ').upper()} ") is column


@pytest.mark.parametrize(
    ("header", "key"), [("針法", "techniques"), ("購買鏈接", "sale_url"), ("製作地", "made_place")]
)
def test_traditional_characters_name_the_same_column(header, key):
    assert column_of(header).key == key


@pytest.mark.parametrize(
    ("header", "likely"), [("titel_zh", "title_zh"), ("moitfs", "motifs"), ("购买连接", "购买链接")]
)
def test_an_unknown_column_is_told_with_the_nearest_name(header, likely):
    with pytest.raises(BadInput, match="unknown column") as caught:
        column_of(header)
    assert repr(likely) in caught.value.hint
    assert (caught.value.row, caught.value.column) == (1, header)


def test_nothing_is_near_to_what_is_like_nothing():
    assert nearest("qqqqqq", ["file", "maker"]) is None
