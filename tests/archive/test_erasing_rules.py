from archive.erasing.names import Names
from archive.erasing.rules import HISTORY_TABLES, NAME_COLUMNS, TEXT_COLUMNS, Going, row_after

HER = Going(frozenset({"name"}), Names(["李阿姨"]), frozenset({"m1"}))


#: Columns in which no person's words or name can stand.
PLAIN = {
    "availability", "at", "action", "kind", "record", "state", "role", "sha256", "media_type",
    "standing", "origin", "field", "lang", "concept_id", "said_in", "said_on", "sureness",
    "maker_id", "work_id", "photograph_id", "whole_id", "place_id", "import_id", "id", "slug",
    "given_as", "how", "evidence", "given_on", "until", "text_version", "recorded_at", "use",
    "withdrawn_on", "shop", "checked_on", "model", "model_version", "made_at", "created_at",
    "updated_at", "published_at", "tombstone_at", "takedown_scope", "embargo_until", "digest",
    "origin_digest", "form_key", "added_at", "started_at", "finished_at", "undone_at", "scheme",
    "expires_at", "used_at", "revoked_at", "value", "uses", "makers", "replaced_by", "shipped",
    "ancestor_id", "ended_by", "made_from", "choice", "detail", "verdict", "decided_at",
    "query_id", "shown_id", "photograph_a", "photograph_b",
}  # fmt: skip
#: Looked at by code of their own.
APART = {
    ("makers", "name_zh"), ("makers", "name_en"), ("changes", "before"), ("changes", "after"),
    ("photograph_private", "body"), ("concepts", "body"), ("concept_labels", "text"),
    ("counters", "name"),
}  # fmt: skip


def test_every_column_with_text_is_looked_at(db):
    unknown = [
        (table, column.name)
        for table in db.table_names()
        for column in db.table(table).columns
        if column.type == "TEXT"
        and column.name not in PLAIN
        and (table, column.name) not in APART
        and column.name not in NAME_COLUMNS.get(table, ())
        and column.name not in TEXT_COLUMNS.get(table, ())
        and not table.startswith("_")
    ]

    assert unknown == []
    assert set(HISTORY_TABLES.values()) <= set(db.table_names())


def test_a_row_that_says_nothing_of_her_is_left_as_it_is():
    row = {"work_id": "w1", "position": 0, "maker_id": "m2", "standing": "named", "origin": "sheet"}

    assert row_after(HER, "credits", row) == row


def test_a_history_written_by_an_older_version_is_understood():
    old = {"field": "owner", "text": "李阿姨", "speaker": "李阿姨", "said_on": "2026-01-01"}
    left = row_after(HER, "statements", old)

    assert (left["text"], left["speaker"], left["standing"]) == ("", "", "will not say")
    assert row_after(HER, "consents", {"given_by": "李阿姨"})["given_by"] == ""


def test_what_a_file_says_of_its_photographer_is_cut_out():
    body = '{"Image Artist": "李阿姨", "Image Copyright": "(c) 李阿姨 2026", "GPS": "[28, 1, 2]"}'
    left = row_after(HER, "photograph_private", {"photograph_id": "p1", "body": body})

    assert left["body"] == '{"GPS": "[28, 1, 2]", "Image Copyright": "(c) 〔…〕 2026"}'


def test_another_makers_telephone_is_not_hers_to_take_back():
    phone = Going(frozenset({"phone"}), Names(["李阿姨"]), frozenset({"m1"}))
    said = {"kind": "maker", "field": "contact", "text": "139", "speaker": "x", "maker_id": None}

    assert row_after(phone, "record_statements", said | {"record": "m1"}) is None
    assert row_after(phone, "record_statements", said | {"record": "m2"}) is not None
