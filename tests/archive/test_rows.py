import json

from hypothesis import HealthCheck, given, settings

from archive.changes import change
from archive.drafts import WorkDraft
from archive.records import SaleLink, Statement
from archive.rows import (
    completed,
    delete_work_rows,
    dump,
    is_same_work,
    restore_work_rows,
    snapshot_work,
)
from archive.works import put_work
from tests import strategies
from tests.making import agreed, draft, jpeg, photograph, rows_of


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(strategies.drafts)
def test_a_snapshot_put_back_is_equal(db, drafted):
    with change(db, "clerk") as this:
        work = put_work(this, drafted).work
        before = snapshot_work(db, work)
        all_before = rows_of(db)
        delete_work_rows(db, work)
        restore_work_rows(db, before)

        assert snapshot_work(db, work) == before
        assert rows_of(db) == all_before
        delete_work_rows(db, work)


def test_there_is_no_snapshot_of_no_work(db):
    assert snapshot_work(db, "000000") is None


def test_numbers_given_to_another_work_meanwhile_do_not_stand_in_the_way(db):
    said = tuple(Statement("title", "clerk", "2026-01-01", text, "zh") for text in "一二三")
    link = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")
    full = draft(jpeg("red"), identifier="1", statements=said, sale_links=(link,))
    with change(db, "clerk") as this:
        first = put_work(this, full).work
        before = snapshot_work(db, first)
        put_work(this, draft(jpeg("red"), identifier="1", statements=said[:1]))
        second = put_work(
            this, draft(jpeg("blue"), identifier="2", statements=said, sale_links=(link,))
        ).work
        other = snapshot_work(db, second)
        restore_work_rows(db, before)

    after = snapshot_work(db, first)
    assert [row["text"] for row in after["statements"]] == ["一", "二", "三"]
    assert [row["url"] for row in after["sale_links"]] == [link.url]
    assert snapshot_work(db, second) == other


def test_deleting_a_work_leaves_no_row_of_it(db):
    before = rows_of(db)
    consent = agreed("pictures", "name")
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), identifier="1", consent=consent)).work
        delete_work_rows(db, work)

    assert rows_of(db) == before


def test_what_is_private_of_a_photograph_does_not_make_two_states_differ(db):
    drafted = WorkDraft((photograph(jpeg(), private={"GPS GPSLatitude": "[28, 49, 1]"}),))
    with change(db, "clerk") as this:
        work = put_work(this, drafted).work
    now_is = snapshot_work(db, work)

    assert is_same_work(now_is, json.loads(dump(now_is)))


def test_consents_get_new_numbers_where_theirs_belong_to_another_work_by_now(db):
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), identifier="1", consent=agreed("name", "sale"))).work
        before = snapshot_work(db, work)
        delete_work_rows(db, work)
        other = put_work(this, draft(jpeg("blue"), identifier="2", consent=agreed("face"))).work
        others = snapshot_work(db, other)
        restore_work_rows(db, before)

    assert is_same_work(snapshot_work(db, work), before)
    assert snapshot_work(db, other) == others


def test_rows_of_an_older_version_get_what_the_schema_gave_theirs(db):
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), identifier="1")).work
    now_is = snapshot_work(db, work)
    older = {
        **now_is,
        "statements": [
            {key: row[key] for key in row if key not in {"standing", "part", "said_in"}}
            for row in now_is["statements"]
        ],
    }

    assert completed(db, older) == now_is
