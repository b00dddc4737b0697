"""Photographs of drawn specimens and of charts whose symmetries are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Symmetry
from bench.visual.layout_charts import Chart
from ingest.features.symmetry.exact import exact_symmetries
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTES,
    STITCHES,
    Shot,
    Specimen,
    draw,
    outline_in,
    photograph,
)

__all__ = ["Shown", "chart_photographs", "drawn_photographs"]

_WIDTH_PX = 640
#: From a scanner held by hand to a phone in a dim room.
_HARDNESS = (0.3, 1.0)
#: Share of the pattern that differs from its moved self in the clean drawing:
#: below the first it is symmetric, above the second not, between them people
#: would differ. Drawn symmetries come out at 0 to 0.06, by fillers and stitches.
_SAME, _OTHER = 0.065, 0.17
#: A chart nearly symmetric: this share of its stitches keeps its colour, or
#: this share stays stitched or bare.
_NEAR_COLOUR, _NEAR_SHAPE = 0.7, 0.85

_Floats = npt.NDArray[np.float64]
#: Mirrors by direction in degrees, and turns by order.
_Lines = list[tuple[float, float, float]]
_Points = list[tuple[int, float, float]]


@dataclass(frozen=True, eq=False)
class Shown:
    """One photograph with its truth, in pixels of the clean drawing.

    Parameters
    ----------
    source, group
        ``drawn`` and the motif, or ``chart`` and the motif family.
    rgb
        The photograph.
    to_photo
        Homography from the clean drawing.
    axes, turns, steps
        True axes (x, y, direction), turns (order, x, y), translations.
    near_axes, near_turns, near_steps
        Those on which people would differ.
    names
        True frieze, lattice and rosette, as ``kind name``; ``None`` where
        people would differ.
    """

    source: str
    group: str
    rgb: npt.NDArray[np.uint8]
    to_photo: _Floats
    axes: _Lines = field(default_factory=list)
    turns: _Points = field(default_factory=list)
    steps: list[tuple[float, float]] = field(default_factory=list)
    near_axes: _Lines = field(default_factory=list)
    near_turns: _Points = field(default_factory=list)
    near_steps: list[tuple[float, float]] = field(default_factory=list)
    names: frozenset[str] | None = frozenset()

    def photographed(self, clean: npt.NDArray[np.uint8], shot: Shot) -> Shown:
        """The same truth with a photograph of the clean drawing."""
        h, w = clean.shape[:2]
        here = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
        there = outline_in((h, w), shot).astype(np.float32)
        matrix = np.asarray(cv2.getPerspectiveTransform(here, there))
        return replace(self, rgb=photograph(clean, shot), to_photo=matrix)


_MOTIONS: dict[str, Callable[[_Floats], _Floats]] = {
    "vertical": lambda a: a[:, ::-1],
    "horizontal": lambda a: a[::-1],
    "falling": lambda a: np.swapaxes(a, 0, 1),
    "rising": lambda a: np.swapaxes(a[::-1, ::-1], 0, 1),
    "2": lambda a: a[::-1, ::-1],
    "4": lambda a: np.rot90(a),
}
_DIRECTIONS = {"vertical": 90.0, "horizontal": 0.0, "falling": 45.0, "rising": 135.0}


def drawn_photographs(seed: int, shots: int, motifs: Collection[str]) -> Iterator[Shown]:
    """One specimen of every motif in every layout, ``shots`` photographs each.

    The same motif gives the same pictures whichever others are asked for.
    """
    rng = np.random.default_rng(seed)
    stitches = tuple(STITCHES)
    for motif in MOTIFS:
        for layout in LAYOUTS:
            specimen = Specimen(
                motif, stitches[rng.integers(len(stitches))], PALETTES[rng.integers(len(PALETTES))],
                layout, variant=int(rng.integers(4)), seed=int(rng.integers(1000)),
            )  # fmt: skip
            taken = [Shot.random(rng, hardness=_HARDNESS[k % 2]) for k in range(shots)]
            if motif in motifs:
                clean = draw(specimen, width_px=_WIDTH_PX)
                truth = _truth_of(specimen, clean)
                yield from (truth.photographed(clean, shot) for shot in taken)


def _differing(clean: npt.NDArray[np.uint8]) -> dict[str, float]:
    """Share of the pattern that differs from the drawing turned or mirrored in place."""
    shrink = 256 / max(clean.shape[:2])
    small = cv2.resize(clean, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)
    lab = cv2.GaussianBlur(lab, (0, 0), 1.5).astype(np.float64)
    detail = np.linalg.norm(lab - cv2.GaussianBlur(lab, (0, 0), 12), axis=2)
    strong = float(np.quantile(detail, 0.75))
    moved = {name: motion(lab) for name, motion in _MOTIONS.items()}
    return {
        name: float(
            (np.linalg.norm(other - lab, axis=2)[detail > strong / 2] > 1.17 * strong).mean()
        )
        for name, other in moved.items()
        if other.shape == lab.shape
    }


def _truth_of(specimen: Specimen, clean: npt.NDArray[np.uint8]) -> Shown:
    """What is known of the layout, and what the clean drawing shows beyond it."""
    height, width = clean.shape[:2]
    across, down = specimen.symmetry.repeats
    step_x, step_y = width / across, height / down
    differing = _differing(clean)
    same = {name for name, share in differing.items() if share < _SAME}
    near = {name for name, share in differing.items() if _SAME <= share < _OTHER}
    middles = [
        (width / 2 + i * step_x / 2, height / 2 + j * step_y / 2)
        for i in range(1 - across, across)
        for j in range(1 - down, down)
    ]
    steps = [(step_x, 0.0)] * (across > 1) + [(0.0, step_y)] * (down > 1)
    # A pair of figures that are mirrored, or turned, into themselves is a repeat too.
    pair = [(0.4 * width, 0.0)] * (specimen.layout == "mirror")
    return Shown(
        "drawn", specimen.motif, clean, np.eye(3),
        *_placed(same, middles), _multiples(steps),
        *_placed(near, middles), pair,
        _named(specimen.layout, same, near),
    )  # fmt: skip


def _placed(names: set[str], middles: Sequence[tuple[float, float]]) -> tuple[_Lines, _Points]:
    axes = [(x, y, _DIRECTIONS[n]) for n in sorted(names) if n in _DIRECTIONS for x, y in middles]
    turns = [(int(n), x, y) for n in sorted(names) if n not in _DIRECTIONS for x, y in middles]
    return axes, turns


def _multiples(steps: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every translation that some whole steps make."""
    counts = [(i, j) for i in range(-8, 9) for j in (range(-8, 9) if len(steps) > 1 else (0,))]
    table = np.array([*steps, (0.0, 0.0)][:2]) if steps else np.zeros((2, 2))
    return [(float(x), float(y)) for x, y in np.array(counts[:]) @ table if x or y]


def _named(layout: str, same: set[str], near: set[str]) -> frozenset[str] | None:
    if layout == "grid":
        return frozenset({"lattice square"})
    if near:
        return None
    if layout == "frieze":
        over, along = "vertical" in same, "horizontal" in same
        group = {(True, True): "p2mm", (True, False): "p1m1", (False, True): "p11m"}
        plain = "p2" if "2" in same else "p1"
        return frozenset({f"frieze {group.get((over, along), plain)}"})
    order = 4 if "4" in same else 2 if "2" in same else 1
    name = f"{'d' if same & set(_DIRECTIONS) else 'c'}{order}"
    return frozenset() if name == "c1" else frozenset({f"rosette {name}"})


def chart_photographs(charts: Sequence[Chart], seed: int) -> Iterator[Shown]:
    """Every chart once, on more ground and with uneven thread, photographed."""
    rng = np.random.default_rng(seed)
    for chart in charts:
        clean, corner, stitch = _on_ground(chart, rng)
        found = exact_symmetries(_numbered(chart.cells))
        steps = [p for s in found if s.kind in ("frieze", "lattice") for p in _pairs(s, stitch)]
        moves = [(0.0, 0.0), *_multiples(steps)]
        axes, turns = _moved(found, stitch, corner, moves)
        near_axes, near_turns, near_steps = _near(chart.cells, stitch, corner)
        is_clear = not _is_nearly_more(chart.cells, found)
        groups = {f"{s.kind} {s.name}" for s in found if s.kind not in ("mirror", "rotation")}
        truth = Shown(
            "chart", chart.family, clean, np.eye(3), axes, turns, moves[1:],
            near_axes, near_turns, near_steps, frozenset(groups) if is_clear else None,
        )  # fmt: skip
        yield truth.photographed(clean, Shot.random(rng, hardness=_HARDNESS[rng.integers(2)]))


def _numbered(cells: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    return np.unique(cells, return_inverse=True)[1].reshape(cells.shape) + (0 if 0 in cells else 1)


def _on_ground(
    chart: Chart, rng: np.random.Generator
) -> tuple[npt.NDArray[np.uint8], tuple[float, float], float]:
    """Picture, corner and side of a stitch of the chart on a cloth of its ground."""
    height, width = chart.cells.shape
    margin = 0.08 * max(height, width)
    wide = max(width + 2 * margin, 0.6 * (height + 2 * margin))
    high = max(height + 2 * margin, 0.6 * (width + 2 * margin))
    stitch = _WIDTH_PX / max(wide, high)
    clean = np.full((round(high * stitch), round(wide * stitch), 3), chart.rgb[0, 0], np.uint8)
    clean[:] = (245, 240, 228)
    x0, y0 = chart.corner_px
    part = chart.rgb[y0 : y0 + height * chart.stitch_px, x0 : x0 + width * chart.stitch_px]
    size = round(width * stitch), round(height * stitch)
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    x, y = (clean.shape[1] - size[0]) // 2, (clean.shape[0] - size[1]) // 2
    clean[y : y + size[1], x : x + size[0]] = small
    uneven = clean * rng.normal(1, 0.06, (*clean.shape[:2], 1))
    return np.clip(uneven, 0, 255).astype(np.uint8), (float(x), float(y)), stitch


def _pairs(symmetry: Symmetry, stitch: float) -> list[tuple[float, float]]:
    numbers = [stitch * value for value in symmetry.numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _moved(
    found: Sequence[Symmetry],
    stitch: float,
    corner: tuple[float, float],
    moves: Sequence[tuple[float, float]],
) -> tuple[_Lines, _Points]:
    axes: _Lines = []
    turns: _Points = []
    for each in found:
        x, y = (stitch * v + c for v, c in zip(each.numbers[:2], corner, strict=True))
        places = [(x + dx / 2, y + dy / 2) for dx, dy in moves]
        if each.kind == "mirror":
            axes += [(px, py, each.numbers[2]) for px, py in places]
        if each.kind == "rotation":
            turns += [
                (order, *p) for p in places for order in (2, 4) if int(each.name) % order == 0
            ]
    return axes, turns


def _agreeing(cells: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> _Floats:
    """How nearly ``other`` equals ``cells`` at each shift: 1 and more is near. Shifts as rows."""
    size = np.add(cells.shape, other.shape) - 1
    spectra: dict[tuple[int, int], npt.NDArray[np.complex128]] = {}

    def correlated(first: int, second: int) -> _Floats:
        for side, table, code in ((0, cells, first), (1, other[::-1, ::-1], second)):
            if (side, code) not in spectra:
                chosen = table > 0 if code < 0 else table == code if code else np.ones(table.shape)
                spectra[side, code] = np.fft.rfft2(chosen, tuple(size))
        return np.asarray(np.fft.irfft2(spectra[0, first] * spectra[1, second], tuple(size)))

    colours = [int(code) for code in np.unique(cells[cells > 0])]
    both = correlated(-1, -1)
    either = correlated(-1, 0) + correlated(0, -1) - both
    equal = np.sum([correlated(code, code) for code in colours], axis=0)
    enough = correlated(-1, 0) >= 0.3 * np.count_nonzero(cells)
    near = np.maximum(equal / _NEAR_COLOUR, both / _NEAR_SHAPE) / np.maximum(either, 1)
    return np.where(enough, near, 0.0)


def _near(
    cells: npt.NDArray[np.intp], stitch: float, corner: tuple[float, float]
) -> tuple[_Lines, _Points, list[tuple[float, float]]]:
    """Axes, turns and translations that a chart nearly has."""
    (h, w), (left, top) = cells.shape, corner
    axes: _Lines = []
    turns: _Points = []
    for name, motion in _MOTIONS.items():
        other = np.asarray(motion(cells), np.intp)  # type: ignore[arg-type]
        for y, x in np.argwhere(_agreeing(cells, other) >= 1) - np.array(other.shape) + 1:
            if name == "4":
                cx = (w + y + x) / 2
                turns.append((4, left + cx * stitch, top + (cx - x) * stitch))
            elif name == "2":
                turns.append((2, left + (w + x) / 2 * stitch, top + (h + y) / 2 * stitch))
            else:
                at = {
                    "vertical": ((w + x) / 2, h / 2),
                    "horizontal": (w / 2, (h + y) / 2),
                    "falling": (h / 2 + x, h / 2),
                    "rising": (h / 2 + x, h / 2),
                }[name]
                axes.append((left + at[0] * stitch, top + at[1] * stitch, _DIRECTIONS[name]))
    shifts = np.argwhere(_agreeing(cells, cells) >= 1) - np.array(cells.shape) + 1
    return axes, turns, [(x * stitch, y * stitch) for y, x in shifts.tolist() if x or y]


def _is_nearly_more(cells: npt.NDArray[np.intp], found: Sequence[Symmetry]) -> bool:
    """Whether the chart nearly has a symmetry that it has not."""
    has = {s.numbers[2] for s in found if s.kind == "mirror"}
    order = max((int(s.name) for s in found if s.kind == "rotation"), default=1)
    for name, motion in _MOTIONS.items():
        other = np.asarray(motion(cells), np.intp)  # type: ignore[arg-type]
        is_had = _DIRECTIONS[name] in has if name in _DIRECTIONS else order % int(name) == 0
        if not is_had and (_agreeing(cells, other) >= 1).any():
            return True
    if any(s.kind in ("frieze", "lattice") for s in found):
        return False
    near = _agreeing(cells, cells) >= 1
    y, x = np.argwhere(near).T - np.array(cells.shape)[:, None] + 1
    return bool((np.maximum(np.abs(y), np.abs(x)) > 2).any())
