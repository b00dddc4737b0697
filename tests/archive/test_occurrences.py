from dataclasses import replace

import pytest

from archive.access import CURATOR, PUBLIC, Purpose, show
from archive.changes import change
from archive.clock import today
from archive.drafts import CreditDraft
from archive.erasing import erase_person, erase_uses
from archive.errors import BadInput, Conflict, NotFound
from archive.history import events_of, latest_event
from archive.history.restoring import restore
from archive.loading import load_work
from archive.makers import find_maker
from archive.occurrences import (
    OccurrenceDraft,
    add_occurrence,
    bring_back_occurrence,
    occurrences_of,
    take_back_occurrence,
    taken_back_occurrences,
    works_with_occurrences,
)
from archive.originals import OriginalStore
from archive.photograph_words import edit_photograph
from archive.records import Scope
from archive.redacting import HIDDEN
from archive.takedown import take_down
from archive.verify import verify_home
from archive.wording import Wording
from archive.works import put_work
from tests.making import agreed, draft, jpeg, kept_work

WING = (4, 2, 20, 16)


@pytest.fixture
def cap(home, db):
    """A public cap by 龙阿妹, with consent to everything a page needs but names."""
    return kept_work(
        home,
        db,
        jpeg("red"),
        credits=(CreditDraft(name=Wording("龙阿妹")),),
        consent=agreed("pictures", "export"),
        publish=True,
    )


@pytest.fixture
def photograph(db, cap):
    return load_work(db, cap).photographs[0].id


def mark(db, photograph, concept="motif/butterfly", who="田会计", word_of="", **more):
    with change(db, who) as this:
        drafted = OccurrenceDraft(photograph, more.pop("region", WING), concept, **more)
        return add_occurrence(this, drafted, word_of=word_of)


def seen(db, work, viewer=PUBLIC, purpose=Purpose.PAGE):
    shown = show(load_work(db, work), viewer, purpose, today())
    return shown.occurrences if shown else None


def test_a_motif_at_a_place_is_in_somebodys_word_and_on_a_day(db, cap, photograph):
    made = mark(db, photograph, word_of="李阿姨", text="蝴蝶妈妈", note="左边的翅膀")

    assert load_work(db, cap).occurrences == occurrences_of(db, photograph) == (made,)
    assert (made.region, made.concept, made.speaker) == (WING, "motif/butterfly", "李阿姨")
    assert (made.text, made.note, made.said_on) == ("蝴蝶妈妈", "左边的翅膀", today())
    newest = events_of(db, "work", cap)[0]
    assert (newest.who, newest.word_of, newest.action) == ("田会计", "李阿姨", "mark motif")
    assert [(d.part, d.old, d.new) for d in newest.differences] == [("occurrence", None, made)]


def test_two_people_may_see_different_things_in_one_region(db, photograph):
    hers = mark(db, photograph, word_of="李阿姨")
    his = mark(db, photograph, "motif/bird")

    assert occurrences_of(db, photograph) == (hers, his)


def test_the_same_word_said_again_is_said_once(db, cap, photograph):
    first = mark(db, photograph)
    event = latest_event(db, "work", cap)

    assert mark(db, photograph) == first
    assert latest_event(db, "work", cap) == event


@pytest.mark.parametrize(
    "region", [(-1, 0, 5, 5), (0, 0, 49, 5), (0, 28, 5, 5), (0, 0, 0, 5), (0, 0, 5, -2)]
)
def test_a_region_outside_the_photograph_is_refused_with_its_size(db, photograph, region):
    with pytest.raises(BadInput, match="48 pixels wide and 32 high") as refused:
        mark(db, photograph, region=region)

    assert refused.value.column == "region"
    assert occurrences_of(db, photograph) == ()


def test_the_whole_photograph_is_a_region(db, photograph):
    assert mark(db, photograph, region=(0, 0, 48, 32)).region == (0, 0, 48, 32)


@pytest.mark.parametrize("concept", ["technique/flat-stitch", "motif/butterfli", "蝴蝶"])
def test_what_is_no_motif_is_refused(db, photograph, concept):
    with pytest.raises(BadInput) as refused:
        mark(db, photograph, concept)

    assert refused.value.column == "concept"


def test_a_word_that_is_nearly_a_motif_is_answered_with_the_nearest(db, photograph):
    with pytest.raises(BadInput, match="nearest is motif/butterfly"):
        mark(db, photograph, "motif/butterfli")


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"text": "x" * 201}, "note"),
        ({"sureness": "perhaps"}, "sureness"),
        ({"made_from": "000000"}, "made_from"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(db, photograph, wrong, column):
    with pytest.raises(BadInput) as refused:
        mark(db, photograph, **wrong)

    assert refused.value.column == column


def test_a_photograph_that_is_not_there_is_not_found(db):
    with pytest.raises(NotFound):
        mark(db, "000000")


def test_ones_own_word_is_taken_back_without_a_reason_and_anothers_with_one(db, cap, photograph):
    own, hers = mark(db, photograph), mark(db, photograph, word_of="李阿姨")
    with change(db, "田会计") as this:
        take_back_occurrence(this, cap, own.id)
    with pytest.raises(BadInput, match="reason"), change(db, "田会计") as this:
        take_back_occurrence(this, cap, hers.id, "  ")

    assert load_work(db, cap).occurrences == (hers,)
    assert taken_back_occurrences(db, cap) == (own,)


def test_what_was_taken_back_can_be_brought_back_as_it_was(db, cap, photograph):
    made = mark(db, photograph, text="蝴蝶妈妈")
    with change(db, "田会计") as this:
        take_back_occurrence(this, cap, made.id)
        bring_back_occurrence(this, cap, made.id)

    assert load_work(db, cap).occurrences == (made,)
    assert taken_back_occurrences(db, cap) == ()
    with pytest.raises(NotFound), change(db, "田会计") as this:
        bring_back_occurrence(this, cap, made.id)


def test_nothing_is_brought_back_onto_a_photograph_that_is_gone(home, db):
    work = kept_work(home, db, jpeg("red"), identifier="1")
    made = mark(db, load_work(db, work).photographs[0].id)
    with change(db, "田会计") as this:
        take_back_occurrence(this, work, made.id)
        put_work(this, draft(jpeg("blue"), identifier="1"))

    with pytest.raises(Conflict, match="gone"), change(db, "田会计") as this:
        bring_back_occurrence(this, work, made.id)


def test_a_work_put_back_has_its_motifs_at_their_places_again(home, db, cap, photograph):
    made = mark(db, photograph)
    number = latest_event(db, "work", cap)
    with change(db, "田会计") as this:
        take_back_occurrence(this, cap, made.id)
        restore(this, cap, number, "it is one", originals=OriginalStore(home.originals))

    assert load_work(db, cap).occurrences == (made,)


def test_works_are_found_by_what_is_marked_on_them_or_something_broader(db, cap, photograph):
    mark(db, photograph, "motif/butterfly")

    assert works_with_occurrences(db, "motif/butterfly") == [cap]
    assert works_with_occurrences(db, "motif/motif") == [cap]
    assert works_with_occurrences(db, "motif/dragon") == []


def test_of_a_private_work_only_the_desk_learns_that_it_has_the_motif(home, db):
    work = kept_work(home, db, jpeg("red"))
    mark(db, load_work(db, work).photographs[0].id)

    assert works_with_occurrences(db, "motif/butterfly") == []
    assert works_with_occurrences(db, "motif/butterfly", listed=False) == [work]


def test_everybody_sees_it_without_hidden_names_and_without_what_was_searched_with(
    home, db, cap, photograph
):
    other = kept_work(home, db, jpeg("blue"))
    query = load_work(db, other).photographs[0].id
    with change(db, "clerk") as this:
        this.db.execute("UPDATE consents SET given_as = 'self', given_by = '别人'")
    made = mark(
        db, photograph, word_of="龙阿妹", text="龙阿妹的蝶", note="龙阿妹绣的", made_from=query
    )

    (shown,) = seen(db, cap)
    assert shown == replace(
        made, speaker="", text=f"{HIDDEN}的蝶", note=f"{HIDDEN}绣的", made_from=None
    )
    assert seen(db, cap, CURATOR) == (made,)


def test_a_speaker_who_made_nothing_of_it_is_not_named_without_a_yes(db, cap, photograph):
    with change(db, "clerk") as this:
        this.db.execute("UPDATE consents SET given_as = 'self'")
    mark(db, photograph, word_of="李阿姨", note="李阿姨说的")

    (shown,) = seen(db, cap)
    assert (shown.speaker, shown.note) == ("", f"{HIDDEN}说的")


def test_it_is_there_for_nobody_who_may_not_see_its_photograph(db, cap, photograph):
    mark(db, photograph)
    with change(db, "clerk") as this:
        edit_photograph(this, cap, photograph, "worn", Wording())

    assert not seen(db, cap)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_work_taken_down_in_any_part_shows_no_motif_at_its_place(db, cap, photograph, scope):
    mark(db, photograph)
    with change(db, "clerk") as this:
        take_down(this, cap, scope, "the family asks")

    assert not seen(db, cap)
    assert not seen(db, cap, purpose=Purpose.IMAGE)


def test_it_goes_for_good_with_its_photograph(db, cap, photograph):
    made = mark(db, photograph, text="蝴蝶妈妈")
    with change(db, "clerk") as this:
        take_back_occurrence(this, cap, made.id, "no")
        bring_back_occurrence(this, cap, made.id)
        erase_uses(this, cap, ["pictures"])

    rows = [*db.table("occurrences").rows, *db.execute("SELECT before, after FROM changes")]
    assert "蝴蝶妈妈" not in repr(rows)
    assert taken_back_occurrences(db, cap) == ()


def test_a_persons_name_goes_from_it_and_the_rest_stays(db, cap, photograph):
    mark(db, photograph, word_of="龙阿妹", note="龙阿妹绣的")
    with change(db, "clerk") as this:
        erase_person(this, find_maker(db, Wording("龙阿妹")).id, uses=["name"])

    (left,) = occurrences_of(db, photograph)
    assert (left.speaker, left.note, left.region) == ("", f"{HIDDEN}绣的", WING)
    assert "龙阿妹" not in repr(list(db.execute("SELECT before, after FROM changes")))


def test_a_region_that_reaches_out_of_its_photograph_is_found_by_verify(home, db, photograph):
    made = mark(db, photograph)
    db.execute("UPDATE photographs SET width_px = 20")

    found = [(p.kind, p.record) for p in verify_home(home, db) if p.kind == "region"]
    assert found == [("region", made.id)]
