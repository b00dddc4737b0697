"""Whom and what an erasure reaches: her names, her works, who shares a name with her."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from sqlite_utils import Database

from archive.erasing.names import Names
from archive.erasing.rules import WITH_PEOPLE, Going
from archive.folding import fold
from archive.name_spellings import spellings

__all__ = ["Plan", "Undecided", "plan_for_person", "plan_for_work"]

# In a piece that is somebody else's as well, only what is hers alone goes.
_HERS_IN_SHARED = frozenset({"name", "face", "voice"})


@dataclass(frozen=True, slots=True)
class Undecided:
    """Something a program cannot decide, for a person to look at.

    Parameters
    ----------
    kind
        ``namesake``: another maker of exactly this name, whose works keep it;
        ``longer name``: a maker whose name holds the erased one; ``ordinary
        word``: the name is a word of the vocabulary too and stays in texts;
        ``shared piece``: a work of hers and of others, whose pictures stay;
        ``same picture``: a photograph that another work has, too.
    record
        Id of the maker or work, or the word.
    """

    kind: str
    record: str


@dataclass(frozen=True)
class Plan:
    """What goes from which records.

    Parameters
    ----------
    works, makers
        Id to what goes from the record of a work and of a maker.
    others
        What goes from every other record of the archive; ``None``: nothing does.
    namesakes
        Ids of the makers of the same name, and of the works that are theirs: of
        these only what points at the person's own record goes.
    """

    names: Names
    works: dict[str, Going]
    makers: dict[str, Going]
    others: Going | None = None
    namesakes: frozenset[str] = frozenset()
    undecided: list[Undecided] = field(default_factory=list)

    @property
    def is_everywhere(self) -> bool:
        """Whether other records than those named are looked at."""
        return self.others is not None

    @property
    def cuts_names(self) -> bool:
        """Whether a name goes from any record."""
        goings = [*self.works.values(), *self.makers.values(), self.others]
        return any(going is not None and going.cuts_names for going in goings)

    def going_from(self, kind: str, record: str | None) -> Going | None:
        """Return what goes from a record; ``None`` when nothing does."""
        named = {"work": self.works, "maker": self.makers}.get(kind, {})
        if record in named:
            return named[record]
        if record in self.namesakes and self.others is not None:
            return replace(self.others, names=Names(()))
        return self.others


def plan_for_work(
    db: Database, work_id: str, uses: frozenset[str], makers: Collection[str] | None
) -> Plan:
    """Return what taking these uses back means for one work.

    Parameters
    ----------
    makers
        Whose name goes; ``None`` for everybody's on the work.
    """
    credited = _credited(db).get(work_id, set())
    hers = frozenset(credited if makers is None else credited & set(makers))
    found: set[str] = set().union(*(_names_of(db, maker) for maker in hers))
    for given_by, about in db.execute(
        # A village or its office is nobody's name.
        "SELECT given_by, about FROM consents WHERE work_id = ? AND given_as <> 'village'",
        [work_id],
    ).fetchall():
        if makers is None or {given_by, about} & found:
            found |= {given_by, about} - {""}
    undecided: list[Undecided] = []
    names = _names(db, found, hers, undecided)
    photographs = _photographs_going(db, work_id, uses)
    going = Going(uses, names, hers, photographs, is_shared=bool(credited - hers))
    _note_shared_pictures(db, photographs, undecided)
    records = {maker: reach for maker in hers if (reach := _only_here(db, maker, work_id) & uses)}
    goings = {maker: Going(reach, names, hers) for maker, reach in records.items()}
    return Plan(names, {work_id: going}, goings, undecided=undecided)


def plan_for_person(db: Database, maker_id: str, uses: frozenset[str]) -> Plan:
    """Return what taking these uses back means for everything of a maker."""
    undecided: list[Undecided] = []
    hers = frozenset({maker_id})
    names = _names(db, _names_of(db, maker_id), hers, undecided)
    namesakes = _namesakes(db, maker_id)
    undecided += [Undecided("namesake", each) for each in sorted(namesakes)]
    credited = _credited(db)
    works = {}
    for work in _works_of(db, maker_id, names, credited):
        is_shared = bool(credited.get(work, set()) - hers)
        reach = uses & _HERS_IN_SHARED if is_shared else uses
        if reach != uses and "pictures" in uses:
            undecided.append(Undecided("shared piece", work))
        photographs = _photographs_going(db, work, reach)
        works[work] = Going(reach, names, hers, photographs, is_shared)
    gone = {photograph for going in works.values() for photograph in going.photographs}
    _note_shared_pictures(db, gone, undecided)
    theirs = {
        work for work, makers in credited.items() if makers & namesakes and maker_id not in makers
    }
    return Plan(
        names,
        works,
        {maker_id: Going(uses, names, hers)},
        Going(uses & {"name"}, names, hers),
        frozenset(theirs | namesakes),
        undecided,
    )


def _only_here(db: Database, maker_id: str, work_id: str) -> frozenset[str]:
    """Return the uses for which a maker's own record has this one work to stand on.

    Her name, when nothing else in the archive is hers; her village, when nobody
    else has agreed to its being shown.
    """
    stands_on = db.execute(
        "SELECT 1 FROM credits WHERE maker_id = :maker AND work_id <> :work"
        " UNION ALL SELECT 1 FROM invitations WHERE maker_id = :maker"
        " UNION ALL SELECT 1 FROM consents WHERE maker_id = :maker"
        " UNION ALL SELECT 1 FROM statements WHERE maker_id = :maker AND work_id <> :work"
        " UNION ALL SELECT 1 FROM record_statements WHERE maker_id = :maker OR record = :maker",
        {"maker": maker_id, "work": work_id},
    ).fetchone()
    village = db.execute(
        "SELECT 1 FROM consents JOIN consent_uses ON consent_id = consents.id"
        " WHERE use = 'village' AND withdrawn_on IS NULL AND (consents.maker_id = :maker"
        " OR work_id IN (SELECT work_id FROM credits WHERE credits.maker_id = :maker"
        " AND work_id <> :work))",
        {"maker": maker_id, "work": work_id},
    ).fetchone()
    reach = {"name": stands_on, "village": village}
    return frozenset(use for use, other in reach.items() if other is None)


def _names(
    db: Database, found: Iterable[str], hers: Collection[str], undecided: list[Undecided]
) -> Names:
    plain = Names(found)
    others = {name for maker, name in _all_names(db) if maker not in hers}
    longer = sorted(name for name in others if plain.is_part_of(name))
    words = sorted(name for name in plain.all if _is_word(db, name))
    undecided += [Undecided("longer name", name) for name in longer]
    undecided += [Undecided("ordinary word", name) for name in words]
    return Names(plain.all, kept=longer, only_in_name_fields=words)


def _names_of(db: Database, maker_id: str) -> set[str]:
    """Return every name a maker has or had here, on her record or at the door."""
    rows = db.execute(
        "SELECT name_zh, name_en FROM makers WHERE id = :id"
        " UNION SELECT name, '' FROM invitations WHERE maker_id = :id"
        " UNION SELECT text, '' FROM record_statements"
        " WHERE kind = 'maker' AND record = :id AND field = 'pinyin'"
        " UNION SELECT before ->> 'name_zh', before ->> 'name_en' FROM changes"
        " WHERE kind = 'maker' AND record = :id AND before IS NOT NULL"
        " UNION SELECT after ->> 'name_zh', after ->> 'name_en' FROM changes"
        " WHERE kind = 'maker' AND record = :id AND after IS NOT NULL",
        {"id": maker_id},
    )
    return {name for row in rows.fetchall() for name in row if name}


def _all_names(db: Database) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT id, name_zh FROM makers UNION SELECT id, name_en FROM makers"
        " UNION SELECT coalesce(maker_id, ''), name FROM invitations"
    ).fetchall()
    return [(maker, name) for maker, name in rows if name]


def _namesakes(db: Database, maker_id: str) -> set[str]:
    """Return the other makers with one of her names, in either script."""
    rows = db.execute("SELECT id, name_zh, name_en FROM makers").fetchall()
    her = next((zh, en) for maker, zh, en in rows if maker == maker_id)
    mine = [fold(name) for name in her]
    return {
        maker
        for maker, *names in rows
        if maker != maker_id
        and any(my and fold(name) == my for my, name in zip(mine, names, strict=True))
    }


def _is_word(db: Database, name: str) -> bool:
    sql = (
        "SELECT 1 FROM concept_labels"
        " WHERE text COLLATE NOCASE IN (SELECT value FROM json_each(?)) LIMIT 1"
    )
    return db.execute(sql, [json.dumps(spellings(name))]).fetchone() is not None


def _credited(db: Database) -> dict[str, set[str]]:
    """Return the makers named on each work; of a work that was removed, those it last named."""
    found: dict[str, set[str]] = defaultdict(set)
    for work, maker in db.execute(
        "SELECT work_id, maker_id FROM credits WHERE maker_id IS NOT NULL"
    ).fetchall():
        found[work].add(maker)
    for work, before in db.execute(
        "SELECT record, before FROM changes WHERE kind = 'work' AND action = 'remove'"
        " AND record NOT IN (SELECT id FROM works) ORDER BY id"
    ).fetchall():
        rows = json.loads(before or "{}").get("credits", [])
        found[work] = {row["maker_id"] for row in rows if row["maker_id"]}
    return found


def _works_of(
    db: Database, maker_id: str, names: Names, credited: dict[str, set[str]]
) -> list[str]:
    """Return the works that name her, and those she sent or agreed to that name nobody."""
    hers = {work for work, makers in credited.items() if maker_id in makers}
    rows = db.execute(
        "SELECT id, created_by FROM works"
        " UNION SELECT work_id, given_by FROM consents WHERE work_id IS NOT NULL"
        " UNION SELECT work_id, about FROM consents WHERE work_id IS NOT NULL"
    )
    # In another script it may be somebody else's, whose piece must not go.
    mine = {name.casefold() for name in names.all}
    sent = {
        work
        for work, name in rows.fetchall()
        if name.strip().casefold() in mine and not credited.get(work)
    }
    return sorted(hers | sent)


def _photographs_going(db: Database, work_id: str, uses: frozenset[str]) -> frozenset[str]:
    """Return the ids of the photographs that go, those of the past included."""
    live = db.execute("SELECT id, role FROM photographs WHERE work_id = ?", [work_id]).fetchall()
    past = db.execute(
        "SELECT p.value ->> 'id', p.value ->> 'role' FROM changes,"
        " json_each(before, '$.photographs') AS p WHERE kind = 'work' AND record = :id"
        " UNION SELECT p.value ->> 'id', p.value ->> 'role' FROM changes,"
        " json_each(after, '$.photographs') AS p WHERE kind = 'work' AND record = :id",
        {"id": work_id},
    ).fetchall()
    if "pictures" in uses:
        return frozenset(row[0] for row in [*live, *past])
    if "face" not in uses:
        return frozenset()
    # Of one that is still there its present role counts: it may have been put right.
    here = {photograph for photograph, _ in live}
    roles = [*live, *(row for row in past if row[0] not in here)]
    return frozenset(photograph for photograph, role in roles if role in WITH_PEOPLE)


def _note_shared_pictures(
    db: Database, photographs: Collection[str], undecided: list[Undecided]
) -> None:
    rows = db.execute(
        "SELECT DISTINCT other.work_id FROM photographs AS gone JOIN photographs AS other"
        " ON other.sha256 = gone.sha256 AND other.id NOT IN (SELECT value FROM json_each(:ids))"
        " WHERE gone.id IN (SELECT value FROM json_each(:ids)) ORDER BY 1",
        {"ids": json.dumps(sorted(photographs))},
    )
    undecided += [Undecided("same picture", row[0]) for row in rows.fetchall()]
