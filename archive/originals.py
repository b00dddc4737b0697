"""Photographs as they came in: named by SHA-256, written once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.durable import write_durably
from archive.errors import ArchiveError

__all__ = ["TAKING_OUT_PHOTOGRAPH", "OriginalStore", "digest_of", "needed_originals"]

#: What the log calls it when one of two pictures of a work that are the same goes.
TAKING_OUT_PHOTOGRAPH = "take out photograph"

_CHUNK_BYTES = 1 << 20
_DIGEST_LENGTH = 64


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, 64 lower-case hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def needed_originals(db: Database) -> set[str]:
    """Return the digests of all originals that must be kept.

    These are the photographs of works, what consents were given on or by, those
    that taking an import back would bring again, and those that were taken out of
    a work because it has the same picture twice.
    """
    rows = db.execute(
        "SELECT sha256 FROM photographs UNION"
        " SELECT evidence FROM consents WHERE evidence IS NOT NULL UNION"
        " SELECT photograph.value ->> 'sha256' FROM changes"
        " JOIN imports ON imports.id = import_id AND undone_at IS NULL,"
        " json_each(before, '$.photographs') AS photograph"
        " WHERE changes.kind = 'work' AND before IS NOT NULL UNION"
        " SELECT photograph.value ->> 'sha256' FROM changes,"
        " json_each(before, '$.photographs') AS photograph"
        " WHERE changes.kind = 'work' AND action = ?",
        [TAKING_OUT_PHOTOGRAPH],
    )
    return {row[0] for row in rows.fetchall()}


@dataclass(frozen=True, slots=True)
class OriginalStore:
    """The folder of originals, two levels deep: ``ab/cd/abcd...``.

    Parameters
    ----------
    folder
        ``originals/`` of a home.
    """

    folder: Path

    def path(self, sha256: str) -> Path:
        """Return where the original with this digest lies or would lie.

        Raises
        ------
        ValueError
            When ``sha256`` is not 64 lower-case hex digits, so that nothing
            from outside can name another file.
        """
        if len(sha256) != _DIGEST_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def store(self, content: bytes) -> str:
        """Keep ``content`` and return its digest; a second time changes nothing.

        The bytes are on the disk, fsynced, before this returns.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if not (target.is_file() and target.stat().st_size == len(content)):
            write_durably(target, content, mode=0o444)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the bytes of an original.

        Raises
        ------
        ArchiveError
            When it is missing or cannot be read.
        """
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"original {sha256[:12]}… cannot be read: {error.strerror}",
                hint="run xiupu verify, then restore it from a backup",
            ) from error

    def remove(self, sha256: str) -> None:
        """Delete an original nobody refers to; nothing happens when it is gone."""
        self.path(sha256).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Yield the digests of all stored originals, sorted."""
        for path in sorted(self.folder.glob("??/??/*")):
            if len(path.name) == _DIGEST_LENGTH:
                yield path.name
