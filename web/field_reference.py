"""The page of ``docs/`` that lists every field of every record, made from the field table."""

from __future__ import annotations

from archive.field_table import RECORDS, STAFF_ONLY, UNKNOWN, WILL_NOT_SAY, Field, Kind, Need

__all__ = ["fields_page"]

_TITLES = {
    "work": "Work 作品",
    "maker": "Maker 绣娘",
    "collection": "Collection 专题",
    "photograph": "Photograph 照片",
    "consent": "Consent 同意",
}
_NEEDS = {
    Need.REQUIRED: "required",
    Need.EARLY: "early",
    Need.OPTIONAL: "",
    Need.SYSTEM: "system",
}
_HEAD = f"""# The fields

Made from the code (`archive/field_table/`) by `python -m web.reference`.

Every statement carries who said it, on which day, how sure, and how it reached the archive.
`{UNKNOWN}` (nobody knows) and `{WILL_NOT_SAY}` (somebody knows and does not wish it said) are
two different values, and every field that is stated takes both; `handmade` has an `unknown` of
its own. A date is kept as it was said, with the earliest and the latest year.

- **need**: *required* to publish, asked *early*, or written by the *system*; blank is optional.
- **who sees it**: *all* who may see the record; *with USE*, those only once the consent for that
  use was given; *staff*, nobody else.
- LIDO, DC, Linked Art, schema.org: the nearest element of LIDO 1.1, Dublin Core terms, Linked Art
  and schema.org; blank where there is none.
"""
_COLUMNS = (
    "key",
    "中文",
    "English",
    "need",
    "holds",
    "columns of the sheet",
    "who sees it",
    "LIDO",
    "DC",
    "Linked Art",
    "schema.org",
)


def fields_page() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *(_table(record) for record in RECORDS)])


def _table(record: str) -> str:
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(_row(field) for field in RECORDS[record])]
    lines = "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
    return f"## {_TITLES[record]}\n\n{lines}\n"


def _row(field: Field) -> tuple[str, ...]:
    mapping = field.mapping
    return (
        f"`{field.key}`",
        field.label.zh,
        field.label.en,
        _NEEDS[field.need],
        _holds(field),
        " ".join(f"`{column.key}` {column.zh}" for column in field.columns),
        _seen_by(field),
        *(_plain(name) for name in (mapping.lido, mapping.dc)),
        *(_plain(name) for name in (mapping.linked_art, mapping.schema_org)),
    )


def _holds(field: Field) -> str:
    words = field.kind.value
    if field.kind is Kind.CONCEPT:
        words = f"concept of `{field.scheme}`"
    elif field.kind is Kind.PART:
        words = "a table of its own"
    elif field.kind is Kind.SYSTEM:
        words = "written by the archive"
    if field.choices:
        words = ", ".join(f"`{choice.value}` {choice.label.zh}" for choice in field.choices)
    if field.limits:
        words += f", {field.limits[0]:g} to {field.limits[1]:g} {field.unit}"
    return words + ("; several" if field.several else "")


def _seen_by(field: Field) -> str:
    if field.use == STAFF_ONLY:
        return "staff"
    if field.kind is Kind.PERSON:
        return "all, each name with its own yes"
    return f"with `{field.use}`" if field.use else "all"


def _plain(name: str) -> str:
    return f"`{name}`" if name else ""
