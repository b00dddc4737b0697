import csv
from dataclasses import replace

from archive.changes import change
from archive.clock import today
from archive.loading import load_work, work_of_identifier
from archive.records import Work
from archive.works import put_work
from ingest.importing import ImportRequest, run_import
from ingest.sheet import read_sheet
from ingest.sheet_export import cells_of
from ingest.sheet_writing import write_sheet
from tests.making import draft, jpeg, photographs, sheet

CELLS = {
    "file": "whole:red.jpg",
    "identifier": "7",
    "title_zh": "蝶帽",
    "title_en": "Butterfly cap",
    "maker": "unknown",
    "object_type": "hat",
    "motifs": "motif/butterfly;motif/dragon",
    "width_cm": "24.5",
    "date_text": "八十年代",
    "date_from": "1980",
    "date_to": "1989",
    "handmade": "all",
    "description_zh": "说明,有逗号",
    "meaning": "福",
    "meaning_by": "何阿姨",
    "sale_url": "https://weidian.com/item.html?itemID=1",
    "availability": "for sale",
    "image_licence": "CC BY 4.0",
    "credit": "照片：何",
    "collection": "spring",
    "consent_by": "何阿姨",
    "consent_on": "2020-05-01",
    "consent_for": "name;pictures",
}


def imported(tmp_path, home, db, cells, name):
    folder = photographs(tmp_path / "in", "red")
    report = run_import(home, db, ImportRequest((folder,), sheet(tmp_path / name, cells)))
    assert report.failed == []
    return report, load_work(db, work_of_identifier(db, cells["identifier"]))


def test_a_written_sheet_reads_back_as_the_same_cells(tmp_path, home, db):
    _, work = imported(tmp_path, home, db, CELLS, "works.csv")
    write_sheet(tmp_path / "out.csv", [work])
    (row,) = read_sheet(tmp_path / "out.csv")

    wanted = {"id": work.id, "object_type": row.cells["object_type"]}
    wanted["consent_as"] = work.consents[0].given_as
    assert row.cells == CELLS | wanted | {"meaning_on": today()}
    assert row.cells["object_type"].startswith("object/")


def test_importing_what_was_exported_says_nothing_new_to_the_public(tmp_path, home, db):
    _, before = imported(tmp_path, home, db, CELLS, "works.csv")
    write_sheet(tmp_path / "out.csv", [before])
    report = run_import(home, db, ImportRequest((tmp_path / "in",), tmp_path / "out.csv"))
    after = load_work(db, before.id)

    assert report.failed == []
    assert cells_of(after) == cells_of(before)


def test_a_cell_that_begins_like_a_formula_is_made_harmless(tmp_path, db):
    with change(db, "clerk") as this:
        work = load_work(db, put_work(this, draft(jpeg(), identifier="=1+1")).work)
    nasty = [replace(work, identifier=text) for text in ("=1+1", "+1", "-1", "@A1", "\tx", "\rx")]
    write_sheet(tmp_path / "out.csv", nasty)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [row["identifier"] for row in csv.DictReader(lines)]

    assert [cell[0] for cell in cells] == ["'"] * 6


def test_a_sheet_starts_with_the_mark_of_utf_8_and_counts_its_rows(tmp_path, db):
    with change(db, "clerk") as this:
        work = load_work(db, put_work(this, draft(jpeg())).work)

    assert write_sheet(tmp_path / "out.csv", [work, work]) == 2
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbffile,id,identifier,")


def test_what_a_work_does_not_say_is_left_out(db):
    with change(db, "clerk") as this:
        work = load_work(db, put_work(this, draft(jpeg())).work)

    assert isinstance(work, Work)
    assert cells_of(work) == {
        "file": "whole:0.jpg",
        "id": work.id,
        "title_zh": "蝶帽",
        "availability": "not for sale",
        "handmade": "unknown",
        "title_zh_by": "clerk",
        "handmade_by": "clerk",
    }
