"""Originals whose files hold a name that has been taken back, made anew without it."""

from __future__ import annotations

import io
import logging
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PIL import Image
from sqlite_utils import Database

from archive.changes import change
from archive.erasing.names import Names
from archive.erasing.replacing import Replacement, replace_original
from archive.errors import ArchiveError, BadInput
from archive.home import Home
from archive.originals import OriginalStore, digest_of
from ingest.jpeg_segments import metadata_of, without_metadata
from ingest.pictures import decode, decode_array, read_header

__all__ = ["Cleaned", "clean_originals", "cleaned", "says"]

_log = logging.getLogger(__name__)
_ORIENTATION = 0x0112
_JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture file without words.

    Parameters
    ----------
    media_type
        As before where the coded pixels could be kept; else ``image/png``.
    """

    content: bytes
    media_type: str


def clean_originals(
    home: Home, db: Database, names: Names, works: Collection[str] | None = None
) -> int:
    """Replace every original that holds one of the names; returns how many.

    A JPEG keeps its coded pixels, every other picture each pixel, in a new file
    without metadata. Where and with what it was taken stays in the record. One that
    is damaged and cannot be read any more is deleted.

    Parameters
    ----------
    works
        Whose photographs are looked at; ``None`` for all.
    """
    store = OriginalStore(home.originals)
    replaced = 0
    for sha256 in _digests(db, works):
        try:
            content = store.read(sha256)
        except ArchiveError:
            continue  # Missing: told by xiupu verify, and nothing is left to clean.
        if not says(content, names):
            continue
        try:
            clean = cleaned(content, names)
        except BadInput:
            if digest_of(store.path(sha256)) == sha256:
                raise
            # Spoilt on the disk: no pixel to keep, and waiting for it would keep
            # everything else that was taken back from being deleted.
            store.remove(sha256)
            _log.warning("original %s is damaged and held a name; it is deleted", sha256)
            continue
        new = Replacement(sha256, store.store(clean.content), clean.media_type, len(clean.content))
        with change(db, "") as this:
            replace_original(this, new)
        replaced += 1
    return replaced


def says(content: bytes, names: Names) -> bool:
    """Say whether a picture's file holds one of the names beside its pixels."""
    try:
        return names.is_in_bytes(metadata_of(content))
    except ValueError:
        return names.is_in_bytes(content) or names.is_in_bytes(_unpacked(content))


def cleaned(content: bytes, names: Names) -> Cleaned:
    """Return a picture that looks the same to the last pixel and says nothing.

    Raises
    ------
    BadInput
        When it cannot be decoded at all.
    """
    if read_header(content).media_type == _JPEG:
        try:
            bare = without_metadata(content, exif=_turned_as(content))
        except ValueError:
            bare = b""
        if bare and not says(bare, names) and _looks_the_same(content, bare):
            return Cleaned(bare, _JPEG)
    picture, stream = decode(content), io.BytesIO()
    # In sRGB now; Pillow would write the old file's profile and words into the new one.
    picture.info.clear()
    picture.save(stream, "PNG")
    return Cleaned(stream.getvalue(), "image/png")


def _digests(db: Database, works: Collection[str] | None) -> list[str]:
    rows = db.execute("SELECT DISTINCT sha256, work_id FROM photographs ORDER BY 1").fetchall()
    return list(dict.fromkeys(sha for sha, work in rows if works is None or work in works))


def _turned_as(content: bytes) -> bytes:
    orientation = read_header(content).orientation
    if orientation == 1:
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    return exif.tobytes()


def _looks_the_same(content: bytes, bare: bytes) -> bool:
    try:
        return np.array_equal(decode_array(content), decode_array(bare))
    except BadInput:
        return False


def _unpacked(content: bytes) -> bytes:
    """Return what Pillow finds beside the pixels; texts of a PNG may lie packed in it."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            facts = image.info
    except Exception:  # Damaged bytes make the decoders raise nearly anything.
        return b""
    parts = (value if isinstance(value, bytes) else str(value).encode() for value in facts.values())
    return b"\n".join(parts)
