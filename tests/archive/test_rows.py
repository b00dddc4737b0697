from hypothesis import HealthCheck, given, settings

from archive.changes import change
from archive.records import SaleLink, Statement
from archive.rows import delete_work_rows, restore_work_rows, snapshot_work
from archive.works import put_work
from tests import strategies
from tests.making import agreed, draft, jpeg, rows_of


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
