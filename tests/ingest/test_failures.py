import openpyxl
import pytest

from archive.errors import BadInput
from ingest.failures import Cause, cause_of, group_failures, row_ranges, summary_line
from ingest.importing import Failure, ImportRequest, run_import
from tests.making import photographs, sheet


def slip(row, word="蝴碟", near="蝴蝶纹", column="motifs"):
    return Failure(
        f"{row}.jpg", row, column, f"{word!r} is not in the vocabulary of {column}", "", word, near
    )


def missing(row, name):
    return Failure(name, row, "file", f"there is no file {name!r}", "check the name", name)


def test_one_slip_in_many_rows_is_one_group():
    groups = group_failures([slip(3), slip(9), slip(7)])

    assert [(g.cause, g.column, g.rows, g.nearest) for g in groups] == [
        (Cause.WORD, "motifs", (3, 7, 9), "蝴蝶纹")
    ]


def test_two_words_are_two_groups_and_the_more_frequent_comes_first():
    groups = group_failures([slip(2, "花花"), slip(3), slip(4)])

    assert [g.values for g in groups] == [("蝴碟",), ("花花",)]


def test_one_word_wrong_in_two_columns_is_two_groups():
    groups = group_failures([slip(2), slip(3, column="techniques")])

    assert [g.column for g in groups] == ["motifs", "techniques"]


def test_missing_photographs_are_one_group_with_all_their_names():
    (group,) = group_failures([missing(2, "a.jpg"), missing(3, "b.jpg")])

    assert group.values == ("a.jpg", "b.jpg")
    assert group.error == "there is no file …"


def test_every_failure_is_in_exactly_one_group():
    failures = [slip(2), slip(3, "花花"), missing(4, "a.jpg"), slip(5), missing(6, "b.jpg")]

    grouped = [each for group in group_failures(failures) for each in group.failures]

    assert sorted(grouped, key=lambda each: each.row) == failures


def test_a_line_tells_how_many_where_what_and_what_to_do():
    lines = [
        summary_line(g)
        for g in group_failures([slip(3), slip(7), missing(2, "a"), missing(4, "b")])
    ]

    assert lines == [
        "2 rows, column file: there is no file …: a, b → check the name; rows 2, 4",
        "2 rows, column motifs: '蝴碟' is not in the vocabulary of motifs → 蝴蝶纹; rows 3, 7",
    ]


def test_files_without_a_sheet_are_named():
    failure = Failure("a.jpg", None, None, "the file is empty", "send the file again")

    assert [summary_line(group) for group in group_failures([failure])] == [
        "1 file: the file is empty → send the file again; a.jpg"
    ]


def test_many_names_are_cut_off_with_their_number():
    (group,) = group_failures([missing(row, f"{row}.jpg") for row in range(2, 10)])

    assert "2.jpg, 3.jpg, 4.jpg, 5.jpg, 6.jpg and 3 more" in summary_line(group)


@pytest.mark.parametrize(
    ("rows", "said"),
    [([], ""), ([4], "4"), ([4, 5], "4, 5"), ([4, 5, 6], "4–6"), ([1, 3, 4, 5, 9], "1, 3–5, 9")],
)
def test_rows_in_a_row_become_a_range(rows, said):
    assert row_ranges(rows) == said


# One row wrong in one way each, and the cause it must be told by.
WRONG = [
    ({"motifs": "蝴碟碟"}, Cause.WORD),
    ({"style": "何家岩村"}, Cause.STYLE),
    ({"handmade": "perhaps"}, Cause.CHOICE),
    ({"availability": "soon"}, Cause.CHOICE),
    ({"date_from": "long ago"}, Cause.YEAR),
    ({"date_from": "1990", "date_to": "1980"}, Cause.YEARS),
    ({"width_cm": "wide"}, Cause.NUMBER),
    ({"consent_by": "何阿姨"}, Cause.CONSENT),
    ({"consent_by": "何阿姨", "consent_on": "soon", "consent_for": "pictures"}, Cause.DAY),
    ({"maker": "id:nobody"}, Cause.MAKER),
    ({"maker": "id:n36qfm"}, Cause.MAKER),
    ({"handmade": "all;no"}, Cause.ONE_VALUE),
    ({"title_zh": "#REF!"}, Cause.FORMULA),
    ({"id": "n36qfm"}, Cause.WORK),
    ({"part_of": "XP-9"}, Cause.WHOLE),
    ({"part_place": "袖口"}, Cause.WHOLE),
    ({"consent_as": "relative"}, Cause.CONSENT),
    ({"collection": "Not A Slug"}, Cause.COLLECTION),
    ({"sale_url": "https://example.com/"}, Cause.SHOP),
    ({"title_zh": ""}, Cause.TITLE),
    ({"file": "nowhere.jpg"}, Cause.NO_FILE),
    ({"file": "../red.jpg"}, Cause.NO_FILE),
    ({"file": ""}, Cause.NO_PHOTOGRAPH),
    ({"file": "empty.jpg"}, Cause.PHOTOGRAPH),
    ({"file": "words.jpg"}, Cause.PHOTOGRAPH),
]


@pytest.mark.parametrize(("cells", "cause"), WRONG)
def test_what_an_import_says_is_told_by_its_cause(home, db, tmp_path, cells, cause):
    folder = photographs(tmp_path / "in", "red")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "words.jpg").write_bytes(b"no picture at all")
    works = sheet(folder / "works.csv", {"file": "red.jpg", "title_zh": "蝶帽"} | cells)

    report = run_import(home, db, ImportRequest((folder,), works, rehearse=True))

    assert [cause_of(failure) for failure in report.failed] == [cause]


def test_the_same_number_and_the_same_picture_twice_are_told_apart(home, db, tmp_path):
    folder = photographs(tmp_path / "in", "red", "blue")
    row = {"title_zh": "蝶帽"}
    works = sheet(
        folder / "works.csv",
        row | {"file": "red.jpg", "identifier": "1"},
        row | {"file": "blue.jpg", "identifier": "1"},
        row | {"file": "blue.jpg"},
        row | {"file": "blue.jpg"},
    )

    report = run_import(home, db, ImportRequest((folder,), works, rehearse=True))

    assert {cause_of(failure) for failure in report.failed} == {Cause.TWICE, Cause.SAME_PICTURE}


# What the archive itself says of statements and consents.
FROM_BELOW = [
    ("description is too long", "at most 5000 characters", Cause.LONG),
    ("a name is at most 80 characters long", "", Cause.LONG),
    ("a relative says yes for somebody else", "say for whom", Cause.FOR_WHOM),
    ("'2999-01-01' is not a day on which a consent was given", "", Cause.DAY),
    ("work abc123 cannot be part of def456, which is part of it", "", Cause.WHOLE),
    ("work abc123 has been taken down", "restore it first", Cause.TAKEN_DOWN),
    ("the identifier '7' is that of work abc123", "", Cause.TWICE),
    ("unexpected: KeyError: 'x'", "report it with this file", Cause.OTHER),
]


@pytest.mark.parametrize(("error", "hint", "cause"), FROM_BELOW)
def test_what_the_archive_says_is_told_by_its_cause(error, hint, cause):
    assert cause_of(Failure("a.jpg", 2, None, error, hint)) is cause


# A sheet that cannot be read at all, and the cause it must be told by.
WHOLE_SHEETS = [
    ("file,titel_zh\n", Cause.COLUMN),
    ("file,title_zh,title_zh\n", Cause.COLUMN_TWICE),
    ("title_zh\n", Cause.COLUMN_MISSING),
    ("file,title_zh\n", Cause.EMPTY),
    ("我们的作品,\nfile,title_zh\n", Cause.HEADER_LOW),
]


@pytest.mark.parametrize(("text", "cause"), WHOLE_SHEETS)
def test_what_is_wrong_with_a_whole_sheet_is_told_by_its_cause(home, db, tmp_path, text, cause):
    works = tmp_path / "works.csv"
    works.write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        run_import(home, db, ImportRequest((tmp_path,), works, rehearse=True))

    assert cause_of(Failure.of(caught.value, file=None, row=None)) is cause


@pytest.mark.parametrize("content", [b"PK\x03\x04torn", b"\xff\xfe\x00\xd8\xff"])
def test_what_is_no_sheet_is_told_so(home, db, tmp_path, content):
    works = tmp_path / "works.xlsx"
    works.write_bytes(content)

    with pytest.raises(BadInput) as caught:
        run_import(home, db, ImportRequest((tmp_path,), works, rehearse=True))

    assert cause_of(Failure.of(caught.value, file=None, row=None)) is Cause.SHEET


def test_cells_merged_over_columns_are_told_so(home, db, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for number, text in enumerate(("file", "title_zh", "title_en"), start=1):
        page.cell(1, number, text)
        page.cell(2, number, text)
    page.merge_cells("B2:C2")
    book.save(tmp_path / "works.xlsx")

    with pytest.raises(BadInput) as caught:
        run_import(home, db, ImportRequest((tmp_path,), tmp_path / "works.xlsx", rehearse=True))

    assert cause_of(Failure.of(caught.value, file=None, row=None)) is Cause.MERGED
