import pytest

from archive.access import allowed_uses
from archive.changes import change
from archive.consent.consenting import withdraw_consents
from archive.consent.ending import end_uses
from archive.loading import load_work
from archive.work_parts import insert_consent
from archive.works import put_work
from tests.making import agreed, draft, jpeg


def put(db, consent, **more):
    with change(db, "clerk") as this:
        return put_work(this, draft(jpeg(), identifier="7", consent=consent, **more)).work


def uses(db, work):
    return set(allowed_uses(load_work(db, work).consents, "2030-01-01"))


def test_a_changed_consent_of_the_sheet_takes_the_place_of_the_earlier(db):
    work = put(db, agreed("pictures", "name"))
    put(db, agreed("pictures"))

    assert uses(db, work) == {"pictures"}


def test_a_use_added_by_mistake_and_taken_out_of_the_sheet_again_ends(db):
    work = put(db, agreed("pictures"))
    put(db, agreed("pictures", "name"))
    put(db, agreed("pictures"))

    assert uses(db, work) == {"pictures"}


def test_a_sheet_without_consent_ends_the_one_it_brought(db):
    work = put(db, agreed("pictures"))
    put(db, None)

    assert uses(db, work) == set()


def test_a_consent_somebody_took_back_is_not_brought_to_life_by_the_sheet(db):
    work = put(db, agreed("pictures"))
    with change(db, "desk") as this:
        withdraw_consents(this, work, "asked for by phone")
    put(db, agreed("pictures"), licence="CC BY 4.0")

    assert uses(db, work) == set()


def test_a_consent_of_a_newer_day_counts_after_an_earlier_was_taken_back(db):
    work = put(db, agreed("pictures"))
    with change(db, "desk") as this:
        withdraw_consents(this, work, "asked for by phone")
    put(db, agreed("pictures", given_on="2029-01-01"))

    assert uses(db, work) == {"pictures"}


def test_a_sheet_does_not_end_what_was_agreed_to_on_paper(db):
    work = put(db, agreed("pictures", how="paper"))
    put(db, None)

    assert uses(db, work) == {"pictures"}


@pytest.mark.parametrize("how", ["sheet", "tap", "voice"])
def test_an_old_sheet_brings_no_use_back_that_somebody_took_back(db, how):
    with change(db, "clerk") as this:
        work = put_work(this, draft(b"x", identifier="7")).work
        insert_consent(this, work, agreed("pictures", "name", how=how))
        end_uses(this, work, ["name"])

    with change(db, "clerk") as this:
        news = agreed("pictures", "name", "research")
        put_work(this, draft(b"x", identifier="7", consent=news))

    standing = allowed_uses(load_work(db, work).consents, "2099-01-01")
    assert standing == {"pictures", "research"}


def test_a_yes_given_after_the_no_counts(db):
    with change(db, "clerk") as this:
        work = put_work(this, draft(b"x", identifier="7", consent=agreed("name"))).work
        end_uses(this, work, ["name"])
        later = agreed("name", given_on="2099-01-01")
        put_work(this, draft(b"x", identifier="7", consent=later))

    assert "name" in allowed_uses(load_work(db, work).consents, "2099-01-01")


def test_what_a_sheet_ended_itself_it_may_bring_again(db):
    with change(db, "clerk") as this:
        work = put_work(this, draft(b"x", identifier="7", consent=agreed("name"))).work
        put_work(this, draft(b"x", identifier="7", consent=agreed("village")))
        put_work(this, draft(b"x", identifier="7", consent=agreed("name")))

    assert allowed_uses(load_work(db, work).consents, "2099-01-01") == {"name"}
