from concurrent.futures import ThreadPoolExecutor

import pytest

from archive.catalogue import create_catalogue, open_catalogue
from archive.changes import change
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.handing_in import hand_in
from archive.home import Home
from archive.loading import load_work
from archive.records import Statement
from archive.wording import Wording
from archive.works import publish_work, put_work

PHOTOGRAPH = PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 10)


@pytest.fixture
def db(tmp_path):
    db = create_catalogue(Home(tmp_path / "home"))
    yield db
    db.close()


def draft(name: str, title: str = "帽") -> WorkDraft:
    said = (
        Statement("title", name, "2026-01-01", title, "zh", origin="studio"),
        Statement("handmade", name, "2026-01-01", "all", origin="studio"),
    )
    return WorkDraft((PHOTOGRAPH,), statements=said, credits=(CreditDraft(name=Wording(name)),))


def send(db, name: str, key: str, title: str = "帽", uses=()) -> str:
    with change(db, name) as this:
        return hand_in(this, draft(name, title), form_key=key, given_by=name, uses=uses)


def count(db) -> int:
    return db.execute("SELECT count(*) FROM works").fetchone()[0]


def test_the_same_form_sent_twice_makes_one_work(db):
    first = send(db, "李阿姨", "k1")
    second = send(db, "李阿姨", "k1")

    assert first == second
    assert count(db) == 1


def test_two_women_with_the_same_picture_make_two_works(db):
    hers = send(db, "李阿姨", "k1", "我的帽")
    other = send(db, "石阿婆", "k2", "石家的帽")

    assert hers != other
    assert load_work(db, hers).title.zh == "我的帽"
    assert load_work(db, hers).created_by == "李阿姨"


def test_the_same_maker_with_the_same_picture_and_a_new_form_makes_another_work(db):
    assert send(db, "李阿姨", "k1") != send(db, "李阿姨", "k2")


def test_a_form_corrected_after_going_back_corrects_the_draft_and_its_consent(db):
    work = send(db, "李阿姨", "k1", uses=["pictures"])
    send(db, "李阿姨", "k1", "蝶帽", uses=[])

    found = load_work(db, work)
    assert found.title.zh == "蝶帽"
    assert not any(c.allows("pictures", "2999-01-01") for c in found.consents)


def test_a_form_sent_again_after_somebody_else_worked_on_it_changes_nothing(db):
    work = send(db, "李阿姨", "k1")
    with change(db, "clerk") as this:
        publish_work(this, work)
    again = send(db, "李阿姨", "k1", "别的名字")

    assert again == work
    assert load_work(db, work).title.zh == "帽"


def test_a_sheet_without_identifiers_never_takes_over_what_a_maker_handed_in(db):
    work = send(db, "李阿姨", "k1")
    with change(db, "sheet") as this:
        outcome = put_work(this, draft("表格", "表里的帽"))

    assert outcome.kind == "added"
    assert outcome.work != work
    assert load_work(db, work).credits[0].maker.name.zh == "李阿姨"


def test_two_taps_at_the_same_moment_make_one_work(db, tmp_path):
    def tap(_: int) -> str:
        own = open_catalogue(Home(tmp_path / "home"))
        work = send(own, "李阿姨", "k1")
        own.close()
        return work

    with ThreadPoolExecutor(4) as pool:
        works = set(pool.map(tap, range(4)))

    assert len(works) == 1
    assert count(db) == 1
