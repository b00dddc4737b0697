from archive.arranging import put_wholes
from archive.browsing import (
    ConceptUse,
    announced_covers,
    announced_works,
    concept_uses,
    count_announced,
    named_works,
    parts_of,
    works_of_collections,
)
from archive.changes import change
from archive.drafts import CreditDraft
from archive.records import PartOf, Statement
from archive.wording import Wording
from tests.making import HANDMADE, agreed, jpeg, kept_work

DAY = "2026-06-01"


def motifs(*slugs):
    """Return statements that name motifs, in this order."""
    return tuple(Statement("motif", "甲", "2026-01-01", concept=f"motif/{s}") for s in slugs)


def put(home, db, colour, *slugs, uses=("pictures",), **more):
    more |= {"statements": (*motifs(*slugs), HANDMADE), "consent": agreed(*uses) if uses else None}
    return kept_work(home, db, jpeg(colour), publish=True, **more)


def test_a_broader_concept_counts_a_work_once(home, db):
    work = put(home, db, "red", "butterfly", "bee")

    uses = concept_uses(db, ("motif",))

    assert uses["motif/insect"] == ConceptUse(1, 1, work)
    assert uses["motif/butterfly"] == ConceptUse(1, 1, work)
    assert uses["motif/bee"] == ConceptUse(1, 0, work)


def test_the_picture_of_a_concept_is_a_work_where_it_was_named_first(home, db):
    leading = put(home, db, "red", "flower")
    put(home, db, "blue", "dragon", "flower")

    assert concept_uses(db, ("motif",))["motif/flower"] == ConceptUse(2, 1, leading)


def test_private_works_count_nowhere(home, db):
    credited = (CreditDraft(name=Wording("绣娘丙")),)
    put(home, db, "red", "butterfly", uses=(), credits=credited)

    assert concept_uses(db, ("motif",)) == {}
    assert named_works(db, DAY) == {}


def test_a_maker_with_two_parts_in_a_work_has_it_once(home, db):
    credited = (
        CreditDraft(name=Wording("绣娘丙")),
        CreditDraft(role="dyed", name=Wording("绣娘丙")),
    )
    work = put(home, db, "red", credits=credited, uses=("pictures", "name"))

    assert list(named_works(db, DAY).values()) == [[work]]


def test_a_maker_who_has_not_agreed_is_named_by_no_work(home, db):
    put(home, db, "red", credits=(CreditDraft(name=Wording("绣娘丙")),))

    assert named_works(db, DAY) == {}


def test_programs_are_told_only_of_works_that_agreed_to_it(home, db):
    credited = (CreditDraft(name=Wording("李阿姨")),)
    more = {"credits": credited, "collections": ("caps",)}
    loud = put(home, db, "red", uses=("pictures", "name", "search engines"), **more)
    quiet = put(home, db, "blue", uses=("pictures", "name"), **more)

    assert (announced_works(db, 1), count_announced(db)) == ([loud], 1)
    assert [work.id for work in announced_covers(db, 0, 9)] == [loud]
    assert list(named_works(db, DAY, announced=True).values()) == [[loud]]
    assert works_of_collections(db, announced=True) == {"caps": [loud]}
    assert set(works_of_collections(db)["caps"]) == {loud, quiet}


def test_parts_come_in_the_order_of_their_years(home, db):
    whole, late, early = (put(home, db, colour) for colour in ("red", "blue", "green"))
    with change(db, "clerk") as this:
        put_wholes(this, late, [PartOf(whole, year_from=1990), PartOf(whole, year_from=2001)])
        put_wholes(this, early, [PartOf(whole, year_from=1950)])

    assert parts_of(db, whole) == [early, late]
