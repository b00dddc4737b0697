"""Many stitches as one table of numbers, and their placing on the cloth."""

__all__ = ["CORD", "KNOT", "LINK", "PLAIT", "THREAD", "Stitches", "joined", "placed", "row_of"]

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .shapes import FloatArray

#: Kinds of stitch: a straight thread, a knot, a chain link, a piece of plait, a piece of cord.
THREAD, KNOT, LINK, PLAIT, CORD = range(5)


@dataclass(frozen=True, slots=True)
class Stitches:
    """A table of n stitches in the order they are sewn, lengths in centimetres.

    Parameters
    ----------
    ends
        Shape (n, 4): x and y of both ends of each stitch's axis, y downwards.
    width
        Shape (n,): full width across the axis.
    kind
        Shape (n,): ``THREAD`` … ``CORD``.
    colour
        Shape (n,): place of the thread in the palette.
    phase
        Shape (n,): way along the cord where a piece of ``PLAIT`` or ``CORD`` begins.
    shade
        Shape (n,): brightness of the thread, 1 is the swatch.
    """

    ends: FloatArray
    width: FloatArray
    kind: npt.NDArray[np.uint8]
    colour: npt.NDArray[np.uint8]
    phase: FloatArray
    shade: FloatArray

    def __len__(self) -> int:
        """Count of stitches."""
        return len(self.width)


def row_of(
    ends: FloatArray,
    width: float | FloatArray,
    kind: int,
    colour: int | npt.NDArray[np.uint8],
    *,
    phase: float | FloatArray = 0.0,
    shade: float | FloatArray = 1.0,
) -> Stitches:
    """Stitches of one kind from their ends; single numbers hold for all."""
    n = len(ends)
    return Stitches(
        np.asarray(ends, dtype=np.float32).reshape(n, 4),
        np.broadcast_to(np.asarray(width, dtype=np.float32), (n,)),
        np.full(n, kind, dtype=np.uint8),
        np.broadcast_to(np.asarray(colour, dtype=np.uint8), (n,)),
        np.broadcast_to(np.asarray(phase, dtype=np.float32), (n,)),
        np.broadcast_to(np.asarray(shade, dtype=np.float32), (n,)),
    )


def joined(parts: Sequence[Stitches]) -> Stitches:
    """All parts as one table, in order."""
    if not parts:
        return row_of(np.zeros((0, 4)), 0.0, THREAD, 0)
    return Stitches(
        np.concatenate([p.ends for p in parts]),
        np.concatenate([p.width for p in parts]),
        np.concatenate([p.kind for p in parts]),
        np.concatenate([p.colour for p in parts]),
        np.concatenate([p.phase for p in parts]),
        np.concatenate([p.shade for p in parts]),
    )


def placed(stitches: Stitches, matrix: FloatArray, shift: tuple[float, float]) -> Stitches:
    """Give the same stitches turned or mirrored by a 2x2 matrix (row vectors) and moved."""
    moved = stitches.ends.reshape(-1, 2) @ matrix.astype(np.float32)
    ends = moved + np.array(shift, dtype=np.float32)
    return replace(stitches, ends=ends.reshape(-1, 4))
