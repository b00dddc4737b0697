"""A curator's hand on a work: her statements beside the others', the maker corrected.

An edit writes and replaces statements of the origin ``desk`` only. What the
maker or a sheet said stays, with its speaker; a curator's wording is put before
theirs, so that pages show it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.changes import Change
from archive.consenting import end_uses
from archive.drafts import CreditDraft
from archive.errors import BadInput
from archive.loading import load_work
from archive.records import CONCEPT_FIELDS, Credit, Statement, Work
from archive.rows import snapshot_work
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from archive.work_parts import DESK, insert_statement, put_credits
from archive.works import refresh_listing

__all__ = ["DESK", "WordedEdit", "claims", "correct_makers", "desk_statements", "edit_work"]

_WORDED = ("title", "description")
_ABOUT_A_PERSON = ("name", "village", "face", "voice")
# Before every statement of others, which count from 0.
_FIRST_POSITION = -1000


@dataclass(frozen=True, slots=True)
class WordedEdit:
    """What a curator has written in the boxes of the desk.

    Parameters
    ----------
    wordings
        ``title`` and ``description``, each in both languages. A wording equal
        to what others said first is not said again.
    words
        Concept field to the names typed there; only the curator's own.
    """

    wordings: Mapping[str, Wording] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def claims(
    name: str, words: Iterable[str], vocabulary: Vocabulary, scheme: str, by: Statement
) -> tuple[Statement, ...]:
    """Turn typed names into statements; a name we do not know is kept as its text.

    Parameters
    ----------
    name
        The statement's field.
    by
        Whose speaker, day, language and origin each gets.
    """
    made: dict[tuple[str | None, str], Statement] = {}
    for text in words:
        concept = vocabulary.find(scheme, text)
        key = (concept.id, "") if concept else (None, text)
        made.setdefault(
            key,
            Statement(
                name,
                by.speaker,
                by.said_on,
                text=text,
                lang=by.lang,
                concept=concept.id if concept else None,
                origin=by.origin,
            ),
        )
    return tuple(made.values())


def desk_statements(
    work: Work, edit: WordedEdit, vocabulary: Vocabulary, schemes: Mapping[str, str], by: Statement
) -> tuple[Statement, ...]:
    """Return what the desk says of a work after an edit."""
    others = tuple(s for s in work.statements if s.origin != DESK)
    said: list[Statement] = []
    for name in _WORDED:
        wording = edit.wordings.get(name, Wording())
        for lang, text in (("zh", wording.zh), ("en", wording.en)):
            if text and text != _first(others, name, lang):
                said.append(Statement(name, by.speaker, by.said_on, text, lang, origin=DESK))
    for name, words in edit.words.items():
        known = {s.concept for s in others if s.field == name and s.concept}
        found = claims(name, words, vocabulary, schemes[name], by)
        said += [s for s in found if s.concept is None or s.concept not in known]
    held = {_key(s): s for s in work.statements if s.origin == DESK}
    # What another curator said before, word for word, stays her word.
    return tuple(held.get(_key(s), s) for s in said)


def edit_work(change: Change, work_id: str, statements: Sequence[Statement]) -> bool:
    """Make these what the desk says of a work; returns whether anything changed.

    Statements on other fields than those of the desk's form stay as they are.

    Raises
    ------
    NotFound
        When there is no such work.
    """
    fields = (*_WORDED, *CONCEPT_FIELDS)
    work = load_work(change.db, work_id)
    held = [s for s in work.statements if s.origin == DESK and s.field in fields]
    if _plain(held) == _plain(statements):
        return False
    before = snapshot_work(change.db, work_id)
    marks = ",".join("?" * len(fields))
    change.db.table("statements").delete_where(
        f"work_id = ? AND origin = ? AND field IN ({marks})", [work_id, DESK, *fields]
    )
    for position, statement in enumerate(statements, start=_FIRST_POSITION):
        insert_statement(change, work_id, position, statement, DESK, None)
    _finish(change, work_id, before, "edit", "")
    return True


def correct_makers(change: Change, work_id: str, names: Sequence[str], reason: str) -> bool:
    """Say who really stitched a work; returns whether anything changed.

    Credits for other parts of the work stay. A credit is corrected, never
    blanked: a name and a reason are needed. Consents to show a name, village,
    face or voice end with it; the person now named has not been asked yet.

    Raises
    ------
    BadInput
        When the names or the reason are missing.
    NotFound
        When there is no such work.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not wanted:
        raise BadInput("a maker's credit can be corrected, not removed", column="maker")
    known = load_work(change.db, work_id).credits
    stitched = [
        c.maker.name.zh or c.maker.name.en for c in known if c.role == "stitched" and c.maker
    ]
    if wanted == stitched:
        return False
    if not reason.strip():
        raise BadInput("a correction of the maker needs its reason", column="reason")
    before = snapshot_work(change.db, work_id)
    drafts = [CreditDraft(name=Wording(zh=name)) for name in wanted]
    drafts += [_same_credit(credit) for credit in known if credit.role != "stitched"]
    put_credits(change, work_id, drafts, DESK)
    # Somebody agreed to her own name being shown, not to the name that now stands there.
    end_uses(change, work_id, _ABOUT_A_PERSON)
    _finish(change, work_id, before, "correct maker", reason.strip())
    return True


def _finish(change: Change, work_id: str, before: object, action: str, reason: str) -> None:
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    change.log(action, "work", work_id, before, snapshot_work(change.db, work_id), reason)


def _first(statements: Iterable[Statement], name: str, lang: str) -> str:
    texts = (s.text for s in statements if s.field == name and (s.lang or "zh") == lang)
    return next(texts, "")


def _plain(statements: Iterable[Statement]) -> list[tuple[str, str, str, str]]:
    return sorted(map(_key, statements))


def _key(statement: Statement) -> tuple[str, str, str, str]:
    return (statement.field, statement.lang, statement.text, statement.concept or "")


def _same_credit(credit: Credit) -> CreditDraft:
    maker_id = credit.maker.id if credit.maker else None
    return CreditDraft(standing=credit.standing, role=credit.role, maker_id=maker_id)
