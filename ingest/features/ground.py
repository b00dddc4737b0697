"""What lies round the cloth: table, wall, paper, hand."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Scene", "cut_out", "look_at"]

_Mask = npt.NDArray[np.bool_]
_Floats = npt.NDArray[np.float32]

#: Longest side looked at, in pixels: threads are gone, a cloth's edge is not.
_SIDE_PX = 144
#: A shorter side below this shows no outline.
_LEAST_PX = 24
#: Groups of like pixels. 8 and 12 gave the same overlap with the truth within
#: 0.02 on the composed scenes of docs/pattern_features.md (tuned part).
_GROUPS = 10
#: Width of the rim and of the middle, as parts of the longest and of each side.
_RIM, _MIDDLE = 0.035, 0.36
#: A group is ground when it takes this share of the rim, and there so many
#: times the share it has in the middle. A middle of 0.6 of each side missed
#: half of the small cloths; of 0.24 it found "ground" in whole cloths.
_RIM_SHARE, _RIM_TIMES = 0.02, 2.5
#: Brings CIELAB into what eight bits hold.
_SHIFT = np.array([0, 128, 128], np.float32)
#: Pixels either side of the first outline that GrabCut may decide anew.
_DOUBT_PX = 6


class Scene:
    """A picture as small as an outline allows.

    Parameters
    ----------
    lab
        float32 of shape ``(h, w, 3)``, CIELAB, longest side at most 144.

    Attributes
    ----------
    soft
        The same after a median over 5 pixels.
    rim
        bool ``(h, w)``: the outermost pixels.
    ground
        bool ``(h, w)``: pixels that look like what fills the rim, cleaned of
        nothing yet.
    """

    def __init__(self, lab: _Floats) -> None:
        self.lab = lab
        shifted = np.clip(lab + _SHIFT, 0, 255).astype(np.uint8)
        self.soft = np.asarray(cv2.medianBlur(shifted, 5), dtype=np.float32) - _SHIFT
        height, width = lab.shape[:2]
        deep = max(2, round(_RIM * max(height, width)))
        self.rim = np.ones((height, width), bool)
        self.rim[deep:-deep, deep:-deep] = False
        groups = _grouped(lab, self.soft)
        at_rim = np.bincount(groups[self.rim], minlength=_GROUPS) / self.rim.sum()
        middle = groups[_middle(height), _middle(width)].ravel()
        in_middle = np.bincount(middle, minlength=_GROUPS) / middle.size
        self.ground = ((at_rim > _RIM_SHARE) & (at_rim > _RIM_TIMES * in_middle))[groups]


def look_at(rgb: npt.NDArray[np.uint8]) -> Scene | None:
    """Look at a picture; ``None`` where it is too narrow to show an outline."""
    height, width = rgb.shape[:2]
    shrink = min(1.0, _SIDE_PX / max(height, width))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    if min(size) < _LEAST_PX:
        return None
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return Scene(np.asarray(cv2.cvtColor(small / 255, cv2.COLOR_RGB2Lab), dtype=np.float32))


def cut_out(scene: Scene) -> _Mask | None:
    """Return what the ground leaves: the largest piece, without holes.

    The ground is what looks like the rim and is joined to it; the outline is
    drawn again by GrabCut (Rother, Kolmogorov, Blake 2004) within 6 pixels.
    ``None`` when there is no ground, or nothing but ground.
    """
    first = _largest(_opened(~_joined_to_edge(_opened(scene.ground))))
    if first is None or first.all():
        return None
    return _largest(_opened(_redrawn(scene, first)))


def _middle(length: int) -> slice:
    return slice(round(length * (0.5 - _MIDDLE / 2)), round(length * (0.5 + _MIDDLE / 2)) + 1)


def _grouped(lab: _Floats, soft: _Floats) -> npt.NDArray[np.intp]:
    """Group number of each pixel by colour and unrest, by k-means."""
    light = np.ascontiguousarray(lab[..., 0])
    mean = np.asarray(cv2.GaussianBlur(light, (0, 0), 2))
    square = np.asarray(cv2.GaussianBlur(light * light, (0, 0), 2))
    unrest = np.sqrt(np.maximum(square - mean * mean, 0))
    # Lightness counts less: light falls unevenly, dye does not.
    points = np.dstack([0.8 * soft[..., 0], soft[..., 1], soft[..., 2], unrest])
    flat = np.ascontiguousarray(points.reshape(-1, 4), dtype=np.float32)
    cv2.setRNGSeed(1)  # the same picture gives the same groups
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 8, 1.0)
    start = np.zeros((0, 1), np.int32)
    _, _, centres = cv2.kmeans(flat[::3].copy(), _GROUPS, start, stop, 1, cv2.KMEANS_PP_CENTERS)
    centres = np.asarray(centres, dtype=np.float32)
    # |x - c|^2 without its part that is the same for every group.
    return np.asarray(
        ((centres**2).sum(axis=1) - 2 * flat @ centres.T).argmin(axis=1).reshape(lab.shape[:2])
    )


def _opened(mask: _Mask) -> _Mask:
    """Without what is thinner than 5 pixels; the picture's edge counts as more of the same."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    wide = np.pad(mask.astype(np.uint8), 5, mode="edge")
    return np.asarray(cv2.morphologyEx(wide, cv2.MORPH_OPEN, disc)[5:-5, 5:-5], dtype=bool)


def _joined_to_edge(mask: _Mask) -> _Mask:
    """Only the pieces that reach the picture's edge."""
    _, pieces = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    pieces = np.asarray(pieces)
    edge = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    return np.asarray(np.isin(pieces, edge[edge > 0]))


def _largest(mask: _Mask) -> _Mask | None:
    """Return the largest piece with its holes filled; ``None`` when there is none."""
    count, pieces, numbers, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=4
    )
    if count < 2:
        return None
    piece = np.asarray(pieces) == 1 + int(numbers[1:, cv2.CC_STAT_AREA].argmax())
    return ~_joined_to_edge(~piece)


def _redrawn(scene: Scene, mask: _Mask) -> _Mask:
    """Return the mask with the outline where colours part best."""
    within = np.pad(mask.astype(np.uint8), 1, mode="edge")
    square = np.ones((3, 3), np.uint8)
    core = np.asarray(cv2.erode(within, square, iterations=_DOUBT_PX))[1:-1, 1:-1] > 0
    beyond = np.asarray(cv2.dilate(mask.astype(np.uint8), square, iterations=_DOUBT_PX)) == 0
    if not core.any() or not beyond.any():
        return mask
    sides = np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    sides[core], sides[beyond] = cv2.GC_FGD, cv2.GC_BGD
    shown = np.clip(scene.soft * [2.55, 1, 1] + [0, 128, 128], 0, 255).astype(np.uint8)
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(shown, sides, (0, 0, 0, 0), *models, 2, cv2.GC_INIT_WITH_MASK)
    return np.asarray((sides == cv2.GC_FGD) | (sides == cv2.GC_PR_FGD))
