import pytest

from archive.changes import change
from archive.drafts import CreditDraft
from archive.erasing import erase_person
from archive.erasing.scope import Undecided
from archive.errors import Conflict
from archive.history import latest_event
from archive.history.restoring import restore
from archive.makers import all_makers, find_maker
from archive.originals import OriginalStore
from archive.records import CONSENT_USES, Statement
from archive.wording import Wording
from archive.works import remove_work
from tests.making import agreed, jpeg, kept_work


def make(home, db, content, *by, **more):
    credits_of = tuple(CreditDraft(name=Wording(name)) for name in by)
    return kept_work(home, db, content, credits=credits_of, **more)


def erase_her(db, name, uses=CONSENT_USES):
    with change(db, "clerk") as this:
        return erase_person(this, find_maker(db, Wording(name)).id, uses=uses)


def test_a_namesake_in_the_other_script_keeps_her_name(home, db):
    make(home, db, jpeg("red"), "王小龙", identifier="1")
    make(home, db, jpeg("blue"), "王小龍", identifier="2")
    other = find_maker(db, Wording("王小龍")).id
    erased = erase_her(db, "王小龙", ["name"])

    assert Undecided("namesake", other) in erased.undecided
    assert [maker.name.zh for maker in all_makers(db)] == ["王小龍"]


def test_a_word_of_the_list_in_the_other_script_stays_in_texts(home, db):
    title = Statement("title", "clerk", "2026-01-01", "凤凰帽", "zh")
    make(home, db, jpeg(), "鳳凰", statements=(title,))
    erased = erase_her(db, "鳳凰", ["name"])

    titles = [row[0] for row in db.execute("SELECT text FROM statements WHERE field = 'title'")]
    assert titles == ["凤凰帽"]
    assert Undecided("ordinary word", "鳳凰") in erased.undecided


@pytest.mark.parametrize("by", [("龙阿妹",), ("龙阿妹", "石阿婆")])
def test_a_removed_work_of_hers_does_not_come_back_with_its_yeses(home, db, by):
    make(home, db, jpeg("blue"), "龙阿妹", identifier="2")
    work = make(home, db, jpeg("red"), *by, identifier="1", consent=agreed("pictures", "name"))
    number = latest_event(db, "work", work)
    with change(db, "clerk") as this:
        remove_work(this, work, "a mistake")
    erase_her(db, "龙阿妹")

    with pytest.raises(Conflict, match="deleted for good"), change(db, "clerk") as this:
        restore(this, work, number, "after all", originals=OriginalStore(home.originals))
