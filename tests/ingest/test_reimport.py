"""A sheet about works that are in the archive already."""

import pytest

from archive.changes import change
from archive.consent.consenting import add_consent
from archive.drafts import WorkDraft
from archive.imports import undo_import
from archive.loading import load_work, work_of_identifier
from archive.originals import OriginalStore
from archive.records import Consent, PartOf, State, Statement
from archive.work_parts import insert_statement
from archive.works import put_work
from ingest.importing import ImportRequest, run_import
from ingest.queue import work_off
from tests.making import draft, file_tree, jpeg, photograph, photographs, rows_of, sheet

AGREED = {"consent_by": "何阿姨", "consent_on": "2020-05-01", "consent_for": "pictures"}
FULL = {
    "title_zh": "红帽",
    "maker": "何阿姨",
    "motifs": "蝴蝶@帽尾;龙?",
    "sale_url": "https://weidian.com/item.html?itemID=1",
    "availability": "for sale",
    "image_licence": "CC BY 4.0",
    "collection": "spring",
    "handmade": "all",
    **AGREED,
}


@pytest.fixture
def red(tmp_path, home, db):
    """A work with everything, from a sheet; gives its id."""
    folder = photographs(tmp_path / "in", "red")
    table = sheet(tmp_path / "first.csv", {"file": "red.jpg", "identifier": "red"} | FULL)
    assert run_import(home, db, ImportRequest((folder,), table)).failed == []
    return work_of_identifier(db, "red")


def hand_in(tmp_path, home, db, *rows):
    """Hand rows in from a folder without any photograph; returns the report."""
    table = tmp_path / "elsewhere" / "works.csv"
    table.parent.mkdir(exist_ok=True)
    headers = list(dict.fromkeys(key for row in rows for key in row))
    lines = [headers, *([row.get(key, "") for key in headers] for row in rows)]
    table.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return run_import(home, db, ImportRequest((table.parent,), table))


def counts(report):
    return report.added, report.updated, report.unchanged, [f.column for f in report.failed]


def test_a_sheet_of_three_columns_changes_only_those(tmp_path, home, db, red):
    before = load_work(db, red)
    report = hand_in(tmp_path, home, db, {"identifier": "red", "title_zh": "新名"})
    after = load_work(db, red)

    assert counts(report) == (0, 1, 0, [])
    assert after.title.zh == "新名"
    assert after.photographs == before.photographs
    assert (after.consents, after.credits, after.sale_links) == (
        before.consents,
        before.credits,
        before.sale_links,
    )
    assert (after.availability, after.licence, after.collections, after.said("motif")) == (
        before.availability,
        before.licence,
        before.collections,
        before.said("motif"),
    )


def test_a_row_may_name_its_work_by_archive_number_and_give_it_another_identifier(
    tmp_path, home, db, red
):
    report = hand_in(tmp_path, home, db, {"id": red, "identifier": "R-1"})

    assert counts(report) == (0, 1, 0, [])
    assert work_of_identifier(db, "R-1") == red


def test_an_identifier_of_another_work_is_refused(tmp_path, home, db, red):
    with change(db, "clerk") as this:
        other = put_work(this, draft(jpeg("blue"), identifier="blue")).work
    report = hand_in(tmp_path, home, db, {"id": other, "identifier": "red"})

    assert counts(report) == (0, 0, 0, ["identifier"])
    assert report.failed[0].value == "red"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"id": "000000", "title_zh": "一"}, "id"),
        ({"identifier": "nobody's", "title_zh": "一"}, "file"),
        ({"identifier": "red", "title_zh": "", "title_en": ""}, "title_zh"),
        ({"identifier": "red", "file": "blue.jpg"}, "file"),
        ({"identifier": "red", "part_of": "gone"}, "part_of"),
        ({"identifier": "red", "part_of": "red"}, "part_of"),
        ({"identifier": "red", "motifs": "蝴碟"}, "motifs"),
        ({"identifier": "red", "motifs.2": "蝴碟", "motifs_by.2": "何"}, "motifs.2"),
        ({"identifier": "red", "width_cm": "#REF!"}, "width_cm"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_column_and_changes_nothing(
    tmp_path, home, db, red, row, column
):
    before = rows_of(db)
    report = hand_in(tmp_path, home, db, row)

    assert counts(report) == (0, 0, 0, [column])
    assert rows_of(db) == before


def test_a_failure_holds_the_value_and_the_nearest_that_would_do(tmp_path, home, db, red):
    (failure,) = hand_in(tmp_path, home, db, {"identifier": "red", "motifs": "龙;蝴碟"}).failed

    assert (failure.row, failure.value) == (2, "蝴碟")
    assert "蝴蝶" in failure.nearest
    assert "new:蝴碟" in failure.hint


def test_photographs_named_stay_without_their_files_and_take_new_roles(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue")
    row = {"identifier": "1", "title_zh": "帽", "file": "red.jpg;blue.jpg"}
    run_import(home, db, ImportRequest((folder,), sheet(tmp_path / "w.csv", row)))
    work = work_of_identifier(db, "1")
    ids = [p.id for p in load_work(db, work).photographs]
    report = hand_in(
        tmp_path, home, db, {"identifier": "1", "file": "reverse:blue.jpg;whole:red.jpg"}
    )
    work_off(home, db)

    assert counts(report) == (0, 1, 0, [])
    assert [(p.id, p.role) for p in load_work(db, work).photographs] == [
        (ids[1], "reverse"),
        (ids[0], "whole"),
    ]
    assert len(list(OriginalStore(home.originals))) == 2


def test_a_word_no_list_has_is_kept_as_it_was_said(tmp_path, home, db, red):
    report = hand_in(tmp_path, home, db, {"identifier": "red", "motifs": "新：龙船花@袖口?;蝴蝶"})
    said = [(s.text, s.concept, s.part, s.sureness) for s in load_work(db, red).said("motif")]

    assert counts(report) == (0, 1, 0, [])
    assert said == [
        ("龙船花", None, "袖口", "unsure"),
        ("蝴蝶", "motif/butterfly", "", "sure"),
    ]


def test_nobody_knows_and_will_not_say_are_two_answers_everywhere(tmp_path, home, db, red):
    row = {"identifier": "red", "motifs": "不知道", "date_text": "不愿说", "owner": "will not say"}
    hand_in(tmp_path, home, db, row | {"width_cm": "unknown", "occasion": "不详"})
    work = load_work(db, red)
    fields = ("motif", "date", "owner", "width_cm", "occasion")

    assert [s.standing for field in fields for s in work.said(field)] == [
        "unknown",
        "will not say",
        "will not say",
        "unknown",
        "unknown",
    ]


def test_a_part_may_stand_above_its_whole_in_the_sheet(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime")
    rows = (
        {"file": "red.jpg", "identifier": "cuff", "title_zh": "袖口", "part_of": "sleeve"},
        {
            "file": "blue.jpg",
            "identifier": "sleeve",
            "title_zh": "袖",
            "part_of": "jacket",
            "part_place": "左",
            "part_from": "1980",
            "part_of.2": "jacket",
            "part_date.2": "后来",
        },
        {"file": "lime.jpg", "identifier": "jacket", "title_zh": "衣"},
    )
    report = run_import(home, db, ImportRequest((folder,), sheet(tmp_path / "w.csv", *rows)))
    jacket = work_of_identifier(db, "jacket")

    assert counts(report) == (3, 0, 0, [])
    assert load_work(db, work_of_identifier(db, "sleeve")).part_of == (
        PartOf(jacket, "左", year_from=1980),
        PartOf(jacket, date_text="后来"),
    )


def test_works_that_are_part_of_each_other_are_refused(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue")
    rows = (
        {"file": "red.jpg", "identifier": "1", "title_zh": "一", "part_of": "2"},
        {"file": "blue.jpg", "identifier": "2", "title_zh": "二", "part_of": "1"},
    )
    report = run_import(home, db, ImportRequest((folder,), sheet(tmp_path / "w.csv", *rows)))

    assert counts(report)[3] == ["part_of", "part_of"]


def test_handing_in_again_publishes_no_draft_that_waits_for_a_curator(tmp_path, home, db):
    with change(db, "She") as this:
        work = put_work(this, draft(jpeg(), identifier="7"), origin="studio", form_key="f").work
        add_consent(this, work, Consent("She", "tap", "2020-01-01", frozenset({"pictures"})))
    again = {"consent_by": "She", "consent_on": "2020-01-01", "consent_for": "pictures"}
    report = hand_in(tmp_path, home, db, {"id": work, "identifier": "7"} | again)

    assert counts(report) == (0, 0, 1, [])
    assert load_work(db, work).state is State.DRAFT


@pytest.mark.parametrize("how", ["tap", "sheet"])
def test_a_draft_that_waits_for_a_curator_is_not_published_by_another_cell(tmp_path, home, db, how):
    with change(db, "She") as this:
        said = (Statement("title", "She", "2026-01-01", "帽", "zh"),)
        yes = Consent("She", how, "2020-01-01", frozenset({"pictures"}))
        drafted = WorkDraft((photograph(jpeg()),), identifier="7", statements=said, consent=yes)
        work = put_work(this, drafted).work
        made = Statement("handmade", "curator", "2026-01-01", "all", origin="desk")
        insert_statement(this, work, -1000, made, "desk", None)
    again = {"consent_by": "She", "consent_on": "2020-01-01", "consent_for": "pictures"}
    report = hand_in(tmp_path, home, db, {"identifier": "7", "title_zh": "新名"} | again)

    assert counts(report) == (0, 1, 0, [])
    assert load_work(db, work).state is State.DRAFT


def test_a_yes_given_on_a_form_waits_for_a_curator_whatever_a_sheet_adds(tmp_path, home, db):
    with change(db, "She") as this:
        said = (Statement("title", "She", "2026-01-01", "帽", "zh"),)
        yes = Consent("She", "tap", "2020-01-01", frozenset({"pictures"}))
        drafted = WorkDraft((photograph(jpeg()),), identifier="7", statements=said, consent=yes)
        work = put_work(this, drafted).work
    hand_in(tmp_path, home, db, {"identifier": "7", "handmade": "all"})

    assert load_work(db, work).state is State.DRAFT


def test_photographs_stay_where_the_cell_for_them_is_blank(tmp_path, home, db, red):
    before = load_work(db, red).photographs
    report = hand_in(tmp_path, home, db, {"identifier": "red", "file": "", "title_zh": "新名"})

    assert counts(report) == (0, 1, 0, [])
    assert load_work(db, red).photographs == before


def test_the_row_that_brings_what_was_missing_publishes(tmp_path, home, db):
    with change(db, "clerk") as this:
        said = (Statement("title", "clerk", "2026-01-01", "帽", "zh"),)
        drafted = WorkDraft((photograph(jpeg()),), identifier="7", statements=said)
        work = put_work(this, drafted).work
    hand_in(tmp_path, home, db, {"identifier": "7"} | AGREED)
    first = load_work(db, work).state
    hand_in(tmp_path, home, db, {"identifier": "7", "handmade": "all"})

    assert (first, load_work(db, work).state) == (State.DRAFT, State.PUBLISHED)


def test_a_blank_cell_takes_back_what_the_sheet_said_and_nothing_else(tmp_path, home, db, red):
    with change(db, "desk") as this:
        desk = Statement("motif", "curator", "2026-01-01", concept="motif/fish", origin="desk")
        insert_statement(this, red, -1000, desk, "desk", None)
    hand_in(tmp_path, home, db, {"identifier": "red", "motifs": "", "sale_url": "", "maker": ""})
    work = load_work(db, red)

    assert work.said("motif") == (desk,)
    assert work.sale_links == ()
    assert work.credits[0].maker.name.zh == "何阿姨"


def test_a_blank_cell_leaves_what_was_written_elsewhere_since(tmp_path, home, db, red):
    with change(db, "desk") as this:
        before = load_work(db, red)
        this.db.execute("UPDATE works SET licence = 'CC0' WHERE id = ?", [red])
    hand_in(tmp_path, home, db, {"identifier": "red", "image_licence": "", "availability": ""})
    work = load_work(db, red)

    assert (before.licence, work.licence) == ("CC BY 4.0", "CC0")
    assert work.availability.value == "not for sale"


def test_a_folder_taken_in_again_does_not_touch_the_words_of_its_works(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    run_import(home, db, ImportRequest((folder,)))
    (work,) = (row["id"] for row in db.table("works").rows)
    hand_in(tmp_path, home, db, {"id": work, "title_zh": "蝶帽"})
    report = run_import(home, db, ImportRequest((folder,), collection="caps"))

    assert counts(report) == (0, 1, 0, [])
    assert load_work(db, work).title.zh == "蝶帽"
    assert load_work(db, work).collections == ("caps",)


def test_two_rows_about_one_work_are_told(tmp_path, home, db, red):
    rows = (
        {"id": red, "identifier": "", "title_zh": "一"},
        {"identifier": "red", "title_zh": "二"},
    )

    assert counts(hand_in(tmp_path, home, db, *rows))[3] == ["identifier"]


def test_a_mixed_import_taken_back_leaves_every_row_as_it_was(tmp_path, home, db, red):
    folder = photographs(tmp_path / "in", "blue", "lime")
    with change(db, "She") as this:
        form = put_work(this, draft(jpeg("gold")), origin="studio", form_key="f").work
        add_consent(this, red, Consent("He", "paper", "2021-01-01", frozenset({"name"})))
    work_off(home, db)
    before, files = rows_of(db), file_tree(home.originals)
    rows = (
        {
            "id": red,
            "identifier": "R-2",
            "title_zh": "新名",
            "motifs": "new:龙船花;鱼",
            "maker": "新人",
            "collection": "new",
            "sale_url": "",
            "part_of": "coat",
            "part_from": "1980",
            "consent_by": "He",
            "consent_on": "2022-01-01",
            "consent_for": "pictures;export",
            "consent_until": "2030-01-01",
        },
        {"id": form, "title_en": "A cap", "part_of": red, "pattern_drawer": "又一人"},
        {"file": "lime.jpg", "identifier": "coat", "title_zh": "衣", "collection": "new;other"},
        {"file": "blue.jpg", "identifier": "n", "title_zh": "片", "part_of": "coat"} | AGREED,
    )
    table = sheet(tmp_path / "second.csv", *rows)
    report = run_import(home, db, ImportRequest((folder,), table))
    undone = undo_import(db, "clerk", report.import_id)
    after = rows_of(db)
    work_off(home, db)

    assert counts(report) == (2, 2, 0, [])
    assert (len(undone.removed), len(undone.restored), undone.kept) == (2, 2, ())
    assert after == before
    assert file_tree(home.originals) == files
