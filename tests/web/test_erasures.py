import pytest

import web.erasures
from archive.changes import change
from archive.derivatives import DerivativeStore
from archive.erasing import erase_uses
from archive.errors import Conflict
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.verify import verify_home
from archive.waiting import wait_for_yes
from tests.making import agreed, jpeg, kept_work
from web.finishing import finish_outbox


@pytest.fixture
def work(home, db):
    found = kept_work(home, db, jpeg("red"), consent=agreed("pictures", "name"), publish=True)
    finish_outbox(home, db)
    return found


def erase(db, work, *uses):
    with change(db, "clerk") as this:
        erase_uses(this, work, uses)


def test_originals_and_what_was_made_of_them_go(home, db, work):
    erase(db, work, "pictures")
    finish_outbox(home, db)

    assert list(OriginalStore(home.originals)) == []
    assert [path for path in home.derivatives.rglob("*") if path.is_file()] == []
    assert pending(db, TaskKind.ERASE) == []
    assert list(verify_home(home, db)) == []


def test_what_lies_about_in_the_home_goes_too(home, db, work):
    def fill(sheet, _photographs):
        sheet.write_text("李阿姨")

    wait_for_yes(home, "clerk", "a.csv", fill)
    part = home.root / ".part-1-of a killed process"
    part.write_text("李阿姨")
    stray = DerivativeStore(home.derivatives).features("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_text("made of nothing")
    part.rename(home.originals / ".part-999999999-x")
    erase(db, work, "name")
    finish_outbox(home, db)

    left = [path.name for path in home.root.rglob("*") if path.is_file()]
    assert not [name for name in left if name.startswith(".part-") or name == "a.csv"]
    assert not stray.exists()


def test_stopped_before_the_end_it_is_done_again_without_any_name(home, db, work, monkeypatch):
    def busy(_db):
        raise Conflict("somebody reads")

    erase(db, work, "name")
    monkeypatch.setattr(web.erasures, "compact", busy)
    with pytest.raises(Conflict):
        finish_outbox(home, db)
    left = [task.record for task in pending(db, TaskKind.ERASE)]
    monkeypatch.undo()
    finish_outbox(home, db)

    assert left == [""]
    assert pending(db, TaskKind.ERASE) == []


def test_a_photograph_of_an_unfinished_form_goes_when_it_is_old_or_holds_the_name(home, db, work):
    store = OriginalStore(home.originals)
    (kept,) = store
    fresh, named = store.store(jpeg("blue")), store.store(jpeg("lime", comment=b"clerk"))
    erase(db, work, "name")
    finish_outbox(home, db)

    assert set(store) == {kept, fresh}
    assert named not in store
