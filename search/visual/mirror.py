"""Features of the mirrored and of the inverted picture, from features alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures

__all__ = ["invert_features", "mirror_features"]

#: SIFT's 128 entries are 4 rows by 4 columns by 8 directions in the keypoint's
#: own frame (Lowe 2004). Mirroring at its axis swaps the rows and turns every
#: direction the other way; the descriptor of the flipped picture is the same
#: numbers in this order.
_MIRRORED = np.arange(128).reshape(4, 4, 8)[::-1][:, :, (-np.arange(8)) % 8].ravel()
#: Exchanging light and dark turns every gradient, and so the keypoint's frame,
#: by half a turn: rows and columns are read backwards, directions stay.
_INVERTED = np.arange(128).reshape(4, 4, 8)[::-1, ::-1].ravel()


def mirror_features(features: PatternFeatures) -> PatternFeatures:
    """Features of the left-right flipped picture; twice gives the same again."""
    keypoints = features.keypoints.copy()
    keypoints[:, 0] = features.width_px - keypoints[:, 0]
    keypoints[:, 3] = (180 - keypoints[:, 3]) % 360
    return _changed(features, keypoints, _MIRRORED)


def invert_features(features: PatternFeatures) -> PatternFeatures:
    """Local features with light and dark exchanged, as in dark-on-light batik.

    Palette and texture stay those of the picture itself.
    """
    keypoints = features.keypoints.copy()
    keypoints[:, 3] = (180 + keypoints[:, 3]) % 360
    return _changed(features, keypoints, _INVERTED)


def _changed(
    features: PatternFeatures, keypoints: npt.NDArray[np.float32], order: npt.NDArray[np.intp]
) -> PatternFeatures:
    return replace(
        features,
        keypoints=keypoints,
        descriptors=np.ascontiguousarray(features.descriptors[:, order]),
    )
