"""Keeping the indexes equal to the catalogue: what changed, or everything anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlite_utils import Database

from archive.clock import today
from archive.database import transaction
from archive.derivatives import DerivativeStore
from archive.errors import Conflict
from archive.features import Embedding, read_embedding, read_features
from archive.home import Home
from archive.loading import load_works
from archive.outbox import Task, TaskKind, enqueue, pending
from archive.records import State, Work
from archive.vocabulary import Vocabulary
from archive.vocabulary.stored import load_vocabulary
from search.documents import documents_of
from search.facets import FacetStore
from search.text import TextDocument, TextIndex
from search.visual import NeedsRebuild, Picture, VisualIndex, create_index, open_index

__all__ = [
    "IndexPaths",
    "index_drift",
    "index_problems",
    "rebuild_indexes",
    "rebuild_without_traces",
    "refresh_indexes",
]

_GROUP = 200
_BUSY_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class IndexPaths:
    """The three indexes of a home."""

    home: Home

    @property
    def text(self) -> TextIndex:
        """Words."""
        return TextIndex(self.home.index / "text")

    @property
    def facets(self) -> FacetStore:
        """Counts."""
        return FacetStore(self.home.index / "facets.sqlite3")

    @property
    def lock(self) -> FileLock:
        """Held by the one process that refreshes."""
        return FileLock(self.home.index / "refresh.lock")

    def visual(self) -> VisualIndex | None:
        """Pictures; ``None`` when the index must be built anew."""
        try:
            return open_index(self.home.index / "visual")
        except NeedsRebuild:
            return None


def index_problems(home: Home, *, is_thorough: bool = False) -> dict[str, str]:
    """Return what is wrong with each index that cannot answer; empty when all can.

    Parameters
    ----------
    is_thorough
        Whether to compare every byte of the text index, not only sizes.
    """
    paths = IndexPaths(home)
    problems = {}
    state = paths.text.state(is_thorough=is_thorough)
    if not state.is_ready:
        problems["text"] = f"{state.condition}: {state.reason}"
    if not paths.facets.is_ready():
        problems["facets"] = "missing, damaged or of another version"
    try:
        open_index(home.index / "visual")
    except NeedsRebuild as error:
        problems["visual"] = str(error)
    return problems


def refresh_indexes(home: Home, db: Database) -> int:
    """Bring every index up to date with the outbox; returns how many works changed.

    An index that cannot be updated is built anew. Safe to call from several
    processes: one works, the others wait for it and then find nothing to do.
    """
    home.index.mkdir(parents=True, exist_ok=True)
    with IndexPaths(home).lock:
        if index_problems(home):
            return _rebuild(home, db)
        tasks = pending(db, TaskKind.INDEX)
        for start in range(0, len(tasks), _GROUP):
            _refresh_group(home, db, tasks[start : start + _GROUP])
        return len(tasks)


def rebuild_indexes(home: Home, db: Database) -> int:
    """Build every index anew from the catalogue; returns how many works there are."""
    home.index.mkdir(parents=True, exist_ok=True)
    with IndexPaths(home).lock:
        return _rebuild(home, db)


def rebuild_without_traces(home: Home, db: Database) -> int:
    """Build every index anew and leave nothing of the old ones in their files.

    Raises
    ------
    Conflict
        When somebody keeps reading an old state; it has to be tried again.
    """
    home.index.mkdir(parents=True, exist_ok=True)
    with IndexPaths(home).lock:
        works = _rebuild(home, db)
        for path in sorted(home.index.rglob("*.sqlite3")):
            _compact(path)
        return works


def _compact(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)) as index:
        index.execute("PRAGMA secure_delete = ON")
        index.execute("PRAGMA temp_store = MEMORY")
        index.execute("VACUUM")
        (is_busy, _, _) = index.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise Conflict(f"{path} is being read and could not be written anew")


def _refresh_group(home: Home, db: Database, tasks: list[Task]) -> None:
    paths = IndexPaths(home)
    vocabulary = load_vocabulary(db)
    works = load_works(db, [task.record for task in tasks])
    documents = list(_documents(works.values(), vocabulary))
    gone = {task.record for task in tasks} - {document.work for document in documents}
    paths.text.update(documents, gone)
    paths.facets.update(documents, vocabulary, gone)
    visual = paths.visual()
    if visual is not None:
        _refresh_visual(visual, home, {task.record for task in tasks}, works)
    _finish(db, tasks)


def _finish(db: Database, tasks: list[Task]) -> None:
    """Only now, after every index has it: doing it twice does no harm, losing it would."""
    with transaction(db):
        for task in tasks:
            db.execute("DELETE FROM outbox WHERE number = ?", [task.number])


def _documents(works: Iterable[Work], vocabulary: Vocabulary) -> Iterator[TextDocument]:
    on = today()
    for work in works:
        yield from documents_of(work, vocabulary, on)


def _refresh_visual(
    visual: VisualIndex, home: Home, touched: set[str], works: dict[str, Work]
) -> None:
    entries = list(_pictures(home, works.values()))
    visual.remove_many(visual.photos_of(touched) - {picture.photo for picture in entries})
    visual.put_many(entries)


def _pictures(home: Home, works: Iterable[Work]) -> Iterator[Picture]:
    """Yield the photographs whose features are there; the others come when they are."""
    store = DerivativeStore(home.derivatives)
    for work in works:
        if work.state is State.WITHDRAWN:
            continue
        for photograph in work.photographs:
            features = read_features(store.features(photograph.sha256))
            if features is not None:
                vectors = _embedding(store, photograph.sha256)
                yield Picture(photograph.id, work.id, features, vectors)


def _embedding(store: DerivativeStore, sha256: str) -> Embedding | None:
    """Read the latest vectors of a photograph; which model is in use is not known here."""
    for model in store.models(sha256):
        found = read_embedding(store.embedding(sha256, model), model)
        if found is not None:
            return found
    return None


def _rebuild(home: Home, db: Database) -> int:
    paths = IndexPaths(home)
    ids = [row[0] for row in db.execute("SELECT id FROM works ORDER BY rowid").fetchall()]
    # Each index is replaced as a whole, one after the other. Stopped between
    # two of them, the next start finds every work still to be indexed.
    with transaction(db):
        for work in ids:
            enqueue(db, TaskKind.INDEX, work)
        tasks = pending(db, TaskKind.INDEX)
    vocabulary = load_vocabulary(db)
    paths.text.rebuild(_documents(_all_works(db, ids), vocabulary))
    paths.facets.rebuild(_documents(_all_works(db, ids), vocabulary), vocabulary)
    create_index(home.index / "visual", _pictures(home, _all_works(db, ids)))
    _finish(db, tasks)
    return len(ids)


def _all_works(db: Database, ids: list[str]) -> Iterator[Work]:
    for start in range(0, len(ids), _GROUP):
        yield from load_works(db, ids[start : start + _GROUP]).values()


def index_drift(home: Home, db: Database) -> Iterator[tuple[str, str]]:
    """Yield (work, what is wrong) wherever an index and the catalogue disagree.

    Only which works and photographs each holds is compared, not their words.
    """
    if index_problems(home):
        return
    paths = IndexPaths(home)
    rows = db.execute("SELECT id, listed FROM works WHERE state <> 'withdrawn'").fetchall()
    # What researchers may see follows from more than is written in a row.
    expected = {"desk": {row[0] for row in rows}, "public": {row[0] for row in rows if row[1]}}
    for audience, works in expected.items():
        found = paths.text.search("", audience=audience, limit=0).works
        for name, held in (("text", set(found)), ("facets", set(paths.facets.works(audience)))):
            for work in sorted(works ^ held):
                yield work, f"the {name} index and the catalogue disagree on it ({audience})"
    yield from _visual_drift(home, db, paths)


def _visual_drift(home: Home, db: Database, paths: IndexPaths) -> Iterator[tuple[str, str]]:
    visual = paths.visual()
    if visual is None:
        return
    store = DerivativeStore(home.derivatives)
    rows = db.execute(
        "SELECT photographs.id, work_id, sha256 FROM photographs JOIN works ON works.id = work_id"
        " WHERE state <> 'withdrawn'"
    ).fetchall()
    expected = {photo: work for photo, work, sha in rows if store.features(sha).is_file()}
    held = visual.photos()
    for photo in sorted(expected.keys() ^ held):
        yield expected.get(photo, photo), f"the visual index disagrees on photograph {photo}"
