import pytest

from archive.errors import BadInput
from archive.field_table import WORK_FIELDS
from ingest.columns import ATTRIBUTES, COLUMNS, column_of, header_of, nearest


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


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("寓意.2", "meaning.2"),
        ("谁讲的.12", "meaning_by.12"),
        ("Title EN by", "title_en_by"),
        ("花样在哪里讲的", "motifs_in"),
        ("宽在哪个部位.3", "width_cm_part.3"),
        ("购买链接.2", "sale_url.2"),
        ("part of.2", "part_of.2"),
        ("染的", None),
        ("file.2", None),
        ("consent_by.2", None),
        ("identifier_by", None),
        ("motifs.1", None),
        ("motifs.x", None),
    ],
)
def test_more_columns_of_a_kind_are_numbered_from_two(header, key):
    if key is None:
        with pytest.raises(BadInput):
            header_of(header)
    else:
        assert header_of(header).key == key


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.field], ids=lambda c: c.key)
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_the_columns_beside_a_statement_have_names_in_both_languages(column, attribute):
    header = header_of(f"{column.zh}{ATTRIBUTES[attribute]}.2")

    assert header_of(header.key).key == header.key
    assert (header.column.about, header.number) == (column.about, 2)


def test_the_columns_are_those_of_the_field_table_with_the_photographs_first():
    assert [column.key for column in COLUMNS] == [
        column.key for field in WORK_FIELDS for column in field.columns
    ]
    assert COLUMNS[0].key == "file"
