"""Nothing in the archive changes without an event: looked at table by table over a whole life."""

import ast
import json
import sys
from pathlib import Path

import pytest

import archive
from archive.history import latest_event, rows_as_of
from archive.rows import is_same_work, snapshot_work
from tests.archive.life import LIFE, Life

ROOT = Path(archive.__file__).parent

#: Tables with what people say and decide: columns that tell whose row it is, and
#: columns that follow from other rows or from the calendar and are nobody's change.
RECORDS = {
    "works": ("work", "id", {"listed", "announced", "updated_at"}),
    "photographs": ("work", "work_id", set()),
    "credits": ("work", "work_id", set()),
    "statements": ("work", "work_id", set()),
    "sale_links": ("work", "work_id", set()),
    "collection_works": ("work", "work_id", set()),
    "part_of": ("work", "work_id", set()),
    "occurrences": ("work", "work_id", set()),
    "suggestion_verdicts": ("work", "work_id", set()),
    "judgements": ("judgement", "id", set()),
    "duplicate_verdicts": ("duplicate", "id", set()),
    "makers": ("maker", "id", set()),
    "collections": ("collection", "slug", set()),
    # Their order, and who took whose place, are read out of the bodies.
    "concepts": ("concept", "id", {"position", "replaced_by", "shipped"}),
    # When a link was last used says where somebody was; that is not kept for ever.
    "invitations": ("invitation", "id", {"used_at"}),
}
#: Tables that need no event of their own, and why.
EXEMPT = {
    "changes": "the log",
    "erasures": "a log of its own, which must not say whose",
    "imports": "a log of its own; what an import does to records is logged",
    "outbox": "work still to be done",
    "counters": "how far the archive has come",
    "suggestions": "what a program believes, made again at any time",
    "duplicates": "what a program found, made again at any time",
    "photograph_private": "comes and goes with its photograph, and is not kept for ever",
    "concept_labels": "made from the concepts",
    "concept_broader": "made from the concepts",
    "_sqlite_migrations": "the schema",
    "sqlite_sequence": "SQLite's own",
}
#: Told apart below, because they belong to a work or to somebody else.
_SHARED = {"consents", "consent_uses", "record_statements"}

#: Modules and functions that write and are not walked by the life, and why.
NOT_WALKED = {
    "migrations": "run once, before anybody has said anything",
    "outbox": "work still to be done",
    "backup": "brings a whole other catalogue, with its own log",
    "erasing": "also rewrites the log; followed to the last byte by its own tests",
    "vocabulary.stored._take_shipped": "the lists as they ship; their history is the project's",
}
_WRITES = {"insert", "insert_all", "upsert", "update", "delete", "delete_where"}


def state_of(db):
    """Return what people have a hand in, by kind and record."""
    found = {}

    def note(kind, record, table, row):
        text = json.dumps(row, ensure_ascii=False, sort_keys=True)
        found.setdefault((kind, str(record)), []).append(f"{table} {text}")

    for table, (kind, owner, derived) in RECORDS.items():
        for row in db.table(table).rows:
            note(kind, row[owner], table, {k: v for k, v in row.items() if k not in derived})
    consents = {row["id"]: row for row in db.table("consents").rows}
    for consent in consents.values():
        note(*_giver(consent), "consents", consent)
    for use in db.table("consent_uses").rows:
        note(*_giver(consents[use["consent_id"]]), "consent_uses", use)
    for row in db.table("record_statements").rows:
        note(row["kind"], row["record"], "record_statements", row)
    return {owner: sorted(rows) for owner, rows in found.items()}


def _giver(consent):
    of_work = consent["work_id"] is not None
    return ("work", consent["work_id"]) if of_work else ("maker", consent["maker_id"])


def changed(before, after):
    """Return whose rows differ between two states."""
    owners = before.keys() | after.keys()
    return {owner for owner in owners if before.get(owner) != after.get(owner)}


def writers():
    """Return the names of all functions of the archive that write to the catalogue."""
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and _writes(node):
                found.add(f"{module}.{node.name}")
    return found


def _writes(function):
    return any(_is_sql(node) or _is_on_a_table(node) for node in ast.walk(function))


def _is_sql(node):
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and node.value.lstrip().startswith(("INSERT ", "UPDATE ", "DELETE "))


def _is_on_a_table(node):
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return is_method and node.func.attr in _WRITES and "table" in ast.unparse(node.func.value)


@pytest.fixture
def life(home, db):
    return Life(home, db)


def test_every_table_is_either_watched_or_exempt_with_a_reason(db):
    assert {*RECORDS, *_SHARED, *EXEMPT} >= set(db.table_names())


def test_nothing_changes_without_an_event_in_the_same_step(life, db):
    for step in LIFE:
        before, last = state_of(db), life.last_event()
        step(life)
        rows = db.execute("SELECT kind, record FROM changes WHERE id > ?", [last]).fetchall()

        assert changed(before, state_of(db)) <= set(rows), step.__name__
        for work in {record for kind, record in rows if kind == "work"}:
            logged, now_is = (
                rows_as_of(db, "work", work, life.last_event()),
                snapshot_work(db, work),
            )
            assert bool(logged) == (now_is is not None), (step.__name__, work)
            assert now_is is None or is_same_work(logged, now_is), (step.__name__, work)
            assert latest_event(db, "work", work) > last


def test_the_life_walks_every_function_that_writes(life):
    walked = set()

    def note(frame, event, _argument):
        if event == "call" and frame.f_code.co_filename.startswith(str(ROOT)):
            path = Path(frame.f_code.co_filename).relative_to(ROOT).with_suffix("")
            walked.add(f"{'.'.join(path.parts)}.{frame.f_code.co_name}")

    sys.setprofile(note)
    try:
        for step in LIFE:
            step(life)
    finally:
        sys.setprofile(None)

    missed = [
        name
        for name in sorted(writers() - walked)
        if name not in NOT_WALKED and name.split(".")[0] not in NOT_WALKED
    ]
    assert missed == [], "let tests/archive/life.py do these, too"
