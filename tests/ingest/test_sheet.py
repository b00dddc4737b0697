import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from archive.errors import BadInput
from ingest.sheet import MOST_LINES, SheetRow, open_sheet, read_sheet, read_table

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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_a_sheet_may_be_separated_by_tabs_semicolons_or_commas(tmp_path, encoding, delimiter):
    lines = (["照片", "名称", "花样"], ["a.jpg", "蝶帽", '"蝴蝶;龙"'])
    text = "\r\n".join(delimiter.join(line) for line in lines)

    assert read_sheet(written(tmp_path, text.encode(encoding))) == [
        SheetRow(2, {"file": "a.jpg", "title_zh": "蝶帽", "motifs": "蝴蝶;龙"})
    ]


def test_cells_merged_over_rows_stand_in_each_of_them(tmp_path):
    path = xlsx(
        tmp_path,
        ["file", "title_zh", "maker"],
        ["a.jpg", "一", "何阿姨"],
        ["b.jpg", "二", None],
        ["c.jpg", "三", None],
        ["d.jpg", "四", None],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("C2:C4")
    book.save(path)

    assert [row.cells.get("maker") for row in read_sheet(path)] == ["何阿姨"] * 3 + [None]


def test_cells_merged_over_columns_are_refused_with_their_place(tmp_path):
    path = xlsx(tmp_path, ["file", "title_zh", "title_en"], ["a.jpg", "一", None])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B2:C2")
    book.save(path)

    with pytest.raises(BadInput, match="B to C of row 2 are merged") as caught:
        read_sheet(path)
    assert (caught.value.row, caught.value.file) == (2, "works.xlsx")


def test_a_header_further_down_is_told_with_its_row(tmp_path):
    content = "何家岩村登记表,,\n,,\n照片,名称,绣娘\na.jpg,一,何\n".encode()

    with pytest.raises(BadInput, match="stand in row 3") as caught:
        read_sheet(written(tmp_path, content))
    assert caught.value.row == 3


@pytest.mark.parametrize(
    ("titles", "states", "wanted"),
    [
        (["lists", "b"], ["hidden", "visible"], "b"),
        (["说明", "作品"], ["visible", "visible"], "作品"),
        (["a", "Works"], ["visible", "hidden"], "Works"),
        (["a", "b"], ["visible", "visible"], "a"),
    ],
)
def test_the_sheet_of_the_works_is_found_among_others(tmp_path, titles, states, wanted):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, state in zip(titles, states, strict=True):
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(["file", "title_zh"])
        page.append(["a.jpg", title])
    book.save(tmp_path / "works.xlsx")

    assert read_sheet(tmp_path / "works.xlsx")[0].cells["title_zh"] == wanted


def test_numbers_truths_and_empty_ends_of_a_workbook_become_plain_text(tmp_path):
    path = xlsx(
        tmp_path,
        ["file", "title_zh", "handmade", "width_cm", "date_from", None, None],
        ["a.jpg", "'=1+1", True, 0.1 + 0.2, 1985.0, None, None],
        ["b.jpg", "'绣'", False, 24, "１９８５", None, None],
    )
    book = openpyxl.load_workbook(path)
    book.active["Z900"].number_format = "@"
    book.active["Z900"].value = None
    book.save(path)

    assert [row.cells for row in read_sheet(path)] == [
        {
            "file": "a.jpg",
            "title_zh": "=1+1",
            "handmade": "是",
            "width_cm": "0.3",
            "date_from": "1985",
        },
        {
            "file": "b.jpg",
            "title_zh": "'绣'",
            "handmade": "否",
            "width_cm": "24",
            "date_from": "１９８５",
        },
    ]


def test_a_workbook_that_lies_about_its_size_is_read_as_far_as_it_goes(tmp_path):
    path = xlsx(tmp_path, ["file", "title_zh"], ["a.jpg", "一"])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    with zipfile.ZipFile(path, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, content)

    assert b"XFD1048576" in parts[name]
    assert list(read_table(path)) == [["file", "title_zh"], ["a.jpg", "一"]]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "works.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(9):
            packed.writestr(f"xl/{number}.xml", bytes(50_000_000))

    with pytest.raises(BadInput, match="unpacks to more than"):
        read_sheet(path)


def test_a_sheet_without_photographs_needs_a_column_that_names_the_works(tmp_path):
    path = written(tmp_path, "编号,名称,原因\n7,蝶帽,看不清\n".encode())

    assert read_sheet(path) == [SheetRow(2, {"identifier": "7", "title_zh": "蝶帽"})]


def test_numbered_columns_and_those_beside_a_statement_have_keys_of_their_own(tmp_path):
    header = "file,寓意,谁讲的,寓意.2,meaning by.2,花样.2,花样谁讲的.2,title_en_by\n"
    path = written(tmp_path, (header + "a.jpg,1,2,3,4,5,6,7\n").encode())

    assert list(read_sheet(path)[0].cells) == [
        "file",
        "meaning",
        "meaning_by",
        "meaning.2",
        "meaning_by.2",
        "motifs.2",
        "motifs_by.2",
        "title_en_by",
    ]
    assert "motifs_by.2" in open_sheet(path).headers


def test_a_sheet_of_endless_lines_is_refused(tmp_path):
    path = tmp_path / "works.csv"
    path.write_bytes(b"file,title_zh\n" + b",\n" * MOST_LINES)

    with pytest.raises(BadInput, match="more than 100000 lines"):
        read_sheet(path)
