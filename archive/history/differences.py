"""What changed between two states of a record, row by row and in the archive's own types.

All of it is pure: it takes the rows that the log keeps and touches no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from archive.field_table import RECORDS
from archive.picture_records import GuessVerdict
from archive.records import (
    Consent,
    Credit,
    Maker,
    Occurrence,
    PartOf,
    Photograph,
    SaleLink,
    Statement,
)
from archive.row_records import (
    Row,
    consent_of,
    credit_of,
    occurrence_of,
    part_of,
    photograph_of,
    sale_link_of,
    statement_of,
    verdict_of,
)

__all__ = ["Difference", "Rows", "Told", "differences", "uses_in"]

#: Rows of one record by table.
Rows: TypeAlias = Mapping[str, Sequence[Row]]
#: One side of a difference; a plain text is a column, or the name of a
#: collection or work with the reason why it is there.
Told: TypeAlias = (
    Statement | Occurrence | GuessVerdict | Credit | Photograph | Consent | SaleLink | PartOf | str
)

# Fields in the order of the field table, those of the work first.
_PLACES = {
    key: place
    for place, key in enumerate(
        dict.fromkeys(field.key for table in RECORDS.values() for field in table)
    )
}

_Paired: TypeAlias = list[tuple[object, Told]]

# Kept by the archive for itself: what they say stands in the event or in another row.
_UNTOLD = {
    "id",
    "slug",
    "listed",
    "announced",
    "created_at",
    "created_by",
    "updated_at",
    "published_at",
    "tombstone_at",
    "origin_digest",
    "form_key",
    "import_id",
    "position",
    "scheme",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that an event changed.

    Parameters
    ----------
    part
        ``statement``, ``occurrence``, ``credit``, ``photograph``, ``consent``,
        ``sale link``, ``collection``, ``work``, ``part of``, ``verdict`` on a guess, or
        ``record`` for a column of the record itself.
    key
        Which: a statement's field, a credit's role, a column; ``order`` for
        photographs that only changed places. Empty where the part says it all.
    old, new
        What stood there and what stands there; ``None`` where there was nothing.
    """

    part: str
    key: str
    old: Told | None
    new: Told | None


def differences(
    old: Rows, new: Rows, makers: Mapping[str, Maker] | None = None
) -> tuple[Difference, ...]:
    """Return what differs between two states of one record, in the order of a page.

    Parameters
    ----------
    old, new
        Rows by table; nothing for a record that was not there.
    makers
        Those that credits name, by id.
    """
    known = dict(makers or {})
    found: list[Difference] = []
    for table in ("works", "makers", "collections", "record"):
        found += _columns(old.get(table, ()), new.get(table, ()))
    for part, read in _PARTS.items():
        found += _told(part, read(old, known), read(new, known))
    return (*found, *_reordered(old, new))


def uses_in(rows: Rows) -> dict[int, frozenset[str]]:
    """Return the uses of every consent among the rows, by its number."""
    grouped: dict[int, set[str]] = defaultdict(set)
    for row in rows.get("consent_uses", ()):
        grouped[row["consent_id"]].add(row["use"])
    return {consent: frozenset(uses) for consent, uses in grouped.items()}


def _columns(old: Sequence[Row], new: Sequence[Row]) -> list[Difference]:
    before, after = _flat(old), _flat(new)
    keys = dict.fromkeys([*after, *before])
    return [
        Difference("record", key, before.get(key) or None, after.get(key) or None)
        for key in keys
        if (before.get(key) or "") != (after.get(key) or "")
    ]


def _flat(rows: Sequence[Row]) -> dict[str, str]:
    """Return the columns worth telling as texts; a concept's labels lie one level deeper."""
    found: dict[str, str] = {}
    for key, value in (rows[0] if rows else {}).items():
        if key in _UNTOLD or value is None:
            continue
        if isinstance(value, dict):
            found |= {f"{key}_{inner}": _text(each) for inner, each in value.items()}
        else:
            found[key] = _text(value)
    return found


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_text(each) for each in value)
    if isinstance(value, dict):
        return str(value.get("text", ""))
    return "" if value is None else str(value)


def _statements(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    found = [*rows.get("statements", ()), *rows.get("record_statements", ())]
    # Within one way of coming in, a second wording of a field takes the place of the first.
    return [
        ((row["field"], row["lang"], row.get("photograph_id"), row["origin"]), statement_of(row))
        for row in sorted(found, key=lambda row: (_place_of(row["field"]), row["position"]))
    ]


def _place_of(field: str) -> tuple[int, str]:
    return (_PLACES.get(field, len(_PLACES)), field)


def _credits(rows: Rows, makers: dict[str, Maker]) -> _Paired:
    return [(row["role"], credit_of(row, makers)) for row in rows.get("credits", ())]


def _photographs(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [(row["id"], photograph_of(row)) for row in rows.get("photographs", ())]


def _consents(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    uses = uses_in(rows)
    return [(row["id"], consent_of(row, uses)) for row in rows.get("consents", ())]


def _occurrences(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [(row["id"], occurrence_of(row)) for row in rows.get("occurrences", ())]


def _verdicts(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [
        ((row["photograph_id"], row["field"], row["value"]), verdict_of(row))
        for row in rows.get("suggestion_verdicts", ())
    ]


def _sale_links(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [(None, sale_link_of(row)) for row in rows.get("sale_links", ())]


def _collections(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return _gathered(rows, "slug") if "works" in rows else []


def _gathered_works(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [] if "works" in rows else _gathered(rows, "work_id")


def _gathered(rows: Rows, column: str) -> _Paired:
    """Return the collections of a work, or the works of a collection, with the reasons."""
    found = rows.get("collection_works", ())
    return [
        (row[column], f"{row[column]}: {row['reason']}" if row["reason"] else row[column])
        for row in found
    ]


def _wholes(rows: Rows, _makers: dict[str, Maker]) -> _Paired:
    return [(None, part_of(row)) for row in rows.get("part_of", ())]


# What is told, in the order of a page, and how it is read from the rows: each with
# what it is told apart by.
_PARTS: dict[str, Callable[[Rows, dict[str, Maker]], _Paired]] = {
    "credit": _credits,
    "statement": _statements,
    "occurrence": _occurrences,
    "photograph": _photographs,
    "consent": _consents,
    "sale link": _sale_links,
    "collection": _collections,
    "work": _gathered_works,
    "part of": _wholes,
    "verdict": _verdicts,
}


def _told(part: str, old: _Paired, new: _Paired) -> list[Difference]:
    """Return what is in one list and not in the other, old beside new where they belong."""
    gone, come = _left(old, new), _left(new, old)
    found: list[Difference] = []
    for key, told in come:
        match = next((pair for pair in gone if pair[0] == key), None)
        if match is not None:
            gone.remove(match)
        found.append(Difference(part, _key(told), match[1] if match else None, told))
    return found + [Difference(part, _key(told), told, None) for _, told in gone]


def _left(ones: _Paired, others: _Paired) -> _Paired:
    spare = [_plain(told) for _, told in others]
    left: _Paired = []
    for key, told in ones:
        plain = _plain(told)
        if plain in spare:
            spare.remove(plain)
        else:
            left.append((key, told))
    return left


def _plain(told: Told) -> Told:
    # A sheet read again tomorrow says the same as today.
    return replace(told, said_on="") if isinstance(told, Statement) else told


def _key(told: Told) -> str:
    if isinstance(told, Statement | GuessVerdict):
        return told.field
    return told.role if isinstance(told, Credit | Photograph) else ""


def _reordered(old: Rows, new: Rows) -> tuple[Difference, ...]:
    before, after = old.get("photographs", ()), new.get("photographs", ())
    ids = [[row["id"] for row in _placed(rows)] for rows in (before, after)]
    if ids[0] == ids[1] or sorted(ids[0]) != sorted(ids[1]):
        return ()
    names = ["、".join(row["file_name"] for row in _placed(rows)) for rows in (before, after)]
    return (Difference("photograph", "order", names[0], names[1]),)


def _placed(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["position"]))
