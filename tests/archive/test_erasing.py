import json
from dataclasses import replace
from itertools import pairwise

import pytest

from archive.access import Role
from archive.changes import change
from archive.consent.consenting import add_consent
from archive.consent.of_makers import add_maker_consent
from archive.drafts import CreditDraft
from archive.erasing import TAKEN_BACK, erase_person, erase_uses
from archive.erasing.scope import Undecided
from archive.errors import BadInput, Conflict, NotFound
from archive.imports import start_import, undo_import
from archive.invitations import invite
from archive.loading import load_work, works_of_maker
from archive.makers import add_maker, all_makers, find_maker
from archive.originals import OriginalStore, needed_originals
from archive.outbox import TaskKind, pending
from archive.records import CONSENT_USES, Consent, Scope, State, Statement
from archive.sales import sale_link_in
from archive.verify import verify_home
from archive.wording import Wording
from archive.works import put_work
from tests.making import draft, jpeg, photograph

HER = "龙阿妹"
YES = Consent(HER, "paper", "2020-01-02", frozenset(CONSENT_USES))


def said(field, text="", **more):
    return Statement(field, HER, "2026-01-01", text, **more)


def make(home, db, *contents, by=(HER,), who="clerk", **more):
    """Take in a published piece of hers that says her name in many ways; returns its id."""
    contents = contents or (jpeg("red"),)
    for content in contents:
        OriginalStore(home.originals).store(content)
    more.setdefault("consent", replace(YES, how="sheet"))
    more.setdefault(
        "statements",
        (
            said("title", f"{HER}的蝶帽", lang="zh"),
            said("handmade", "all"),
            said("made_place", "何家岩", said_in="place/hejiayan"),
            said("owner", HER),
            said("spoken_note", "说了很久"),
            said("ethnic_group", "苗"),
        ),
    )
    with change(db, who) as this:
        return put_work(
            this,
            draft(
                *contents,
                credits=tuple(CreditDraft(name=Wording(name)) for name in by),
                publish=True,
                **more,
            ),
        ).work


def told(db):
    """Return everything the catalogue says, as one text."""
    names = [name for name in db.table_names() if name != "outbox"]
    return json.dumps([[name, list(db.table(name).rows)] for name in names], ensure_ascii=False)


def erase(db, work, *uses, who="clerk", **more):
    with change(db, who) as this:
        return erase_uses(this, work, uses, **more)


def erase_her(db, name=HER, who="clerk", **more):
    with change(db, who) as this:
        return erase_person(this, find_maker(db, Wording(name)).id, **more)


def test_her_name_goes_from_one_work_and_from_its_history(home, db):
    work = make(
        home,
        db,
        identifier=f"{HER}-1",
        credit_line=f"{HER} 绣",
        filled_for=HER,
        sale_links=(sale_link_in(f"{HER} https://weidian.com/item.html?itemID=12"),),
        who=HER,
    )
    with change(db, HER) as this:
        add_consent(this, work, replace(YES, given_on="2020-02-02", helper=HER))
    erased = erase(db, work, "name", who=HER, word_of=HER)

    kept = load_work(db, work)
    assert HER not in told(db)
    assert [(c.standing, c.maker) for c in kept.credits] == [("not shown", None)]
    assert kept.title.zh == "〔…〕的蝶帽"
    assert kept.said("owner")[0].standing == "will not say"
    assert all_makers(db) == ()
    assert erased.places > 0


def test_that_a_yes_was_given_and_taken_back_stays_without_the_name(home, db):
    work = make(home, db)
    erase(db, work, "name")

    kept = load_work(db, work).consents
    assert [(c.given_by, "name" in c.uses, c.withdrawn_on is None) for c in kept] == [
        ("", True, False),
        ("", False, True),
    ]


@pytest.mark.parametrize(
    ("use", "field"),
    [("village", "made_place"), ("voice", "spoken_note"), ("ethnic group", "ethnic_group")],
)
def test_what_was_said_under_a_use_goes_with_it_and_the_rest_stays(home, db, use, field):
    work = make(home, db)
    erase(db, work, use)

    kept = load_work(db, work)
    assert kept.said(field) == ()
    assert kept.title.zh == f"{HER}的蝶帽"
    assert field not in told(db).replace(f"`{field}`", "")
    assert use not in {u for c in kept.consents if c.withdrawn_on is None for u in c.uses}


def test_sale_links_go_with_the_sale(home, db):
    link = sale_link_in("https://weidian.com/item.html?itemID=777")
    work = make(home, db, sale_links=(link,))
    erase(db, work, "sale")

    assert load_work(db, work).sale_links == ()
    assert "777" not in told(db)


def test_a_use_without_personal_data_only_ends(home, db):
    work = make(home, db)
    before = load_work(db, work)
    erase(db, work, "export", "research")

    after = load_work(db, work)
    assert after.statements == before.statements
    assert [c.uses & {"export", "research"} for c in after.consents if not c.withdrawn_on] == [
        frozenset()
    ]


def worn(home, db, **more):
    for content in (jpeg("red"), jpeg("blue")):
        OriginalStore(home.originals).store(content)
    pictures = (photograph(jpeg("red")), photograph(jpeg("blue"), "b.jpg", "worn"))
    work = replace(draft(**more), photographs=pictures, consent=replace(YES, how="sheet"))
    with change(db, "clerk") as this:
        return put_work(this, work).work


def test_photographs_with_people_go_with_the_face_also_from_history(home, db):
    work = worn(home, db)
    blue = photograph(jpeg("blue")).sha256
    erase(db, work, "face")

    assert [p.role for p in load_work(db, work).photographs] == ["whole"]
    assert blue in {task.record for task in pending(db, TaskKind.FORGET)}
    assert blue not in needed_originals(db)
    assert "b.jpg" not in told(db)


def test_taken_back_pictures_leave_a_tombstone(home, db):
    work = make(home, db, jpeg("red"), jpeg("blue"))
    erase(db, work, "pictures")

    kept = load_work(db, work)
    assert kept.photographs == ()
    assert (kept.state, kept.tombstone.reason) == (State.WITHDRAWN, TAKEN_BACK)
    assert kept.tombstone.scope is Scope.ALL
    assert needed_originals(db) == set()


def test_no_undo_brings_an_erased_picture_back(home, db):
    OriginalStore(home.originals).store(jpeg("blue"))
    numbers = [start_import(db, "clerk", "a.csv") for _ in range(2)]
    for number, content in zip(numbers, (jpeg("red"), jpeg("blue")), strict=True):
        with change(db, "clerk", import_id=number) as this:
            work = put_work(this, draft(content, identifier="1")).work
    assert needed_originals(db) == {photograph(jpeg(c)).sha256 for c in ("red", "blue")}
    erase(db, work, "pictures")
    undone = undo_import(db, "clerk", numbers[1])

    assert undone.kept == (work,)
    assert needed_originals(db) == set()


def test_evidence_of_her_voice_or_hand_goes(home, db):
    evidence = OriginalStore(home.originals).store(b"a recording")
    work = make(home, db)
    with change(db, "clerk") as this:
        add_consent(this, work, replace(YES, how="voice", evidence=evidence))
    assert evidence in needed_originals(db)
    erase(db, work, "voice")

    assert evidence not in needed_originals(db)
    assert evidence not in told(db)


def test_of_a_piece_of_two_only_one_takes_her_name_back(home, db):
    work = make(
        home, db, by=(HER, "石阿婆"), statements=(said("title", f"{HER}和石阿婆", lang="zh"),)
    )
    with change(db, "clerk") as this:
        add_consent(this, work, Consent("石阿婆", "voice", "2020-01-02", frozenset({"name"})))
    erase(db, work, "name", makers=[find_maker(db, Wording(HER)).id])

    kept = load_work(db, work)
    assert [c.maker and c.maker.name.zh for c in kept.credits] == [None, "石阿婆"]
    assert kept.title.zh == "〔…〕和石阿婆"
    assert [c.given_by for c in kept.consents if c.allows("name", "2026-01-01")] == ["石阿婆"]
    assert HER not in told(db)


def test_everything_of_a_person_goes_from_the_whole_archive(home, db):
    invite(db, "clerk", HER, Role.MAKER)
    # Of an account on the desk nobody has written down which maker it is.
    invite(db, "clerk", HER, Role.CURATOR, same_person=True)
    first = make(home, db, who=HER)
    other = make(
        home,
        db,
        jpeg("blue"),
        by=("石阿婆",),
        identifier="2",
        consent=None,
        statements=(Statement("meaning", "石阿婆", "2026-01-01", f"{HER}教我的", "zh"),),
    )
    start_import(db, HER, f"{HER}.csv")
    with change(db, "clerk") as this:
        add_maker_consent(this, find_maker(db, Wording(HER)).id, YES)
    erase_her(db, who=HER, word_of="孙女 小梅")

    assert HER not in told(db)
    assert load_work(db, first).photographs == ()
    assert load_work(db, other).wording("meaning").zh == "〔…〕教我的"
    assert [p.work for p in load_work(db, other).photographs] == [other]
    assert [m.name.zh for m in all_makers(db)] == ["石阿婆"]
    assert db.execute("SELECT count(*) FROM invitations WHERE revoked_at IS NULL").fetchone() == (
        0,
    )
    assert "孙女 小梅" in told(db)
    assert [p for p in verify_home(home, db) if p.kind == "database"] == []


def test_a_namesake_keeps_her_name_and_her_works(home, db):
    make(home, db)
    her = find_maker(db, Wording(HER)).id
    db.execute("UPDATE makers SET created_at = '2099'")
    with change(db, "clerk") as this:
        other = add_maker(this, Wording(HER)).id
        OriginalStore(home.originals).store(jpeg("lime"))
        hers = put_work(
            this,
            draft(
                jpeg("lime"),
                identifier="9",
                credits=(CreditDraft(maker_id=other),),
                statements=(
                    said("title", f"{HER}的花", lang="zh"),
                    said("learned_from", maker=her),
                ),
            ),
        ).work
    with change(db, "clerk") as this:
        erased = erase_person(this, her)

    kept = load_work(db, hers)
    assert Undecided("namesake", other) in erased.undecided
    assert (kept.title.zh, kept.credits[0].maker.name.zh) == (f"{HER}的花", HER)
    assert kept.said("learned_from")[0].maker is None
    assert [maker.id for maker in all_makers(db)] == [other]


def test_a_longer_name_of_somebody_else_is_left_whole(home, db):
    make(
        home, db, by=("李小",), statements=(said("title", "李小和李小花", lang="zh"),), consent=None
    )
    make(home, db, jpeg("blue"), by=("李小花",), identifier="2", consent=None)
    erased = erase_her(db, "李小", uses=["name"])

    titles = [row[0] for row in db.execute("SELECT text FROM statements WHERE field = 'title'")]
    assert "〔…〕和李小花" in titles
    assert Undecided("longer name", "李小花") in erased.undecided
    assert [m.name.zh for m in all_makers(db)] == ["李小花"]


def test_a_name_that_is_a_word_of_the_list_stays_in_texts(home, db):
    make(home, db, by=("蝴蝶",), statements=(said("title", "蝴蝶帽", lang="zh"),), consent=None)
    erased = erase_her(db, "蝴蝶", uses=["name"])

    titles = [row[0] for row in db.execute("SELECT text FROM statements WHERE field = 'title'")]
    assert titles == ["蝴蝶帽"]
    assert Undecided("ordinary word", "蝴蝶") in erased.undecided
    assert all_makers(db) == ()


def test_in_a_piece_of_several_her_name_goes_and_the_pictures_stay(home, db):
    work = make(home, db, by=(HER, "石阿婆"))
    erased = erase_her(db)

    assert len(load_work(db, work).photographs) == 1
    assert Undecided("shared piece", work) in erased.undecided
    assert HER not in told(db)


def test_only_a_telephone_number_can_go_from_her_own_record(home, db):
    make(home, db)
    her = find_maker(db, Wording(HER)).id
    for field in ("public_contact", "contact", "own_words"):
        db.table("record_statements").insert(
            {
                "kind": "maker",
                "record": her,
                "field": field,
                "position": 0,
                "text": "13900001111",
                "speaker": HER,
                "said_on": "2026-01-01",
                "sureness": "sure",
                "standing": "said",
                "origin": "desk",
            }
        )
    erase_her(db, uses=["phone"])

    rows = db.execute("SELECT field, speaker FROM record_statements").fetchall()
    assert rows == [("own_words", HER)]
    assert works_of_maker(db, her)


def test_no_sheet_handed_in_again_brings_her_back(home, db):
    work = make(home, db, identifier="1")
    erase(db, work, "name")
    with pytest.raises(Conflict, match="not shown"):
        make(home, db, identifier="1")
    mended = (said("title", "帽", lang="zh"), said("handmade", "all"))
    make(home, db, identifier="1", by=(), statements=mended)

    kept = load_work(db, work)
    assert [c.maker for c in kept.credits] == [None]
    assert kept.title.zh == "帽"
    assert "name" not in {u for c in kept.consents if not c.withdrawn_on for u in c.uses}


def test_no_sheet_handed_in_again_brings_pictures_back(home, db):
    work = make(home, db, identifier="1")
    erase(db, work, "pictures")

    with pytest.raises(Conflict, match="taken back"):
        make(home, db, identifier="1")
    assert load_work(db, work).photographs == ()


def test_history_looks_as_if_what_went_had_never_been_there(home, db):
    work = make(home, db)
    with change(db, "clerk") as this:
        add_consent(this, work, YES)
    erase(db, work, "name", "village")

    rows = db.execute(
        "SELECT before, after FROM changes WHERE kind = 'work' AND record = ? ORDER BY id", [work]
    ).fetchall()
    chain = [(after, following[0]) for (_, after), following in pairwise(rows)]
    assert len(chain) == 2
    assert all(json.loads(after) == json.loads(before) for after, before in chain)


def test_nothing_known_or_nobody_cannot_be_erased(home, db):
    work = make(home, db)

    for uses in ((), ("advertising",)):
        with pytest.raises(BadInput):
            erase(db, work, *uses)
    with pytest.raises(NotFound):
        erase(db, "nowork", "name")
