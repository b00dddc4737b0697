"""The parts of a JPEG file, and the file without what it says besides its picture.

After ISO/IEC 10918-1, Annex B. No maintained Python library takes these parts out
and leaves the picture's own bytes alone: Pillow encodes anew, piexif (2019) knows
EXIF only and leaves XMP, IPTC and comments, and exiv2 is under the GPL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Segment", "metadata_of", "segments", "without_metadata"]

_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
_COMMENT = 0xFE
_APPLICATION = range(0xE0, 0xF0)
_JFIF, _COLOUR_PROFILE, _ADOBE = 0xE0, 0xE2, 0xEE
_PROFILE_NAME = b"ICC_PROFILE\x00"
_STUFFED, _RESTARTS, _FILL = 0x00, range(0xD0, 0xD8), 0xFF
_LENGTH_BYTES = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the file.

    Parameters
    ----------
    marker
        Second byte of its marker; 0 for what follows the end of the picture.
    content
        Every byte of it, marker and coded pixels included.
    """

    marker: int
    content: bytes

    @property
    def is_metadata(self) -> bool:
        """Whether the pixels and their colours can be had without it."""
        if self.marker == _COLOUR_PROFILE:
            return not self.content[4:].startswith(_PROFILE_NAME)
        is_application = self.marker in _APPLICATION and self.marker not in {_JFIF, _ADOBE}
        return is_application or self.marker in {_COMMENT, 0}

    @property
    def is_words(self) -> bool:
        """Whether text can stand in it: everything but coded pixels and their tables."""
        return self.is_metadata or self.marker in _APPLICATION


def segments(content: bytes) -> Iterator[Segment]:
    """Yield every part of a JPEG in order; joined they are the file again.

    Raises
    ------
    ValueError
        When the bytes are no JPEG, or it breaks off inside a header.
    """
    if not content.startswith(_START):
        raise ValueError("not a JPEG")
    yield Segment(_START[1], _START)
    at = len(_START)
    while content[at : at + 2] != _END:
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            raise ValueError(f"no JPEG marker at byte {at}")
        marker = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 2 + _LENGTH_BYTES])
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield Segment(marker, content[at:end])
        at = end
    yield Segment(_END[1], _END)
    if content[at + 2 :]:
        yield Segment(0, content[at + 2 :])


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where coded pixels end: at the next marker that is none of their own."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following == _STUFFED or following in _RESTARTS:
            at += 2
        elif following == _FILL:
            at += 1
        else:
            return at
    raise ValueError("the coded pixels have no end")


def metadata_of(content: bytes) -> bytes:
    """Return every part of a JPEG in which words can stand, colour profile included.

    Raises
    ------
    ValueError
        As :func:`segments`.
    """
    return b"\n".join(part.content for part in segments(content) if part.is_words)


def without_metadata(content: bytes, *, exif: bytes = b"") -> bytes:
    r"""Return a JPEG with the same coded pixels and colour profile, and nothing else.

    Parameters
    ----------
    exif
        To stand in it instead, as ``Exif\0\0`` and a TIFF: how it is turned, say.

    Raises
    ------
    ValueError
        As :func:`segments`.
    """
    kept = [part.content for part in segments(content) if not part.is_metadata]
    if exif:
        length = (len(exif) + _LENGTH_BYTES).to_bytes(_LENGTH_BYTES)
        kept.insert(1, b"\xff\xe1" + length + exif)
    return b"".join(kept)
