"""What stands inside a record that is shown, field by field and name by name."""

from dataclasses import replace

import pytest

from archive.access import PUBLIC, Role, Viewer, show_maker
from archive.field_table import STAFF_ONLY, WORK_FIELDS, Kind
from archive.picture_records import NEIGHBOURS
from archive.records import (
    CONSENT_USES,
    MACHINE,
    PROGRAM,
    Credit,
    Embargo,
    Maker,
    PartOf,
    SaleLink,
    Scope,
    Suggestion,
    Tombstone,
)
from archive.redacting import HIDDEN
from archive.wording import Wording
from tests.showing import DAY, HER, RESEARCHER, said, seen, work, yes

GATED = [f for f in WORK_FIELDS if f.kind not in {Kind.PART, Kind.SYSTEM, Kind.PERSON} and f.use]


@pytest.mark.parametrize("field", GATED, ids=lambda field: field.key)
def test_a_field_opens_with_its_own_use_and_no_other(field):
    record = work(statements=(said(field.key),))
    others = [use for use in CONSENT_USES if use not in {field.use, "pictures"}]

    assert seen(replace(record, consents=(yes("pictures", *others),))).statements == ()
    opened = seen(replace(record, consents=(yes("pictures", field.use),))).statements
    assert bool(opened) is (field.use != STAFF_ONLY)


def test_a_field_the_table_does_not_know_is_shown_to_nobody_outside():
    assert seen(work(statements=(said("identity_card"),))).statements == ()


def test_a_hidden_name_is_cut_out_of_every_text():
    record = work(
        statements=(
            said("title", "石秀英的背扇"),
            said("description", "by shi xiuying, 1985", lang="en"),
            said("meaning", "外婆龙氏讲的", speaker="外婆龙氏"),
            said("condition_note", "好", part="石秀英补的袖口"),
        ),
        consents=(yes("pictures", "english", by="石秀英"),),
        part_of=(PartOf("w2", "石秀英的左袖"),),
        identifier="石秀英-1",
    )
    record = replace(
        record, photographs=(replace(record.photographs[0], alt=Wording("石秀英绣的蝴蝶")),)
    )

    shown = seen(record)

    assert [s.text for s in shown.statements] == [
        f"{HIDDEN}的背扇",
        f"by {HIDDEN}, 1985",
        f"{HIDDEN}讲的",
        "好",
    ]
    assert shown.statements[3].part == f"{HIDDEN}补的袖口"
    assert shown.photographs[0].alt.zh == f"{HIDDEN}绣的蝴蝶"
    assert (shown.part_of[0].place, shown.identifier) == (f"{HIDDEN}的左袖", f"{HIDDEN}-1")
    assert "石秀英" not in repr(shown)


def test_a_name_that_may_be_shown_stays_in_the_texts():
    assert (
        seen(work("name", statements=(said("title", "石秀英的背扇"),))).title.zh == "石秀英的背扇"
    )


@pytest.mark.parametrize("name", ["花", "花 "])
def test_one_character_is_no_name_to_look_for(name):
    flower = replace(HER, name=Wording(name))
    record = work(
        credits=(Credit("stitched", "named", flower),), statements=(said("title", "花帽"),)
    )

    assert seen(record).title.zh == "花帽"


def test_the_longer_of_two_names_goes_first():
    both = (
        Credit("stitched", "named", replace(HER, name=Wording("李小"))),
        Credit("dyed", "named", replace(HER, id="m2", name=Wording("李小花"))),
    )

    assert (
        seen(work(credits=both, statements=(said("title", "李小花帽"),))).title.zh == f"{HIDDEN}帽"
    )


@pytest.mark.parametrize("speaker", [MACHINE, PROGRAM])
def test_a_program_that_speaks_is_named(speaker):
    assert seen(work(statements=(said("title", speaker=speaker),))).statements[0].speaker == speaker


def test_her_own_yes_names_her_on_every_work_and_nobody_else():
    her = replace(HER, consents=(yes("name", by="石秀英"),))
    other = Maker("m2", "person", Wording("龙阿妹"))
    record = work(credits=(Credit("stitched", "named", her), Credit("dyed", "named", other)))

    shown = seen(record)

    assert [credit.standing for credit in shown.credits] == ["named", "not shown"]
    assert shown.credits[0].maker.consents == ()


def test_her_own_yes_ends_when_she_takes_it_back():
    her = replace(HER, consents=(yes("name", by="石秀英", withdrawn_on="2026-02-01"),))

    assert seen(work(credits=(Credit("stitched", "named", her),))).credits[0].maker is None


@pytest.mark.parametrize("field", ["owner"])
def test_a_person_in_a_field_is_shown_as_far_as_she_may_be_named(field):
    record = work(statements=(said(field, "龙阿妹"),))

    assert seen(record).statements == ()
    assert seen(replace(record, consents=(yes("pictures", "name"),))).statements[0].text == "龙阿妹"
    refused = replace(record, statements=(said(field, "", standing="will not say"),))
    assert seen(refused).statements[0].standing == "will not say"


def test_where_something_was_told_needs_the_yes_to_the_village():
    record = work(statements=(said("meaning", said_in="place/hejiayan"),))

    assert seen(record).statements[0].said_in is None
    assert seen(work("village", statements=record.statements)).statements[0].said_in


def test_what_was_agreed_to_goes_along_with_the_record_without_its_givers():
    shown = seen(work("research", "training"))

    assert shown.uses == {"pictures", "research", "training"}
    assert (shown.consents, shown.created_by, shown.filled_for) == ((), "", "")


# A maker's own record.


RECORD = replace(
    HER,
    about=Wording("跟龙阿妹学的", "taught by nobody"),
    consents=(yes("name", "village", by="石秀英"),),
    statements=(
        said("learned_at", "", number=9.0),
        said("learned_from", "龙阿妹", maker="m2"),
        said("contact", "138"),
        said("public_contact", "139"),
        said("ethnic_group", "苗族"),
        said("award", "和龙阿妹一起得奖"),
    ),
)


def nobody(_name):
    return False


def test_a_maker_is_shown_as_far_as_she_agreed_and_others_as_far_as_they_did():
    shown = show_maker(RECORD, PUBLIC, DAY, nobody)

    assert [s.field for s in shown.statements] == ["learned_at", "award"]
    assert shown.statements[1].text == f"和{HIDDEN}一起得奖"
    assert (shown.place, shown.about) == ("place/hejiayan", Wording(f"跟{HIDDEN}学的"))
    assert shown.consents == ()
    named = show_maker(RECORD, PUBLIC, DAY, lambda name: name == "龙阿妹")
    assert "learned_from" in [s.field for s in named.statements]


def test_phone_and_people_each_need_their_own_yes():
    open_ = replace(RECORD, consents=(yes("name", "phone", "ethnic group", by="石秀英"),))

    fields = [s.field for s in show_maker(open_, PUBLIC, DAY, nobody).statements]

    assert fields == ["learned_at", "public_contact", "ethnic_group", "award"]


def test_without_her_own_yes_there_is_no_record_of_her():
    closed = replace(RECORD, consents=(yes("village", by="石秀英"),))

    assert show_maker(closed, PUBLIC, DAY, nobody) is None
    assert show_maker(closed, RESEARCHER, DAY, nobody) is None
    assert show_maker(closed, Viewer(Role.CURATOR), DAY, nobody) is closed
    assert show_maker(closed, Viewer(Role.MAKER, "x", "m1"), DAY, nobody) is closed
    assert show_maker(closed, Viewer(Role.MAKER, "x", "m2"), DAY, nobody) is None


# Consent over time.


def test_a_consent_taken_back_allows_nothing_even_when_the_clock_falls_back():
    taken_back = yes("name", withdrawn_on="2026-05-01")

    assert not taken_back.allows("name", "2026-03-01")
    assert taken_back.held("name", "2026-03-01")
    assert not taken_back.held("name", "2026-05-01")
    assert not yes("name").held("name", "2025-12-31")
    assert not yes("name", until="2026-02-01").held("name", "2026-02-02")


def test_what_is_said_of_a_hidden_photograph_is_hidden_with_it():
    record = work(
        statements=(said("taken", photograph="p2"), said("taken", photograph="p1"), said("title")),
        suggestions=tuple(
            Suggestion(each, "colour", "colour/red", 0.5, "palette", "1") for each in ("p1", "p2")
        ),
    )
    worn = replace(record.photographs[0], id="p2", role="worn")
    record = replace(record, photographs=(*record.photographs, worn))
    down = replace(record, tombstone=Tombstone("a reason", "T", Scope.IMAGE))

    assert [s.photograph for s in seen(record).statements] == ["p1", None]
    assert [s.photograph for s in seen(record).suggestions] == ["p1"]
    assert [s.photograph for s in seen(down).statements] == [None]


def test_guesses_that_follow_from_other_works_are_for_staff_alone():
    models = ("palette", "layout", NEIGHBOURS)
    record = work(
        suggestions=tuple(Suggestion("p1", "motif", "motif/bird", 0.5, m, "1") for m in models)
    )

    assert [s.model for s in seen(record).suggestions] == ["palette", "layout"]


def test_a_hidden_name_is_nowhere_in_a_record_that_is_shown():
    wang = Maker("m2", "person", Wording("王奶奶"), about=Wording("王奶奶和石秀英是邻居"))
    both = (Credit("stitched", "named", replace(HER, about=Wording("跟王奶奶学的"))),)
    record = work(
        "name",
        "sale",
        credits=(*both, Credit("drew the pattern", "named", wang)),
        licence="© 王奶奶",
        sale_links=(
            SaleLink("https://weidian.com/", "weidian", "王奶奶的绣坊 https://weidian.com/"),
        ),
    )

    shown = seen(record)

    assert shown.credits[0].maker.about.zh == f"跟{HIDDEN}学的"
    assert (shown.licence, shown.sale_links[0].raw_text) == (f"© {HIDDEN}", "")
    assert "王奶奶" not in repr(shown)
    assert "王奶奶" not in repr(
        seen(replace(record, tombstone=Tombstone("x", "T", Scope.METADATA)))
    )


def test_a_latin_name_is_a_whole_word():
    record = work(
        "english",
        credits=(Credit("stitched", "named", replace(HER, name=Wording(en="An"))),),
        statements=(said("description", "An apron and a band by an elder", lang="en"),),
    )

    text = seen(record).statements[0].text
    assert text == f"{HIDDEN} apron and a band by {HIDDEN} elder"


def test_she_may_sign_with_either_of_her_names():
    record = replace(work(), consents=(yes("pictures", "name", by="Shi Xiuying"),))

    assert seen(record).credits[0].maker.name.zh == "石秀英"


def test_whom_it_was_filled_in_for_is_a_name_too():
    record = work(filled_for="王奶奶", statements=(said("title", "王奶奶的帽"),))

    assert seen(record).title.zh == f"{HIDDEN}的帽"


def test_neither_the_day_of_a_past_embargo_nor_words_of_a_takedown_are_told():
    assert seen(work(embargo=Embargo("2026-05-31", "x"))).embargo is None
    down = work(tombstone=Tombstone("x", "T", Scope.METADATA))
    spoken = replace(down.photographs[0], alt=Wording("蝴蝶"), file_name="蝴蝶.jpg")

    (shown,) = seen(replace(down, photographs=(spoken,))).photographs

    assert (shown.alt, shown.file_name) == (Wording(), "p1.jpg")
