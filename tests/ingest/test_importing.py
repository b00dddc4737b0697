import os
from contextlib import closing
from pathlib import Path

import pillow_heif
import pytest

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.errors import BadInput
from archive.imports import undo_import
from archive.loading import load_work, work_of_identifier
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.records import State
from archive.works import put_work
from ingest.importing import ImportRequest, report_json, run_import
from ingest.queue import work_off
from tests.making import (
    corners,
    draft,
    encoded,
    file_tree,
    jpeg,
    photographs,
    picture,
    rows_of,
    sheet,
)

pillow_heif.register_heif_opener()
AGREED = {"consent_by": "何阿姨", "consent_on": "2020-05-01", "consent_for": "pictures;name;sale"}
FULL = {
    "maker": "何阿姨",
    "motifs": "蝴蝶;龙",
    "sale_url": "https://weidian.com/item.html?itemID=1",
    "collection": "spring",
    **AGREED,
}


def row(colour, **more):
    return {"file": f"{colour}.jpg", "identifier": colour, "title_zh": f"{colour}帽"} | more


def take(home, db, *paths, **more):
    """Import; returns (added, updated, unchanged, failures as (file, row, column))."""
    report = run_import(home, db, ImportRequest(tuple(paths), **more))
    places = [(failure.file, failure.row, failure.column) for failure in report.failed]
    return report.added, report.updated, report.unchanged, places


def test_a_folder_becomes_private_drafts_named_by_their_files(tmp_path, home, db):
    numbers = take(home, db, photographs(tmp_path / "in", "red", "blue"))
    works = [load_work(db, row[0]) for row in db.execute("SELECT id FROM works").fetchall()]

    assert numbers == (2, 0, 0, [])
    assert {work.title.zh for work in works} == {"red", "blue"}
    assert {work.state for work in works} == {State.DRAFT}
    assert {s.sureness for work in works for s in work.statements} == {"unsure"}


@pytest.mark.parametrize("with_sheet", [True, False])
def test_a_second_import_of_the_same_files_changes_no_row(tmp_path, home, db, with_sheet):
    folder = photographs(tmp_path / "in", "red", "blue")
    table = sheet(tmp_path / "works.csv", row("red", **FULL), row("blue")) if with_sheet else None
    first = take(home, db, folder, sheet=table)
    before = rows_of(db), file_tree(home.originals)
    second = take(home, db, folder, sheet=table)

    assert (first, second) == ((2, 0, 0, []), (0, 0, 2, []))
    assert (rows_of(db), file_tree(home.originals)) == before


def test_copies_of_one_picture_are_one_work_however_often_they_come(tmp_path, home, db):
    folder = tmp_path / "in"
    for name in ("a.jpg", "b.jpg", "sub/c.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(jpeg())
    first = take(home, db, folder)
    before = rows_of(db)
    second = take(home, db, folder, folder / "sub")

    assert (first, second) == ((1, 0, 2, []), (0, 0, 4, []))
    assert rows_of(db) == before


def test_two_rows_of_one_picture_without_numbers_are_told_apart_by_nothing(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    rows = [{"file": "red.jpg", "title_zh": "一"}, {"file": "red.jpg", "title_zh": "二"}]
    table = sheet(tmp_path / "works.csv", *rows)
    first = take(home, db, folder, sheet=table)
    second = take(home, db, folder, sheet=table)

    assert first == (1, 0, 0, [("red.jpg", 3, "identifier")])
    assert second == (0, 0, 1, [("red.jpg", 3, "identifier")])


def test_one_changed_cell_updates_exactly_one_work(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime")
    rows = [row("red", **FULL), row("blue"), row("lime", **AGREED)]
    table = sheet(tmp_path / "works.csv", *rows)
    take(home, db, folder, sheet=table)
    before = rows_of(db, times=False)
    sheet(table, row("red", **FULL | {"title_zh": "龙帽"}), *rows[1:])

    assert take(home, db, folder, sheet=table) == (0, 1, 2, [])
    after = rows_of(db, times=False)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"statements"}
    assert load_work(db, work_of_identifier(db, "red")).title.zh == "龙帽"


def test_taking_a_mixed_import_back_gives_the_archive_before_it(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime", "gold")
    table = sheet(tmp_path / "works.csv", row("red", **FULL), row("blue", **AGREED))
    take(home, db, folder, sheet=table)
    work_off(home, db)
    before, files = rows_of(db), file_tree(home.originals)
    sheet(
        table,
        row("red", **FULL | {"maker": "新人", "sale_url": "", "collection": "new"}),
        row("blue", **AGREED | {"consent_for": "pictures"}) | {"file": "gold.jpg"},
        row("lime", **FULL | {"maker": "又一人", "collection": "new;other"}),
    )
    report = run_import(home, db, ImportRequest((folder,), table))
    work_off(home, db)
    ids = {r[0] for r in db.execute("SELECT id FROM works UNION SELECT id FROM photographs")}
    undo_import(db, "clerk", report.import_id)
    restored = rows_of(db)
    work_off(home, db)

    assert (report.added, report.updated) == (1, 2)
    assert restored == before
    # Originals of works that are gone are gone, those that came back are there.
    assert file_tree(home.originals) == files
    run_import(home, db, ImportRequest((folder,), table))
    again = {r[0] for r in db.execute("SELECT id FROM works UNION SELECT id FROM photographs")}
    # The two works, and the one photograph that came back as it was.
    assert len(again & ids) == 3


@pytest.fixture
def mixed(tmp_path, home, db):
    """A folder and sheet with everything: new, changed, unchanged and wrong rows."""
    folder = photographs(tmp_path / "in", "red", "blue", "lime")
    (folder / "torn.jpg").write_bytes(jpeg()[:150])
    table = sheet(tmp_path / "works.csv", row("red", **FULL), row("blue"))
    take(home, db, folder, sheet=table)
    sheet(
        table,
        row("red", **FULL),
        row("blue", **FULL | {"collection": "new", "maker": "新人"}),
        row("lime", **AGREED),
        row("lime"),
        row("torn"),
        row("red", identifier="7", motifs="蝴碟"),
        row("red", identifier="8", maker="id:000000"),
        row("red", identifier="9", collection="../x"),
        row("gone"),
        row("up", identifier="10", file="../works.csv"),
        row("red", identifier="11", consent_by="何"),
        row("red", identifier="12", file="red.jpg;torn.jpg"),
    )
    return folder, table


FAILURES = [
    ("lime.jpg", 5, "identifier"),
    ("gone.jpg", 10, "file"),
    ("../works.csv", 11, "file"),
    ("torn.jpg", 6, None),
    ("red.jpg", 7, "motifs"),
    ("red.jpg", 8, "maker"),
    ("red.jpg", 9, "collection"),
    ("red.jpg", 12, "consent_on"),
    ("torn.jpg", 13, None),
]


def test_wrong_rows_are_reported_and_the_others_arrive(home, db, mixed):
    folder, table = mixed
    added, updated, unchanged, failed = take(home, db, folder, sheet=table)

    assert (added, updated, unchanged) == (1, 1, 1)
    assert sorted(failed, key=lambda f: f[1]) == sorted(FAILURES, key=lambda f: f[1])


def test_a_row_that_fails_leaves_no_original_behind(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime", "gold")
    (folder / "torn.jpg").write_bytes(jpeg()[:150])
    table = sheet(
        tmp_path / "works.csv",
        row("red", motifs="蝴碟"),
        row("blue", maker="id:000000"),
        row("lime", file="lime.jpg;torn.jpg"),
        row("gold"),
    )
    take(home, db, folder, sheet=table)
    work_off(home, db)

    kept = [r[0] for r in db.execute("SELECT sha256 FROM photographs").fetchall()]
    assert list(OriginalStore(home.originals)) == kept
    assert len(kept) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rehearsal_reports_the_same_and_writes_nothing(home, db, mixed, jobs):
    folder, table = mixed
    before = rows_of(db, without=set()), file_tree(home.root)
    rehearsed = take(home, db, folder, sheet=table, rehearse=True, jobs=jobs)

    assert (rows_of(db, without=set()), file_tree(home.root)) == before
    assert rehearsed == take(home, db, folder, sheet=table)


def test_others_can_write_while_a_rehearsal_reads_pictures(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime")

    def write_meanwhile(name):
        with closing(open_catalogue(home)) as other:
            other.execute("PRAGMA busy_timeout = 0")
            with change(other, "phone") as this:
                put_work(this, draft(jpeg("white"), identifier=name))

    request = ImportRequest((folder,), rehearse=True)
    report = run_import(home, db, request, progress=write_meanwhile)

    assert (report.added, report.failed) == (3, [])
    assert db.table("works").count == 3


def test_every_kind_of_file_arrives_among_bad_ones(tmp_path, home, db):
    folder = tmp_path / "in"
    folder.mkdir()
    frames = [picture((step, 0, 0), (8, 8)) for step in range(0, 200, 10)]
    good = {
        "png named.jpg": encoded(picture("red"), "PNG"),
        "cmyk.jpg": encoded(picture((0, 255, 255, 0), mode="CMYK")),
        "grey.png": encoded(picture(7, mode="L"), "PNG"),
        "deep.png": encoded(picture(7, mode="I;16"), "PNG"),
        "clear.png": encoded(picture((1, 2, 3, 4), mode="RGBA"), "PNG"),
        "phone.heic": encoded(corners(), "HEIF"),
        "phone.avif": encoded(corners(), "AVIF"),
        "two.jpg": encoded(
            corners(), "MPO", save_all=True, append_images=[picture("blue", (64, 40))]
        ),
        "苗绣.webp": encoded(picture("blue"), "WEBP"),
        "one pixel.tif": encoded(picture("gold", (1, 1)), "TIFF"),
    }
    bad = {
        "torn.jpg": encoded(corners((200, 200)))[:900],
        "words.jpg": b"dear diary",
        "empty.jpg": b"",
        "film.webp": encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
    }
    for name, content in (good | bad).items():
        (folder / name).write_bytes(content)
    report = run_import(home, db, ImportRequest((folder,)))

    assert report.added == len(good)
    assert sorted(failure.file for failure in report.failed) == sorted(bad)
    assert all(failure.hint for failure in report.failed)
    assert work_off(home, db) == []


def test_a_failure_names_the_file_as_it_lies_in_the_folder(tmp_path, home, db):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "a.jpg").write_bytes(b"torn")

    assert take(home, db, tmp_path / "in")[3] == [("sub/a.jpg", None, None)]


@pytest.mark.parametrize("with_sheet", [True, False])
def test_a_path_that_is_not_there_stops_everything(tmp_path, home, db, with_sheet):
    photographs(tmp_path, "red")
    table = sheet(tmp_path / "works.csv", row("red")) if with_sheet else None

    with pytest.raises(BadInput, match="no file or folder"):
        take(home, db, tmp_path / "nowhere", sheet=table)
    assert db.table("works").count == 0


def test_every_work_goes_to_the_collection_asked_for_too(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    table = sheet(tmp_path / "works.csv", row("red", collection="spring"))
    take(home, db, folder, sheet=table, collection="summer")

    assert load_work(db, work_of_identifier(db, "red")).collections == ("spring", "summer")


def test_many_jobs_give_the_same_archive_as_one(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue", "lime", "gold", "white")
    (folder / "torn.jpg").write_bytes(b"torn")
    alone = take(home, db, folder)
    one = rows_of(db, times=False)
    undo_import(db, "clerk", 1)
    assert take(home, db, folder, jobs=2) == alone

    assert [len(rows) for rows in one.values()] == [
        len(rows) for rows in rows_of(db, times=False).values()
    ]


def test_the_report_has_the_shape_of_the_contract(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    (folder / "torn.jpg").write_bytes(b"torn")
    told = report_json(run_import(home, db, ImportRequest((folder,))))

    assert set(told) == {"import", "added", "updated", "unchanged", "failed"}
    assert (told["import"], told["added"], told["updated"], told["unchanged"]) == (1, 1, 0, 0)
    (failed,) = told["failed"]
    assert set(failed) == {"file", "row", "column", "error", "hint", "value", "nearest"}


def test_an_import_asks_for_pictures_and_indexing_and_nothing_twice(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red", "blue")
    take(home, db, folder)
    take(home, db, folder)

    assert len(pending(db, TaskKind.DERIVE)) == len(pending(db, TaskKind.INDEX)) == 2


def test_an_identifier_keeps_its_work_when_the_picture_is_taken_again(tmp_path, home, db):
    folder = photographs(Path(tmp_path / "in"), "red", "blue")
    table = sheet(tmp_path / "works.csv", row("red", **FULL))
    take(home, db, folder, sheet=table)
    work = work_of_identifier(db, "red")
    sheet(table, row("red", **FULL) | {"file": "blue.jpg"})

    assert take(home, db, folder, sheet=table) == (0, 1, 0, [])
    assert work_of_identifier(db, "red") == work
    assert [p.file_name for p in load_work(db, work).photographs] == ["blue.jpg"]


def test_an_original_let_go_of_between_taking_and_writing_is_stored_again(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    store = OriginalStore(home.originals)
    forgotten = []

    def forget_before_the_lock(statement):
        if statement.startswith("BEGIN IMMEDIATE") and not forgotten:
            forgotten.extend(store)
            for sha256 in forgotten:
                store.remove(sha256)

    db.conn.set_trace_callback(forget_before_the_lock)
    numbers = take(home, db, folder)
    db.conn.set_trace_callback(None)

    assert numbers == (1, 0, 0, [])
    assert list(store) == forgotten
    assert store.read(forgotten[0]) == (folder / "red.jpg").read_bytes()


def test_a_file_named_on_chinese_windows_comes_in_under_its_chinese_name(tmp_path, home, db):
    folder = photographs(tmp_path / "in", "red")
    (folder / "red.jpg").rename(folder / os.fsdecode("苗绣.jpg".encode("gb18030")))

    numbers = take(home, db, folder)

    assert numbers == (1, 0, 0, [])
    assert db.execute("SELECT file_name FROM photographs").fetchone() == ("苗绣.jpg",)
