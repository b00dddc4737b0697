import pytest

from archive.changes import change
from archive.curated import load_collection
from archive.errors import BadInput
from archive.loading import load_work
from archive.makers import all_makers, load_maker
from archive.records import Statement
from archive.vocabulary import load_shipped
from archive.works import put_work
from ingest.curated_facts import facts_in
from ingest.curated_words import put_reasons, put_words
from tests.making import draft, jpeg, sheet

BY = Statement("", "馆员", "2026-01-01")
MAKER = {"name_zh": "绣娘甲", "name_en": "", "place": "何家岩村", "about_zh": "", "about_en": ""}
STORY = {
    "slug": "caps",
    "title_zh": "帽",
    "title_en": "",
    "text_zh": "",
    "text_en": "",
    "curator": "",
}


def facts(record="maker", **row):
    return facts_in(row, record, BY, load_shipped(), {"石阿婆": "m1"}.get)


def test_a_cell_holds_one_fact_or_several():
    found = facts(roles="stitches; dyes", learned_from="石阿婆", learned_at="12", technique="平绣")

    assert [(s.field, s.text, s.number, s.maker, s.concept) for s in found] == [
        ("learned_at", "", 12.0, None, None),
        ("learned_from", "石阿婆", None, "m1", None),
        ("technique", "平绣", None, None, "technique/flat-stitch"),
        ("roles", "stitches", None, None, None),
        ("roles", "dyes", None, None, None),
    ]
    assert {(s.speaker, s.said_on) for s in found} == {("馆员", "2026-01-01")}


def test_nobody_knows_and_will_not_say_are_facts_too():
    found = facts(dialect="will not say", born_decade="unknown")

    assert {s.field: s.standing for s in found} == {
        "dialect": "will not say",
        "born_decade": "unknown",
    }


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ({"technique": "平秀"}, "technique/flat-stitch"),
        ({"learned_at": "小时候"}, "digits"),
        ({"roles": "stiches"}, "'stitches'"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_nearest(row, hint):
    with pytest.raises(BadInput) as caught:
        facts(**row)

    assert caught.value.column == next(iter(row))
    assert hint in caught.value.hint


def test_a_folder_is_taken_in_once(db, tmp_path):
    with change(db, "clerk") as this:
        work = put_work(this, draft(jpeg(), identifier="1", collections=("caps",))).work
    agreed = {"consent_by": "绣娘甲", "consent_on": "2026-01-01", "consent_for": "name;village"}
    sheet(tmp_path / "makers.csv", MAKER | {"roles": "stitches"} | agreed)
    sheet(tmp_path / "collections.csv", STORY | {"made_for": "village"})
    sheet(tmp_path / "reasons.csv", {"slug": "caps", "identifier": "1", "reason": "好看"})
    for _ in range(2):
        put_words(db, tmp_path)
        put_reasons(db, tmp_path)

    maker = load_maker(db, all_makers(db)[0].id)
    collection = load_collection(db, "caps")
    assert [s.text for s in maker.statements] == ["stitches"]
    assert [c.uses for c in maker.consents] == [frozenset({"name", "village"})]
    assert [s.text for s in collection.statements] == ["village"]
    assert dict(collection.reasons) == {work: "好看"}
    assert load_work(db, work).collections == ("caps",)
    once = db.execute(
        "SELECT count(*) FROM changes WHERE action IN ('state', 'consent', 'arrange')"
    )
    assert once.fetchone()[0] == 4
