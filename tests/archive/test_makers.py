import pytest

from archive.changes import change
from archive.errors import NotFound
from archive.makers import add_maker, all_makers, find_maker, load_maker, load_makers, put_maker
from archive.wording import Wording


def add(db, name, **more):
    with change(db, "clerk") as this:
        return add_maker(this, name, **more)


def test_a_maker_comes_back_as_added(db):
    maker = add(db, Wording("何阿姨", "Aunt He"), place="place/taijiang")

    assert load_maker(db, maker.id) == maker


def test_a_maker_is_found_by_exactly_her_name(db):
    maker = add(db, Wording("何阿姨"))
    english = add(db, Wording(en="Aunt He"))

    assert find_maker(db, Wording("何阿姨")) == maker
    assert find_maker(db, Wording(en="Aunt He")) == english
    assert find_maker(db, Wording("何阿")) is None


def test_unknown_ids_are_left_out_of_many_and_refused_alone(db):
    maker = add(db, Wording("何阿姨"))

    assert load_makers(db, [maker.id, "000000"]) == {maker.id: maker}
    with pytest.raises(NotFound):
        load_maker(db, "000000")


def test_putting_the_same_maker_twice_logs_nothing_the_second_time(db):
    for _ in range(2):
        with change(db, "clerk") as this:
            put_maker(this, Wording("何阿姨", "Aunt He"), about=Wording("绣了四十年"))

    assert [row["action"] for row in db.table("changes").rows] == ["add", "update"]
    assert [maker.about.zh for maker in all_makers(db)] == ["绣了四十年"]
