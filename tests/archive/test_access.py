from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.access import (
    CURATOR,
    PUBLIC,
    Purpose,
    Role,
    Viewer,
    allowed_uses,
    is_listed,
    show,
)
from archive.records import (
    CONSENT_USES,
    Availability,
    Consent,
    Credit,
    Maker,
    Photograph,
    SaleLink,
    State,
    Statement,
    Tombstone,
    Work,
)
from archive.wording import Wording
from tests import strategies

DAY = "2026-06-01"
SECRET = {
    "name": "NAME",
    "village": "place/hejiayan",
    "sale": "weidian.com",
    "english": "ENGLISH",
}


def consent(*uses, **more):
    more.setdefault("given_as", "owner")
    return Consent("GIVER", "tap", "2026-01-01", frozenset(uses), **more)


def work(*uses, **more):
    maker = Maker("m1", "person", Wording("NAME"), "place/hejiayan")
    more.setdefault("consents", (consent(*uses),) if uses else ())
    return Work(
        "w1",
        None,
        more.pop("state", State.PUBLISHED),
        "2026-01-01T00:00:00Z",
        "ACCOUNT",
        "2026-01-01T00:00:00Z",
        published_at="2026-01-01T00:00:00Z",
        availability=Availability.FOR_SALE,
        photographs=(
            Photograph(
                "p1",
                "w1",
                "whole",
                "a" * 64,
                "a.jpg",
                "image/jpeg",
                4,
                3,
                9,
                Wording("红", "ENGLISH"),
            ),
        ),
        credits=(Credit("stitched", "named", maker),),
        statements=(
            Statement("title", "NAME", "2026-01-01", "蝶帽", "zh"),
            Statement("title", "NAME", "2026-01-01", "ENGLISH", "en"),
            Statement("made_place", "NAME", "2026-01-01", concept="place/hejiayan"),
        ),
        sale_links=(SaleLink("https://weidian.com/item.html?itemID=1", "weidian"),),
        **more,
    )


@pytest.mark.parametrize("use", SECRET)
def test_each_use_opens_its_own_part_and_no_other(use):
    shown = repr(show(work("pictures", use), PUBLIC, Purpose.PAGE, DAY))

    assert SECRET[use] in shown
    # A village is told of a named maker and of the piece; the name stays out.
    assert not [text for other, text in SECRET.items() if other != use and text in shown]


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_the_public_sees_no_work_that_is_not_published(state):
    hidden = replace(work(*CONSENT_USES, state=state), published_at=None)

    assert show(hidden, PUBLIC, Purpose.PAGE, DAY) is None


def test_the_public_sees_nothing_without_consent_for_pictures():
    everything_else = [use for use in CONSENT_USES if use != "pictures"]

    assert show(work(*everything_else), PUBLIC, Purpose.PAGE, DAY) is None


def test_the_public_sees_nothing_of_a_work_without_photographs():
    assert not is_listed(replace(work("pictures"), photographs=()), DAY)


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        (consent("pictures", until="2026-06-01"), True),
        (consent("pictures", until="2026-05-31"), False),
        (consent("pictures", withdrawn_on="2026-03-01"), False),
        (Consent("GIVER", "tap", "2026-06-02", frozenset({"pictures"})), False),
        (Consent("GIVER", "tap", "2026-06-01", frozenset({"pictures"})), True),
    ],
)
def test_a_consent_holds_from_its_first_to_its_last_day(given, listed):
    assert is_listed(work(consents=(given,)), DAY) is listed


def test_an_export_needs_its_own_yes():
    assert show(work("pictures"), PUBLIC, Purpose.EXPORT, DAY) is None
    assert show(work("pictures", "export"), PUBLIC, Purpose.EXPORT, DAY) is not None


def test_a_tombstone_is_all_that_remains_of_a_work_taken_down():
    gone = work(
        *CONSENT_USES, state=State.WITHDRAWN, tombstone=Tombstone("asked for", "2026-05-01")
    )
    shown = show(gone, PUBLIC, Purpose.PAGE, DAY)

    assert shown == Work(
        "w1",
        None,
        State.WITHDRAWN,
        "",
        "",
        gone.updated_at,
        published_at=gone.published_at,
        tombstone=gone.tombstone,
    )


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        (CURATOR, True),
        (Viewer(Role.ADMIN), True),
        (Viewer(Role.MAKER, "ACCOUNT"), True),
        (Viewer(Role.MAKER, "other", "m1"), True),
        (Viewer(Role.MAKER, "other", "m2"), False),
        (Viewer(Role.MAKER), False),
        (Viewer(Role.PUBLIC, "ACCOUNT", "m1"), False),
    ],
)
def test_only_staff_and_the_maker_herself_see_a_draft(viewer, sees):
    draft = work(state=State.DRAFT)

    assert (show(draft, viewer, Purpose.PAGE, DAY) == draft) is sees


def test_a_maker_who_does_not_want_to_be_shown_is_not_even_when_names_are_agreed_to():
    known = Maker("m1", "person", Wording("NAME"))
    hidden = replace(work(*CONSENT_USES), credits=(Credit("stitched", "not shown", known),))

    assert show(hidden, PUBLIC, Purpose.PAGE, DAY).credits == (Credit("stitched", "not shown"),)


def facts(shown):
    """Return everything personal that a shown record tells."""
    if shown is None:
        return frozenset()
    named = [c.maker for c in shown.credits if c.maker]
    return frozenset(
        [("exists", shown.id)]
        + [("name", maker.name) for maker in named]
        + [("place", maker.place) for maker in named if maker.place]
        + [("speaker", s.speaker) for s in shown.statements if s.speaker]
        + [("said", s.field, s.lang, s.text) for s in shown.statements]
        + [("alt", p.alt.en) for p in shown.photographs if p.alt.en]
        + [("sells", link.url) for link in shown.sale_links]
        + [("available", shown.availability)]
        * (shown.availability is not Availability.NOT_FOR_SALE)
    )


purposes = st.sampled_from(Purpose)


@given(strategies.works, purposes, st.data())
def test_fewer_consents_never_show_more(full, purpose, data):
    fewer = tuple(
        replace(each, uses=data.draw(st.frozensets(st.sampled_from(sorted(each.uses)))))
        if each.uses
        else each
        for each in full.consents
    )
    kept = tuple(each for each in fewer if data.draw(st.booleans()))
    less = replace(full, consents=kept)

    assert facts(show(less, PUBLIC, purpose, DAY)) <= facts(show(full, PUBLIC, purpose, DAY))


@given(strategies.works, purposes)
def test_the_public_is_told_nothing_that_was_not_agreed_to(full, purpose):
    shown = show(full, PUBLIC, purpose, DAY)
    uses = allowed_uses(full.consents, DAY)
    told = {fact[0] for fact in facts(shown)}

    assert shown is None or shown.tombstone is not None or shown.state is not State.DRAFT
    assert "name" not in told or "name" in uses
    assert "speaker" not in told or "name" in uses
    assert "place" not in told or "village" in uses
    assert "sells" not in told or "sale" in uses
    assert "available" not in told or "sale" in uses
    assert "alt" not in told or "english" in uses
    assert "english" in uses or not [f for f in facts(shown) if f[0] == "said" and f[2] == "en"]
    assert "village" in uses or not [f for f in facts(shown) if f[:2] == ("said", "made_place")]
    assert shown is None or (shown.consents == () and shown.created_by == "")


@given(strategies.works, purposes, st.sampled_from([CURATOR, Viewer(Role.ADMIN)]))
def test_staff_see_the_whole_record(full, purpose, viewer):
    assert show(full, viewer, purpose, DAY) is full


def public(record):
    return show(record, PUBLIC, Purpose.PAGE, DAY)


def by(giver, *uses):
    return Consent(giver, "tap", "2026-01-01", frozenset({"pictures", *uses}))


def test_one_makers_yes_to_her_name_shows_nobody_else():
    first = Credit("stitched", "named", Maker("m1", "person", Wording("甲")))
    second = Credit("stitched", "named", Maker("m2", "person", Wording("乙")))
    told = Statement("meaning", "外婆王氏", "2026-01-01", "平安", "zh")
    record = replace(
        work("pictures"), credits=(first, second), statements=(told,), consents=(by("甲", "name"),)
    )

    shown = public(record)

    assert [credit.standing for credit in shown.credits] == ["named", "not shown"]
    assert [said.speaker for said in shown.statements] == [""]


@pytest.mark.parametrize(
    ("given_as", "about", "named"),
    [
        ("owner", "", True),
        ("village", "", True),
        ("self", "", False),
        ("relative", "somebody else", False),
        ("relative", "NAME", True),
        ("guardian", "NAME", True),
    ],
)
def test_who_made_nothing_of_a_piece_names_others_only_in_a_capacity(given_as, about, named):
    giver = replace(by("somebody", "name"), given_as=given_as, about=about)
    record = replace(work("pictures"), consents=(giver,))

    assert (public(record).credits[0].standing == "named") is named


@pytest.mark.parametrize("role", ["worn", "process"])
def test_a_photograph_with_a_person_needs_her_yes(role):
    record = work("pictures")
    photographs = (record.photographs[0], replace(record.photographs[0], id="p2", role=role))
    record = replace(record, photographs=photographs)

    with_face = replace(record, consents=(by("GIVER", "face"),))

    assert [p.id for p in public(record).photographs] == ["p1"]
    assert [p.id for p in public(with_face).photographs] == ["p1", "p2"]


def test_a_work_with_nothing_but_worn_photographs_is_not_listed_without_a_yes():
    record = work("pictures")
    record = replace(record, photographs=(replace(record.photographs[0], role="worn"),))

    assert not is_listed(record, DAY)


@pytest.mark.parametrize(
    ("file_name", "seen"),
    [("NAME/何家岩/a.jpg", "a.jpg"), ("NAME的帽子.jpg", "p1.jpg"), ("帽子.jpg", "帽子.jpg")],
)
def test_neither_a_folder_nor_a_file_name_tells_a_hidden_name(file_name, seen):
    record = work("pictures")
    record = replace(record, photographs=(replace(record.photographs[0], file_name=file_name),))

    assert public(record).photographs[0].file_name == seen


def test_a_credit_line_with_a_hidden_name_is_hidden():
    record = replace(work("pictures"), credit_line="Stitched by NAME")
    named = replace(record, consents=(by("NAME", "name"),))

    assert public(record).credit_line == ""
    assert public(named).credit_line == "Stitched by NAME"


def test_a_makers_english_words_need_the_yes_to_english():
    maker = Maker("m1", "person", Wording("甲", "Jia"), about=Wording("话", "words"))
    record = replace(
        work("pictures"),
        credits=(Credit("stitched", "named", maker),),
        consents=(by("甲", "name"),),
    )

    shown = public(record).credits[0].maker

    assert (shown.name, shown.about) == (Wording("甲"), Wording("话"))
