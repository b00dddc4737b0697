import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from archive.errors import BadInput
from ingest.sheet import SheetRow, read_sheet

TEXT = '照片,名称,maker\r\na.jpg,蝶帽,何阿姨\r\n\r\n苗绣.jpg,"多\n行",unknown\r\n'
ROWS = [
    SheetRow(2, {"file": "a.jpg", "title_zh": "蝶帽", "maker": "何阿姨"}),
    SheetRow(4, {"file": "苗绣.jpg", "title_zh": "多\n行", "maker": "unknown"}),
]


def written(tmp_path, content, name="works.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_the_same_in_every_encoding(tmp_path, encoding):
    assert read_sheet(written(tmp_path, TEXT.encode(encoding))) == ROWS


def xlsx(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "works.xlsx")
    return tmp_path / "works.xlsx"


def test_excel_dates_and_numbers_become_plain_text(tmp_path):
    path = xlsx(
        tmp_path,
        ["照片", "編號", "title_zh", "consent_on", "date_from", "width_cm", "height_cm", "日期"][
            :7
        ],
        ["a.jpg", 7, "蝶帽", datetime(2026, 5, 1), 1985.0, 24.5, None],
        [None, None, None, None, None, None, None],
        ["b.jpg", "7a", "龙帽", date(2026, 5, 2), "1985", 24, 1],
    )

    assert [(row.number, row.cells) for row in read_sheet(path)] == [
        (
            2,
            {
                "file": "a.jpg",
                "identifier": "7",
                "title_zh": "蝶帽",
                "consent_on": "2026-05-01",
                "date_from": "1985",
                "width_cm": "24.5",
            },
        ),
        (
            4,
            {
                "file": "b.jpg",
                "identifier": "7a",
                "title_zh": "龙帽",
                "consent_on": "2026-05-02",
                "date_from": "1985",
                "width_cm": "24",
                "height_cm": "1",
            },
        ),
    ]


def other_zip(name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns='
            '"http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
        )
        archive.writestr(name, "<broken")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no column 'file'"),
        (b"title_zh\nx\n", "no column 'file'"),
        (b"file,file\na,b\n", "twice"),
        ("file,照片\na,b\n".encode(), "twice"),
        (b"file,titel_zh\na,b\n", "unknown column"),
        (b"file,title_zh\n,\n\n", "no rows"),
        (b"\xff\xfe\xff", "neither UTF-8 nor GB18030"),
        (b"PK\x03\x04 torn", "XLSX"),
        (other_zip("word/document.xml"), "XLSX"),
        (other_zip("xl/workbook.xml"), "XLSX"),
        (b"file,title_zh\na.jpg," + b"x" * 200_000 + b"\n", "sheet"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_by_name(tmp_path, content, words):
    with pytest.raises(BadInput, match=words) as caught:
        read_sheet(written(tmp_path, content))
    assert caught.value.file == "works.csv"
    assert caught.value.hint


def test_a_sheet_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_sheet(tmp_path / "works.csv")


def test_columns_without_a_name_are_passed_over(tmp_path):
    path = written(tmp_path, "file,,title_zh\na.jpg,note,蝶帽\n".encode())

    assert read_sheet(path) == [SheetRow(2, {"file": "a.jpg", "title_zh": "蝶帽"})]
