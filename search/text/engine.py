"""The index as Whoosh keeps it: fields, folder, and one commit at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats, index, query, writing
from whoosh.codec import default_codec
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

__all__ = [
    "CommitHook",
    "IndexWriter",
    "create",
    "generation_of",
    "live_count",
    "open_reader",
    "segment_names",
]

#: Called with the name of the table of contents about to appear.
CommitHook = Callable[[str], None]

RANKED = ("text", "title", "maker", "concept", "place", "description", "identifier")
PLAIN = ("whole", "spelling", "pinyin", "key")
_INDEX_NAME = "MAIN"
#: Memory for sorting before it goes to disk in between; a village's computer
#: has 2 GB.
_POOL_MB = 128


class _Rows(fields.FieldType):  # type: ignore[misc]  # whoosh is untyped
    """A field whose terms were already made, so Whoosh analyses nothing."""

    def __init__(self, *, is_ranked: bool) -> None:
        self.scorable = is_ranked
        self.format = formats.Positions() if is_ranked else formats.Existence()
        self.analyzer = None
        self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield term, frequency, weight and payload of each prepared term."""
        if not self.scorable:
            for term in value:
                yield term.encode(), 1, 1.0, b""
            return
        for term, (weight, places) in value.items():
            yield term.encode(), len(places), weight, self.format.encode(places)


def _schema() -> Any:
    return fields.Schema(
        work=fields.COLUMN(columns.VarBytesColumn()),
        updated=fields.COLUMN(columns.NumericColumn("q")),
        **{name: _Rows(is_ranked=True) for name in RANKED},
        **{name: _Rows(is_ranked=False) for name in PLAIN},
    )


class _Storage(FileStorage):  # type: ignore[misc]  # whoosh is untyped
    """A folder that settles everything on disk before a commit shows."""

    def __init__(self, folder: Path, before_commit: CommitHook | None = None) -> None:
        super().__init__(str(folder), readonly=before_commit is None)
        self._before_commit = before_commit

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename; a table of contents only after the hook has run."""
        if self._before_commit is not None and newname.endswith(".toc"):
            self._before_commit(oldname)
        super().rename_file(oldname, newname, safe=safe)


def generation_of(name: str) -> int:
    """Return the generation a table of contents' file name carries, or -1."""
    found = index.TOC._pattern(_INDEX_NAME).match(name)
    return int(found[1]) if found else -1


def create(folder: Path, before_commit: CommitHook) -> None:
    """Write an empty index into ``folder``, which exists and is empty."""
    index.FileIndex.create(_Storage(folder, before_commit), _schema(), _INDEX_NAME)


class IndexWriter:
    """One commit in the making; leaves the index as it was unless committed."""

    def __init__(self, folder: Path, before_commit: CommitHook) -> None:
        storage = _Storage(folder, before_commit)
        opened = index.FileIndex(storage, _schema(), _INDEX_NAME)
        codec = default_codec()
        # The shortest text of each block, for skipping blocks, which we never
        # do; asked to note it, Whoosh calls stat() once for every posting,
        # which is a third of the building time.
        codec.length_stats = False
        self._writer: Any = writing.SegmentWriter(opened, limitmb=_POOL_MB, codec=codec)
        self._searcher = self._writer.searcher()

    def delete(self, key: str) -> None:
        """Delete all committed documents that carry ``key``."""
        self._writer.delete_by_query(query.Term("key", key), searcher=self._searcher)

    def add(self, work: str, updated: int, rows: dict[str, Any]) -> None:
        """Add a document: the rows of :func:`~search.text.analysis.rows_of`."""
        self._writer.add_document(work=work.encode(), updated=updated, **rows)

    def commit(self) -> None:
        """Make everything visible in one step."""
        self._searcher.close()
        self._writer.commit(mergetype=_merge_by_size)

    def cancel(self) -> None:
        """Forget everything since the start."""
        self._searcher.close()
        self._writer.cancel()


def _merge_by_size(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge small segments so that few remain and big ones are seldom copied.

    Whoosh's own rule lets their number grow without bound under many small
    commits. Ours keeps each one at least twice as big as all smaller ones
    together, and drops segments in which nothing lives.
    """
    kept: list[Any] = []
    merged = 1
    for segment in sorted(segments, key=lambda one: int(one.doc_count())):
        if segment.doc_count() == 0:
            continue
        if segment.doc_count() > 2 * merged and segment.doc_count() * 2 > segment.doc_count_all():
            kept.append(segment)
            continue
        merged += segment.doc_count()
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept


def segment_names(folder: Path, generation: int) -> list[str]:
    """Return the name of each segment."""
    return [one.segment_id() for one in _read_toc(folder, generation).segments]


def live_count(folder: Path, generation: int) -> int:
    """Return how many documents are not deleted."""
    return sum(int(one.doc_count()) for one in _read_toc(folder, generation).segments)


def open_reader(folder: Path, generation: int) -> Any:
    """Open one generation for reading."""
    toc = _read_toc(folder, generation)
    storage = _Storage(folder)
    return index.FileIndex._reader(storage, toc.schema, toc.segments, generation)


def _read_toc(folder: Path, generation: int) -> Any:
    return index.TOC.read(_Storage(folder), _INDEX_NAME, gen=generation, schema=_schema())
