import pytest
from werkzeug.datastructures import MultiDict

from archive.field_table import Kind, field_of
from archive.records import Statement
from archive.statement_checks import stated_fields
from archive.vocabulary import load_shipped
from web.desk_forms import EDITED_FIELDS
from web.record_forms import form_of
from web.record_reading import Reading
from web.record_sections import SECTIONS, section_of

WORDED = {"title", "description"}
# Read from the file, never typed.
FROM_THE_FILE = {"camera"}
READING = Reading(
    Statement("", "田会计", "2026-05-01", lang="zh", origin="desk"),
    load_shipped(),
    {"石阿婆": "m1"}.get,
)


@pytest.fixture
def form(gallery):
    """Return a form as it comes in, without the check for its token."""
    gallery.app.config["WTF_CSRF_ENABLED"] = False
    with gallery.app.test_request_context():
        yield lambda record, section, *typed: form_of(section_of(record, section))(MultiDict(typed))


def read(form, *held):
    stamped = type(form)(formdata=None)
    stamped.fill(held)
    form.made_from.data = stamped.made_from.data
    return form.read(held, READING)


@pytest.mark.parametrize("record", SECTIONS)
def test_every_field_that_can_be_stated_has_its_box(record):
    asked = [key for section in SECTIONS[record] for key in section.keys]
    stated = {field.key for field in stated_fields(record)} - WORDED - FROM_THE_FILE

    assert sorted(asked) == sorted(stated)
    assert set(EDITED_FIELDS) <= {key for s in SECTIONS["work"] for key in s.keys}


@pytest.mark.parametrize(
    ("record", "section", "typed", "said"),
    [
        ("work", "made", [("handmade", "partly")], {"text": "partly"}),
        ("work", "made", [("handmade", "unknown")], {"text": "unknown"}),
        ("work", "made", [("handmade", "will not say")], {"standing": "will not say"}),
        ("work", "made", [("duration-standing", "unknown")], {"standing": "unknown"}),
        ("work", "when", [("width_cm", "２４．５")], {"number": 24.5}),
        (
            "work",
            "when",
            [("date", "外婆年轻时"), ("date-from", "1930"), ("date-to", "１９４５年")],
            {"text": "外婆年轻时", "lang": "zh", "year_from": 1930, "year_to": 1945},
        ),
        ("work", "now", [("owner", "石阿婆")], {"text": "石阿婆", "maker": "m1"}),
        ("work", "now", [("museum_number", "A-12")], {"text": "A-12"}),
        (
            "work",
            "shown",
            [("motif", "蝴蝶@袖口"), ("sureness", "likely")],
            {
                "text": "蝴蝶",
                "lang": "zh",
                "concept": "motif/butterfly",
                "part": "袖口",
                "sureness": "likely",
            },
        ),
        ("work", "shown", [("motif", "龙船花花")], {"text": "龙船花花", "lang": "zh"}),
    ],
)
def test_what_is_typed_is_what_is_said(form, record, section, typed, said):
    (found,) = read(form(record, section, *typed))

    field = typed[0][0].removesuffix("-standing")
    expected = {"field": field, "speaker": "田会计", "said_on": "2026-05-01", "origin": "desk"}
    assert found == Statement(**(expected | said))


@pytest.mark.parametrize(
    ("section", "typed", "complaint"),
    [
        ("made", [("handmade", "perhaps")], "请选表上有的"),
        ("made", [("dye", "natural"), ("dye-standing", "unknown")], "请只留一样"),
        ("when", [("width_cm", "宽")], "请只写数字"),
        ("when", [("width_cm", "3000")], "0.1 到 2000"),
        ("when", [("date-from", "1990"), ("date-to", "1980")], "最早的不能"),
        ("when", [("date", "以前"), ("date-from", "很早")], "请只写年份"),
        ("told", [("meaning", "长" * 5001)], "写得太长了"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_box(form, section, typed, complaint):
    sent = form("work", section, *typed)

    assert read(sent) is None
    (box,) = [b for b in sent.boxes(()) if b.field.key == typed[0][0].split("-")[0]]
    assert any(complaint in str(sentence) for sentence in box.errors)


def test_what_stood_there_keeps_whose_word_it_was(form):
    held = Statement(
        "occasion", "李阿姨", "2020-01-01", "wedding", origin="desk", sureness="likely"
    )
    sent = form("work", "told", ("occasion", "wedding"), ("occasion", "gift"))

    assert [said.speaker for said in read(sent, held)] == ["李阿姨", "田会计"]


@pytest.mark.parametrize("record", SECTIONS)
def test_a_form_sent_back_untouched_says_the_same(form, record):
    for section in SECTIONS[record]:
        held = [EXAMPLES[field.kind](field) for field in section.fields]
        filled = form_of(section)(formdata=None)
        filled.fill(held)
        typed = [(name, value) for name, value in pairs(filled) if value]

        assert list(read(form(record, section.key, *typed), *held)) == held


def stated(field, **more):
    return Statement(field.key, "李阿姨", "2020-01-01", origin="desk", **more)


EXAMPLES = {
    Kind.CONCEPT: lambda field: stated(
        field, text=first(field).label.zh, lang="zh", concept=first(field).id
    ),
    Kind.CHOICE: lambda field: stated(field, text=field.values[-1]),
    Kind.TEXT: lambda field: stated(field, text="说法", lang="zh"),
    Kind.NUMBER: lambda field: stated(field, number=field.limits[0]),
    Kind.DATE: lambda field: stated(field, text="以前", lang="zh", year_from=1930, year_to=1940),
    Kind.PERSON: lambda field: stated(field, text="石阿婆", maker="m1"),
}


def first(field):
    return load_shipped().scheme(field.scheme)[0]


def pairs(form):
    for control in form:
        values = control.data if isinstance(control.data, list) else [control.data]
        yield from ((control.name, value) for value in values)


def test_a_section_somebody_saved_meanwhile_is_not_overwritten_unseen(form):
    now = Statement("duration", "石阿婆", "2026-01-01", "三年", "zh", origin="desk")
    sent = form("work", "made", ("duration", "两个月"))

    assert sent.read([now], READING) is None
    assert "三年" in sent.made_from.errors
    assert [said.text for said in sent.read([now], READING)] == ["两个月"]


def test_what_others_say_stands_beside_the_box_and_not_in_it(form):
    sheet = Statement("duration", "登记", "2026-01-01", "三年", "zh", origin="sheet")
    empty = form("work", "made")
    empty.fill([sheet])
    (box,) = [b for b in empty.boxes([sheet]) if b.field is field_of("duration")]

    assert (box.control.data, box.others, box.is_filled) == ("", (sheet,), True)
