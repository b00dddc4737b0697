import json

import pytest

from archive.arranging import Place, arrange_collection
from archive.changes import change
from archive.curated import load_collection, put_collection
from archive.errors import BadInput, NotFound
from archive.loading import load_work
from archive.makers import add_maker, edit_maker, load_maker
from archive.record_statements import (
    Telling,
    load_record_statements,
    put_record_statements,
    put_work_statements,
)
from archive.records import Collection, Maker, Statement
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg


def said(field, text="", speaker="clerk", **more):
    return Statement(field, speaker, "2026-01-01", text, origin="desk", **more)


@pytest.fixture
def maker(db):
    with change(db, "clerk") as this:
        return add_maker(this, Wording("绣娘甲")).id


@pytest.fixture
def works(db):
    with change(db, "clerk") as this:
        return [
            put_work(this, draft(jpeg(colour), identifier=colour)).work
            for colour in ("red", "blue", "green")
        ]


def tell(db, kind, record, *statements, **more):
    with change(db, "clerk") as this:
        return put_record_statements(this, kind, record, Telling(statements, **more))


def actions(db, kind):
    rows = db.execute("SELECT action FROM changes WHERE kind = ? ORDER BY id", [kind])
    return [row[0] for row in rows.fetchall()]


def test_what_is_said_of_a_maker_comes_back_equal(db, maker):
    statements = (
        said("born_decade", number=1950.0, sureness="likely"),
        said("dialect", standing="will not say"),
        said("learned_from", "石阿婆", maker=maker),
        said("technique", "平绣", concept="technique/flat-stitch"),
    )

    tell(db, "maker", maker, *statements)

    assert set(load_maker(db, maker).statements) == set(statements)
    assert set(load_record_statements(db, "maker", maker)) == set(statements)


def test_a_change_is_logged_with_what_was_there_before(db, maker):
    tell(db, "maker", maker, said("dialect", "苗话"))
    tell(db, "maker", maker, said("dialect", "西南官话"), word_of="石阿婆")

    row = db.execute("SELECT before, after, word_of FROM changes ORDER BY id DESC").fetchone()
    told = [json.loads(text)["record_statements"][0]["text"] for text in row[:2]]
    assert (told, row[2]) == (["苗话", "西南官话"], "石阿婆")


def test_the_same_said_again_is_no_change(db, maker):
    assert tell(db, "maker", maker, said("dialect", "苗话"))
    assert not tell(db, "maker", maker, said("dialect", "苗话"))

    assert actions(db, "maker") == ["add", "state"]


def test_only_the_fields_at_hand_are_replaced(db, maker):
    tell(db, "maker", maker, said("dialect", "苗话"), said("award", "县里的奖"))
    tell(db, "maker", maker, fields=frozenset({"award"}))

    assert [s.field for s in load_maker(db, maker).statements] == ["dialect"]


def test_what_came_another_way_stays(db, maker):
    sheet = Statement("dialect", "册子", "2026-01-01", "苗话", origin="sheet")
    tell(db, "maker", maker, sheet, origin="sheet")
    tell(db, "maker", maker, said("dialect", "西南官话"))

    assert [s.text for s in load_maker(db, maker).statements] == ["西南官话", "苗话"]


def test_what_does_not_fit_changes_nothing(db, maker):
    with pytest.raises(BadInput):
        tell(db, "maker", maker, said("dialect", "苗话"), said("born_decade", number=1.0))

    assert load_maker(db, maker).statements == ()


def test_a_maker_that_is_not_there_is_not_told_of_nor_named(db, maker):
    with pytest.raises(NotFound):
        tell(db, "maker", "nobody", said("dialect", "苗话"))
    with pytest.raises(NotFound):
        tell(db, "maker", maker, said("learned_from", "石", maker="nobody"))


def test_a_photograph_has_facts_of_its_own(db, works):
    work = load_work(db, works[0])
    photograph = work.photographs[0].id
    telling = Telling((said("light", "daylight"),), photograph=photograph)
    with change(db, "clerk") as this:
        assert put_work_statements(this, work.id, telling)

    found = [s for s in load_work(db, work.id).statements if s.photograph]
    assert [(s.field, s.text, s.photograph) for s in found] == [("light", "daylight", photograph)]


def test_a_photograph_of_another_work_is_not_told_of(db, works):
    other = load_work(db, works[1]).photographs[0].id
    telling = Telling((said("light", "daylight"),), photograph=other)

    with pytest.raises(NotFound), change(db, "clerk") as this:
        put_work_statements(this, works[0], telling)


def test_what_the_desk_says_of_a_work_stands_first_and_beside_the_sheet(db, works):
    telling = Telling((said("condition", "worn"), said("title", "新名", lang="zh")))
    with change(db, "clerk") as this:
        put_work_statements(this, works[0], telling)

    work = load_work(db, works[0])
    assert (work.title.zh, len(work.said("title"))) == ("新名", 2)
    assert actions(db, "work")[-1] == "state"


@pytest.fixture
def spring(db):
    with change(db, "clerk") as this:
        put_collection(this, Collection("spring", Wording("春")))
    return "spring"


def arrange(db, slug, *places):
    with change(db, "clerk") as this:
        return arrange_collection(this, slug, [Place(*place) for place in places])


def test_works_stand_in_the_curators_order_with_her_reasons(db, works, spring):
    red, blue, green = works
    arrange(db, spring, (red,), (blue, "最老的一件"), (green,))
    arrange(db, spring, (green,), (red, "好看"))

    found = load_collection(db, spring)
    assert (found.works, dict(found.reasons)) == ((green, red), {red: "好看"})
    assert load_work(db, blue).collections == ()


def test_a_work_added_at_the_end_touches_no_other(db, works, spring):
    red, blue, _ = works
    arrange(db, spring, (red,))
    before = actions(db, "work").count("collect")
    arrange(db, spring, (red,), (blue,))

    assert actions(db, "work").count("collect") == before + 1


def test_the_same_order_again_is_no_change(db, works, spring):
    assert arrange(db, spring, (works[0], "好看"))
    assert not arrange(db, spring, (works[0], "好看"))


def test_what_the_desk_put_in_stays_when_the_sheet_comes_again(db, works, spring):
    arrange(db, spring, (works[0], "好看"))
    with change(db, "clerk") as this:
        put_work(this, draft(jpeg("red"), identifier="red", licence="CC0"))

    assert load_collection(db, spring).works == (works[0],)


def test_a_work_with_a_reason_stays_when_the_sheet_lets_go_of_it(db, spring):
    def again(**more):
        with change(db, "clerk") as this:
            return put_work(this, draft(jpeg("red"), identifier="1", **more)).work

    work = again(collections=("spring",))
    arrange(db, spring, (work, "好看"))
    again(licence="CC0")

    assert load_collection(db, spring).works == (work,)


def test_a_work_stands_in_a_collection_once_and_must_be_there(db, works, spring):
    with pytest.raises(BadInput):
        arrange(db, spring, (works[0],), (works[0],))
    with pytest.raises(NotFound):
        arrange(db, spring, ("nothing",))


def test_a_makers_words_are_edited_and_her_chinese_name_is_not(db, maker):
    news = Maker(maker, "workshop", Wording("别人", "Maker A"), "place/hejiayan", Wording("会绣"))
    with change(db, "clerk") as this:
        assert edit_maker(this, news)
        assert not edit_maker(this, news)

    found = load_maker(db, maker)
    assert (found.name, found.place, found.about) == (
        Wording("绣娘甲", "Maker A"),
        "place/hejiayan",
        Wording("会绣"),
    )


def test_a_maker_is_not_left_without_a_name(db):
    with change(db, "clerk") as this:
        only = add_maker(this, Wording("", "Anna"))

    with pytest.raises(BadInput), change(db, "clerk") as this:
        edit_maker(this, Maker(only.id, "person", Wording("", "")))
