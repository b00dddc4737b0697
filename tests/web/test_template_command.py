import openpyxl
import pytest

from archive.home import Home


def header(path):
    return [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]][:2]


@pytest.mark.parametrize(
    ("options", "names"), [((), ["照片", "编号"]), (("--lang", "en"), ["file", "identifier"])]
)
def test_an_empty_sheet_is_written_in_either_language(xiupu, tmp_path, options, names):
    result = xiupu("template", tmp_path / "works.xlsx", *options)

    assert result.exit_code == 0
    assert header(tmp_path / "works.xlsx") == names


def test_no_archive_is_needed_and_none_is_made(xiupu, tmp_path):
    nowhere = tmp_path / "nowhere"

    assert xiupu("template", tmp_path / "works.xlsx", at=nowhere).exit_code == 0
    assert not Home(nowhere).exists()


def test_a_filled_in_sheet_is_not_written_over_by_accident(xiupu, tmp_path):
    (tmp_path / "works.xlsx").write_bytes(b"an evening's work")

    result = xiupu("template", tmp_path / "works.xlsx")

    assert result.exit_code == 2
    assert (tmp_path / "works.xlsx").read_bytes() == b"an evening's work"
    assert xiupu("template", tmp_path / "works.xlsx", "--force").exit_code == 0


def test_another_ending_is_refused(xiupu, tmp_path):
    result = xiupu("template", tmp_path / "works.csv")

    assert result.exit_code == 2
    assert ".xlsx" in result.stderr
