"""The field table: every field of every record, once.

Sheets, forms, exports, the access decision and the reference in ``docs/`` are
made from it. The work's fields follow the record of 44 proposed for this archive
from LIDO, Dublin Core, Linked Art, schema.org and the wording of WH/T 99 (2023);
where one of those holds values of two kinds it is two fields here.
"""

from archive.field_table.heritage import HERITAGE_ITEMS
from archive.field_table.kinds import (
    STAFF_ONLY,
    UNKNOWN,
    WILL_NOT_SAY,
    Choice,
    Column,
    Field,
    Kind,
    Mapping,
    Need,
)
from archive.field_table.maker import MAKER_FIELDS
from archive.field_table.others import COLLECTION_FIELDS, CONSENT_FIELDS, PHOTOGRAPH_FIELDS
from archive.field_table.piece import PIECE_FIELDS
from archive.field_table.story import STORY_FIELDS, TK_CODES

__all__ = [
    "COLLECTION_FIELDS",
    "CONSENT_FIELDS",
    "HERITAGE_ITEMS",
    "MAKER_FIELDS",
    "PHOTOGRAPH_FIELDS",
    "RECORDS",
    "STAFF_ONLY",
    "TK_CODES",
    "UNKNOWN",
    "WILL_NOT_SAY",
    "WORK_FIELDS",
    "Choice",
    "Column",
    "Field",
    "Kind",
    "Mapping",
    "Need",
    "field_of",
]

WORK_FIELDS = (*PIECE_FIELDS, *STORY_FIELDS)
#: Kind of record to its fields, in the order of a page.
RECORDS = {
    "work": WORK_FIELDS,
    "maker": MAKER_FIELDS,
    "collection": COLLECTION_FIELDS,
    "photograph": PHOTOGRAPH_FIELDS,
    "consent": CONSENT_FIELDS,
}
_BY_KEY = {record: {field.key: field for field in table} for record, table in RECORDS.items()}


def field_of(key: str, record: str = "work") -> Field | None:
    """Return a field by the name it has in statements; ``None`` when there is none."""
    return _BY_KEY[record].get(key)
