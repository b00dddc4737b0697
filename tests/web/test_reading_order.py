"""Statements in the order in which a person reads a record."""

from archive.records import Statement
from web.reading_order import in_reading_order


def said(field, text=""):
    return Statement(field, "绣娘甲", "2026-01-01", text)


def test_the_name_comes_first_and_what_was_said_of_one_field_stays_together():
    told = (said("meaning"), said("motif", "鱼"), said("title"), said("motif", "鸟"))

    assert in_reading_order(told) == (
        said("title"),
        said("motif", "鱼"),
        said("motif", "鸟"),
        said("meaning"),
    )


def test_a_field_the_table_does_not_know_comes_last():
    assert in_reading_order((said("old"), said("review"))) == (said("review"), said("old"))
