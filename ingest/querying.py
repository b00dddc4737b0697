"""The features of a picture that somebody searches with; nothing of it is kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from archive.errors import BadInput
from archive.features import Embedding, PatternFeatures
from ingest.deriving import ANALYSED_PX
from ingest.embedding import BadModel, Model, embed
from ingest.features.colour import NamedColour
from ingest.features.extract import extract
from ingest.limits import DEFAULT_LIMITS, Limits
from ingest.pictures import decode, read_header

__all__ = ["measured_parts", "measured_picture", "parse_region"]

_log = logging.getLogger(__name__)

_REGION = re.compile(r"(pct:)?" + ",".join([r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"] * 4))
_SMALLEST_REGION_PX = 8


def measured_picture(
    content: bytes,
    colours: Sequence[NamedColour],
    model: Model | None,
    *,
    region: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[PatternFeatures, Embedding | None]:
    """Return the features of a picture, or of a region of it, and what a model says of it.

    There is no embedding without a model, or when the model cannot take this
    picture.

    Raises
    ------
    BadInput
        When it is not a picture we take, or the region does not lie in it.
    """
    (part,) = measured_parts(content, colours, model, regions=[region], limits=limits)
    return part


def measured_parts(
    content: bytes,
    colours: Sequence[NamedColour],
    model: Model | None,
    *,
    regions: Sequence[str],
    limits: Limits = DEFAULT_LIMITS,
) -> list[tuple[PatternFeatures, Embedding | None]]:
    """Return what :func:`measured_picture` says of each region; decoded once for all.

    Raises
    ------
    BadInput
        When it is not a picture we take, or a region does not lie in it.
    """
    header = read_header(content, limits)
    size = (header.width_px, header.height_px)
    boxes = [parse_region(region, size) if region else None for region in regions]
    # At full scale only for a region, so that a small motif keeps its threads.
    whole = decode(content) if any(boxes) else decode(content, longest_px=ANALYSED_PX)
    return [_measured(whole, size, box, colours, model) for box in boxes]


def _measured(
    whole: Image.Image,
    size: tuple[int, int],
    box: tuple[int, int, int, int] | None,
    colours: Sequence[NamedColour],
    model: Model | None,
) -> tuple[PatternFeatures, Embedding | None]:
    picture = whole
    if box is not None:
        x, y, width, height = box
        picture, size = whole.crop((x, y, x + width, y + height)), (width, height)
    rgb = _reduced(picture)
    features = extract(rgb, size, colours, is_region=box is not None)
    if model is None:
        return features, None
    try:
        return features, embed(model, rgb, size, is_region=box is not None)
    except BadModel as error:
        _log.warning("no vectors of a picture somebody asked with: %s", error)
        return features, None


def _reduced(picture: Image.Image) -> npt.NDArray[np.uint8]:
    """Return the pixels to measure, RGB."""
    reduced = picture.copy()
    reduced.thumbnail((ANALYSED_PX, ANALYSED_PX))
    return np.asarray(reduced, dtype=np.uint8)


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
