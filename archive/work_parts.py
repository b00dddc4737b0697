"""Writing what belongs to a work: statements, credits, consent, sales, larger pieces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from archive.changes import Change
from archive.clock import day_of
from archive.curated import ensure_collection
from archive.database import select
from archive.drafts import CreditDraft
from archive.errors import BadInput, NotFound
from archive.history.contradicted import contradicted, statement_key
from archive.makers import add_maker, find_maker, load_maker
from archive.records import Consent, PartOf, SaleLink, Statement
from archive.restating import merge, plain, said_fully
from archive.row_records import part_of

__all__ = [
    "DESK",
    "insert_consent",
    "insert_statement",
    "put_collections",
    "put_consent",
    "put_credits",
    "put_part_of",
    "put_sale_links",
    "put_statements",
    "statement_row",
]

#: Origin of whatever was written on the desk.
DESK = "desk"


def put_statements(
    change: Change,
    work_id: str,
    statements: Sequence[Statement],
    origin: str,
    silent: Collection[str] = (),
) -> None:
    """Replace what came in the same way before; what others said stays.

    What is said again stays as it is, and so does what stands in a column the
    sender is ``silent`` about. What the desk took out of the record for a reason
    does not come in again.
    """
    rows = select(
        change.db,
        "SELECT * FROM statements WHERE work_id = ? AND photograph_id IS NULL"
        " ORDER BY position, id",
        [work_id],
    )
    merged = merge(statements, rows, origin, silent, partial(_standing_concept, change))
    for number in merged.gone:
        change.db.execute("DELETE FROM statements WHERE id = ?", [number])
    for number, position in merged.moved:
        change.db.execute("UPDATE statements SET position = ? WHERE id = ?", [position, number])
    out = contradicted(change.db, work_id) if merged.new else frozenset()
    for position, each in merged.new:
        statement = said_fully(each, change.on)
        if statement_key(statement) not in out:
            insert_statement(change, work_id, position, statement, origin, None)


def _standing_concept(change: Change, concept: str) -> str:
    """Return the concept this one was merged into, through any number of merges."""
    sql = "SELECT replaced_by FROM concepts WHERE id = ? AND replaced_by IS NOT NULL"
    passed = {concept}
    while (row := change.db.execute(sql, [concept]).fetchone()) and row[0] not in passed:
        concept = row[0]
        passed.add(concept)
    return concept


def insert_statement(
    change: Change,
    work_id: str,
    position: int,
    statement: Statement,
    origin: str,
    photograph_id: str | None,
) -> None:
    """Write down one statement; those with a lower position are shown first."""
    row = statement_row(change, position, statement, origin)
    row |= {"work_id": work_id, "photograph_id": photograph_id}
    change.db.table("statements").insert(row)


def statement_row(
    change: Change, position: int, statement: Statement, origin: str
) -> dict[str, Any]:
    """Return a statement as the row of a table, without the record it is about."""
    return {
        "field": statement.field,
        "position": position,
        "lang": statement.lang,
        "text": statement.text,
        "concept_id": statement.concept,
        "number": statement.number,
        "year_from": statement.year_from,
        "year_to": statement.year_to,
        "speaker": statement.speaker,
        "said_on": statement.said_on,
        "sureness": statement.sureness,
        "standing": statement.standing,
        "part": statement.part,
        "said_in": statement.said_in,
        "maker_id": statement.maker,
        "origin": origin,
        "import_id": change.import_id,
    }


def put_credits(change: Change, work_id: str, drafts: Sequence[CreditDraft], origin: str) -> bool:
    """Make these the credits of the work for the roles they name; new makers are added.

    A role that no draft names keeps its credits: a maker's credit is corrected,
    never blanked. A correction made on the desk stands against every sheet and
    form. Whoever is not to be shown stays linked while nobody else is named.
    Returns whether anything changed; consents about people may have to end then.
    """
    rows = select(change.db, "SELECT * FROM credits WHERE work_id = ? ORDER BY position", [work_id])
    if origin != DESK and any(row["origin"] == DESK for row in rows):
        return False
    known = [row["role"] for row in rows]
    roles = dict.fromkeys([*known, *(draft.role for draft in drafts)])
    wanted = {role: [draft for draft in drafts if draft.role == role] for role in roles}
    held = {role: [row for row in rows if row["role"] == role] for role in roles}
    changed = [
        role
        for role in roles
        if wanted[role] and not _is_credited(change, held[role], wanted[role])
    ]
    if not changed:
        return False
    for role in changed:
        held[role] = [_credit_row(change, work_id, draft, origin) for draft in wanted[role]]
    change.db.table("credits").delete_where("work_id = ?", [work_id])
    following = (row for role in roles for row in held[role])
    change.db.table("credits").insert_all(
        [row | {"position": position} for position, row in enumerate(following)]
    )
    return True


def _is_credited(
    change: Change, held: Sequence[dict[str, Any]], wanted: Sequence[CreditDraft]
) -> bool:
    """Say whether the drafts of a role name exactly who is credited with it."""
    named = dict.fromkeys((draft.standing, _known_maker(change, draft)) for draft in wanted)
    credited = dict.fromkeys(
        (row["standing"], row["maker_id"] if row["standing"] == "named" else None) for row in held
    )
    return list(named) == list(credited)


def _known_maker(change: Change, draft: CreditDraft) -> str | None:
    """Return the id of the maker a draft names; its text where she is not known yet."""
    if draft.standing != "named" or draft.maker_id is not None:
        return draft.maker_id
    known = find_maker(change.db, draft.name)
    return known.id if known is not None else f"{draft.name.zh} {draft.name.en}"


def _credit_row(change: Change, work_id: str, draft: CreditDraft, origin: str) -> dict[str, Any]:
    return {
        "work_id": work_id,
        "maker_id": _maker_of(change, draft),
        "standing": draft.standing,
        "role": draft.role,
        "origin": origin,
    }


def _maker_of(change: Change, draft: CreditDraft) -> str | None:
    if draft.maker_id is not None:
        return load_maker(change.db, draft.maker_id).id
    if draft.standing != "named":
        return None
    known = find_maker(change.db, draft.name)
    return (known or add_maker(change, draft.name, place=draft.place)).id


def put_consent(change: Change, work_id: str, consent: Consent | None) -> bool:
    """Record a consent that came with a draft; returns whether it was new.

    The one an earlier sheet brought ends today; consents given by tap, voice or
    paper are not a sheet's to end, and one of them that says the same is enough.
    A consent somebody took back is never brought to life by handing the same
    sheet in again.
    """
    if consent is not None:
        consent = _without_taken_back(change, work_id, consent)
        if not consent.uses:
            return False
    standing = [row for row in _consents(change, work_id) if row["withdrawn_on"] is None]
    same = [row for row in standing if consent is not None and _is_same(change, row, consent)]
    for row in standing:
        if row["how"] == "sheet" and row not in same:
            ended = {"withdrawn_on": change.on, "ended_by": "sheet"}
            change.db.table("consents").update(row["id"], ended)
    if consent is None or same:
        return False
    insert_consent(change, work_id, consent)
    return True


def _consents(change: Change, work_id: str) -> list[dict[str, Any]]:
    return select(change.db, "SELECT * FROM consents WHERE work_id = ? ORDER BY id", [work_id])


def _is_same(change: Change, row: dict[str, Any], consent: Consent) -> bool:
    said = (consent.given_by, consent.given_on, consent.given_as, consent.about, consent.until)
    if said != tuple(row[key] for key in ("given_by", "given_on", "given_as", "about", "until")):
        return False
    sql = "SELECT use FROM consent_uses WHERE consent_id = ?"
    return consent.uses == {use for (use,) in change.db.execute(sql, [row["id"]]).fetchall()}


def _without_taken_back(change: Change, work_id: str, consent: Consent) -> Consent:
    """Return a consent without the uses that somebody took back on its day or later.

    However that yes had been given. A sheet that changes its mind ends a consent,
    too, and may bring it again. After an erasure nobody can tell whose yes it was,
    so an older one counts for nothing.
    """
    if _was_erased_since(change, work_id, consent.given_on):
        return replace(consent, uses=frozenset())
    rows = change.db.execute(
        "SELECT DISTINCT use FROM consents JOIN consent_uses ON consent_id = consents.id"
        " WHERE work_id = :work AND ended_by = 'person' AND withdrawn_on >= :day"
        " EXCEPT SELECT use FROM consents JOIN consent_uses ON consent_id = consents.id"
        " WHERE work_id = :work AND withdrawn_on IS NULL",
        {"work": work_id, "day": consent.given_on},
    )
    return replace(consent, uses=consent.uses - {use for (use,) in rows.fetchall()})


def _was_erased_since(change: Change, work_id: str, day: str) -> bool:
    rows = change.db.execute(
        "SELECT at FROM changes WHERE kind = 'work' AND record = ? AND action = 'erase'", [work_id]
    )
    return any(day_of(at) >= day for (at,) in rows.fetchall())


def insert_consent(
    change: Change, record: str, consent: Consent, *, column: str = "work_id"
) -> None:
    """Write down one consent with its uses.

    Parameters
    ----------
    record, column
        The work it is for, or, with ``maker_id``, the maker.
    """
    inserted = change.db.table("consents").insert(
        {
            column: record,
            "given_by": consent.given_by,
            "given_as": consent.given_as,
            "about": consent.about,
            "is_child": int(consent.is_child),
            "helper": consent.helper,
            "evidence": consent.evidence,
            "how": consent.how,
            "given_on": consent.given_on,
            "until": consent.until,
            "text_version": consent.text_version,
            "recorded_by": change.who,
            "recorded_at": change.at,
            "withdrawn_on": consent.withdrawn_on,
            "import_id": change.import_id,
        }
    )
    change.db.table("consent_uses").insert_all(
        [{"consent_id": inserted.last_pk, "use": use} for use in sorted(consent.uses)]
    )


def put_sale_links(change: Change, work_id: str, links: Sequence[SaleLink]) -> None:
    """Make these the ways to buy the work; a known address keeps when it was checked."""
    rows = select(
        change.db, "SELECT * FROM sale_links WHERE work_id = ? ORDER BY position", [work_id]
    )
    if [row["url"] for row in rows] == [link.url for link in links]:
        return
    known = {row["url"]: row for row in rows}
    change.db.table("sale_links").delete_where("work_id = ?", [work_id])
    change.db.table("sale_links").insert_all(
        [
            {
                "work_id": work_id,
                "position": position,
                "url": link.url,
                "shop": link.shop,
                "raw_text": link.raw_text,
                "checked_on": known.get(link.url, {}).get("checked_on", link.checked_on),
            }
            for position, link in enumerate(links)
        ]
    )


def put_part_of(change: Change, work_id: str, wholes: Sequence[PartOf]) -> None:
    """Make these what the work is or was part of.

    Raises
    ------
    BadInput
        When a whole is the work itself, or is part of it in its turn.
    NotFound
        When there is no such whole.
    """
    sql = "SELECT * FROM part_of WHERE work_id = ? ORDER BY position"
    known = map(part_of, select(change.db, sql, [work_id]))
    if list(map(_plain_part, known)) == list(map(_plain_part, wholes)):
        return
    table = change.db.table("part_of")
    table.delete_where("work_id = ?", [work_id])
    for position, part in enumerate(wholes):
        _check_whole(change, work_id, part.whole)
        table.insert(
            {
                "work_id": work_id,
                "position": position,
                "whole_id": part.whole,
                "place": part.place,
                "date_text": part.date_text,
                "year_from": part.year_from,
                "year_to": part.year_to,
            }
        )


def _plain_part(part: PartOf) -> PartOf:
    return replace(part, place=plain(part.place), date_text=plain(part.date_text))


def _check_whole(change: Change, work_id: str, whole: str) -> None:
    if change.db.execute("SELECT 1 FROM works WHERE id = ?", [whole]).fetchone() is None:
        raise NotFound(f"there is no work {whole}", hint="check the number letter by letter")
    above = change.db.execute(
        "WITH RECURSIVE above(id) AS (SELECT ? UNION"
        " SELECT whole_id FROM part_of JOIN above ON work_id = above.id)"
        " SELECT 1 FROM above WHERE id = ?",
        [whole, work_id],
    )
    if above.fetchone() is not None:
        raise BadInput(
            f"work {work_id} cannot be part of {whole}, which is part of it",
            hint="look which of the two is the larger piece",
            column="part_of",
        )


def put_collections(
    change: Change, work_id: str, slugs: Sequence[str], *, may_leave: bool = True
) -> None:
    """Make these the collections a sheet puts the work in; a new work goes to the end of each.

    Where a curator put it, it stays.

    Parameters
    ----------
    may_leave
        Whether it leaves those that are not named.
    """
    table = change.db.table("collection_works")
    rows = select(
        change.db, "SELECT slug, origin FROM collection_works WHERE work_id = ?", [work_id]
    )
    kept = {row["slug"] for row in rows}
    left = {row["slug"] for row in rows if row["origin"] != DESK} - set(slugs)
    for slug in sorted(left) if may_leave else ():
        table.delete((slug, work_id))
    for slug in slugs:
        if slug in kept:
            continue
        ensure_collection(change, slug)
        change.db.execute(
            "INSERT INTO collection_works (slug, work_id, position)"
            " SELECT ?, ?, coalesce(max(position) + 1, 0) FROM collection_works WHERE slug = ?",
            [slug, work_id, slug],
        )
