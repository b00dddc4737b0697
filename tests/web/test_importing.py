import io
import re

import openpyxl
import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from tests.making import rows_of
from tests.web.small_site import jpeg, make_site

HEADER = "file,identifier,title_zh,handmade,motifs\n"
GOOD = "red.jpg,1,蝶帽,all,蝴蝶\n"
BAD = "blue.jpg,2,龙帽,all,蝴碟碟\n"
PAGE = "/zh/desk/import/"


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


def files(*photographs):
    return [(io.BytesIO(jpeg(name)), f"{name}.jpg") for name in photographs]


def hand_in(person, *lines, photographs=("red", "blue"), name="作品.csv"):
    content = (HEADER + "".join(lines)).encode()
    sheet = (io.BytesIO(content), name)
    return person.post(PAGE, sheet=sheet, photographs=files(*photographs))


def number(page, word):
    return int(re.search(rf"<dt>{word}</dt><dd>(\d+)</dd>", page)[1])


def whole(site):
    db = open_catalogue(site.home)
    found = rows_of(db)
    db.close()
    return found


def waiting(site):
    return [path for path in site.home.waiting.rglob("*") if path.is_file()]


PAGES = [
    PAGE,
    f"{PAGE}template.xlsx",
    f"{PAGE}everything.xlsx",
    f"{PAGE}{'a' * 22}",
    f"{PAGE}{'a' * 22}/bad-rows.xlsx",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_maker_and_a_stranger_are_kept_out(site, page):
    assert site.inside("石阿婆").client.get(page).status_code == 403
    assert site.visitor().client.get(page).status_code == 403


def test_a_sheet_is_tried_out_and_the_archive_does_not_change(site, clerk):
    before = whole(site)

    answer = hand_in(clerk, GOOD, BAD)
    page = clerk.client.get(answer.location).text

    assert answer.status_code == 303
    assert whole(site) == before
    assert [number(page, word) for word in ("新增", "更新", "没有变", "没成")] == [1, 0, 0, 1]
    assert list(site.home.originals.rglob("*.jpg")) == []


def test_the_page_says_what_is_wrong_in_which_column_and_row(clerk):
    page = clerk.client.get(hand_in(clerk, GOOD, BAD).location).text

    assert "词表里没有“蝴碟碟”" in page
    assert "花样 · 1 行" in page
    assert "第 3 行" in page


def test_the_same_slip_in_many_rows_is_said_once(clerk):
    rows = [f"{name}.jpg,{name},帽,all,蝴碟碟\n" for name in ("red", "blue", "lime")]

    page = clerk.client.get(
        hand_in(clerk, *rows, photographs=("red", "blue", "lime")).location
    ).text

    assert "花样 · 3 行" in page
    assert "第 2–4 行" in page
    assert page.count("词表里没有“蝴碟碟”") == 1
    assert "<li>第 4 行：lime.jpg</li>" in page


def test_the_english_page_says_it_in_english(clerk):
    address = hand_in(clerk, GOOD, BAD).location.replace("/zh/", "/en/")

    page = clerk.client.get(address).text

    assert "“蝴碟碟” is not in the list." in page
    assert "motifs · 1 row" in page


def test_one_press_takes_the_sheet_in_and_leads_to_the_way_back(site, clerk):
    address = hand_in(clerk, GOOD, BAD).location

    answer = clerk.post(address)
    page = clerk.client.get(answer.location).text

    assert [work.identifier for work in site.works()] == ["1"]
    assert site.works()[0].created_by == "田会计"
    assert "/zh/desk/imports#import-1" in page
    assert 'id="import-1"' in clerk.client.get("/zh/desk/imports").text


def test_a_second_press_takes_nothing_in_twice(site, clerk):
    address = hand_in(clerk, GOOD, BAD).location
    token = clerk.token(address)

    for _ in range(2):
        answer = clerk.client.post(address, data={"csrf_token": token})

    assert answer.status_code == 303
    assert site.count("SELECT count(*) FROM imports") == 1
    assert len(site.works()) == 1


def test_what_was_taken_in_can_be_taken_back(site, clerk):
    before = whole(site)
    clerk.post(hand_in(clerk, GOOD).location)

    clerk.post("/zh/desk/imports/1/undo", "/zh/desk/imports")

    assert whole(site) == before


def test_once_taken_in_the_photographs_wait_no_longer(site, clerk):
    clerk.post(hand_in(clerk, GOOD, BAD).location)

    assert [path.name for path in waiting(site) if path.suffix == ".jpg"] == []


def test_the_bad_rows_come_back_with_the_reason_and_can_be_handed_in_again(site, clerk):
    address = hand_in(clerk, GOOD, BAD).location
    content = clerk.client.get(f"{address}/bad-rows.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    lines = [*page.iter_rows(values_only=True)]
    page["E2"] = "蝴蝶"
    mended = io.BytesIO()
    book.save(mended)
    mended.seek(0)

    second = clerk.post(PAGE, sheet=(mended, "mended.xlsx"), photographs=files("blue"))

    assert lines[0] == ("file", "identifier", "title_zh", "handmade", "motifs", "原因")
    assert [line[:5] for line in lines[1:]] == [("blue.jpg", "2", "龙帽", "all", "蝴碟碟")]
    assert "词表里没有“蝴碟碟”" in lines[1][5]
    assert number(clerk.client.get(second.location).text, "新增") == 1


def test_missing_photographs_can_be_added_afterwards(clerk):
    address = hand_in(clerk, GOOD, BAD.replace("蝴碟碟", "龙"), photographs=("red",)).location
    page = clerk.client.get(address).text

    clerk.post(f"{address}/photographs", address, photographs=files("blue"))

    assert "没有找到照片：blue.jpg" in page
    assert number(page, "新增") == 1
    assert number(clerk.client.get(address).text, "新增") == 2


def test_photographs_added_after_the_yes_change_nothing(site, clerk):
    address = hand_in(clerk, GOOD).location
    token = clerk.token(address)
    clerk.client.post(address, data={"csrf_token": token})
    before = clerk.client.get(address).text

    sent = {"csrf_token": token, "photographs": files("blue")}
    clerk.client.post(f"{address}/photographs", data=sent)

    assert number(clerk.client.get(address).text, "新增") == number(before, "新增") == 1
    assert "收好了" in clerk.client.get(address).text


def test_a_sheet_can_be_given_up(site, clerk):
    address = hand_in(clerk, GOOD).location

    clerk.post(f"{address}/forget", address)

    assert clerk.client.get(address).status_code == 404
    assert waiting(site) == []
    assert site.works() == []


def test_another_account_cannot_see_take_in_or_delete_it(site, clerk):
    address = hand_in(clerk, GOOD).location
    other = site.inside("杨会计", Role.CURATOR)
    token = {"csrf_token": other.token(PAGE)}

    answers = [
        other.client.get(address).status_code,
        other.client.get(f"{address}/bad-rows.xlsx").status_code,
        other.client.post(address, data=token).status_code,
        other.client.post(f"{address}/forget", data=token).status_code,
    ]

    assert answers == [404, 404, 404, 404]
    assert clerk.client.get(address).status_code == 200
    assert site.works() == []


def test_nothing_is_taken_in_without_the_pages_token(site, clerk):
    address = hand_in(clerk, GOOD).location

    assert clerk.client.post(address).status_code == 400
    assert site.works() == []


# What is sent in place of a sheet, and part of what the page answers.
NO_SHEETS = [
    (b"", "", "请先选一张表"),
    (b"", "empty.csv", "少了“照片”那一列"),
    (b"\xd0\xcf\x11\xe0old excel", "old.xls", "老的 .xls"),
    (b"PK\x03\x04 torn", "torn.xlsx", "读不出来"),
    (HEADER.encode(), "none.csv", "一行作品也没有"),
    (b"file,titel_zh\na.jpg,b\n", "slip.csv", "有一列不认识"),
    (b"title_zh\nb\n", "short.csv", "少了“照片”那一列"),
]


@pytest.mark.parametrize(("content", "name", "said"), NO_SHEETS)
def test_what_is_no_sheet_is_said_on_the_page_and_not_kept(site, clerk, content, name, said):
    answer = clerk.post(PAGE, sheet=(io.BytesIO(content), name))

    assert answer.status_code == 422
    assert said in answer.text
    assert waiting(site) == []


def test_a_sheet_too_long_for_a_page_is_refused(clerk, site, monkeypatch):
    monkeypatch.setattr("web.sheet_imports.MOST_ROWS", 1)

    answer = hand_in(clerk, GOOD, BAD)

    assert answer.status_code == 422
    assert "每张最多 1 行" in answer.text


def test_a_name_that_leads_out_of_the_folder_stays_in_it(site, clerk):
    content = (HEADER + GOOD).encode()

    clerk.post(
        PAGE,
        sheet=(io.BytesIO(content), "../../secret.csv"),
        photographs=[(io.BytesIO(jpeg("red")), "../../red.jpg")],
    )

    names = {path.name for path in waiting(site)}
    assert {"secret.csv", "red.jpg"} <= names
    assert not (site.home.root / "red.jpg").exists()


def test_known_works_keep_their_photographs_and_are_brought_up_to_date(site, clerk):
    clerk.post(hand_in(clerk, GOOD).location)

    address = hand_in(clerk, GOOD.replace("蝶帽", "蝴蝶帽"), photographs=()).location
    page = clerk.client.get(address).text
    clerk.post(address)

    assert number(page, "更新") == 1
    assert site.works()[0].title.zh == "蝴蝶帽"
    assert len(site.works()[0].photographs) == 1


def test_the_same_sheet_again_has_nothing_to_take_in(clerk):
    clerk.post(hand_in(clerk, GOOD).location)

    page = clerk.client.get(hand_in(clerk, GOOD).location).text

    assert number(page, "没有变") == 1
    assert "没有要收的" in page
    assert "收进档案</button>" not in page


@pytest.mark.parametrize(("lang", "header"), [("zh", "照片"), ("en", "file")])
def test_the_template_comes_in_the_language_of_the_page(clerk, lang, header):
    answer = clerk.client.get(f"/{lang}/desk/import/template.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0]["A1"].value == header
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_downloads_have_names_that_fit_a_header(clerk, lang):
    address = hand_in(clerk, BAD, photographs=("blue",)).location.replace("/zh/", f"/{lang}/")
    page = f"/{lang}/desk/import/template.xlsx"

    names = [
        clerk.client.get(each).headers["Content-Disposition"]
        for each in (page, f"{address}/bad-rows.xlsx")
    ]

    assert [name.encode("latin-1").decode() for name in names] == names
    assert "filename*=UTF-8''%E4%BD%9C%E5%93%81-" in names[1]


def test_the_sheet_of_everything_is_mended_and_handed_in_again(site, clerk):
    clerk.post(hand_in(clerk, GOOD, BAD.replace("蝴碟碟", "龙")).location)
    book = openpyxl.load_workbook(io.BytesIO(clerk.client.get(f"{PAGE}everything.xlsx").data))
    page = book.worksheets[0]
    (place,) = (cell.column for cell in page[1] if cell.value == "title_zh")
    (row,) = (line[0].row for line in page.iter_rows() if line[place - 1].value == "龙帽")
    page.cell(row, place).value = "小龙帽"
    mended = io.BytesIO()
    book.save(mended)
    mended.seek(0)

    address = clerk.post(PAGE, sheet=(mended, "everything.xlsx")).location
    shown = clerk.client.get(address).text
    clerk.post(address)

    assert [number(shown, word) for word in ("新增", "更新", "没有变", "没成")] == [0, 1, 1, 0]
    assert {work.title.zh for work in site.works()} == {"蝶帽", "小龙帽"}
    assert [len(work.photographs) for work in site.works()] == [1, 1]


def test_the_desk_leads_there(clerk):
    assert f'href="{PAGE}"' in clerk.client.get("/zh/desk/").text
