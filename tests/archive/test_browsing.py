from archive.browsing import ConceptUse, concept_uses, named_works
from archive.drafts import CreditDraft
from archive.records import Statement
from archive.wording import Wording
from tests.making import agreed, jpeg, kept_work

DAY = "2026-06-01"


def motifs(*slugs):
    """Return statements that name motifs, in this order."""
    return tuple(Statement("motif", "甲", "2026-01-01", concept=f"motif/{s}") for s in slugs)


def put(home, db, colour, *slugs, uses=("pictures",), **more):
    more |= {"statements": motifs(*slugs), "consent": agreed(*uses) if uses else None}
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
