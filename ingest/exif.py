"""What a photograph's file says of itself, public and private apart.

ExifRead reads the tags. The day and the camera become statements with the
camera as speaker; position, serial numbers and names go into the private part.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass, field
from datetime import datetime

import exifread

from archive.clock import today
from archive.records import Statement
from ingest.pictures import exif_block

__all__ = ["FileSays", "read_exif"]

# Tags that tell where somebody was, which very device it was or whose.
_PRIVATE = re.compile(
    r"GPS|Serial|Owner|Artist|Copyright|HostComputer|ImageUniqueID|UserComment|XPAuthor|BodyNumber",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})[:\-](\d{2})[:\-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")
_LONGEST_VALUE = 400

logging.getLogger("exifread").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class FileSays:
    """The two parts of a file's own words.

    Parameters
    ----------
    statements
        ``taken`` (local time, ISO 8601 without zone) and ``camera``.
    private
        Tag name to text; never shown, never exported.
    """

    statements: tuple[Statement, ...] = ()
    private: dict[str, str] = field(default_factory=dict)


def read_exif(content: bytes) -> FileSays:
    """Read a picture's EXIF; a file without any, or with damaged tags, says nothing."""
    try:
        # ExifRead finds no EXIF in a WebP or HEIC as phones write them; Pillow does.
        block = exif_block(content) or content
        tags = exifread.process_file(io.BytesIO(block), details=False)
        texts = {name: str(value).strip("\x00 ") for name, value in tags.items()}
    except Exception:
        return FileSays()
    texts = {name: text[:_LONGEST_VALUE] for name, text in texts.items() if text}
    private = {name: text for name, text in texts.items() if _PRIVATE.search(name)}
    return FileSays(tuple(_statements(texts)), dict(sorted(private.items())))


def _statements(texts: dict[str, str]) -> list[Statement]:
    camera = _camera(texts)
    speaker = camera or "camera"
    found = []
    if taken := _taken(texts):
        found.append(_statement("taken", taken, speaker))
    if camera:
        found.append(_statement("camera", camera, speaker))
    return found


def _statement(field_: str, text: str, speaker: str) -> Statement:
    return Statement(field=field_, speaker=speaker, said_on=today(), text=text, origin="camera")


def _taken(texts: dict[str, str]) -> str | None:
    for tag in ("EXIF DateTimeOriginal", "EXIF DateTimeDigitized", "Image DateTime"):
        match = _DATE.match(texts.get(tag, ""))
        if match is None:
            continue
        try:
            return datetime(*map(int, match.groups())).isoformat()  # type: ignore[arg-type]
        except ValueError:  # 0000:00:00, or another day that is none.
            continue
    return None


def _camera(texts: dict[str, str]) -> str:
    make, model = texts.get("Image Make", ""), texts.get("Image Model", "")
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()
