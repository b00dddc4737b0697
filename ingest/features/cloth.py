"""The cloth in the picture, told apart from what it lies on."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth
from ingest.features.ground import Scene, cut_out, look_at

__all__ = ["cloth_outline", "evidence", "find_cloth", "is_cloth"]

_Mask = npt.NDArray[np.bool_]

#: Longest side of the stored mask.
_MASK_PX = 64
#: Shares of the picture between which a piece can be the cloth. Above, the
#: whole picture says the same; below, it is a motif, a label or a hand.
_LEAST, _MOST = 0.05, 0.97
#: Below this certainty the whole picture is taken for cloth.
_SURE = 0.65
#: Table, wall, paper, wood and skin are grey or lie between orange and yellow
#: (hue in degrees); a ground of another hue and more chroma than this is dyed,
#: so the picture is all cloth. Our judgement: a red satin with one large motif
#: asked for it; measured on no other.
_TABLE_HUES, _DYED_CHROMA = (40.0, 110.0), 22.0
#: A picture of at most so many colours is a drawing or a chart, where the blank
#: ground belongs to the pattern. Looked up at 64 by 64 pixels: of 330 charts none
#: had more than 9, of 411 composed photographs none fewer than 129.
_DRAWN_COLOURS, _LOOK_UPS = 64, 64
#: Weights of :func:`evidence`, the last a constant: logistic regression (both
#: classes weighed alike, L2 0.01) on the composed scenes of
#: docs/pattern_features.md whose motifs, cloths and tables are not held out.
_WEIGHTS = (1.63, -12.15, -5.07, 4.23, 0.60, -1.78, -1.02, -3.02)


def find_cloth(rgb: npt.NDArray[np.uint8]) -> Cloth:
    """Find the textile in a photograph.

    What fills the rim and is rare in the middle is the ground; what the ground
    leaves is the cloth, if the two look as different as cloth and ground do
    (:func:`evidence`). Meant to err towards the whole picture.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, upright, at least one pixel.

    Returns
    -------
    Cloth
        Certainty 0 and a mask of one cell, all cloth, when nothing tells cloth
        from ground; else a certainty of 0.65 to 1.
    """
    scene = None if _is_drawn(rgb) else look_at(rgb)
    mask = None if scene is None else cut_out(scene)
    if scene is None or mask is None or not _LEAST <= mask.mean() <= _MOST:
        return Cloth.whole()
    certainty = _certainty(scene, mask)
    if certainty < _SURE:
        return Cloth.whole()
    height, width = mask.shape
    shrink = min(1.0, _MASK_PX / max(height, width))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    small = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return Cloth(np.asarray(small) > 0.5, certainty)


def is_cloth(cloth: Cloth, shape: tuple[int, ...]) -> _Mask:
    """Return the mask at another size, by the nearest cell.

    Parameters
    ----------
    cloth
        What :func:`find_cloth` returned.
    shape
        Height and width asked for.

    Returns
    -------
    numpy.ndarray
        bool of shape ``(height, width)``.
    """
    height, width = shape[:2]
    rows = (np.arange(height) + 0.5) * cloth.mask.shape[0] / height
    columns = (np.arange(width) + 0.5) * cloth.mask.shape[1] / width
    return np.asarray(cloth.mask[rows.astype(int)][:, columns.astype(int)])


def cloth_outline(mask: _Mask) -> npt.NDArray[np.int32]:
    """Return the outline of a mask's largest piece: int32 ``(n, 2)``, x and y.

    The mask must hold at least one true pixel.
    """
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(outlines, key=len), dtype=np.int32).reshape(-1, 2)


def evidence(scene: Scene, mask: _Mask) -> npt.NDArray[np.float64]:
    """Measure how much a piece looks like a cloth lying on something.

    Parameters
    ----------
    scene
        The picture.
    mask
        bool of the scene's shape; neither empty nor full.

    Returns
    -------
    numpy.ndarray
        float64 of shape ``(7,)``: log ratio of the unrest within to the unrest
        outside; root of the share of the outside that does not look like
        ground; root of the share of the inside that does; solidity; contrast
        across the outline (15th percentile, tens of CIELAB units); root of the
        share of the inside in the ground's middle colour; chroma of that
        colour beyond 25, in twenties. Each cut where more of it says no more.
    """
    soft = scene.soft
    within = np.asarray(cv2.distanceTransform(_framed(mask), cv2.DIST_L2, 3))[1:-1, 1:-1] > 3
    beyond = np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3))
    colour = np.median(scene.lab[~mask], axis=0)
    spread = float(np.median(np.linalg.norm(scene.lab[~mask] - colour, axis=1)))
    alike = np.linalg.norm(soft - colour, axis=2) < max(8.0, 2 * spread)
    unrest = _unrest(soft)
    inside = float(unrest[within].mean()) if within.any() else 0.0
    outside = float(unrest[beyond > 4].mean()) if (beyond > 4).sum() > 20 else unrest[~mask].mean()
    return np.array(
        [
            np.clip(np.log((inside + 0.5) / (outside + 0.5)), -1, 2),
            min(0.6, (~scene.ground & (beyond > 3)).sum() / (~mask).sum()) ** 0.5,
            min(0.36, (scene.ground & mask).sum() / mask.sum()) ** 0.5,
            min(0.97, _solidity(mask)),
            min(25.0, _contrast(scene, mask)) / 10,
            min(0.36, (alike & within).sum() / max(1, within.sum())) ** 0.5,
            max(0.0, float(np.hypot(colour[1], colour[2])) - 25) / 20,
        ]
    )


def _is_drawn(rgb: npt.NDArray[np.uint8]) -> bool:
    rows, columns = (np.linspace(0, side - 1, _LOOK_UPS).astype(int) for side in rgb.shape[:2])
    picked = rgb[rows][:, columns].reshape(-1, 3).astype(np.uint32)
    return len(np.unique(picked @ np.array([65536, 256, 1], np.uint32))) <= _DRAWN_COLOURS


def _certainty(scene: Scene, mask: _Mask) -> float:
    _, a, b = np.median(scene.lab[~mask], axis=0)
    hue = np.degrees(np.arctan2(b, a)) % 360
    if np.hypot(a, b) > _DYED_CHROMA and not _TABLE_HUES[0] <= hue <= _TABLE_HUES[1]:
        return 0.0
    score = float(np.append(evidence(scene, mask), 1) @ np.array(_WEIGHTS))
    return float(1 / (1 + np.exp(-score)))


def _framed(mask: _Mask) -> npt.NDArray[np.uint8]:
    return np.pad(mask.astype(np.uint8), 1, mode="edge")


def _unrest(soft: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Colour difference to the next pixels, CIELAB units."""
    across = np.linalg.norm(np.diff(soft, axis=1, append=soft[:, -1:]), axis=2)
    down = np.linalg.norm(np.diff(soft, axis=0, append=soft[-1:]), axis=2)
    return np.asarray(np.hypot(across, down), dtype=np.float32)


def _solidity(mask: _Mask) -> float:
    """Area over the area of the convex hull, 0..1."""
    outline = cloth_outline(mask)
    # The hull runs through pixel middles: half the outline is added to it.
    return float(mask.sum() / (cv2.contourArea(cv2.convexHull(outline)) + len(outline) / 2))


def _contrast(scene: Scene, mask: _Mask) -> float:
    """Colour difference across the outline that 85 % of it exceeds, CIELAB units."""
    height, width = mask.shape
    x, y = cloth_outline(mask).T
    free = (x > 1) & (x < width - 2) & (y > 1) & (y < height - 2)
    if not free.any():
        return 0.0
    sides = []
    for part in (mask, ~mask):
        weight = part.astype(np.float32)
        total = np.asarray(cv2.blur(scene.lab * weight[..., None], (9, 9)))
        share = np.maximum(np.asarray(cv2.blur(weight, (9, 9))), 1e-3)
        sides.append(total[y[free], x[free]] / share[y[free], x[free], None])
    return float(np.percentile(np.linalg.norm(sides[0] - sides[1], axis=1), 15))
