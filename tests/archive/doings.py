"""Things people do to an archive, for tests that do many of them in any order."""

from __future__ import annotations

import json
from collections import defaultdict

from archive.arranging import Place, arrange_collection, put_wholes
from archive.changes import change
from archive.consent.consenting import add_consent, withdraw_consents
from archive.database import rehearsal
from archive.drafts import CreditDraft
from archive.editing import DESK, correct_makers, edit_work, take_out_statement
from archive.errors import ArchiveError
from archive.history import events_of, latest_event
from archive.history.contradicted import statement_key
from archive.history.restoring import restore
from archive.imports import Counts, finish_import, start_import, undo_import
from archive.loading import load_work
from archive.occurrences import (
    OccurrenceDraft,
    add_occurrence,
    bring_back_occurrence,
    take_back_occurrence,
    taken_back_occurrences,
)
from archive.record_statements import Telling, put_work_statements
from archive.records import Consent, PartOf, SaleLink, Scope, Statement
from archive.rows import is_same_work, snapshot_work
from archive.takedown import keep_closed, open_again, put_back, take_down
from archive.wording import Wording
from archive.works import publish_work, put_work, remove_work
from tests.making import HANDMADE, agreed, draft, jpeg

_COLOURS = {name: jpeg(name) for name in ("red", "blue", "lime")}
_WORDS = ("蝶帽", "龙帽", "鱼帽")
_PEOPLE = ("李阿姨", "龙奶奶", "石阿婆")
_LINK = SaleLink("https://weidian.com/item.html?itemID=1", "weidian")


class World:
    """An archive with a few works, and what it looked like after each thing that was done."""

    def __init__(self, db, originals, random):
        self.db, self.originals, self.random = db, originals, random
        self.seen = {}
        for content in _COLOURS.values():
            originals.store(content)

    def all_taken_back(self):
        """Do what is inside for real, and leave the archive as it was."""
        return rehearsal(self.db)

    def live(self, names):
        """Do these things; returns every state of every work by its id and last event."""
        for name in names:
            try:
                DOINGS[name](self)
            except ArchiveError:
                # Refused, and so nothing happened.
                continue
            for work in self.every_work():
                self.seen[work, latest_event(self.db, "work", work)] = snapshot_work(self.db, work)
        return self.seen

    def every_work(self):
        """Return the ids of all works there ever were."""
        rows = self.db.execute("SELECT DISTINCT record FROM changes WHERE kind = 'work' ORDER BY 1")
        return [row[0] for row in rows.fetchall()]

    def work(self):
        """Return one of the works there are."""
        found = [row[0] for row in self.db.execute("SELECT id FROM works ORDER BY id").fetchall()]
        return self.random.choice([*found, "000000"][: len(found) or 1])

    def one(self, values):
        """Return one of some values."""
        return self.random.choice(list(values))

    def assert_chain(self, work):
        """Every event begins where the one before it ended."""
        rows = self.db.execute(
            "SELECT before, after FROM changes WHERE kind = 'work' AND record = ? ORDER BY id",
            [work],
        ).fetchall()
        states = defaultdict(lambda: None, {})
        for before, after in rows:
            left = states["left"]
            assert (before is None) == (left is None)
            assert before is None or is_same_work(json.loads(before), json.loads(left))
            states["left"] = after


def some_draft(world):
    """Return a draft of one of three works, with something of everything."""
    said = (Statement("title", "clerk", "2026-01-01", world.one(_WORDS), "zh"), HANDMADE)
    people = world.random.sample(_PEOPLE, world.one((0, 1, 2)))
    wholes = [row[0] for row in world.db.execute("SELECT id FROM works ORDER BY id").fetchall()]
    return draft(
        *world.random.sample(list(_COLOURS.values()), world.one((1, 2))),
        identifier=world.one("123"),
        statements=said[: world.one((1, 2))],
        credits=tuple(CreditDraft(name=Wording(name)) for name in people),
        consent=world.one((None, agreed("pictures"), agreed("pictures", "name"))),
        sale_links=world.one(((), (_LINK,))),
        collections=world.one(((), ("caps",), ("caps", "spring"))),
        part_of=tuple(PartOf(whole) for whole in wholes[: world.one((0, 0, 1))]),
        publish=world.one((True, False)),
    )


def _in_change(action, import_id=None):
    def do(world):
        with change(world.db, world.one(_PEOPLE), import_id=import_id) as this:
            action(world, this)

    return do


def _import(world):
    number = start_import(world.db, "clerk", "works.csv")
    for _ in range(world.one((1, 2))):
        _in_change(lambda w, this: put_work(this, some_draft(w)), number)(world)
    finish_import(world.db, number, Counts(added=1))


def _undo(world):
    numbers = [row[0] for row in world.db.execute("SELECT id FROM imports").fetchall()]
    undo_import(world.db, "clerk", world.one(numbers or [1]))


def _edit(world, this):
    text = world.one(_WORDS)
    said = Statement("title", this.who, this.on, text, "zh", origin=DESK)
    edit_work(this, world.work(), (said,)[: world.one((0, 1))])


def _take_out(world, this):
    work = world.work()
    said = world.one(load_work(world.db, work).statements or [HANDMADE])
    take_out_statement(this, work, statement_key(said), "it is wrong")


def _restore(world, this):
    work = world.one([*world.every_work(), "000000"])
    numbers = [event.number for event in events_of(world.db, "work", work)]
    restore(
        this,
        work,
        world.one([*numbers, 0]),
        "as it was",
        originals=world.originals,
        with_credits=world.one((True, False)),
    )


def _join(world, this):
    put_wholes(this, world.work(), [PartOf(world.work(), "the left sleeve")])


def _consent(world, this):
    uses = frozenset(world.random.sample(("pictures", "name", "sale"), 2))
    add_consent(this, world.work(), Consent(world.one(_PEOPLE), "voice", "2026-01-01", uses))


def _say(world, this):
    said = Statement("handmade", this.who, this.on, world.one(("all", "no")), origin=DESK)
    put_work_statements(this, world.work(), Telling((said,), frozenset({"handmade"})))


def _arrange(world, this):
    arrange_collection(this, "caps", [Place(world.work(), world.one(("", "for its colours")))])


def _mark(world, this):
    photographs = load_work(world.db, world.work()).photographs
    region = (world.one(range(20)), 0, 9, 9)
    concept = f"motif/{world.one(('bird', 'fish'))}"
    draft_ = OccurrenceDraft(world.one(photographs).id, region, concept)
    add_occurrence(this, draft_, word_of=world.one(_PEOPLE))


def _unmark(world, this):
    work = world.work()
    marked = [each.id for each in load_work(world.db, work).occurrences]
    take_back_occurrence(this, work, world.one(marked or ["000000"]), "it is none")


def _mark_again(world, this):
    work = world.work()
    gone = [each.id for each in taken_back_occurrences(world.db, work)]
    bring_back_occurrence(this, work, world.one(gone or ["000000"]))


DOINGS = {
    "put": _in_change(lambda world, this: put_work(this, some_draft(world))),
    "import": _import,
    "undo": _undo,
    "publish": _in_change(lambda world, this: publish_work(this, world.work())),
    "consent": _in_change(_consent),
    "withdraw": _in_change(lambda world, this: withdraw_consents(this, world.work(), "she asked")),
    "edit": _in_change(_edit),
    "take out": _in_change(_take_out),
    "correct": _in_change(
        lambda w, this: correct_makers(this, w.work(), [w.one(_PEOPLE)], "she says so")
    ),
    "remove": _in_change(lambda world, this: remove_work(this, world.work(), "not ours")),
    "restore": _in_change(_restore),
    "take down": _in_change(
        lambda w, this: take_down(this, w.work(), w.one(list(Scope)), "the family asks")
    ),
    "put back": _in_change(lambda world, this: put_back(this, world.work(), "they agree now")),
    "close": _in_change(
        lambda world, this: keep_closed(this, world.work(), "2999-01-01", "not yet")
    ),
    "open": _in_change(lambda world, this: open_again(this, world.work(), "now")),
    "say": _in_change(_say),
    "arrange": _in_change(_arrange),
    "join": _in_change(_join),
    "mark": _in_change(_mark),
    "unmark": _in_change(_unmark),
    "mark again": _in_change(_mark_again),
}
