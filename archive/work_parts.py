"""Writing what belongs to a work: photographs, statements, credits, consent, sales."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.changes import Change
from archive.curated import ensure_collection
from archive.drafts import CreditDraft, PhotographDraft
from archive.makers import add_maker, find_maker, load_maker
from archive.outbox import TaskKind
from archive.records import Consent, SaleLink, Statement

__all__ = [
    "DESK",
    "insert_consent",
    "insert_statement",
    "put_collections",
    "put_consent",
    "put_credits",
    "put_photographs",
    "put_sale_links",
    "put_statements",
]

#: Origin of whatever was written on the desk.
DESK = "desk"


def put_photographs(change: Change, work_id: str, photographs: Sequence[PhotographDraft]) -> None:
    """Make these the photographs of the work; one it already has keeps its id."""
    table = change.db.table("photographs")
    # One picture may stand in a work twice, as the whole and as a detail.
    kept: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows_where("work_id = ?", [work_id], order_by="position"):
        kept.setdefault(row["sha256"], []).append(row)
    for position, draft in enumerate(photographs):
        same = kept.get(draft.sha256)
        held = same.pop(0) if same else None
        if held is None:
            _add_photograph(change, work_id, position, draft)
        else:
            table.update(
                held["id"],
                {
                    "position": position,
                    "role": draft.role,
                    "file_name": draft.file_name,
                    "alt_zh": draft.alt.zh or held["alt_zh"],
                    "alt_en": draft.alt.en or held["alt_en"],
                },
            )
    for left in [row for rows in kept.values() for row in rows]:
        table.delete(left["id"])
        change.queue(TaskKind.FORGET, left["sha256"])


def _add_photograph(change: Change, work_id: str, position: int, draft: PhotographDraft) -> None:
    photograph_id = change.mint()
    change.db.table("photographs").insert(
        {
            "id": photograph_id,
            "work_id": work_id,
            "position": position,
            "role": draft.role,
            "sha256": draft.sha256,
            "file_name": draft.file_name,
            "media_type": draft.media_type,
            "width_px": draft.width_px,
            "height_px": draft.height_px,
            "bytes": draft.bytes,
            "alt_zh": draft.alt.zh,
            "alt_en": draft.alt.en,
            "added_at": change.at,
        }
    )
    if draft.private:
        body = json.dumps(draft.private, ensure_ascii=False, sort_keys=True)
        change.db.table("photograph_private").insert({"photograph_id": photograph_id, "body": body})
    for position_, statement in enumerate(draft.statements):
        insert_statement(change, work_id, position_, statement, "camera", photograph_id)
    change.queue(TaskKind.DERIVE, photograph_id)


def put_statements(
    change: Change, work_id: str, statements: Sequence[Statement], origin: str
) -> None:
    """Replace what came in the same way before; what others said stays."""
    change.db.table("statements").delete_where("work_id = ? AND origin = ?", [work_id, origin])
    for position, statement in enumerate(statements):
        insert_statement(change, work_id, position, statement, origin, None)


def insert_statement(
    change: Change,
    work_id: str,
    position: int,
    statement: Statement,
    origin: str,
    photograph_id: str | None,
) -> None:
    """Write down one statement; those with a lower position are shown first."""
    change.db.table("statements").insert(
        {
            "work_id": work_id,
            "photograph_id": photograph_id,
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
            "origin": origin,
            "import_id": change.import_id,
        }
    )


def put_credits(change: Change, work_id: str, drafts: Sequence[CreditDraft], origin: str) -> None:
    """Make these the credits of the work; makers not yet known are added.

    A draft that names nobody leaves the credits as they are: a maker's credit
    is corrected, never blanked. A correction made on the desk stands against
    every sheet and form.
    """
    if not drafts or (origin != DESK and _is_corrected(change, work_id)):
        return
    change.db.table("credits").delete_where("work_id = ?", [work_id])
    for position, draft in enumerate(drafts):
        change.db.table("credits").insert(
            {
                "work_id": work_id,
                "position": position,
                "maker_id": _maker_of(change, draft),
                "standing": draft.standing,
                "role": draft.role,
                "origin": origin,
            }
        )


def _is_corrected(change: Change, work_id: str) -> bool:
    sql = "SELECT 1 FROM credits WHERE work_id = ? AND origin = ? LIMIT 1"
    return change.db.execute(sql, [work_id, DESK]).fetchone() is not None


def _maker_of(change: Change, draft: CreditDraft) -> str | None:
    if draft.maker_id is not None:
        return load_maker(change.db, draft.maker_id).id
    if draft.standing != "named":
        return None
    known = find_maker(change.db, draft.name)
    return (known or add_maker(change, draft.name, place=draft.place)).id


def put_consent(change: Change, work_id: str, consent: Consent | None) -> None:
    """Record a consent that came with a draft.

    The one an earlier sheet brought ends today; consents given by tap, voice or
    paper are not a sheet's to end. A consent somebody took back is never brought
    to life by handing the same sheet in again.
    """
    if consent is not None and _was_taken_back(change, work_id, consent):
        return
    earlier = [row for row in _sheet_consents(change, work_id) if row["withdrawn_on"] is None]
    for row in earlier:
        if consent is None or not _is_same(change, row, consent):
            change.db.table("consents").update(row["id"], {"withdrawn_on": change.on})
    if consent is not None and not any(_is_same(change, row, consent) for row in earlier):
        insert_consent(change, work_id, consent)


def _sheet_consents(change: Change, work_id: str) -> list[dict[str, Any]]:
    rows = change.db.table("consents").rows_where("work_id = ? AND how = 'sheet'", [work_id])
    return list(rows)


def _is_same(change: Change, row: dict[str, Any], consent: Consent) -> bool:
    uses = change.db.table("consent_uses").rows_where("consent_id = ?", [row["id"]])
    return (row["given_by"], row["given_on"], row["how"]) == (
        consent.given_by,
        consent.given_on,
        consent.how,
    ) and consent.uses == {use["use"] for use in uses}


def _was_taken_back(change: Change, work_id: str, consent: Consent) -> bool:
    """Say whether this consent was recorded once and a person has ended it since.

    A sheet that changes its mind ends a consent too, and may bring it again.
    """
    said_no = change.db.execute(
        "SELECT 1 FROM changes WHERE kind = 'work' AND record = ?"
        " AND action IN ('withdraw', 'correct maker') LIMIT 1",
        [work_id],
    ).fetchone()
    known = _sheet_consents(change, work_id)
    return said_no is not None and any(_is_same(change, row, consent) for row in known)


def insert_consent(change: Change, work_id: str, consent: Consent) -> None:
    """Write down one consent with its uses."""
    inserted = change.db.table("consents").insert(
        {
            "work_id": work_id,
            "given_by": consent.given_by,
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
    """Make these the ways to buy the work."""
    change.db.table("sale_links").delete_where("work_id = ?", [work_id])
    change.db.table("sale_links").insert_all(
        [
            {
                "work_id": work_id,
                "position": position,
                "url": link.url,
                "shop": link.shop,
                "raw_text": link.raw_text,
                "checked_on": link.checked_on,
            }
            for position, link in enumerate(links)
        ]
    )


def put_collections(change: Change, work_id: str, slugs: Sequence[str]) -> None:
    """Make these the collections of the work; a new work goes to the end of each."""
    table = change.db.table("collection_works")
    kept = {row["slug"] for row in table.rows_where("work_id = ?", [work_id])}
    for slug in kept - set(slugs):
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
