"""What somebody may read in a collection: its words may hold names that its works hide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from archive.access import Viewer, is_listed
from archive.field_table import PHOTOGRAPH_FIELDS, WORK_FIELDS, Kind
from archive.records import Collection, Work
from archive.redacting import hidden_names, naming_of, without_names
from archive.wording import Wording

__all__ = ["naming_somebody", "show_collection"]

_PERSON_FIELDS = ", ".join(
    f"'{field.key}'" for field in (*WORK_FIELDS, *PHOTOGRAPH_FIELDS) if field.kind is Kind.PERSON
)
# Everybody that works of a collection know of, as archive.redacting looks for them.
_PEOPLE = f"""
    SELECT speaker AS name FROM statements WHERE work_id IN works_in
    UNION SELECT text FROM statements
        WHERE work_id IN works_in AND field IN ({_PERSON_FIELDS})
    UNION SELECT given_by FROM consents WHERE work_id IN works_in
    UNION SELECT about FROM consents WHERE work_id IN works_in
    UNION SELECT helper FROM consents WHERE work_id IN works_in
    UNION SELECT created_by FROM works WHERE id IN works_in
    UNION SELECT filled_for FROM works WHERE id IN works_in
    UNION SELECT name_zh FROM credits JOIN makers ON makers.id = maker_id
        WHERE work_id IN works_in
    UNION SELECT name_en FROM credits JOIN makers ON makers.id = maker_id
        WHERE work_id IN works_in
"""


def naming_somebody(db: Database, collections: Iterable[Collection]) -> set[str]:
    """Return the short names of those collections whose words may hold a person's name.

    For lists: only of these do the works have to be loaded to see whose name may
    stand there.
    """
    return {each.slug for each in collections if _names_somebody(db, each)}


def _names_somebody(db: Database, collection: Collection) -> bool:
    words = (
        *(collection.title.zh, collection.title.en, collection.text.zh, collection.text.en),
        *collection.reasons.values(),
        *(said.text for said in collection.statements),
    )
    found = db.execute(
        "WITH works_in AS (SELECT work_id FROM collection_works WHERE slug = ?)"
        f" SELECT name FROM ({_PEOPLE}) WHERE name <> ''",
        [collection.slug],
    )
    text = "\n".join(words)
    return without_names(text, [name for (name,) in found.fetchall()]) != text


def show_collection(
    collection: Collection, works: Sequence[Work], viewer: Viewer, on: str
) -> Collection:
    """Return what ``viewer`` may read in a collection: names that are hidden are cut out.

    A name may stand in its text when one of its works may show it; in the reason
    for a work only when that work may.

    Parameters
    ----------
    works
        Whole records of its works, those the viewer may not see too.
    """
    if viewer.is_staff:
        return collection
    # Who wrote it down is a person too, and nobody asked her.
    hidden = {work.id: hidden_names(work, naming_of(work, on)) for work in works}
    shown = {name for work in works if is_listed(work, on) for name in _shown_names(work, on)}
    everywhere = {name for names in hidden.values() for name in names} - shown

    def cut(text: str) -> str:
        return without_names(text, everywhere)

    return replace(
        collection,
        title=Wording(cut(collection.title.zh), cut(collection.title.en)),
        text=Wording(cut(collection.text.zh), cut(collection.text.en)),
        # A curator signs what she wrote; where she is also somebody on a piece, that decides.
        curator=cut(collection.curator),
        reasons={
            work: without_names(reason, hidden[work] | everywhere)
            for work, reason in collection.reasons.items()
            if work in hidden
        },
        statements=tuple(
            replace(said, text=cut(said.text), part=cut(said.part), speaker="")
            for said in collection.statements
        ),
    )


def _shown_names(work: Work, on: str) -> set[str]:
    may_name = naming_of(work, on)
    makers = (credit.maker for credit in work.credits if credit.maker is not None)
    names = {name for maker in makers for name in (maker.name.zh, maker.name.en) if name}
    return {name for name in names if may_name(name)}
