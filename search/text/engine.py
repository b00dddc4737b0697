"""The edge to Whoosh: the only module that knows its types.

Whoosh keeps the postings; matching and ranking are ours (``evaluate.py``). Its
own matchers walk documents one by one in Python, and some of its prefix
queries never end.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats, index, writing
from whoosh.codec import default_codec
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader, TermNotFound

__all__ = [
    "CommitHook",
    "IndexWriter",
    "SegmentFile",
    "create",
    "generation_of",
    "live_count",
    "open_segment",
    "segment_names",
]

#: Called with the name of the table of contents about to appear.
CommitHook = Callable[[str], None]

POSITIONED = ("title", "maker", "concept", "place", "description", "identifier")
PLAIN = ("whole", "spelling", "pinyin", "key")
_INDEX_NAME = "MAIN"
#: Memory for sorting before it goes to disk in between; a village's computer
#: has 2 GB.
_POOL_MB = 128
_PLACE_TYPECODE = "I"
_PLACE_BYTES = array(_PLACE_TYPECODE).itemsize


class _Rows(fields.FieldType):  # type: ignore[misc]  # whoosh is untyped
    """A field whose terms were already made, so Whoosh analyses nothing."""

    def __init__(self, *, has_places: bool) -> None:
        self.has_places = has_places
        self.format = formats.Format() if has_places else formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield term, frequency, weight and payload of each prepared term."""
        if not self.has_places:
            for term in value:
                yield term.encode(), 1, 1.0, b""
            return
        for term, places in value.items():
            yield term.encode(), len(places), 1.0, array(_PLACE_TYPECODE, places).tobytes()


def _schema() -> Any:
    return fields.Schema(
        work=fields.COLUMN(columns.VarBytesColumn()),
        updated=fields.COLUMN(columns.NumericColumn("q")),
        **{name: _Rows(has_places=True) for name in POSITIONED},
        **{name: _Rows(has_places=False) for name in PLAIN},
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
        # We keep no field lengths; asked to look for them, Whoosh calls stat()
        # once for every posting, which is a third of the building time.
        codec.length_stats = False
        self._writer: Any = writing.SegmentWriter(opened, limitmb=_POOL_MB, codec=codec)
        reader = self._writer.reader()
        # A fresh index answers with an EmptyReader that has no postings.
        self._leaves = reader.leaf_readers() if self._writer.segments else []
        self._reader = reader

    def delete(self, key: str) -> None:
        """Delete all committed documents that carry ``key``."""
        for leaf, base in self._leaves:
            if ("key", key.encode()) in leaf:
                for number in leaf.postings("key", key.encode()).all_ids():
                    self._writer.delete_document(base + number)

    def add(self, work: str, updated: int, rows: dict[str, Any]) -> None:
        """Add a document: terms with places as a dict, without as a set."""
        self._writer.add_document(work=work.encode(), updated=updated, **rows)

    def commit(self) -> None:
        """Make everything visible in one step."""
        self._reader.close()
        self._writer.commit(mergetype=_merge_by_size)

    def cancel(self) -> None:
        """Forget everything since the start."""
        self._reader.close()
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


class SegmentFile:
    """One immutable part of the index, opened for reading. Not thread-safe."""

    def __init__(self, reader: Any) -> None:
        segment = reader.segment()
        self.size = int(segment.doc_count_all())
        self._reader = reader
        # Straight from the codec: the reader's own postings leave deleted
        # documents out, and could not be kept when others are deleted.
        self._terms = reader.codec().terms_reader(reader.storage(), segment)

    def works(self) -> list[str]:
        """Return the work id of every document."""
        column = self._reader.column_reader("work", translate=False)
        return [bytes(column[number]).decode() for number in range(self.size)]

    def updated(self) -> list[int]:
        """Return the time of change of every document, in microseconds."""
        column = self._reader.column_reader("updated", translate=False)
        return [int(column[number]) for number in range(self.size)]

    def _matcher(self, field: str, term: str) -> Any:
        format_ = self._reader.schema[field].format
        try:
            return self._terms.matcher(field, term.encode(), format_)
        except TermNotFound:
            return None

    def documents(self, field: str, term: str) -> list[int]:
        """Return the documents that have ``term``, ascending, deleted or not."""
        matcher = self._matcher(field, term)
        return list(matcher.all_ids()) if matcher else []

    def places(self, field: str, term: str) -> tuple[list[int], list[int], bytes]:
        """Return where ``term`` stands.

        Returns
        -------
        tuple
            The documents, how many places each has, and all the places one
            after another as native unsigned 32-bit integers.
        """
        numbers, payloads = [], []
        matcher = self._matcher(field, term)
        while matcher and matcher.is_active():
            numbers.append(matcher.id())
            payloads.append(matcher.value())
            matcher.next()
        counts = [len(payload) // _PLACE_BYTES for payload in payloads]
        return numbers, counts, b"".join(payloads)

    def with_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """Return up to ``limit`` terms that start with ``prefix``, in order."""
        start = prefix.encode()
        rows = takewhile(
            lambda row: row[0] == field and row[1].startswith(start),
            self._terms.terms_from(field, start),
        )
        return [term.decode() for _, term in islice(rows, limit)]

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._reader.close()


def segment_names(folder: Path, generation: int) -> dict[str, frozenset[int]]:
    """Return each segment's name and its deleted documents."""
    toc = _read_toc(folder, generation)
    return {one.segment_id(): frozenset(one.deleted_docs()) for one in toc.segments}


def live_count(folder: Path, generation: int) -> int:
    """Return how many documents are not deleted."""
    return sum(int(one.doc_count()) for one in _read_toc(folder, generation).segments)


def open_segment(folder: Path, generation: int, name: str) -> SegmentFile:
    """Open one segment by its name."""
    toc = _read_toc(folder, generation)
    segment = next(one for one in toc.segments if one.segment_id() == name)
    return SegmentFile(SegmentReader(_Storage(folder), toc.schema, segment))


def _read_toc(folder: Path, generation: int) -> Any:
    return index.TOC.read(_Storage(folder), _INDEX_NAME, gen=generation, schema=_schema())
