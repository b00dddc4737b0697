import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.field_table import RECORDS, Kind
from archive.records import Statement
from archive.statement_checks import (
    check_statement,
    check_statements,
    nearest_choice,
    stated_fields,
)
from archive.vocabulary import load_shipped

VOCABULARY = load_shipped()
CHOSEN = [
    (record, field, value)
    for record in RECORDS
    for field in stated_fields(record)
    for value in field.values
]


def said(field, text="", **more):
    return Statement(field, "clerk", "2026-01-01", text, **more)


def refused(statement, record="work"):
    with pytest.raises(BadInput) as caught:
        check_statement(statement, record, VOCABULARY)
    return caught.value


@pytest.mark.parametrize(("record", "field", "value"), CHOSEN)
def test_every_choice_of_the_table_is_taken(record, field, value):
    assert check_statement(said(field.key, value), record, VOCABULARY) is field


@pytest.mark.parametrize("record", ["work", "maker", "collection", "photograph"])
def test_unknown_and_will_not_say_are_taken_on_every_field(record):
    for field in stated_fields(record):
        for standing in ("unknown", "will not say"):
            if standing not in field.values:
                check_statement(said(field.key, standing=standing), record, VOCABULARY)


def test_handmade_has_a_word_of_its_own_for_unknown():
    assert refused(said("handmade", standing="unknown")).column == "handmade"


@pytest.mark.parametrize(
    ("statement", "hint"),
    [
        (said("handmade", "全手功"), "nearest is 'all'"),
        (said("motif", concept="motif/buterfly"), "nearest is motif/butterfly"),
        (said("motif", concept="technique/flat-stitch"), "the list motif"),
        (said("width_cm", number=2001.0), "nearest is 2000"),
        (said("width_cm", number=0.0), "nearest is 0.1"),
        (said("width_cm", number=math.nan), "nearest is 0.1"),
        (said("width_cm"), "nearest is 0.1"),
        (said("date", year_from=1990, year_to=1980), "swap"),
        (said("date", year_from=0), "1 to 2200"),
        (said("date"), "write something"),
        (said("owner", " "), "write something"),
        (said("owner", "李", standing="unknown"), "choose one"),
        (said("owner", standing="maybe"), "known: said"),
        (said("owner", "李", sureness="very"), "known: sure"),
        (said("title", "帽", lang="fr"), "known: "),
        (said("photographs", "a.jpg"), "known are title"),
        (said("colour_of_eyes", "brown"), "known are title"),
        (said("inscription", "字" * 5001), "5000"),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_do(statement, hint):
    error = refused(statement)

    assert error.column == statement.field
    assert hint in error.hint


def test_a_day_that_is_none_is_refused():
    error = refused(Statement("owner", "clerk", "yesterday", "李"))

    assert "2026-05-01" in error.hint


def test_a_word_no_list_has_is_a_proposal():
    assert check_statement(said("motif", "龙船花"), "work", VOCABULARY).kind is Kind.CONCEPT


def test_a_field_of_one_value_is_not_given_two():
    with pytest.raises(BadInput, match="handmade"):
        check_statements((said("handmade", "all"), said("handmade", "no")), "work", VOCABULARY)


def test_a_wording_is_one_value_in_each_language():
    both = (said("title", "蝶帽", lang="zh"), said("title", "Cap", lang="en"))

    check_statements(both, "work", VOCABULARY)


def test_several_values_are_taken_where_the_table_says_so():
    both = (said("occasion", "wedding"), said("occasion", "festival"))

    check_statements(both, "work", VOCABULARY)


@given(st.text(max_size=30), st.sampled_from([f for _, f, _ in CHOSEN]))
def test_the_nearest_choice_is_one_or_none(text, field):
    assert nearest_choice(field, text) in (None, *field.values)
