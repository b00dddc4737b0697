"""Comparing new photographs with all others: copies, and guesses from labelled neighbours.

What is found is a machine's claim: copies wait for a person on the desk, and
guesses stand among the suggestions, never among what people say.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from sqlite_utils import Database

from archive.derivatives import DerivativeStore
from archive.duplicates import put_duplicates
from archive.features import FEATURES_VERSION, PatternFeatures, read_features, read_keypoints
from archive.home import Home
from archive.loading import load_works
from archive.outbox import Task, TaskKind, begun, done, failed, pending
from archive.picture_records import NEIGHBOURS, PairFound
from archive.records import Suggestion, Work
from archive.suggestions import put_suggestions
from search.visual import NeedsRebuild, Part, VisualIndex, open_index, stored_part
from search.visual.duplicates import DUPLICATES_VERSION, find_duplicates
from search.visual.neighbours import Neighbour, nearest

__all__ = ["compare_photographs"]

_log = logging.getLogger(__name__)

#: Raised by hand whenever other guesses come of the same neighbours.
NEIGHBOURS_VERSION = 1
#: Fields that are guessed.
_FIELDS = ("motif", "technique", "object")
#: Labelled works that are asked, and of these the least that must agree. The likest
#: of a few times as many works are looked through for them.
_ASKED, _AGREEING, _AMONG = 6, 2, 24
#: Likeness below which a work is not asked, and share of the votes beyond what is
#: common anyway from which a guess is worth a person's look. Of 228 drawn pieces,
#: their own motif and stitch left out, 52 of 55 stitches so guessed are right (16 of
#: 16 of the held-out motifs), and the 4 motifs that were guessed at all.
_LEAST_LIKENESS, _LEAST_SHARE = 0.06, 0.6


def compare_photographs(home: Home, db: Database) -> int:
    """Work off every waiting comparison; returns how many photographs were compared.

    Nothing happens while the visual index cannot be used: the tasks wait.
    """
    tasks = pending(db, TaskKind.COMPARE)
    if not tasks:
        return 0
    with suppress(NeedsRebuild):
        comparing = _Comparing(home, db, open_index(home.index / "visual"))
        for task in tasks:
            comparing.compare(task)
        return len(tasks)
    return 0


class _Comparing:
    """One round; the index and the works read stay open over it."""

    def __init__(self, home: Home, db: Database, index: VisualIndex) -> None:
        self._db = db
        self._index = index
        self._store = DerivativeStore(home.derivatives)
        self._works: dict[str, Work] = {}
        self._commons: dict[str, dict[str, float]] = {}

    def compare(self, task: Task) -> None:
        """Compare one photograph, and note why when it cannot be."""
        begun(self._db, task)
        try:
            row = self._photograph(task.record)
            features = read_features(self._store.features(row[0])) if row else None
            if row is not None and features is not None:
                self._find_copies(task.record, row[0], features)
                self._guess(task.record, row[1], features)
        except NeedsRebuild:
            raise
        except Exception as error:
            # Anything at all: one photograph must never keep the others waiting.
            reason = f"{type(error).__name__}: {error}"
            _log.warning("photograph %s: %s", task.record, reason, exc_info=True)
            failed(self._db, task, reason)
            return
        done(self._db, task)

    def _photograph(self, photo: str) -> tuple[str, str] | None:
        sql = "SELECT sha256, work_id FROM photographs WHERE id = ?"
        row: tuple[str, str] | None = self._db.execute(sql, [photo]).fetchone()
        return row

    def _keypoints(self, photo: str) -> PatternFeatures | None:
        row = self._photograph(photo)
        return read_keypoints(self._store.features(row[0])) if row else None

    def _find_copies(self, photo: str, sha256: str, features: PatternFeatures) -> None:
        sql = "SELECT id FROM photographs WHERE sha256 = ? AND id <> ? ORDER BY id"
        same = {row[0] for row in self._db.execute(sql, [sha256, photo]).fetchall()}
        version = f"{DUPLICATES_VERSION}.{FEATURES_VERSION}"
        pairs = [PairFound(other, "same file", 1.0, "copies", version) for other in sorted(same)]
        for copy in find_duplicates(self._index, photo, features, self._keypoints):
            if copy.photo not in same:
                kind = "same photograph"
                pairs.append(PairFound(copy.photo, kind, copy.score, "copies", version))
        put_duplicates(self._db, photo, pairs)

    def _guess(self, photo: str, work: str, features: PatternFeatures) -> None:
        part = stored_part(self._index.snapshot(), photo, features)
        near = nearest(self._index, part, without=work, count=_AMONG)
        near = [each for each in near if each.likeness >= _LEAST_LIKENESS]
        missing = [each.work for each in near if each.work not in self._works]
        self._works |= load_works(self._db, missing)
        guesses = [
            Suggestion(photo, field, concept, score, NEIGHBOURS, _version(part))
            for field in _FIELDS
            for concept, score in _votes(field, near, self._works, self._common(field))
        ]
        put_suggestions(self._db, photo, guesses, model=NEIGHBOURS)

    def _common(self, field: str) -> dict[str, float]:
        """Share of the works with any word in a field that have each one."""
        if field not in self._commons:
            rows = self._db.execute(
                "SELECT concept_id, count(DISTINCT work_id) FROM statements"
                " WHERE field = ? AND concept_id IS NOT NULL GROUP BY concept_id",
                [field],
            ).fetchall()
            total = self._db.execute(
                "SELECT count(DISTINCT work_id) FROM statements"
                " WHERE field = ? AND concept_id IS NOT NULL",
                [field],
            ).fetchone()[0]
            self._commons[field] = {concept: count / total for concept, count in rows}
        return self._commons[field]


def _version(part: Part) -> str:
    """Name the code and the model, so that another model's guesses are asked about again."""
    model = part.embedding.model[:12] if part.embedding else "none"
    return f"{NEIGHBOURS_VERSION}.{FEATURES_VERSION}+{model}"


def _votes(
    field: str, near: Sequence[Neighbour], works: dict[str, Work], common: dict[str, float]
) -> list[tuple[str, float]]:
    """Concepts that the nearest labelled works agree on, with the share of their votes.

    Of that share and what is left to 1, what the word has anyway is taken away:
    a word that everything bears is no guess.
    """
    votes: dict[str, float] = defaultdict(float)
    agreeing: dict[str, int] = defaultdict(int)
    total, asked = 0.0, 0
    for each in near:
        concepts = {s.concept for s in works[each.work].said(field) if s.concept}
        if concepts and asked < _ASKED:
            asked += 1
            total += each.likeness
            for concept in concepts:
                votes[concept] += each.likeness
                agreeing[concept] += 1
    shares = {}
    for concept in votes:
        anyway = common.get(concept, 0.0)
        if agreeing[concept] >= _AGREEING and anyway < 1:
            shares[concept] = round((votes[concept] / total - anyway) / (1 - anyway), 3)
    likely = [(concept, share) for concept, share in shares.items() if share >= _LEAST_SHARE]
    return sorted(likely, key=lambda item: (-item[1], item[0]))
