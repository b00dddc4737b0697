"""Edges of a picture as points: where colour changes, how strongly, and which way it runs."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Edges", "find_edges"]

_Floats = npt.NDArray[np.float32]
_Points = npt.NDArray[np.int32]

#: Side of the median filter that takes out threads, in pixels of the reduced picture.
_MEDIAN_PX = 5
#: Standard deviation of the Gaussian before the gradient, in the same pixels.
_SIGMA = 1.5
#: Standard deviation of the neighbourhood an edge is weighed against.
_AROUND = 16.0
#: Gradient (CIELAB units a pixel) below which nothing is amplified. Our judgement.
_LEAST = 0.3
#: Gradient over its surroundings at which an edge begins to count, and the rise
#: to a full one: chosen by looking at edges of the textiles and specimens.
_BEGIN, _RISE = 0.6, 1.0
#: Neighbours across an edge, by the direction of its gradient in eighths of a turn.
_ACROSS = ((0, 1), (1, 1), (1, 0), (1, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edge points of one picture at one size.

    Parameters
    ----------
    width_px, height_px
        Size of the reduced picture.
    x, y
        int32 ``(n,)``: pixel of each point.
    strength
        float32 ``(n,)``, above 0 to 1.
    angle
        float32 ``(n,)``: direction of the gradient, radians from -pi/2 to pi/2;
        which side is darker plays no part.
    """

    width_px: int
    height_px: int
    x: _Points
    y: _Points
    strength: _Floats
    angle: _Floats

    @property
    def longest_px(self) -> int:
        """The longer side of the reduced picture."""
        return max(self.width_px, self.height_px)


def find_edges(rgb: npt.NDArray[np.uint8], side_px: int, *, has_threads: bool = True) -> Edges:
    """Find the edges that a person would draw, thin as one pixel.

    The gradient of all three CIELAB channels together (Di Zenzo 1986), so that
    red on green of the same lightness counts; thinned across its direction
    (Canny 1986); weighed against its surroundings, so that faded cloth keeps
    its lines.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``, at least one pixel.
    side_px
        Longest side to reduce to; a smaller picture is not enlarged.
    has_threads
        Whether to smooth thread texture away first. Lines of a drawing are as
        thin as threads and must stay.
    """
    small = _reduced(rgb, side_px)
    if has_threads:
        small = np.asarray(cv2.medianBlur(small, _MEDIAN_PX), dtype=np.uint8)
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)
    soft = cv2.GaussianBlur(lab, (0, 0), _SIGMA, borderType=cv2.BORDER_REPLICATE)
    size, angle = _gradient(np.asarray(soft, dtype=np.float32))
    near = np.sqrt(cv2.GaussianBlur(size * size, (0, 0), _AROUND, borderType=cv2.BORDER_REPLICATE))
    usual = float(np.sqrt((size * size).mean()))
    weighed = size / np.maximum((near + usual) / 2, _LEAST)
    strength = np.clip((weighed - _BEGIN) / _RISE, 0, 1) * _is_ridge(size, angle)
    y, x = np.nonzero(strength)
    return Edges(
        small.shape[1],
        small.shape[0],
        x.astype(np.int32),
        y.astype(np.int32),
        strength[y, x].astype(np.float32),
        angle[y, x].astype(np.float32),
    )


def _reduced(rgb: npt.NDArray[np.uint8], side_px: int) -> npt.NDArray[np.uint8]:
    shrink = side_px / max(rgb.shape[:2])
    if shrink >= 1:
        return np.ascontiguousarray(rgb)
    height, width = (max(1, round(side * shrink)) for side in rgb.shape[:2])
    small = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _gradient(lab: npt.NDArray[np.floating]) -> tuple[_Floats, _Floats]:
    """Size (CIELAB units a pixel) and direction of the change of colour."""
    across, down = (
        np.asarray(
            cv2.Sobel(lab, cv2.CV_32F, *way, ksize=3, scale=0.125, borderType=cv2.BORDER_REPLICATE)
        )
        for way in ((1, 0), (0, 1))
    )
    xx, yy, xy = (np.einsum("ijk,ijk->ij", *pair) for pair in (
        (across, across), (down, down), (across, down))
    )  # fmt: skip
    apart = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    size = np.sqrt(np.maximum((xx + yy + apart) / 2, 0))
    return size.astype(np.float32), (0.5 * np.arctan2(2 * xy, xx - yy)).astype(np.float32)


def _is_ridge(size: _Floats, angle: _Floats) -> npt.NDArray[np.bool_]:
    """Whether a pixel's gradient is at least that of both neighbours across the edge."""
    height, width = size.shape
    padded = cv2.copyMakeBorder(size, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    eighth = np.rint(angle / (np.pi / 4)).astype(np.int8) % 4
    ridge = np.zeros(size.shape, bool)
    for number, (dy, dx) in enumerate(_ACROSS):
        ahead = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        behind = padded[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        ridge |= (eighth == number) & (size >= ahead) & (size >= behind)
    return ridge
