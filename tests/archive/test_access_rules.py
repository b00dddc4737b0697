"""Which works are there at all, for whom and for what."""

from dataclasses import replace

import pytest

from archive.access import Purpose, is_announced, is_listed
from archive.records import (
    CONSENT_USES,
    Embargo,
    Scope,
    State,
    Tombstone,
)
from archive.redacting import HIDDEN
from tests.showing import DAY, RESEARCHER, said, seen, work, yes

# The rules about the whole record.


def test_search_engines_and_feeds_need_a_yes_of_their_own():
    assert seen(work(), purpose=Purpose.FEED) is None
    assert not is_announced(work(), DAY)
    assert seen(work("search engines"), purpose=Purpose.FEED) is not None
    assert is_announced(work("search engines"), DAY)


@pytest.mark.parametrize("word", ["family", "village only", "ritual", "funeral"])
def test_what_is_not_for_the_public_is_not_there(word):
    record = work(*CONSENT_USES, statements=(said("sensitivity", word),))

    assert not is_listed(record, DAY)
    assert all(seen(record, purpose=purpose) is None for purpose in Purpose)


@pytest.mark.parametrize(
    ("word", "sees"),
    [
        ("none", True),
        ("ritual", True),
        ("funeral", True),
        ("family", False),
        ("village only", False),
    ],
)
def test_researchers_see_ritual_things_and_nothing_of_a_family(word, sees):
    record = work("research", statements=(said("sensitivity", word),))

    assert (seen(record, RESEARCHER) is not None) is sees


def test_a_piece_to_ask_about_first_is_shown_and_not_handed_on():
    record = work(*CONSENT_USES, statements=(said("sensitivity", "ask first"),))

    assert seen(record) is not None
    assert seen(record, purpose=Purpose.EXPORT) is None
    assert seen(record, purpose=Purpose.FEED) is None


def test_a_researcher_sees_what_was_agreed_to_for_research_only():
    record = replace(work(), consents=(yes("research", by="石秀英"),))

    assert seen(record) is None
    shown = seen(record, RESEARCHER)
    assert shown.photographs
    assert shown.credits[0].maker is None
    assert seen(replace(record, state=State.DRAFT), RESEARCHER) is None
    assert seen(replace(record, embargo=Embargo("2099-01-01")), RESEARCHER) is None


def test_a_researcher_needs_the_yes_to_research():
    record = replace(work(), consents=(yes("name", "export"),))

    assert seen(record, RESEARCHER) is None


def test_an_embargo_holds_for_pictures_whose_words_were_taken_down():
    down = Tombstone("a reason", "T", Scope.METADATA)
    record = work(tombstone=down, embargo=Embargo("2099-01-01"))

    assert seen(record, purpose=Purpose.IMAGE) is None
    assert seen(replace(record, embargo=None), purpose=Purpose.IMAGE).photographs


def test_a_work_that_never_was_public_leaves_no_tombstone():
    gone = work(state=State.WITHDRAWN, tombstone=Tombstone("a reason", "T"))

    assert seen(gone).tombstone
    assert seen(replace(gone, published_at=None)) is None


def test_an_embargo_tells_the_day_and_nothing_else():
    closed = seen(work(*CONSENT_USES, embargo=Embargo(DAY, "石秀英的展览")))

    assert closed.embargo == Embargo(DAY, "石秀英的展览")
    assert (closed.photographs, closed.statements, closed.credits) == ((), (), ())
    unnamed = seen(work(embargo=Embargo(DAY, "石秀英的展览")))
    assert unnamed.embargo.reason == f"{HIDDEN}的展览"
    assert seen(work(embargo=Embargo("2026-05-31"))).photographs


def test_an_embargo_does_not_tell_of_a_work_nobody_agreed_to():
    assert seen(work(embargo=Embargo(DAY), consents=())) is None
