"""``xiupu ingest`` and ``xiupu undo``."""

from contextlib import closing

import pytest

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.derivatives import DerivativeStore
from archive.errors import BadInput
from archive.loading import work_of_identifier
from archive.originals import OriginalStore
from archive.outbox import TaskKind, enqueue
from ingest import queue
from ingest.sheet import read_sheet
from tests.making import file_tree, photographs, sheet
from tests.web.command_line import AGREED, told


def test_ingest_tells_exactly_what_the_contract_says(xiupu, cloths):
    first = xiupu("ingest", cloths, "--jobs", 1, "--json")
    second = xiupu("ingest", cloths, "--jobs", 1, "--json")
    (report,) = told(first)
    (failed,) = report.pop("failed")

    assert (first.exit_code, second.exit_code) == (1, 1)
    assert report == {"import": 1, "added": 2, "updated": 0, "unchanged": 0}
    assert set(failed) == {"file", "row", "column", "error", "hint", "value", "nearest"}
    assert (failed["file"], failed["row"], failed["column"]) == ("torn.jpg", None, None)
    assert told(second)[0]["unchanged"] == 2


def test_ingest_with_nothing_wrong_is_exit_code_0_and_speaks_to_people(xiupu, cloths):
    result = xiupu("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1)

    assert result.exit_code == 0
    assert "2 added, 0 updated, 0 unchanged, 0 failed" in result.stdout


def test_a_dry_run_tells_the_same_and_leaves_every_file_as_it_was(filled_xiupu, home, cloths):
    sheet(
        cloths / "works.csv",
        {"file": "one.jpg", "identifier": "1", "title_zh": "新帽"} | AGREED,
        {"file": "two.jpg", "identifier": "3", "title_zh": "又帽"} | AGREED,
        {"file": "torn.jpg", "identifier": "4", "title_zh": "破帽"},
    )
    command = ("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1, "--json")
    before = file_tree(home.root)
    dry = filled_xiupu(*command, "--dry-run")
    after = file_tree(home.root)
    real = filled_xiupu(*command)

    assert after == before
    assert (dry.exit_code, real.exit_code) == (1, 1)
    assert [told(dry)[0][key] for key in ("added", "updated", "unchanged", "failed")] == [
        told(real)[0][key] for key in ("added", "updated", "unchanged", "failed")
    ]


def test_a_dry_run_without_an_archive_makes_none(xiupu, tmp_path, cloths):
    result = xiupu("ingest", cloths, "--jobs", 1, "--dry-run", "--json", at=tmp_path / "nowhere")

    assert (result.exit_code, told(result)[0]["added"]) == (1, 2)
    assert not (tmp_path / "nowhere").exists()


def test_a_photograph_of_an_earlier_import_is_no_failure_of_this_one(filled_xiupu, home, cloths):
    photographs(cloths, "red")
    with closing(open_catalogue(home)) as db:
        row = next(db.table("photographs").rows_where("file_name = 'one.jpg'"))
        enqueue(db, TaskKind.DERIVE, row["id"])
    DerivativeStore(home.derivatives).forget(row["sha256"])
    OriginalStore(home.originals).remove(row["sha256"])
    result = filled_xiupu("ingest", cloths / "red.jpg", "--jobs", 1, "--json")
    rebuilt = filled_xiupu("index", "rebuild", "--jobs", 1)

    assert (result.exit_code, told(result)[0]["failed"]) == (0, [])
    assert rebuilt.exit_code == 1
    assert "one.jpg" in rebuilt.stderr


def test_undo_takes_an_import_back_and_names_what_it_keeps(filled_xiupu, home, cloths):
    db = open_catalogue(home)
    kept = work_of_identifier(db, "1")
    with change(db, "desk") as this:
        this.db.execute("UPDATE works SET licence = 'CC0' WHERE id = ?", [kept])
    first = filled_xiupu("undo", 1, "--json")
    second = filled_xiupu("undo", 1, "--json")
    left = [row[0] for row in db.execute("SELECT id FROM works").fetchall()]
    with change(db, "desk") as this:
        this.db.execute("UPDATE works SET licence = '' WHERE id = ?", [kept])
    db.close()
    third, fourth = (filled_xiupu("undo", 1, "--json") for _ in range(2))
    (answer,), (rest,) = told(first), told(third)

    assert first.exit_code == 1
    assert (answer["import"], len(answer["removed"]), answer["restored"], answer["kept"]) == (
        1,
        1,
        [],
        [kept],
    )
    assert left == [kept]
    assert (second.exit_code, told(second)[0]["kept"]) == (1, [kept])
    # Once the later change has been taken back, the rest goes; then there is nothing left.
    assert (third.exit_code, rest["removed"]) == (0, [kept])
    assert (fourth.exit_code, fourth.stdout) == (2, "")
    assert list(OriginalStore(home.originals)) == []


def test_a_photograph_that_cannot_be_finished_is_named_by_its_file(xiupu, cloths, monkeypatch):
    def fail(*_arguments):
        raise BadInput("the picture is damaged")

    monkeypatch.setattr(queue, "derive", fail)
    result = xiupu("ingest", cloths / "one.jpg", "--jobs", 1, "--json")
    (failed,) = told(result)[0]["failed"]

    assert result.exit_code == 1
    assert (failed["file"], failed["error"]) == ("one.jpg", "the picture is damaged")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_everything_exported_is_handed_in_again_without_a_photograph(filled_xiupu, tmp_path, form):
    out = tmp_path / "elsewhere" / f"all.{form}"
    out.parent.mkdir()
    exported = filled_xiupu("export", form, out, "--all")
    rows = read_sheet(out)
    same = filled_xiupu("ingest", out.parent, "--sheet", out, "--jobs", 1, "--json")
    cells = [row.cells | {"width_cm": "20"} if row.number == 2 else row.cells for row in rows]
    changed = sheet(tmp_path / "elsewhere" / "changed.csv", *cells)
    mended = filled_xiupu("ingest", out.parent, "--sheet", changed, "--jobs", 1, "--json")

    assert (exported.exit_code, same.exit_code, mended.exit_code) == (0, 0, 0)
    assert {row.cells["identifier"] for row in rows} == {"1", "2"}
    assert [told(same)[0][key] for key in ("added", "updated", "unchanged")] == [0, 0, 2]
    assert [told(mended)[0][key] for key in ("added", "updated", "unchanged")] == [0, 1, 1]


def test_everything_goes_into_sheets_only(filled_xiupu, tmp_path):
    assert filled_xiupu("export", "json", tmp_path / "all.json", "--all").exit_code == 2


def test_a_public_sheet_names_no_larger_piece_the_public_may_not_know_of(
    filled_xiupu, cloths, home, tmp_path
):
    sheet(
        cloths / "works.csv",
        {"identifier": "2", "consent_by": "", "consent_on": "", "consent_for": ""},
    )
    filled_xiupu("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1)
    sheet(cloths / "works.csv", {"identifier": "1", "part_of": "2"})
    filled_xiupu("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1)
    filled_xiupu("export", "csv", tmp_path / "public.csv")
    filled_xiupu("export", "csv", tmp_path / "all.csv", "--all")
    (public,) = read_sheet(tmp_path / "public.csv")
    everything = {row.cells["identifier"]: row.cells for row in read_sheet(tmp_path / "all.csv")}

    assert "part_of" not in public.cells
    assert everything["1"]["part_of"] == everything["2"]["id"]
