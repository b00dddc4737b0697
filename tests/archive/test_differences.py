import pytest

from archive.changes import change
from archive.history.differences import Difference, differences, uses_in
from archive.records import PartOf, SaleLink
from archive.rows import snapshot_work
from archive.works import put_work
from tests.making import HANDMADE, agreed, draft, jpeg

LINK = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")
OTHER = SaleLink("https://weidian.com/item.html?itemID=2", "weidian")


@pytest.fixture
def put(db):
    """Take a draft of one work in; returns its rows before and after."""

    def do(**more):
        row = db.execute("SELECT id FROM works WHERE identifier = '1'").fetchone()
        before = snapshot_work(db, row[0]) if row else {}
        with change(db, "clerk") as this:
            work = put_work(this, draft(jpeg(), identifier="1", statements=(HANDMADE,), **more))
        return before, snapshot_work(db, work.work)

    return do


def test_equal_rows_differ_in_nothing(put):
    _, now_is = put(sale_links=(LINK,), consent=agreed("pictures"), collections=("caps",))

    assert differences(now_is, now_is) == ()


def test_a_link_to_buy_and_a_collection_are_told_old_beside_new(put):
    put(sale_links=(LINK,), collections=("caps",))
    before, after = put(sale_links=(OTHER,), collections=("hats",))

    assert differences(before, after) == (
        Difference("sale link", "", LINK, OTHER),
        Difference("collection", "", None, "hats"),
        Difference("collection", "", "caps", None),
    )


def test_what_a_work_is_part_of_is_told(db, put):
    with change(db, "clerk") as this:
        jacket = put_work(this, draft(jpeg("blue"), identifier="2")).work
    put()
    before, after = put(part_of=(PartOf(jacket, "左袖"),))

    assert differences(before, after) == (Difference("part of", "", None, PartOf(jacket, "左袖")),)


def test_of_a_collection_its_works_are_told_with_the_reasons():
    row = {"slug": "caps", "work_id": "w1", "position": 0, "origin": "desk"}
    old, new = ({"collection_works": [row | {"reason": why}]} for why in ("", "for its colours"))

    assert differences(old, new) == (Difference("work", "", "w1", "w1: for its colours"),)


def test_a_new_work_is_all_new_and_a_removed_one_all_old(put):
    _, now_is = put(sale_links=(LINK,))

    assert all(each.old is None for each in differences({}, now_is))
    assert all(each.new is None for each in differences(now_is, {}))


def test_uses_are_gathered_by_consent():
    rows = [{"consent_id": 1, "use": "name"}, {"consent_id": 1, "use": "sale"}]

    assert uses_in({"consent_uses": rows}) == {1: {"name", "sale"}}
