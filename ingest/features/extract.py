"""All pattern features of one picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from archive.features import Cloth, PatternFeatures
from ingest.features.cloth import find_cloth
from ingest.features.colour import NamedColour
from ingest.features.keypoints import find_keypoints
from ingest.features.layout import measure_layout
from ingest.features.outline import measure_outline
from ingest.features.palette import measure_palette
from ingest.features.phash import perceptual_hash
from ingest.features.quality import measure_quality
from ingest.features.texture import measure_texture

__all__ = ["extract"]


def extract(
    rgb: npt.NDArray[np.uint8],
    full_size: tuple[int, int],
    named_colours: Sequence[NamedColour],
    *,
    is_region: bool = False,
) -> PatternFeatures:
    """Measure every pattern feature of one picture.

    The same pixels give the same features. OpenCV's thread count is the
    caller's to set.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, any size from one pixel;
        about 1,200 px on the longest side is enough.
    full_size
        Width and height in pixels of the upright full-size photograph.
    named_colours
        The dyes of the ``colours`` vocabulary that have a CIELAB value.
    is_region
        Whether somebody drew round this part: then all of it is cloth.

    Raises
    ------
    ValueError
        When ``rgb`` has another shape or type, or no pixel.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or rgb.size == 0:
        raise ValueError(f"expected uint8 (h, w, 3), got {rgb.dtype} {rgb.shape}")
    cloth = Cloth.whole() if is_region else find_cloth(rgb)
    keypoints, descriptors = find_keypoints(rgb, full_size)
    return PatternFeatures(
        full_size[0],
        full_size[1],
        measure_palette(rgb, named_colours, cloth),
        measure_texture(rgb, cloth),
        keypoints,
        descriptors,
        cloth,
        measure_quality(rgb, cloth, full_size),
        measure_layout(rgb, cloth, full_size),
        measure_outline(rgb, cloth, full_size),
        perceptual_hash(rgb),
    )
