import csv
import io

import openpyxl
import pytest

from ingest.bad_rows import bad_rows
from ingest.importing import Failure, ImportRequest, run_import
from ingest.sheet import read_sheet
from tests.making import photographs, sheet

HEADER = ["编号", "照片", "名称", "花样", ""]


def failure(row, column="motifs", error="蝴碟？"):
    return Failure("red.jpg", row, column, error, "")


def pages(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book.worksheets[0]


def texts(content):
    return [[cell or "" for cell in line] for line in pages(content).iter_rows(values_only=True)]


def written(tmp_path, *lines, header=HEADER):
    path = tmp_path / "works.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *lines])
    return path


def say(failure):
    return failure.error


def test_only_failed_rows_come_back_as_they_were_written(tmp_path):
    works = written(
        tmp_path,
        ["1-2", "red.jpg", "蝶帽", "蝴蝶", ""],
        ["1-3", "red.jpg", "=1+1", "蝴碟", "side note"],
    )

    content = bad_rows(works, [failure(3)], say=say, lang="zh")

    assert texts(content) == [
        ["编号", "照片", "名称", "花样", "", "原因"],
        ["1-3", "red.jpg", "=1+1", "蝴碟", "side note", "蝴碟？"],
    ]


def test_cells_are_text_so_that_nothing_is_calculated_or_made_a_day(tmp_path):
    works = written(tmp_path, ["1-3", "red.jpg", "=1+1", "蝴碟", ""])

    page = pages(bad_rows(works, [failure(2)], say=say))

    assert {(cell.data_type, cell.number_format) for cell in page[2] if cell.value} == {("s", "@")}


def test_the_cell_to_blame_is_coloured_and_no_other(tmp_path):
    works = written(tmp_path, ["1", "red.jpg", "蝶帽", "蝴碟", ""])

    page = pages(bad_rows(works, [failure(2)], say=say))

    coloured = [cell.column for cell in page[2] if cell.fill.fill_type == "solid"]
    assert coloured == [4, 6]


def test_a_row_that_failed_twice_comes_once_with_both_reasons(tmp_path):
    works = written(tmp_path, ["1", "red.jpg", "蝶帽", "蝴碟", ""])

    content = bad_rows(works, [failure(2), failure(2, "file", "没有照片")], say=say)

    assert [line[-1] for line in texts(content)[1:]] == ["蝴碟？\n没有照片"]


def test_control_characters_do_not_keep_a_row_back(tmp_path):
    works = written(tmp_path, ["1", "red.jpg", "蝶\x07帽", "蝴碟", ""])

    assert texts(bad_rows(works, [failure(2)], say=say))[1][2] == "蝶帽"


def test_a_file_without_a_row_is_no_row(tmp_path):
    works = written(tmp_path, ["1", "red.jpg", "蝶帽", "蝴碟", ""])

    assert len(texts(bad_rows(works, [failure(None)], say=say))) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mended_rows_can_be_handed_in_again(home, db, tmp_path, lang):
    folder = photographs(tmp_path / "in", "red", "blue")
    works = sheet(
        folder / "works.csv",
        {"file": "red.jpg", "identifier": "1-2", "title_zh": "蝶帽", "motifs": "蝴蝶"},
        {"file": "blue.jpg", "identifier": "1-3", "title_zh": "蝶帽", "motifs": "蝴碟碟"},
    )
    first = run_import(home, db, ImportRequest((folder,), works))
    content = bad_rows(works, first.failed, say=say, lang=lang)
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    (place,) = (cell.column for cell in page[1] if cell.value == "motifs")
    page.cell(2, place).value = "蝴蝶"
    book.save(folder / "mended.xlsx")

    second = run_import(home, db, ImportRequest((folder,), folder / "mended.xlsx"))

    assert (first.added, len(first.failed)) == (1, 1)
    assert (second.added, second.failed) == (1, [])
    assert read_sheet(folder / "mended.xlsx")[0].cells["identifier"] == "1-3"


def test_rows_that_fail_a_second_time_carry_only_the_new_reason(tmp_path):
    works = written(
        tmp_path, ["1", "red.jpg", "蝶帽", "old reason"], header=["编号", "照片", "名称", "原因"]
    )

    content = bad_rows(works, [failure(2, "file", "new")], say=say, lang="zh")

    assert texts(content) == [["编号", "照片", "名称", "原因"], ["1", "red.jpg", "蝶帽", "new"]]
