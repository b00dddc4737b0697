"""Records from rows: the same for the catalogue and for a snapshot of the past."""

from __future__ import annotations

from typing import Any

from archive.picture_records import GuessVerdict
from archive.records import (
    Availability,
    Consent,
    Credit,
    Embargo,
    Maker,
    Occurrence,
    PartOf,
    Photograph,
    SaleLink,
    Scope,
    State,
    Statement,
    Suggestion,
    Tombstone,
    Work,
)
from archive.wording import Wording

__all__ = [
    "Row",
    "consent_of",
    "credit_of",
    "maker_of",
    "occurrence_of",
    "part_of",
    "photograph_of",
    "sale_link_of",
    "statement_of",
    "suggestion_of",
    "verdict_of",
    "work_of",
]

Row = dict[str, Any]


def work_of(row: Row, parts: dict[str, tuple[Any, ...]]) -> Work:
    """Return a work from its row and the records that belong to it, by name."""
    tombstone = None
    if row["tombstone_at"] is not None:
        scope = Scope(row["takedown_scope"] or "all")
        tombstone = Tombstone(row["tombstone_reason"] or "", row["tombstone_at"], scope)
    embargo = None
    if row["embargo_until"] is not None:
        embargo = Embargo(row["embargo_until"], row["embargo_reason"])
    return Work(
        id=row["id"],
        identifier=row["identifier"],
        state=State(row["state"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        published_at=row["published_at"],
        availability=Availability(row["availability"]),
        licence=row["licence"],
        credit_line=row["credit_line"],
        tombstone=tombstone,
        embargo=embargo,
        filled_for=row["filled_for"],
        photographs=parts["photographs"],
        credits=parts["credits"],
        statements=parts["statements"],
        suggestions=parts["suggestions"],
        occurrences=parts["occurrences"],
        consents=parts["consents"],
        sale_links=parts["sale_links"],
        collections=parts["collections"],
        part_of=parts["part_of"],
    )


def photograph_of(row: Row) -> Photograph:
    """Return a photograph from its row."""
    return Photograph(
        id=row["id"],
        work=row["work_id"],
        role=row["role"],
        sha256=row["sha256"],
        file_name=row["file_name"],
        media_type=row["media_type"],
        width_px=row["width_px"],
        height_px=row["height_px"],
        bytes=row["bytes"],
        alt=Wording(row["alt_zh"], row["alt_en"]),
    )


def credit_of(row: Row, makers: dict[str, Maker]) -> Credit:
    """Return a credit from its row and the makers known by id."""
    return Credit(row["role"], row["standing"], makers.get(row["maker_id"]))


def statement_of(row: Row) -> Statement:
    """Return a statement from its row, on a work or on another record."""
    return Statement(
        field=row["field"],
        speaker=row["speaker"],
        said_on=row["said_on"],
        text=row["text"],
        lang=row["lang"],
        concept=row["concept_id"],
        number=row["number"],
        year_from=row["year_from"],
        year_to=row["year_to"],
        sureness=row["sureness"],
        origin=row["origin"],
        photograph=row.get("photograph_id"),
        standing=row["standing"],
        part=row["part"],
        said_in=row["said_in"],
        maker=row["maker_id"],
    )


def suggestion_of(row: Row) -> Suggestion:
    """Return a suggestion from its row."""
    return Suggestion(
        photograph=row["photograph_id"],
        field=row["field"],
        concept=row["concept_id"],
        score=row["score"],
        model=row["model"],
        model_version=row["model_version"],
        choice=row["choice"],
        detail=row["detail"],
    )


def occurrence_of(row: Row) -> Occurrence:
    """Return a motif at its place from its row."""
    return Occurrence(
        id=row["id"],
        photograph=row["photograph_id"],
        region=(row["x_px"], row["y_px"], row["width_px"], row["height_px"]),
        concept=row["concept_id"],
        speaker=row["speaker"],
        said_on=row["said_on"],
        text=row["text"],
        note=row["note"],
        sureness=row["sureness"],
        origin=row["origin"],
        made_from=row["made_from"],
    )


def verdict_of(row: Row) -> GuessVerdict:
    """Return what somebody said to a guess from its row."""
    return GuessVerdict(
        photograph=row["photograph_id"],
        field=row["field"],
        value=row["value"],
        model=row["model"],
        model_version=row["model_version"],
        verdict=row["verdict"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )


def consent_of(row: Row, uses: dict[int, frozenset[str]]) -> Consent:
    """Return a consent from its row and the uses known by its number."""
    return Consent(
        given_by=row["given_by"],
        how=row["how"],
        given_on=row["given_on"],
        uses=uses.get(row["id"], frozenset()),
        text_version=row["text_version"],
        until=row["until"],
        withdrawn_on=row["withdrawn_on"],
        given_as=row["given_as"],
        about=row["about"],
        is_child=bool(row["is_child"]),
        helper=row["helper"],
        evidence=row["evidence"],
    )


def part_of(row: Row) -> PartOf:
    """Return what a work is part of from its row."""
    return PartOf(row["whole_id"], row["place"], row["date_text"], row["year_from"], row["year_to"])


def sale_link_of(row: Row) -> SaleLink:
    """Return a way to buy from its row."""
    return SaleLink(row["url"], row["shop"], row["raw_text"], row["checked_on"])


def maker_of(
    row: Row, consents: tuple[Consent, ...] = (), statements: tuple[Statement, ...] = ()
) -> Maker:
    """Return a maker from her row, her own consents and what is said of her."""
    return Maker(
        id=row["id"],
        kind=row["kind"],
        name=Wording(row["name_zh"], row["name_en"]),
        place=row["place_id"],
        about=Wording(row["about_zh"], row["about_en"]),
        consents=consents,
        statements=statements,
    )
