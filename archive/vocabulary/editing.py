"""The village's hand on the word lists: new concepts, more names, merging, and the way back.

Every change is logged with the concept before and after, so that it can be undone
(:mod:`archive.vocabulary.history`); the lists that ship never take it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlite_utils import Database

from archive.changes import Change
from archive.errors import BadInput, Conflict, NotFound
from archive.folding import fold, pinyin_syllables
from archive.vocabulary.checks import is_above, problems
from archive.vocabulary.concept import PINYIN, AltLabel, Concept
from archive.vocabulary.stored import plain_of, settle, store_concept, stored_concepts

__all__ = [
    "MERGE",
    "TAKE_NAMES",
    "add_concept",
    "add_name",
    "merge",
    "put_concepts",
    "sounds_of",
    "unmerge",
]

#: Actions in the log: a concept merged, and the other one taking its names.
MERGE, TAKE_NAMES = "merge", "take names"
_LONGEST_NAME = 80


def add_concept(change: Change, concept: Concept) -> None:
    """Put a new concept into its list.

    Raises
    ------
    Conflict
        There is one of this id already; ids are never used twice.
    BadInput
        Its list or something it points at does not exist, or its name is taken.
    """
    held = stored_concepts(change.db)
    if concept.id in held:
        raise Conflict(f"there is a concept {concept.id} already", hint="choose another slug")
    found = problems(held | {concept.id: concept}, [concept.id])
    if found:
        raise found[concept.id]
    put_concepts(change, [concept], "add")


def add_name(change: Change, concept_id: str, name: AltLabel) -> bool:
    """Give a concept one more name; returns whether it was news.

    A Chinese name brings its pinyin along, so that it is found by sound.

    Raises
    ------
    NotFound
        There is no such concept.
    Conflict
        Another concept of the list has this as its preferred name.
    BadInput
        The name is empty or longer than a name is.
    """
    held = stored_concepts(change.db)
    concept = _standing(held, concept_id)
    if not name.text.strip() or len(name.text) > _LONGEST_NAME:
        raise BadInput(f"a name has 1 to {_LONGEST_NAME} characters", column="name")
    if fold(name.text) in {fold(text) for text in _texts(concept)}:
        return False
    _refuse_taken(held, concept, name.text)
    more = (*concept.alternatives, name, *sounds_of(name.text))
    put_concepts(change, [replace(concept, alternatives=more)], "add name")
    return True


def sounds_of(text: str) -> tuple[AltLabel, ...]:
    """Hidden names by which a Chinese name is found when typed in pinyin.

    Examples
    --------
    >>> [name.text for name in sounds_of("老蝴蝶")], sounds_of("gangb lief")
    (['lao hu die', 'laohudie'], ())
    """
    syllables = [syllable for run in pinyin_syllables(text) for syllable in run]
    spelled = dict.fromkeys((" ".join(syllables), "".join(syllables)))
    return tuple(AltLabel(sound, PINYIN, hidden=True) for sound in spelled if sound)


def merge(change: Change, old_id: str, new_id: str, reason: str) -> None:
    """Make two concepts one: the old leads to the new from now on.

    The old id stays for ever, and so does what was said with it. Its names go
    over to the new concept, and so does whatever was narrower.

    Raises
    ------
    NotFound
        One of the two does not exist.
    Conflict
        One of them has been merged already.
    BadInput
        They are of different lists, or one and the same; the new is narrower
        than the old; or the reason is missing.
    """
    held = stored_concepts(change.db)
    old, new = _unmerged(held, old_id), _unmerged(held, new_id)
    if old.id == new.id or old.scheme != new.scheme:
        raise BadInput(
            f"{old_id} and {new_id} cannot be made one", hint="name two concepts of one list"
        )
    if is_above(held, old.id, new.id):
        raise BadInput(f"{new_id} is narrower than {old_id}", hint="merge them the other way round")
    if not reason.strip():
        raise BadInput("making two words one needs its reason", column="reason")
    known = set(_texts(new))
    given = [name for name in _names_to_give(old) if name.text not in known]
    heir = replace(new, alternatives=(*new.alternatives, *given))
    put_concepts(change, [heir], TAKE_NAMES, reason.strip())
    put_concepts(
        change,
        [replace(old, replaced_by=new.id)],
        MERGE,
        reason.strip(),
        {"given": [asdict(name) for name in given]},
    )


def unmerge(change: Change, old_id: str) -> None:
    """Take a merge back: the old concept stands again, and takes its names home.

    Raises
    ------
    NotFound
        There is no such concept.
    Conflict
        It has not been merged.
    """
    held = stored_concepts(change.db)
    old = _known(held, old_id)
    if not old.replaced_by:
        raise Conflict(f"{old_id} has not been merged into another concept")
    given = {AltLabel(**name) for name in _given(change.db, old_id)}
    heir = held[old.replaced_by]
    apart = replace(heir, alternatives=tuple(n for n in heir.alternatives if n not in given))
    put_concepts(change, [apart, replace(old, replaced_by="")], "unmerge")


def put_concepts(
    change: Change,
    concepts: Iterable[Concept],
    action: str,
    reason: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    """Write concepts that have been looked at, log each, and bring everything derived up to date.

    Parameters
    ----------
    more
        Further facts for the log, beside the concept as it is after.
    """
    held = stored_concepts(change.db)
    changed = []
    for concept in concepts:
        before = held.get(concept.id)
        store_concept(change.db, concept)
        change.log(
            action,
            "concept",
            concept.id,
            plain_of(before) if before else None,
            plain_of(concept) | dict(more or {}),
            reason,
        )
        changed.append(concept.id)
    settle(change.db, changed)


def _given(db: Database, old_id: str) -> list[dict[str, Any]]:
    """Names that the last merge of a concept took along; one that came by a file took none."""
    row = db.execute(
        "SELECT after FROM changes WHERE kind = 'concept' AND record = ? AND action = ?"
        " ORDER BY id DESC LIMIT 1",
        [old_id, MERGE],
    ).fetchone()
    return list(json.loads(row[0])["given"]) if row else []


def _names_to_give(old: Concept) -> list[AltLabel]:
    preferred = (
        AltLabel(old.label.zh, "zh"),
        AltLabel(old.label_hant, "zh-Hant"),
        AltLabel(old.label.en, "en"),
    )
    # 鱼 is the same in both scripts and needs to be given once.
    named = {name.text: name for name in reversed(preferred) if name.text}
    return [*named.values(), *old.alternatives]


def _texts(concept: Concept) -> list[str]:
    return [name.text for _, name in concept.ranked_texts() if name.text]


def _refuse_taken(held: Mapping[str, Concept], concept: Concept, text: str) -> None:
    for other in held.values():
        preferred = (other.label.zh, other.label_hant, other.label.en)
        is_near = other.scheme == concept.scheme and not other.replaced_by and other != concept
        if is_near and fold(text) in {fold(name) for name in preferred if name}:
            raise Conflict(
                f"{text!r} is the name of {other.id}", hint="merge the two if they are one thing"
            )


def _known(held: Mapping[str, Concept], concept_id: str) -> Concept:
    if concept_id not in held:
        raise NotFound(f"the vocabularies have no concept {concept_id!r}")
    return held[concept_id]


def _standing(held: Mapping[str, Concept], concept_id: str) -> Concept:
    """Return the concept that an id leads to today."""
    concept = _known(held, concept_id)
    while concept.replaced_by:
        concept = _known(held, concept.replaced_by)
    return concept


def _unmerged(held: Mapping[str, Concept], concept_id: str) -> Concept:
    concept = _known(held, concept_id)
    if concept.replaced_by:
        raise Conflict(
            f"{concept_id} has been merged into {concept.replaced_by}", hint="name that one"
        )
    return concept
