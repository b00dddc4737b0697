"""Specimens drawn again as people draw: wobbling, incomplete, turned, with a thick pen."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ingest.specimens.motifs import figure_of
from ingest.specimens.shapes import Figure, Line, Patch

__all__ = ["HELD_OUT", "sketch_of"]

#: A third of the motifs, left out of all tuning and training of sketches; chosen
#: before anything was measured, with one of each kind of drawing in it.
HELD_OUT = ("fish", "frog", "peony", "eight-petal", "wotuo", "phoenix")
CANVAS_PX = 512

Points = npt.NDArray[np.float64]


def sketch_of(motif: str, variant: int, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Draw a motif from its own geometry by an unsteady hand.

    Turned up to 10 degrees, pressed flat or tall by up to a sixth, warped, each
    line wobbling and broken by gaps, small parts mostly forgotten, filling 50
    to 95 per cent of the canvas, with a pen of 4 to 12 pixels; three in ten are
    mirrored.

    Returns
    -------
    numpy.ndarray
        uint8 of shape ``(512, 512)``, black on white.
    """
    parts = _remembered(figure_of(motif, variant), rng)
    put = _Misplaced(rng)
    lines = [(_wobbling(put(line), is_closed, rng), is_closed) for line, is_closed in parts]
    every = np.vstack([line for line, _ in lines])
    low, high = every.min(axis=0), every.max(axis=0)
    zoom = CANVAS_PX * rng.uniform(0.5, 0.95) / (high - low).max()
    shift = (CANVAS_PX - (high - low) * zoom) * rng.uniform(0.2, 0.8, 2)
    canvas = np.full((CANVAS_PX, CANVAS_PX), 255, np.uint8)
    pen = int(rng.integers(4, 13))
    for line, is_closed in lines:
        at = np.rint(((line - low) * zoom + shift) * 16).astype(np.int32)
        if is_closed:
            cv2.fillPoly(canvas, [at], 255, cv2.LINE_AA, 4)
        for stroke in _strokes(at, rng):
            cv2.polylines(canvas, [stroke], False, 0, pen, cv2.LINE_AA, 4)
    return np.ascontiguousarray(canvas[:, ::-1]) if rng.random() < 0.3 else canvas


def _remembered(figure: Figure, rng: np.random.Generator) -> list[tuple[Points, bool]]:
    """The lines somebody would remember, each with whether it is closed."""
    lines = [(_line(piece), isinstance(piece, Patch)) for piece in figure]
    extent = float(np.ptp(np.vstack([line for line, _ in lines]), axis=0).prod())
    kept = []
    for line, is_closed in lines:
        share = _area(line) / extent
        chance = 0.92 if share > 0.02 else 0.6 if share > 0.006 else 0.25
        if rng.random() < (chance if is_closed else 0.7):
            kept.append((line, is_closed))
    return kept or lines[:1]


def _line(piece: Patch | Line) -> Points:
    line = piece.path if isinstance(piece, Line) else piece.outline
    return np.asarray(line, dtype=np.float64)


def _area(line: Points) -> float:
    x, y = line.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


class _Misplaced:
    """Moves points as one drawing puts them all: turned, pressed and warped."""

    def __init__(self, rng: np.random.Generator) -> None:
        turn = np.radians(rng.uniform(-10, 10))
        spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        self._matrix = spin @ np.diag([1, rng.uniform(0.85, 1.18)])
        coarse = rng.normal(size=(4, 4, 2)).astype(np.float32)
        warp = cv2.resize(coarse, (64, 64), interpolation=cv2.INTER_CUBIC)
        self._warp = np.asarray(warp) * rng.uniform(0.01, 0.05)

    def __call__(self, line: Points) -> Points:
        moved = line @ self._matrix
        cell = np.clip((moved + 1.4) / 2.8 * 63, 0, 63).astype(int)
        return np.asarray(moved + self._warp[cell[:, 1], cell[:, 0]])


def _wobbling(line: Points, is_closed: bool, rng: np.random.Generator) -> Points:
    whole = np.vstack([line, line[:1]]) if is_closed else line
    lengths = np.r_[0, np.cumsum(np.hypot(*np.diff(whole, axis=0).T))]
    count = max(12, int(lengths[-1] * 40))
    at = np.linspace(0, lengths[-1], count)
    even = np.column_stack([np.interp(at, lengths, whole[:, axis]) for axis in (0, 1)])
    along = np.linspace(0, 2 * np.pi, count, endpoint=False)[:, None]
    wobble = np.zeros((count, 2))
    for wave in range(1, 7):
        sway = rng.normal(size=(2, 2)) / wave
        wobble += np.cos(wave * along) * sway[0] + np.sin(wave * along) * sway[1]
    return np.asarray(even + wobble * rng.uniform(0.001, 0.008))


def _strokes(line: npt.NDArray[np.int32], rng: np.random.Generator) -> list[npt.NDArray[np.int32]]:
    """Cut a line where the hand was lifted."""
    strokes, start = [], 0
    while start < len(line) - 1:
        end = start + int(rng.integers(len(line) // 3 + 2, len(line) + 2))
        strokes.append(line[start:end])
        start = end + int(len(line) * rng.uniform(0, 0.08))
    return [stroke for stroke in strokes if len(stroke) > 1]
