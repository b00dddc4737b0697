import io

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from archive.errors import BadInput
from archive.loading import load_work, work_of_identifier
from archive.vocabulary import load_shipped
from ingest.column_notes import COLUMN_NOTES
from ingest.column_rules import Sort, column_rule
from ingest.columns import COLUMNS
from ingest.importing import ImportRequest, run_import
from ingest.rows import RowReader
from ingest.sheet import read_sheet
from ingest.template import template
from tests.making import photograph, photographs

LANGS = ["zh", "en"]
KEYS = [column.key for column in COLUMNS if column.key != "id"]
#: What must stand beside a word so that the row as a whole makes sense.
BESIDE = {
    "consent_for": {"consent_by": "何阿姨", "consent_on": "2026-01-01"},
    "consent_as": {
        "consent_by": "何阿姨",
        "consent_on": "2026-01-01",
        "consent_for": "pictures",
        "consent_about": "石阿婆",
    },
    "meaning_in": {"meaning": "蝴蝶妈妈"},
}


def book(lang="zh"):
    return openpyxl.load_workbook(io.BytesIO(template(load_shipped(), lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_template_is_read_as_a_sheet_without_rows(tmp_path, lang):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(load_shipped(), lang))

    with pytest.raises(BadInput, match="has no rows"):
        read_sheet(path)


def test_every_column_stands_in_the_header_in_the_order_of_the_table():
    names = {column.key: column.zh for column in COLUMNS}
    headers = {lang: [cell.value for cell in book(lang).worksheets[0][1]] for lang in LANGS}

    assert headers == {"zh": [names[key] for key in KEYS], "en": KEYS}


def test_every_column_is_explained_in_both_languages():
    unexplained = [
        column.key
        for column in COLUMNS
        if not (note := COLUMN_NOTES.get(column.key)) or not (note.takes.zh and note.takes.en)
    ]

    assert unexplained == []
    assert [key for key in COLUMN_NOTES if key not in {c.key for c in COLUMNS}] == []


def test_the_explanation_has_a_row_for_every_column_and_the_lists_are_hidden():
    explained = [line[0].value for line in book().worksheets[1].iter_rows(min_row=6)]

    assert explained == [column.zh for column in COLUMNS if column.key != "id"]
    assert [page.sheet_state for page in book().worksheets] == ["visible", "visible", "hidden"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_pick_list_holds_the_words_of_its_column(lang):
    file = book(lang)
    keys = [each for each in KEYS if column_rule(each, load_shipped(), lang).words]
    found = {}
    for check in file.worksheets[0].data_validations.dataValidation:
        if check.type == "list":
            cells = file["lists"][check.formula1.removeprefix("lists!")]
            letter = str(check.sqref).partition(":")[0].rstrip("0123456789")
            key = KEYS[column_index_from_string(letter) - 1]
            found[key] = tuple(cell.value for (cell,) in cells)

    assert found == {key: column_rule(key, load_shipped(), lang).words for key in keys}


def test_concepts_are_only_warned_of_and_choices_are_refused():
    checks = {
        KEYS[column_index_from_string(str(c.sqref).partition(":")[0].rstrip("0123456789")) - 1]: c
        for c in book().worksheets[0].data_validations.dataValidation
    }

    assert {key: checks[key].errorStyle for key in ("motifs", "consent_for", "width_cm")} == {
        "motifs": "warning",
        "consent_for": "warning",
        "width_cm": "warning",
    }
    assert checks["handmade"].errorStyle == "stop"
    assert checks["availability"].errorStyle == "stop"


def test_text_columns_keep_a_number_such_as_1_2_from_becoming_a_day():
    page = book().worksheets[0]

    assert page.column_dimensions["B"].number_format == "@"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "key", [key for key in KEYS if column_rule(key, load_shipped(), "zh").words]
)
def test_every_word_of_a_pick_list_is_read_again(lang, key):
    reader = RowReader(load_shipped())
    rule = column_rule(key, load_shipped(), lang)

    read = [
        reader.draft({"title_zh": "帽", **BESIDE.get(key, {}), key: word}, (photograph(b"x"),))
        for word in rule.words
    ]

    assert len(read) == len(rule.words) > 0


def test_a_column_of_concepts_offers_words_and_a_style_no_village():
    words = load_shipped()

    assert "蝴蝶纹" in column_rule("motifs", words, "zh").words
    assert "butterfly" in " ".join(column_rule("motifs", words, "en").words).lower()
    assert "何家岩村" in column_rule("made_place", words, "zh").words
    assert "何家岩村" not in column_rule("style", words, "zh").words
    assert column_rule("width_cm", words, "zh").sort is Sort.NUMBER


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_in_template_is_a_real_import(home, db, tmp_path, lang):
    folder = photographs(tmp_path / "in", "red")
    file = book(lang)
    page = file.worksheets[0]
    words = {
        "file": "red.jpg",
        "identifier": "1-2",
        "title_zh": "蝶帽",
        "handmade": column_rule("handmade", load_shipped(), lang).words[0],
        "motifs": column_rule("motifs", load_shipped(), lang).words[3],
        "width_cm": 24.5,
        "date_from": 1985,
    }
    for key, word in words.items():
        page.cell(2, KEYS.index(key) + 1, word)
    file.save(folder / "works.xlsx")

    report = run_import(home, db, ImportRequest((folder,), folder / "works.xlsx"))

    work = load_work(db, work_of_identifier(db, "1-2"))
    assert (report.added, report.failed) == (1, [])
    assert work.concepts("motif") == ("motif/butterfly",)
    assert [s.text for s in work.said("handmade")] == ["all"]
    assert [s.number for s in work.said("width_cm")] == [24.5]
    assert [s.year_from for s in work.said("date")] == [1985]
