"""Names that people here use and the lists do not know: each is bound to works and speakers.

A statement on a concept field that has a text and no concept is such a proposal.
It is shown on its work as it was said. A curator may find that it is one more
name of a concept, or a concept of its own; the words said stay where they are.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import BadInput, NotFound
from archive.folding import fold, traditional
from archive.records import FIELD_SCHEMES
from archive.rows import snapshot_work
from archive.vocabulary.concept import AltLabel, Concept
from archive.vocabulary.editing import add_concept, add_name, sounds_of
from archive.vocabulary.history import undo_concept_change
from archive.vocabulary.stored import load_vocabulary
from archive.wording import Wording
from archive.works import refresh_listing

__all__ = [
    "LOCAL_NOTE",
    "LocalName",
    "Mention",
    "concept_of_ours",
    "local_names",
    "take_as_concept",
    "take_as_name",
    "take_back",
]

_RECOGNISED = "recognise name"
#: Note of every concept that was added here.
LOCAL_NOTE = "named by makers of this archive"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name was said.

    Parameters
    ----------
    statement
        Number of the statement's row.
    work, title
        The work's id, and its first title; empty when it has none.
    speaker, said_on
        Who said it and when. For staff only.
    text, lang
        The name as it was said.
    """

    statement: int
    work: str
    title: str
    speaker: str
    said_on: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class LocalName:
    """A name no list has, with everywhere it was said; the commonest spelling is its text."""

    scheme: str
    text: str
    mentions: tuple[Mention, ...]

    @property
    def works(self) -> tuple[str, ...]:
        """Ids of the works, each once."""
        return tuple(dict.fromkeys(mention.work for mention in self.mentions))


def local_names(db: Database) -> list[LocalName]:
    """Return the names no list knows, those on most works first.

    Works that were taken down are left out.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for field, mention in _mentions(db):
        groups[FIELD_SCHEMES[field], fold(mention.text)].append(mention)
    found = [
        LocalName(scheme, _commonest(all_), tuple(all_)) for (scheme, _), all_ in groups.items()
    ]
    return sorted(found, key=lambda name: (-len(name.works), name.scheme, name.text))


def concept_of_ours(scheme: str, slug: str, label: Wording, broader: str = "") -> Concept:
    """Make a concept that stands on nothing but the word of people here.

    Traditional characters and pinyin are added by the program.

    Raises
    ------
    BadInput
        The slug is not made of small letters, digits and hyphens.
    """
    return Concept(
        id=f"{scheme}/{slug}",
        scheme=scheme,
        slug=slug,
        label=label,
        label_hant=traditional(label.zh),
        alternatives=sounds_of(label.zh),
        note=LOCAL_NOTE,
        broader=(broader,) if broader else (),
        confidence="G",
    )


def take_as_name(change: Change, scheme: str, text: str, concept_id: str) -> tuple[str, ...]:
    """Take a local name as one more name of a concept; returns the works it stands on.

    Raises
    ------
    NotFound
        Nobody says this any more, or there is no such concept.
    BadInput
        The concept is of another list.
    Conflict
        It is the preferred name of another concept.
    """
    name = _local_name(change.db, scheme, text)
    concept = load_vocabulary(change.db).concept(concept_id)
    if concept.scheme != scheme:
        raise BadInput(f"{concept_id} is in another list", hint=f"name a concept of {scheme}")
    lang = "en" if {mention.lang for mention in name.mentions} == {"en"} else "zh"
    add_name(change, concept.id, AltLabel(name.text, lang))
    _bind(change, name, concept.id)
    return name.works


def take_as_concept(change: Change, text: str, concept: Concept) -> tuple[str, ...]:
    """Take a local name as a new concept; returns the works it stands on.

    The name itself is added where the concept is called something else.

    Raises
    ------
    NotFound
        Nobody says this any more.
    Conflict, BadInput
        As :func:`archive.vocabulary.editing.add_concept`.
    """
    _local_name(change.db, concept.scheme, text)
    add_concept(change, concept)
    return take_as_name(change, concept.scheme, text, concept.id)


def take_back(change: Change, number: int) -> str:
    """Take one logged change to a concept back; returns the concept's id.

    What was recognised with it waits again as a local name.

    Raises
    ------
    NotFound, Conflict
        As :func:`archive.vocabulary.history.undo_concept_change`.
    """
    rows = change.db.execute(
        "SELECT work.record, work.before FROM changes AS work JOIN changes AS it ON it.id = ?"
        " WHERE work.kind = 'work' AND work.action = ? AND work.reason = it.record"
        " AND work.at = it.at AND work.who = it.who",
        [number, _RECOGNISED],
    ).fetchall()
    for work, before in rows:
        _release(change, number, work, before)
    return undo_concept_change(change, number)


def _release(change: Change, number: int, work: str, logged: str) -> None:
    """Take the concept off the statements of a work that had none before it was recognised."""
    unbound = [
        (row["field"], row["text"])
        for row in json.loads(logged)["statements"]
        if row["concept_id"] is None
    ]
    before = snapshot_work(change.db, work)
    if before is None:
        return
    change.db.conn.executemany(
        "UPDATE statements SET concept_id = NULL WHERE work_id = ? AND field = ? AND text = ?"
        " AND concept_id = (SELECT record FROM changes WHERE id = ?)",
        [(work, field, text, number) for field, text in unbound],
    )
    change.db.table("works").update(work, {"updated_at": change.at})
    refresh_listing(change, work)
    change.log("release name", "work", work, before, snapshot_work(change.db, work))


def _local_name(db: Database, scheme: str, text: str) -> LocalName:
    for name in local_names(db):
        if (name.scheme, fold(name.text)) == (scheme, fold(text)):
            return name
    raise NotFound(f"nobody says {text!r} of any {scheme} now", hint="look at the list again")


def _bind(change: Change, name: LocalName, concept_id: str) -> None:
    """Put the concept beside what was said, work by work."""
    for work in name.works:
        before = snapshot_work(change.db, work)
        for mention in name.mentions:
            if mention.work == work:
                row = {"concept_id": concept_id}
                change.db.table("statements").update(mention.statement, row)
        change.db.table("works").update(work, {"updated_at": change.at})
        refresh_listing(change, work)
        after = snapshot_work(change.db, work)
        change.log(_RECOGNISED, "work", work, before, after, concept_id)


def _mentions(db: Database) -> Iterable[tuple[str, Mention]]:
    marks = ",".join("?" * len(FIELD_SCHEMES))
    rows = db.execute(
        f"""
        SELECT said.field, said.id, said.work_id, coalesce((
            SELECT text FROM statements AS title
            WHERE title.work_id = said.work_id AND field = 'title' AND text <> ''
            ORDER BY position LIMIT 1), ''),
            said.speaker, said.said_on, said.text, said.lang
        FROM statements AS said JOIN works ON works.id = said.work_id
        WHERE concept_id IS NULL AND said.field IN ({marks})
            AND trim(said.text) <> '' AND standing = 'said' AND state <> 'withdrawn'
        ORDER BY said.id
        """,
        list(FIELD_SCHEMES),
    )
    for field, *rest in rows.fetchall():
        yield field, Mention(*rest)


def _commonest(mentions: list[Mention]) -> str:
    counts = Counter(mention.text.strip() for mention in mentions)
    return counts.most_common(1)[0][0]
