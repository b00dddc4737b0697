"""What of each row goes when somebody takes a use back and has it deleted.

The same rules hold for the rows of the catalogue and for their copies in the
change history. Nothing here touches a database.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.erasing.names import Names
from archive.field_table import WILL_NOT_SAY, Kind, field_of
from archive.work_parts import DESK

__all__ = [
    "HISTORY_TABLES",
    "NAME_COLUMNS",
    "PAIRS",
    "TEXT_COLUMNS",
    "WITH_PEOPLE",
    "Going",
    "is_by",
    "row_after",
]

Row = dict[str, Any]

#: Columns that hold a person's name and nothing else.
NAME_COLUMNS = {
    "works": ("created_by", "filled_for"),
    "statements": ("speaker",),
    "record_statements": ("speaker",),
    "occurrences": ("speaker",),
    "suggestion_verdicts": ("decided_by",),
    "judgements": ("speaker",),
    "duplicate_verdicts": ("decided_by",),
    "consents": ("given_by", "about", "helper", "recorded_by"),
    "makers": ("created_by",),
    "collections": ("curator", "created_by"),
    "imports": ("who",),
    "invitations": ("name",),
    "changes": ("who", "word_of"),
}
#: Columns with words in which a name may stand.
TEXT_COLUMNS = {
    "works": ("identifier", "licence", "credit_line", "tombstone_reason", "embargo_reason"),
    "photographs": ("file_name", "alt_zh", "alt_en"),
    "statements": ("text", "part"),
    "record_statements": ("text", "part"),
    "occurrences": ("text", "note"),
    "sale_links": ("url", "raw_text"),
    "collections": ("title_zh", "title_en", "text_zh", "text_en"),
    "collection_works": ("reason",),
    "part_of": ("place", "date_text"),
    "makers": ("about_zh", "about_en"),
    "imports": ("source",),
    "changes": ("reason",),
    "outbox": ("reason",),
}
#: What the history of a record that is no work holds the rows of.
HISTORY_TABLES = {
    "maker": "makers",
    "collection": "collections",
    "invitation": "invitations",
    "judgement": "judgements",
    "duplicate": "duplicate_verdicts",
}
#: Tables of what is said of two photographs, with their kind in the history and the
#: columns that name the photographs; a row goes for good with either of them.
PAIRS = {
    "judgements": ("judgement", ("query_id", "shown_id")),
    "duplicate_verdicts": ("duplicate", ("photograph_a", "photograph_b")),
}
#: Roles of photographs that show a person with the piece.
WITH_PEOPLE = ("worn", "process")

# Uses whose statements are about one person or place alone; of a name there may
# be several on one record, so those are told apart by the name itself.
_BY_FIELD = frozenset({"village", "ethnic group", "phone", "voice", "sale"})
_CONTACT = "contact"


@dataclass(frozen=True)
class Going:
    """What is to go from one record.

    Parameters
    ----------
    uses
        Uses taken back, of :data:`archive.records.CONSENT_USES`.
    names
        Of the person who takes them back.
    makers
        Ids of her records.
    photographs
        Ids of the photographs that go.
    is_shared
        Whether the piece is somebody else's as well.
    """

    uses: frozenset[str]
    names: Names
    makers: frozenset[str] = frozenset()
    photographs: frozenset[str] = frozenset()
    is_shared: bool = False

    @property
    def cuts_names(self) -> bool:
        """Whether her name goes."""
        return "name" in self.uses


def row_after(going: Going, table: str, row: Row) -> Row | None:
    """Return what is left of a row; ``None`` when all of it goes."""
    if row.get("photograph_id") in going.photographs:
        return None
    rule = _RULES.get(table)
    left: Row | None = rule(going, dict(row)) if rule else dict(row)
    return _without_names(going, table, left) if left is not None and going.cuts_names else left


def is_by(names: Names, consent: Row) -> bool:
    """Say whether a consent was given by somebody or on her behalf."""
    return consent["given_by"] in names or consent.get("about", "") in names


def _without_names(going: Going, table: str, row: Row) -> Row:
    for column in NAME_COLUMNS.get(table, ()):
        if row.get(column) and row[column] in going.names:
            row[column] = ""
    for column in TEXT_COLUMNS.get(table, ()):
        if row.get(column):
            row[column] = going.names.out_of(row[column])
    return row


def _photograph(going: Going, row: Row) -> Row | None:
    return None if row["id"] in going.photographs else row


def _private(going: Going, row: Row) -> Row:
    if going.cuts_names:
        known = json.loads(row["body"])
        left = {
            key: going.names.out_of_json(value)
            for key, value in known.items()
            if str(value) not in going.names
        }
        row["body"] = json.dumps(left, ensure_ascii=False, sort_keys=True)
    return row


def _statement(going: Going, row: Row, record: str = "") -> Row | None:
    record = record or ("work" if row.get("photograph_id") is None else "photograph")
    field = field_of(row["field"], record)
    use = field.use if field else ""
    if use in _BY_FIELD & going.uses:
        return None
    if "village" in going.uses:
        row["said_in"] = None
    is_hers = row.get("maker_id") in going.makers or (
        field is not None and field.kind is Kind.PERSON and row["text"] in going.names
    )
    if going.cuts_names and is_hers:
        row |= {"text": "", "maker_id": None, "standing": WILL_NOT_SAY}
    return row


def _record_statement(going: Going, row: Row) -> Row | None:
    if row["kind"] == "maker" and row["record"] in going.makers:
        is_contact = row["field"] == _CONTACT and "phone" in going.uses
        if going.cuts_names or is_contact:
            return None
        return _statement(going, row, "maker")
    # Somebody else's village or telephone is not hers to take back.
    hers = Going(going.uses & {"name"}, going.names, going.makers)
    return _statement(hers, row, row["kind"])


def _credit(going: Going, row: Row) -> Row:
    if going.cuts_names and row["maker_id"] in going.makers:
        # As corrected on the desk: no sheet handed in again brings her back.
        row |= {"maker_id": None, "standing": "not shown", "origin": DESK}
    return row


def _consent(going: Going, row: Row) -> Row:
    # A signature is a name, a recording a voice that says it.
    if is_by(going.names, row) and going.uses & {"name", "voice"}:
        row["evidence"] = None
    return row


def _sale_link(going: Going, row: Row) -> Row | None:
    return None if "sale" in going.uses else row


def _maker(going: Going, row: Row) -> Row:
    if row["id"] not in going.makers:
        return row
    if going.cuts_names:
        texts = ("name_zh", "name_en", "about_zh", "about_en", "created_by")
        row |= dict.fromkeys(texts, "")
    if going.uses & {"name", "village"}:
        row["place_id"] = None
    return row


def _invitation(going: Going, row: Row) -> Row:
    if going.cuts_names and row.get("maker_id") in going.makers:
        row |= {"name": "", "maker_id": None}
    return row


_RULES: dict[str, Callable[[Going, Row], Row | None]] = {
    "photographs": _photograph,
    "photograph_private": _private,
    "statements": _statement,
    "record_statements": _record_statement,
    "credits": _credit,
    "consents": _consent,
    "sale_links": _sale_link,
    "makers": _maker,
    "invitations": _invitation,
}
