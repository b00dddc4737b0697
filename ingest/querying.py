"""The features of a picture that somebody searches with; nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from archive.errors import BadInput
from archive.features import PatternFeatures
from ingest.deriving import ANALYSED_PX
from ingest.features.colour import NamedColour
from ingest.features.extract import extract
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.pictures import decode, read_header
from ingest.queue import named_colours

__all__ = ["features_of_picture", "features_of_upload", "parse_region"]

_REGION = re.compile(r"(pct:)?" + ",".join([r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"] * 4))
_SMALLEST_REGION_PX = 8


def features_of_upload(
    content: bytes, db: Database, *, region: str = "", limits: Limits = DEFAULT_LIMITS
) -> PatternFeatures:
    """Return the features of a sent picture, or of a region of it.

    Raises
    ------
    BadInput
        When it is not a picture we take, or the region does not lie in it.
    """
    return features_of_picture(content, named_colours(db), region=region, limits=limits)


def features_of_picture(
    content: bytes,
    colours: Sequence[NamedColour],
    *,
    region: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> PatternFeatures:
    """Return the features of a picture, or of a region of it, without a catalogue.

    A whole picture is decoded at reduced scale; a region at full scale, so that
    a small motif keeps its threads.
    """
    header = read_header(content, limits)
    size = (header.width_px, header.height_px)
    if not region:
        picture = decode(content, longest_px=ANALYSED_PX)
        return extract(np.asarray(picture, dtype=np.uint8), size, colours)
    x, y, width, height = parse_region(region, size)
    cut = decode(content).crop((x, y, x + width, y + height))
    full_size = cut.size
    cut.thumbnail((ANALYSED_PX, ANALYSED_PX))
    return extract(np.asarray(cut, dtype=np.uint8), full_size, colours)


def parse_region(text: str, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Read ``x,y,w,h`` in pixels of the upright picture, or ``pct:x,y,w,h``.

    What reaches over the edge is cut off.

    Parameters
    ----------
    size
        Width and height of the upright picture in pixels.

    Returns
    -------
    tuple of int
        x, y, width, height in pixels, inside the picture.

    Raises
    ------
    BadInput
        When the text has another form or the region is too small or outside.

    Examples
    --------
    >>> parse_region("pct:50,0,50,100", (200, 100))
    (100, 0, 100, 100)
    """
    match = _REGION.fullmatch(text.strip())
    if match is None:
        raise BadInput(
            f"the region {text!r} cannot be read",
            hint="write x,y,w,h in pixels, or pct:x,y,w,h in per cent",
            column="region",
        )
    numbers = [float(value) for value in match.groups()[1:]]
    if match.group(1):
        numbers = [value * size[index % 2] / 100 for index, value in enumerate(numbers)]
    left, top = round(numbers[0]), round(numbers[1])
    right = min(size[0], round(numbers[0] + numbers[2]))
    bottom = min(size[1], round(numbers[1] + numbers[3]))
    if right - left < _SMALLEST_REGION_PX or bottom - top < _SMALLEST_REGION_PX:
        raise BadInput(
            f"the region {text!r} covers less than {_SMALLEST_REGION_PX} pixels of the picture",
            hint=f"the picture is {size[0]} pixels wide and {size[1]} high",
            column="region",
        )
    return left, top, right - left, bottom - top
