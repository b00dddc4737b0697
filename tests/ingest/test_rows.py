import pytest

from archive.drafts import CreditDraft
from archive.errors import BadInput
from archive.records import Availability, Consent
from archive.vocabulary import load_shipped
from archive.wording import Wording
from ingest.rows import PhotographPlace, RowReader, places_of
from tests.making import jpeg, photograph

READER = RowReader(load_shipped())


def read(**cells):
    return READER.draft({"title_zh": "蝶帽"} | cells, (photograph(jpeg()),))


def said(draft):
    return [(s.field, s.concept or s.number or s.text) for s in draft.statements]


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("a.jpg", [("a.jpg", "whole")]),
        ("whole:a.jpg;detail:b.jpg", [("a.jpg", "whole"), ("b.jpg", "detail")]),
        ("a.jpg；b.jpg;c.jpg", [("a.jpg", "whole"), ("b.jpg", "detail"), ("c.jpg", "detail")]),
        ("整体:苗绣.jpg;背面:b.jpg", [("苗绣.jpg", "whole"), ("b.jpg", "reverse")]),
        ("整體：苗绣.jpg", [("苗绣.jpg", "whole")]),
        ("C:a.jpg", [("C:a.jpg", "whole")]),
        ("Detail: a.jpg ;", [("a.jpg", "detail")]),
    ],
)
def test_the_file_cell_names_photographs_and_their_roles(cell, places):
    assert places_of({"file": cell}) == tuple(PhotographPlace(*place) for place in places)


@pytest.mark.parametrize("cell", ["", " ; ", "；"])
def test_a_row_without_photographs_is_refused(cell):
    with pytest.raises(BadInput) as caught:
        places_of({"file": cell})
    assert caught.value.column == "file"


@pytest.mark.parametrize(
    "cell", ["motif/butterfly", "蝴蝶", "蝴蝶纹", "蝴蝶紋", "butterfly", "Butterfly"]
)
def test_a_concept_may_be_written_in_many_ways_and_the_word_is_kept(cell):
    (statement,) = [s for s in read(motifs=cell).statements if s.field == "motif"]

    assert (statement.concept, statement.text) == ("motif/butterfly", cell)


def test_an_unknown_concept_is_told_with_the_nearest():
    with pytest.raises(BadInput, match="not in the vocabulary") as caught:
        read(motifs="蝴碟")
    assert "蝴蝶" in caught.value.hint
    assert caught.value.column == "motifs"


def test_several_concepts_are_said_in_order():
    assert said(read(motifs="龙；蝴蝶;龙"))[1:] == [
        ("motif", "motif/dragon"),
        ("motif", "motif/butterfly"),
    ]


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("何阿姨", [CreditDraft(name=Wording("何阿姨"))]),
        ("Aunt  He", [CreditDraft(name=Wording(en="Aunt He"))]),
        ("unknown", [CreditDraft("unknown")]),
        ("不详", [CreditDraft("unknown")]),
        ("Not Shown", [CreditDraft("not shown")]),
        ("不公開", [CreditDraft("not shown")]),
        (
            "何阿姨;李阿姨",
            [CreditDraft(name=Wording("何阿姨")), CreditDraft(name=Wording("李阿姨"))],
        ),
    ],
)
def test_makers_are_named_unknown_or_not_shown(cell, named):
    assert list(read(maker=cell).credits) == named


def test_a_maker_by_id_needs_a_real_id():
    with pytest.raises(BadInput) as caught:
        read(maker="id:abc")
    assert caught.value.column == "maker"


@pytest.mark.parametrize(
    "day", ["2026-05-01", "2026/05/01", "2026/5/1", "2026.5.1", "2026年5月1日", "２０２６/5/1"]
)
def test_a_day_may_be_written_as_spreadsheets_do(day):
    draft = read(consent_by="何阿姨", consent_on=day, consent_for="图片；姓名;圖片")

    assert draft.consent == Consent(
        "何阿姨", "sheet", "2026-05-01", frozenset({"pictures", "name"})
    )
    assert draft.publish


@pytest.mark.parametrize("day", ["5/1/2026", "2026-13-01", "yesterday", "2026"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(BadInput) as caught:
        read(consent_by="何阿姨", consent_on=day, consent_for="pictures")
    assert caught.value.column == "consent_on"


@pytest.mark.parametrize("missing", ["consent_by", "consent_on", "consent_for"])
def test_a_consent_with_a_part_missing_is_refused(missing):
    cells = {"consent_by": "何阿姨", "consent_on": "2026-05-01", "consent_for": "pictures"}
    del cells[missing]

    with pytest.raises(BadInput) as caught:
        read(**cells)
    assert caught.value.column == missing


def test_without_consent_nothing_is_to_be_published():
    assert (read().consent, read().publish) == (None, False)
    assert not read(consent_by="何", consent_on="2026-05-01", consent_for="name").publish


@pytest.mark.parametrize(
    ("column", "cell", "hint"),
    [
        ("consent_for", "picture", "pictures"),
        ("availability", "for sell", "for sale"),
        ("handmade", "al", "all"),
        ("date_from", "long ago", "1985"),
        ("date_from", "0", "1985"),
        ("width_cm", "wide", "24.5"),
        ("width_cm", "-3", "24.5"),
        ("height_cm", "nan", "24.5"),
        ("sale_url", "https://evil.example/", "微店"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_can(column, cell, hint):
    cells = {column: cell}
    if column == "consent_for":
        cells |= {"consent_by": "何", "consent_on": "2026-05-01"}
    with pytest.raises(BadInput) as caught:
        read(**cells)
    assert caught.value.column == column
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("在售", Availability.FOR_SALE),
        ("Made to Order", Availability.MADE_TO_ORDER),
        ("已售", Availability.SOLD),
        ("非賣品", Availability.NOT_FOR_SALE),
    ],
)
def test_availability_is_read_in_every_script(cell, word):
    assert read(availability=cell).availability is word


def test_sizes_years_and_words_become_statements_of_the_sheet():
    draft = read(
        title_en="Butterfly cap",
        width_cm="24.5 cm",
        height_cm="３０厘米",
        date_text="八十年代",
        date_from="1980年",
        date_to="1989",
        handmade="全手工",
        meaning="福",
        meaning_by="何阿姨",
        description_zh="说明",
    )

    assert said(draft) == [
        ("title", "蝶帽"),
        ("title", "Butterfly cap"),
        ("handmade", "all"),
        ("width_cm", 24.5),
        ("height_cm", 30.0),
        ("description", "说明"),
        ("meaning", "福"),
        ("date", "八十年代"),
    ]
    assert [(s.year_from, s.year_to) for s in draft.statements if s.field == "date"] == [
        (1980, 1989)
    ]
    assert [s.speaker for s in draft.statements if s.field == "meaning"] == ["何阿姨"]


def test_years_the_wrong_way_round_are_refused():
    with pytest.raises(BadInput, match="later than"):
        read(date_from="1990", date_to="1980")


def test_a_row_without_a_title_is_refused():
    with pytest.raises(BadInput) as caught:
        READER.draft({"maker": "何阿姨"}, (photograph(jpeg()),))
    assert caught.value.column == "title_zh"


def test_a_village_is_no_style():
    with pytest.raises(BadInput) as caught:
        read(style="何家岩村")

    assert (caught.value.column, "made_place" in caught.value.hint) == ("style", True)
    assert ("style", "place/shidong") in said(read(style="施洞"))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"consent_on": "2999-01-01"}, "consent_on"),
        ({"consent_until": "2020-01-01"}, "consent_until"),
        ({"consent_as": "relative"}, "consent_about"),
        ({"consent_by": "何" * 81}, "consent_by"),
    ],
)
def test_a_consent_of_a_sheet_is_checked_as_on_the_desk(cells, column):
    row = {"consent_by": "何", "consent_on": "2026-05-01", "consent_for": "pictures"}

    with pytest.raises(BadInput) as caught:
        read(**row | cells)

    assert caught.value.column == column


@pytest.mark.parametrize(
    ("by", "given_as"), [("何阿姨", "self"), ("Aunt He", "self"), ("村委会", "owner")]
)
def test_who_is_no_maker_of_the_piece_says_yes_as_its_owner(by, given_as):
    row = {"maker": "何阿姨;Aunt He", "consent_on": "2026-05-01", "consent_for": "name"}

    assert read(consent_by=by, **row).consent.given_as == given_as
    assert read(consent_by=by, consent_as="village", **row).consent.given_as == "village"


@pytest.mark.parametrize("by", ["何 阿姨", "何阿姨（女儿代签）", "何阿娘"])
def test_a_name_that_is_nearly_a_makers_speaks_for_nobody_else(by):
    row = {"maker": "何阿姨", "consent_on": "2026-05-01", "consent_for": "name"}

    assert read(consent_by=by, **row).consent.given_as == "self"
    assert read(consent_by=by, consent_as="owner", **row).consent.given_as == "owner"
