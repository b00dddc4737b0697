"""The words of a curated folder: its collections, its makers, the reasons of the curator."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlite_utils import Database

from archive.arranging import Place, arrange_collection
from archive.changes import Change, change
from archive.consent.of_makers import add_maker_consent
from archive.curated import load_collection, put_collection
from archive.loading import work_of_identifier
from archive.makers import find_maker, load_maker, put_maker
from archive.record_statements import Telling, put_record_statements
from archive.records import Collection, Consent, Statement
from archive.vocabulary import Vocabulary
from archive.vocabulary.stored import load_vocabulary
from archive.wording import Wording
from ingest.curated_facts import facts_in

__all__ = ["WHO", "put_reasons", "put_words"]

#: Account under which a folder is taken in.
WHO = "collections"
_SHEET = "sheet"


def put_words(db: Database, folder: Path) -> None:
    """Take in what a folder says of its collections and makers; a second time changes nothing.

    Raises
    ------
    BadInput
        When a fact does not fit its field.
    """
    vocabulary = load_vocabulary(db)
    with change(db, WHO) as this:
        for row in _table(folder / "collections.csv"):
            title = Wording(row["title_zh"], row["title_en"])
            text = Wording(row["text_zh"], row["text_en"])
            put_collection(this, Collection(row["slug"], title, text, row["curator"]))
            _tell(this, "collection", row["slug"], row, vocabulary)
        for row in _table(folder / "makers.csv"):
            place = vocabulary.find("place", row["place"])
            maker = put_maker(
                this,
                Wording(row["name_zh"], row["name_en"]),
                place=place.id if place else None,
                about=Wording(row["about_zh"], row["about_en"]),
            )
            _tell(this, "maker", maker.id, row, vocabulary)
            _agree(this, maker.id, row)


def put_reasons(db: Database, folder: Path) -> None:
    """Write why works stand in the collections of a folder; their order stays."""
    reasons = {
        (row["slug"], work_of_identifier(db, row["identifier"])): row["reason"]
        for row in _table(folder / "reasons.csv")
    }
    with change(db, WHO) as this:
        for slug in dict.fromkeys(slug for slug, _ in reasons):
            known = load_collection(db, slug)
            told = dict(known.reasons)
            told |= {work: why for (name, work), why in reasons.items() if name == slug and work}
            arrange_collection(this, slug, [Place(w, told.get(w, "")) for w in known.works])


def _tell(
    this: Change, kind: str, record: str, row: dict[str, str], vocabulary: Vocabulary
) -> None:
    def maker_of(name: str) -> str | None:
        found = find_maker(this.db, Wording(zh=name))
        return found.id if found else None

    by = Statement("", row.get("said_by") or WHO, this.on)
    said = facts_in(row, kind, by, vocabulary, maker_of)
    put_record_statements(this, kind, record, Telling(said, origin=_SHEET))


def _agree(this: Change, maker: str, row: dict[str, str]) -> None:
    """Record what she agreed to for herself, once."""
    if not row.get("consent_by") or load_maker(this.db, maker).consents:
        return
    uses = frozenset(filter(None, row["consent_for"].split(";")))
    consent = Consent(row["consent_by"], _SHEET, row["consent_on"], uses)
    add_maker_consent(this, maker, consent, manners=(_SHEET,))


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
