import json

import pytest

from archive.changes import change
from archive.ids import is_identifier
from tests.making import rows_of


def mint_and_fail(db):
    with change(db, "clerk") as this:
        this.mint()
        this.log("add", "work", "1", None, {})
        raise ZeroDivisionError


def test_a_change_that_fails_leaves_no_row_at_all(db):
    before = rows_of(db, without=set())

    with pytest.raises(ZeroDivisionError):
        mint_and_fail(db)
    assert rows_of(db, without=set()) == before


def test_every_change_says_who_when_and_what_was_before(db):
    with change(db, "clerk", import_id=3) as this:
        this.log("edit", "work", "1", {"title": "旧"}, None, "wrong")
    (row,) = db.table("changes").rows

    assert (row["who"], row["at"], row["import_id"], row["reason"]) == (
        "clerk",
        this.at,
        3,
        "wrong",
    )
    assert json.loads(row["before"]) == {"title": "旧"}
    assert row["after"] is None


def test_each_identifier_minted_is_new(db):
    with change(db, "clerk") as this:
        minted = [this.mint() for _ in range(50)]

    assert len(set(minted)) == 50
    assert all(is_identifier(each) for each in minted)
