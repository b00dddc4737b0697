import pytest

from archive.changes import change
from archive.curated import put_collection
from archive.drafts import CreditDraft
from archive.errors import Conflict, NotFound
from archive.imports import Counts, finish_import, list_imports, start_import, undo_import
from archive.loading import load_work
from archive.makers import put_maker
from archive.records import Collection, PartOf, SaleLink, Statement, Suggestion
from archive.rows import snapshot_work
from archive.suggestions import put_suggestions
from archive.wording import Wording
from archive.works import publish_work, put_work
from tests.making import agreed, draft, jpeg, rows_of


def take(db, *drafts):
    """Take drafts in as one import; returns its number and the works."""
    number = start_import(db, "clerk", "works.csv")
    works = []
    for drafted in drafts:
        with change(db, "clerk", import_id=number) as this:
            works.append(put_work(this, drafted).work)
    finish_import(db, number, Counts(added=len(drafts)))
    return number, works


def full(identifier, colour="red", title="蝶帽", **more):
    return draft(
        jpeg(colour),
        identifier=identifier,
        statements=(
            Statement("title", "clerk", "2026-01-01", title, "zh"),
            Statement("handmade", "clerk", "2026-01-01", "all"),
        ),
        **more,
    )


LINK = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")


def test_an_import_of_new_and_changed_works_is_taken_back_whole(db):
    take(
        db,
        full("1", credits=(CreditDraft(name=Wording("何阿姨")),), sale_links=(LINK,)),
        full("2", "blue", consent=agreed("pictures"), publish=True, collections=("spring",)),
    )
    before = rows_of(db)
    number, (new, first, second) = take(
        db,
        full("3", "lime", credits=(CreditDraft(name=Wording("新人")),), collections=("new",)),
        full("1", "white", title="龙帽", credits=(CreditDraft(name=Wording("新人")),)),
        full("2", "blue", consent=agreed("pictures", "name"), collections=("new", "spring")),
    )
    undone = undo_import(db, "clerk", number)

    assert rows_of(db) == before
    assert undone.removed == (new,)
    assert set(undone.restored) == {first, second}
    assert undone.kept == ()


def test_an_import_that_touched_a_work_twice_goes_back_to_before_the_first_touch(db):
    take(db, full("1"))
    before = rows_of(db)
    number, _ = take(db, full("1", title="二"), full("1", title="三"), full("9"), full("9", "blue"))
    undo_import(db, "clerk", number)

    assert rows_of(db) == before


def test_a_work_changed_since_is_kept_and_named(db):
    number, (one, other) = take(db, full("1", consent=agreed("pictures")), full("2", "blue"))
    with change(db, "desk") as this:
        publish_work(this, one)
    before = snapshot_work(db, one)
    undone = undo_import(db, "clerk", number)

    assert undone.kept == (one,)
    assert undone.removed == (other,)
    assert snapshot_work(db, one) == before


def test_imports_can_be_taken_back_one_after_the_other(db):
    before = rows_of(db)
    first, (work,) = take(db, full("1"))
    second, _ = take(db, full("1", title="龙帽"))
    undo_import(db, "clerk", second)
    undone = undo_import(db, "clerk", first)

    assert undone.removed == (work,)
    assert rows_of(db) == before


def test_an_earlier_import_does_not_take_a_later_one_with_it(db):
    first, (work,) = take(db, full("1"))
    take(db, full("1", title="龙帽"))

    assert undo_import(db, "clerk", first).kept == (work,)
    assert load_work(db, work).title.zh == "龙帽"


def test_what_a_program_suggests_is_no_change_since(db):
    number, (work,) = take(db, full("1"))
    photograph = load_work(db, work).photographs[0].id
    guess = Suggestion(photograph, "colour", "colour/dark-red", 0.5, "palette", "1")
    put_suggestions(db, photograph, [guess], model="palette")

    assert undo_import(db, "clerk", number).removed == (work,)


def test_undo_works_when_another_work_has_been_given_the_freed_numbers(db):
    said = tuple(Statement("title", "clerk", "2026-01-01", text, "zh") for text in "一二三")
    take(db, draft(jpeg(), identifier="1", statements=said, sale_links=(LINK,)))
    number, (work,) = take(db, full("1"))
    take(db, draft(jpeg("blue"), identifier="2", statements=said, sale_links=(LINK,)))
    undo_import(db, "clerk", number)

    restored = load_work(db, work)
    assert [s.text for s in restored.statements] == ["一", "二", "三"]
    assert restored.sale_links == (LINK,)


def test_a_maker_and_a_collection_still_in_use_stay(db):
    named = (CreditDraft(name=Wording("何阿姨")),)
    number, _ = take(db, full("1", credits=named, collections=("spring",)))
    take(db, full("2", "blue", credits=named, collections=("spring",)))
    undo_import(db, "clerk", number)

    assert db.table("makers").count == 1
    assert db.table("collections").count == 1


def test_ids_of_a_taken_back_import_are_not_given_again(db):
    number, works = take(db, full("1"), full("2", "blue"))
    undo_import(db, "clerk", number)
    _, again = take(db, full("1"), full("2", "blue"))

    assert not set(works) & set(again)


def test_an_import_is_taken_back_once(db):
    number, _ = take(db, full("1"))
    undo_import(db, "clerk", number)

    with pytest.raises(Conflict):
        undo_import(db, "clerk", number)


def test_there_is_nothing_to_take_back_of_an_unknown_import(db):
    with pytest.raises(NotFound):
        undo_import(db, "clerk", 99)


def test_imports_are_listed_newest_first_with_their_numbers(db):
    take(db, full("1"))
    take(db, full("2", "blue"), full("3", "lime"))

    assert [(row["id"], row["added"]) for row in list_imports(db)] == [(2, 2), (1, 1)]


def test_imports_can_be_taken_back_in_the_wrong_order(db):
    first, (work,) = take(
        db, full("1", credits=(CreditDraft(name=Wording("何阿姨")),), collections=("caps",))
    )
    second, _ = take(
        db,
        full(
            "1", title="新", credits=(CreditDraft(name=Wording("龙奶奶")),), collections=("hats",)
        ),
    )

    kept = undo_import(db, "clerk", first).kept
    restored = undo_import(db, "clerk", second).restored

    assert (kept, restored) == ((work,), (work,))
    assert load_work(db, work).credits[0].maker.name.zh == "何阿姨"
    assert load_work(db, work).collections == ("caps",)


def test_a_part_whose_whole_went_with_another_import_can_still_be_taken_back(db):
    before = rows_of(db)
    first, (jacket,) = take(db, full("1"))
    second, (sleeve,) = take(db, full("2", "blue", part_of=(PartOf(jacket, "左袖"),)))

    assert undo_import(db, "clerk", first).removed == (jacket,)
    assert load_work(db, sleeve).part_of == ()
    assert undo_import(db, "clerk", second).removed == (sleeve,)
    assert rows_of(db) == before


def test_a_maker_somebody_has_written_about_since_stays(db):
    named = (CreditDraft(name=Wording("何阿姨")),)
    number, _ = take(db, full("1", credits=named))
    with change(db, "desk") as this:
        put_maker(this, Wording("何阿姨"), about=Wording("绣了五十年"))
    undo_import(db, "clerk", number)

    assert [row["about_zh"] for row in db.table("makers").rows] == ["绣了五十年"]


def test_a_collection_somebody_has_given_a_title_since_stays(db):
    number, _ = take(db, full("1", collections=("caps",)))
    with change(db, "desk") as this:
        put_collection(this, Collection("caps", Wording("童帽")))
    undo_import(db, "clerk", number)

    assert [row["title_zh"] for row in db.table("collections").rows] == ["童帽"]
