"""A curator's hand on a work: her statements beside the others', the maker corrected.

An edit writes and replaces statements of the origin ``desk`` only. What the
maker or a sheet said stays, with its speaker; a curator's wording is put before
theirs, so that pages show it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.changes import Change
from archive.consent.ending import end_names_of_others
from archive.drafts import CreditDraft
from archive.errors import BadInput, Conflict, Overtaken
from archive.history import work_as_of
from archive.history.contradicted import TAKING_OUT, statement_key
from archive.loading import load_work
from archive.records import Credit, Maker, State, Statement, Work
from archive.row_records import statement_of
from archive.rows import snapshot_work
from archive.suggestions import AFTER_SUGGESTION
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from archive.work_parts import DESK, insert_statement, put_credits
from archive.works import refresh_listing

__all__ = [
    "CORRECTION",
    "CREDIT_ROLES",
    "DESK",
    "WordedEdit",
    "claims",
    "correct_makers",
    "desk_statements",
    "edit_work",
    "is_own_word",
    "take_out_statement",
]

#: What somebody can have done on a piece.
CREDIT_ROLES = ("stitched", "drew the pattern", "dyed", "wove", "taught", "workshop")
#: What the log calls a correction of the credits.
CORRECTION = "correct maker"

_WORDED = ("title", "description")
# The terms of the desk's form of basics; everything else is told in the full record.
_TERMS = ("object", "motif", "technique", "made_place")
_ON_THE_DESK = (DESK, AFTER_SUGGESTION)
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
        if not found:
            # That nobody knows, or will not say, is told in the full record only.
            said += [s for s in work.said(name) if s.origin == DESK and s.standing != "said"]
    held = {_key(s): s for s in work.statements if s.origin == DESK}
    # What another curator said before, word for word, stays her word.
    return tuple(held.get(_key(s), s) for s in said)


def edit_work(
    change: Change, work_id: str, statements: Sequence[Statement], made_from: int | None = None
) -> bool:
    """Make these what the desk says of a work; returns whether anything changed.

    Statements on other fields than those of the desk's form stay as they are.

    Parameters
    ----------
    made_from
        Number of the work's last event when the form was made; ``None`` asks
        for no check.

    Raises
    ------
    NotFound
        When there is no such work.
    Overtaken
        When somebody changed what the form speaks of since.
    """
    fields = (*_WORDED, *_TERMS)
    work = load_work(change.db, work_id)
    held = [s for s in work.statements if s.origin == DESK and s.field in fields]
    if _plain(held) == _plain(statements):
        return False
    _refuse_overtaken(change, work, made_from, _on_the_form)
    before = snapshot_work(change.db, work_id)
    marks = ",".join("?" * len(fields))
    change.db.table("statements").delete_where(
        f"work_id = ? AND origin = ? AND field IN ({marks})", [work_id, DESK, *fields]
    )
    for position, statement in enumerate(statements, start=_FIRST_POSITION):
        insert_statement(change, work_id, position, statement, DESK, None)
    _finish(change, work_id, before, "edit", "")
    return True


def take_out_statement(
    change: Change, work_id: str, key: str, reason: str, *, word_of: str = ""
) -> Statement:
    """Take a statement that is wrong out of a work, whoever made it; returns it.

    It stays in the history with its speaker and the reason, and no sheet or form
    brings it back. A statement of the account's own needs no reason.

    Parameters
    ----------
    key
        Which one, by :func:`archive.history.contradicted.statement_key`.

    Raises
    ------
    BadInput
        When somebody else's statement is to go without a reason.
    Conflict
        When the work does not say so any more, or nothing would be left of a
        field that a public work must have.
    NotFound
        When there is no such work.
    """
    work = load_work(change.db, work_id)
    wrong = [said for said in work.statements if statement_key(said) == key]
    if not wrong:
        raise Conflict(f"work {work_id} does not say so any more", hint="look at the page again")
    is_own = all(is_own_word(said, change.who) for said in wrong)
    if not is_own and not reason.strip():
        raise BadInput("taking out what somebody else said needs its reason", column="reason")
    _refuse_needed(work, wrong)
    before = snapshot_work(change.db, work_id)
    table = change.db.table("statements")
    for row in list(table.rows_where("work_id = ?", [work_id])):
        if statement_key(statement_of(row)) == key:
            table.delete(row["id"])
    _finish(change, work_id, before, TAKING_OUT, reason.strip(), word_of)
    return wrong[0]


def is_own_word(said: Statement, name: str) -> bool:
    """Say whether somebody made a statement here herself, by her own account."""
    return said.origin in _ON_THE_DESK and said.speaker == name


def correct_makers(
    change: Change,
    work_id: str,
    names: Sequence[str],
    reason: str,
    *,
    role: str = "stitched",
    word_of: str = "",
    made_from: int | None = None,
) -> bool:
    """Say who really had a hand in a work; returns whether anything changed.

    Credits for other parts stay. A credit is corrected, never blanked: a name and
    a reason are needed. Where nobody was known or shown, somebody is named now.
    Consents to show a name, village, face or voice end with it unless somebody
    still credited gave them for herself; whoever is named now was not asked yet.

    Parameters
    ----------
    names
        Of makers; one known to the archive can also be given as ``id:...``.
    role
        Which part of the work, as in :class:`~archive.records.Credit`.
    word_of
        On whose word, where that is somebody other than the account.
    made_from
        As for :func:`edit_work`.

    Raises
    ------
    BadInput
        When the names or the reason are missing, or the role is none.
    NotFound
        When there is no such work, or no maker with an id that was given.
    Overtaken
        When somebody changed the credits since the form was made.
    """
    work, wanted = load_work(change.db, work_id), _wanted(names, role)
    if _is_credited(work, role, wanted):
        return False
    if not reason.strip():
        raise BadInput("a correction of the maker needs its reason", column="reason")
    _refuse_overtaken(change, work, made_from, _credited)
    before = snapshot_work(change.db, work_id)
    put_credits(change, work_id, _corrected(work.credits, role, wanted), DESK)
    end_names_of_others(change, work_id)
    _finish(change, work_id, before, CORRECTION, reason.strip(), word_of)
    return True


def _wanted(names: Sequence[str], role: str) -> list[str]:
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not wanted:
        raise BadInput("a maker's credit can be corrected, not removed", column="maker")
    if role not in CREDIT_ROLES:
        raise BadInput(f"{role!r} is no part of the work on a piece", column="role")
    return wanted


def _is_credited(work: Work, role: str, wanted: Sequence[str]) -> bool:
    """Say whether just these are named for a part of the work already."""
    held = [credit for credit in work.credits if credit.role == role]
    makers = [credit.maker for credit in held if credit.maker and credit.standing == "named"]
    is_named = len(makers) == len(held)
    return is_named and list(wanted) in (
        [_named(maker) for maker in makers],
        [f"id:{maker.id}" for maker in makers],
    )


def _corrected(known: Sequence[Credit], role: str, wanted: Sequence[str]) -> list[CreditDraft]:
    """Return the credits with these names for one role, in the place of those it had."""
    named = [
        CreditDraft(role=role, maker_id=name.removeprefix("id:"))
        if name.startswith("id:")
        else CreditDraft(role=role, name=Wording(zh=name))
        for name in wanted
    ]
    first = next((i for i, credit in enumerate(known) if credit.role == role), len(known))
    before = [_same_credit(credit) for credit in known[:first]]
    after = [_same_credit(credit) for credit in known[first:] if credit.role != role]
    return [*before, *named, *after]


def _refuse_overtaken(
    change: Change, work: Work, made_from: int | None, read: Callable[[Work], object]
) -> None:
    """Refuse a form that was made before somebody changed what it speaks of."""
    if made_from is None:
        return
    then = work_as_of(change.db, work.id, made_from)
    if then is None or read(then) != read(work):
        raise Overtaken(
            f"somebody changed work {work.id} while the form lay open",
            hint="look at both, then save again",
            record=work.id,
            since=made_from,
        )


def _on_the_form(work: Work) -> object:
    own = [s for s in work.statements if s.origin == DESK and s.field in _TERMS]
    return ([work.wording(name) for name in _WORDED], _plain(own))


def _credited(work: Work) -> object:
    return [(c.role, c.standing, c.maker.id if c.maker else None) for c in work.credits]


def _refuse_needed(work: Work, wrong: Sequence[Statement]) -> None:
    name = wrong[0].field
    if name == "handmade" and len(work.said(name)) == len(wrong) and work.state is not State.DRAFT:
        raise Conflict(
            f"work {work.id} is published, and must say whether it was made by hand",
            hint="say what is right first",
        )


def _finish(
    change: Change, work_id: str, before: object, action: str, reason: str, word_of: str = ""
) -> None:
    change.db.table("works").update(work_id, {"updated_at": change.at})
    refresh_listing(change, work_id)
    after = snapshot_work(change.db, work_id)
    change.log(action, "work", work_id, before, after, reason, word_of)


def _named(maker: Maker) -> str:
    return maker.name.zh or maker.name.en


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
