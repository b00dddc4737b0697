from dataclasses import replace

from hypothesis import given

from archive.drafts import digest_of_draft
from archive.records import Statement
from tests import strategies
from tests.making import agreed, draft, jpeg, photograph


@given(strategies.drafts, strategies.drafts)
def test_digests_are_equal_exactly_when_drafts_say_the_same(one, other):
    assert (digest_of_draft(one) == digest_of_draft(other)) == (one == other)


def test_the_day_of_saying_plays_no_part():
    said = Statement("title", "clerk", "2026-01-01", "蝶帽", "zh")
    later = replace(said, said_on="2026-02-02")
    camera = photograph(jpeg(), statements=(said,))
    one = replace(draft(jpeg(), statements=(said,)), photographs=(camera,))
    other = replace(one, statements=(later,), photographs=(replace(camera, statements=(later,)),))

    assert digest_of_draft(one) == digest_of_draft(other)


def test_the_order_of_uses_plays_no_part():
    one = draft(jpeg(), consent=agreed("pictures", "name", "sale"))
    other = draft(jpeg(), consent=agreed("sale", "name", "pictures"))

    assert digest_of_draft(one) == digest_of_draft(other)
