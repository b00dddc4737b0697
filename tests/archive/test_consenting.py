import pytest

from archive.catalogue import create_catalogue
from archive.changes import change
from archive.consenting import add_consent, put_tapped_consent, withdraw_consents
from archive.drafts import PhotographDraft, WorkDraft
from archive.errors import BadInput
from archive.home import Home
from archive.loading import load_work
from archive.records import Consent
from archive.works import publish_work, put_work


@pytest.fixture
def db(tmp_path):
    db = create_catalogue(Home(tmp_path / "home"))
    yield db
    db.close()


@pytest.fixture
def work(db):
    photograph = PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 10)
    with change(db, "sheet") as this:
        return put_work(this, WorkDraft((photograph,))).work


def spoken(*uses: str, by: str = "龙奶奶", on: str = "2026-01-02") -> Consent:
    return Consent(by, "voice", on, frozenset(uses))


def listed(db, work) -> bool:
    return bool(db.execute("SELECT listed FROM works WHERE id = ?", [work]).fetchone()[0])


def test_a_published_work_becomes_public_with_the_consent_for_its_pictures(db, work):
    with change(db, "clerk") as this:
        assert not publish_work(this, work)
    with change(db, "clerk") as this:
        added = add_consent(this, work, spoken("pictures"))

    assert added
    assert listed(db, work)


def test_the_same_consent_twice_is_recorded_once(db, work):
    for _ in range(2):
        with change(db, "clerk") as this:
            add_consent(this, work, spoken("pictures", "name"))

    assert load_work(db, work).consents == (spoken("pictures", "name"),)


@pytest.mark.parametrize(
    ("consent", "column"),
    [
        (spoken("pictures", by=" "), "given_by"),
        (spoken(), "uses"),
        (spoken("advertising"), "uses"),
        (spoken("pictures", on="2026-02-30"), "given_on"),
        (spoken("pictures", on="2999-01-01"), "given_on"),
        (Consent("龙奶奶", "guess", "2026-01-02", frozenset({"name"})), "how"),
    ],
)
def test_a_consent_that_is_none_is_refused(db, work, consent, column):
    with pytest.raises(BadInput) as refused, change(db, "clerk") as this:
        add_consent(this, work, consent)

    assert refused.value.column == column
    assert load_work(db, work).consents == ()


def test_tapping_nothing_records_no_consent(db, work):
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", [])

    assert load_work(db, work).consents == ()


def test_tapping_again_with_less_ends_what_was_tapped_before(db, work):
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", ["pictures", "name"])
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", ["name"])

    first, second = load_work(db, work).consents
    assert first.uses == {"pictures", "name"}
    assert first.withdrawn_on is not None
    assert (second.uses, second.withdrawn_on) == ({"name"}, None)


def test_tapping_the_same_again_changes_nothing(db, work):
    for _ in range(2):
        with change(db, "李阿姨") as this:
            put_tapped_consent(this, work, "李阿姨", ["pictures"])

    assert len(load_work(db, work).consents) == 1
    assert db.execute("SELECT count(*) FROM changes WHERE action = 'consent'").fetchone() == (1,)


def test_tapping_leaves_what_was_agreed_to_on_paper(db, work):
    paper = Consent("李阿姨", "paper", "2026-01-02", frozenset({"pictures"}))
    with change(db, "clerk") as this:
        add_consent(this, work, paper)
    with change(db, "李阿姨") as this:
        put_tapped_consent(this, work, "李阿姨", [])

    assert load_work(db, work).consents == (paper,)


def test_taking_consent_back_hides_the_work_at_once_and_asks_for_its_indexing(db, work):
    with change(db, "clerk") as this:
        add_consent(this, work, spoken("pictures"))
        publish_work(this, work)
    db.execute("DELETE FROM outbox")
    with change(db, "李阿姨") as this:
        assert withdraw_consents(this, work, "her wish")

    assert not listed(db, work)
    assert db.execute("SELECT kind, record FROM outbox").fetchall() == [("index", work)]
    assert db.execute("SELECT who, reason FROM changes ORDER BY id DESC").fetchone() == (
        "李阿姨",
        "her wish",
    )
