import pytest

from archive.drafts import column_key
from archive.field_table import WORK_FIELDS
from ingest.columns import COLUMNS


@pytest.mark.parametrize(
    ("field", "lang", "key"),
    [
        ("title", "en", "title_en"),
        ("title", "", "title_zh"),
        ("motif", "zh", "motifs"),
        ("meaning", "en", "meaning"),
        ("review", "", "review"),
        ("no such field", "", "no such field"),
    ],
)
def test_a_statement_stands_in_the_column_of_its_field_and_language(field, lang, key):
    assert column_key(field, lang) == key


def test_every_column_of_statements_is_the_column_of_some_statement():
    columns = {column.key for column in COLUMNS if column.field}
    found = {column_key(field.key, lang) for field in WORK_FIELDS for lang in ("zh", "en")}

    assert columns <= found
