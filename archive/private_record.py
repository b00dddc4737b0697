"""What is kept of a photograph and never shown: read for staff only, as flags."""

from __future__ import annotations

import json

from sqlite_utils import Database

__all__ = ["private_flags"]

# Parts of EXIF tag names, and the flag each raises; all others raise "other".
_FLAGS = (("GPS", "position"), ("Serial", "serial"), ("Owner", "person"), ("Artist", "person"))


def private_flags(db: Database, work_id: str) -> dict[str, tuple[str, ...]]:
    """Return, for each photograph of a work that has any, which sorts of private facts it has.

    Returns
    -------
    dict
        Photograph id to sorted flags of ``position``, ``serial``, ``person`` and
        ``other``; the facts themselves stay where they are.
    """
    rows = db.execute(
        "SELECT photograph_id, body FROM photograph_private"
        " JOIN photographs ON photographs.id = photograph_id WHERE work_id = ?",
        [work_id],
    )
    return {photograph: tuple(sorted(_flags(json.loads(body)))) for photograph, body in rows}


def _flags(names: dict[str, object]) -> set[str]:
    return {
        next((flag for part, flag in _FLAGS if part.lower() in name.lower()), "other")
        for name in names
    }
