import openpyxl
import pytest

from tests.making import sheet
from tests.web.command_line import told


@pytest.fixture
def slips(cloths):
    """A sheet with one good row, two rows with the same slip, and a missing photograph."""
    row = {"title_zh": "帽", "handmade": "all"}
    return sheet(
        cloths / "slips.csv",
        row | {"file": "one.jpg", "identifier": "1-2", "motifs": "蝴蝶"},
        row | {"file": "two.jpg", "identifier": "1-3", "motifs": "蝴碟碟"},
        row | {"file": "none.jpg", "identifier": "1-4", "motifs": "蝴蝶"},
        row | {"file": "two.jpg", "identifier": "1-5", "motifs": "蝴碟碟"},
    )


def rows(path):
    return [*openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def test_the_same_slip_is_one_line_with_its_rows(xiupu, cloths, slips):
    result = xiupu("ingest", cloths, "--sheet", slips, "--dry-run", "--jobs", 1)

    lines = [line for line in result.stderr.splitlines() if line.startswith("  ")]
    assert len(lines) == 3
    assert lines[0].startswith("  2 rows, column motifs: ")
    assert lines[0].endswith("; rows 3, 5")
    assert lines[1].startswith("  1 row, column file: ")
    assert "xiupu -v" in lines[2]


def test_more_is_told_when_asked_for(xiupu, cloths, slips):
    result = xiupu("-v", "ingest", cloths, "--sheet", slips, "--dry-run", "--jobs", 1)

    said = [line for line in result.stderr.splitlines() if line.startswith("  row ")]
    assert [line.split(",")[0] for line in said] == ["  row 3", "  row 4", "  row 5"]
    assert "xiupu -v" not in result.stderr


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_failed_rows_are_written_to_a_sheet_of_their_own(xiupu, cloths, slips, tmp_path, dry):
    bad = tmp_path / "bad.xlsx"

    result = xiupu("ingest", cloths, "--sheet", slips, "--bad-rows", bad, "--jobs", 1, *dry)

    assert result.exit_code == 1
    assert [row[rows(bad)[0].index("identifier")] for row in rows(bad)[1:]] == ["1-3", "1-4", "1-5"]
    assert rows(bad)[0][-1] == "reason"
    assert str(bad) in result.stderr


def test_with_json_the_failed_rows_are_written_too(xiupu, cloths, slips, tmp_path):
    bad = tmp_path / "bad.xlsx"

    result = xiupu("ingest", cloths, "--sheet", slips, "--bad-rows", bad, "--jobs", 1, "--json")

    (report,) = told(result)
    assert len(report["failed"]) == len(rows(bad)) - 1 == 3


def test_without_failed_rows_nothing_is_written(xiupu, cloths, tmp_path):
    bad = tmp_path / "bad.xlsx"

    works = cloths / "works.csv"
    result = xiupu("ingest", cloths, "--sheet", works, "--bad-rows", bad, "--jobs", 1)

    assert result.exit_code == 0
    assert not bad.exists()
    assert "no row failed" in result.stderr


def test_the_sheet_itself_is_never_written_over(xiupu, tmp_path):
    assert xiupu("template", tmp_path / "works.xlsx").exit_code == 0
    before = (tmp_path / "works.xlsx").read_bytes()
    works = tmp_path / "works.xlsx"

    result = xiupu("ingest", tmp_path, "--sheet", works, "--bad-rows", works)

    assert result.exit_code == 2
    assert "write over the sheet" in result.stderr
    assert works.read_bytes() == before


def test_a_place_that_cannot_be_is_refused_before_anything_is_taken_in(xiupu, db, cloths, slips):
    arguments = ["ingest", cloths, "--sheet", slips, "--bad-rows"]

    codes = [
        xiupu(*arguments, slips).exit_code,
        xiupu(*arguments, cloths / "bad.csv").exit_code,
        xiupu("ingest", cloths, "--bad-rows", cloths / "bad.xlsx").exit_code,
    ]

    assert codes == [2, 2, 2]
    assert db.execute("SELECT count(*) FROM works").fetchone() == (0,)
