"""Measure the layout of charts and photographs and print one table.

    .venv/bin/python -m bench.visual.layout --data FOLDER [--fit]

``FOLDER`` holds ``charts`` with ``labels.csv``. Charts as they are drawn are
held against a slow count of their stitches; drawn specimens and charts are
photographed and held against what is known of them. ``--fit`` first fits the
weights of ``ingest/features/symmetry/judging.py`` on the motifs and families
that are not held out, prints them, and goes on with the weights in the code.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# One thread, so that times are those of one core; numpy reads it when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import SHOWN_CONFIDENCE, Cloth, Symmetry
from bench.visual.layout_charts import Chart, charts, slow_names
from bench.visual.layout_truth import Shown, chart_photographs, drawn_photographs
from bench.visual.measures import Share
from bench.visual.specimens import HELD_OUT
from bench.visual.table import Table
from ingest.features.layout import measure_layout
from ingest.features.symmetry.looking import Found, Looking
from ingest.features.symmetry.motions import applied, axis_of, centre_of
from ingest.specimens import MOTIFS

__all__ = ["fitted", "measure_layouts"]

_Doubles = npt.NDArray[np.float64]

#: A finding is right within these: parts of the longer side, degrees, and part
#: of a translation's length.
_NEAR_SIDE, _NEAR_DEG, _NEAR_LENGTH = 0.04, 6.0, 0.12
#: Of the drawn specimens and of the charts; measured are three pieces of each motif and layout.
_FIT_SEEDS, _MEASURE_SEEDS, _CHART_SEED = (7, 8), (1007, 1009, 1011), 1008
_SHOTS = 2
_KINDS = ("mirror", "rotation", "lattice", "frieze", "rosette")


@dataclass(frozen=True)
class Verdict:
    """A finding, whether it is right, and whether people would differ on it."""

    is_right: bool
    is_open: bool


class Judge:
    """Holds findings on one photograph against its truth, in pixels of the photograph."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._side = max(shown.rgb.shape[:2])
        self._middle = np.array(shown.rgb.shape[1::-1]) / 2

    def mirror(self, x: float, y: float, direction: float) -> Verdict:
        """Judge an axis."""
        lists = self._shown.axes, self._shown.near_axes
        return Verdict(*(self._is_axis(each, (x, y, direction)) for each in lists))

    def turn(self, order: int, x: float, y: float) -> Verdict:
        """Judge a centre."""
        lists = self._shown.turns, self._shown.near_turns
        return Verdict(*(self._is_centre(each, (order, x, y)) for each in lists))

    def step(self, x: float, y: float) -> Verdict:
        """Judge a translation."""
        lists = self._shown.steps, self._shown.near_steps
        return Verdict(*(self._is_step(each, (x, y)) for each in lists))

    def _seen(self, points: _Doubles) -> _Doubles:
        return applied(self._shown.to_photo, points)

    def _is_axis(
        self, axes: Sequence[tuple[float, float, float]], found: tuple[float, float, float]
    ) -> bool:
        if not axes:
            return False
        table = np.array(axes)
        angle = np.radians(table[:, 2:])
        along = 0.1 * self._side * np.hstack([np.cos(angle), np.sin(angle)])
        # Where the axis passes the middle of the drawing, perspective is that of the cloth.
        start, end = self._seen(table[:, :2] - along), self._seen(table[:, :2] + along)
        way = (end - start) / np.linalg.norm(end - start, axis=1, keepdims=True)
        off = np.array(found[:2]) - start
        far = np.abs(way[:, 0] * off[:, 1] - way[:, 1] * off[:, 0])
        turn = np.abs(np.degrees(np.arctan2(way[:, 1], way[:, 0])) - found[2]) % 180
        is_near = (far <= _NEAR_SIDE * self._side) & (np.minimum(turn, 180 - turn) <= _NEAR_DEG)
        return bool(is_near.any())

    def _is_centre(
        self, turns: Sequence[tuple[int, float, float]], found: tuple[int, float, float]
    ) -> bool:
        same = [(x, y) for order, x, y in turns if order % found[0] == 0]
        if not same:
            return False
        far = np.linalg.norm(self._seen(np.array(same)) - np.array(found[1:]), axis=1)
        return bool((far <= _NEAR_SIDE * self._side).any())

    def _is_step(self, steps: Sequence[tuple[float, float]], found: tuple[float, float]) -> bool:
        if not steps:
            return False
        middle = applied(np.linalg.inv(self._shown.to_photo), self._middle[None])
        there = self._seen(middle + np.array(steps)) - self._middle
        far = [np.linalg.norm(there - sign * np.array(found), axis=1) for sign in (1, -1)]
        return bool((np.min(far, axis=0) <= _NEAR_LENGTH * np.linalg.norm(there, axis=1)).any())


def _evidence(shown: Shown) -> list[tuple[str, Verdict, _Doubles]]:
    """Kind, verdict and evidence of every motion looked at."""
    looking, judge = Looking(shown.rgb, Cloth.whole().mask), Judge(shown)
    middle = np.array(shown.rgb.shape[1::-1]) / 2

    def moved(found: Found) -> tuple[float, float]:
        x, y = applied(found.motion, middle[None])[0] - middle
        return float(x), float(y)

    mirrors = [(judge.mirror(*axis_of(f.motion, middle)), f) for f in looking.mirrors()]
    turns = [
        (judge.turn(order, *centre_of(f.motion, middle)), f)
        for order, f in zip((4, 2), looking.turns((4, 2)), strict=True)
        if f is not None
    ]
    shifts = [(judge.step(*moved(f)), f) for f in looking.shifts()]
    named = [("mirror", mirrors), ("turn", turns), ("shift", shifts)]
    return [(kind, verdict, f.evidence) for kind, pairs in named for verdict, f in pairs]


def fitted(shown: Iterable[Shown]) -> dict[str, list[float]]:
    """Weights of each kind: a logistic model, both sources weighing the same.

    Newton's method with a ridge of one on standardised numbers; open cases are
    left out.
    """
    rows = [(each.source, *row) for each in shown for row in _evidence(each)]
    weights = {}
    for kind in ("mirror", "turn", "shift"):
        own = [row for row in rows if row[1] == kind and (row[2].is_right or not row[2].is_open)]
        numbers = np.array([row[3] for row in own])
        right = np.array([row[2].is_right for row in own], float)
        is_drawn = np.array([row[0] == "drawn" for row in own])
        share = np.where(is_drawn, 0.5 / max(is_drawn.sum(), 1), 0.5 / max((~is_drawn).sum(), 1))
        weights[kind] = _logistic(numbers, right, share * len(own))
    return weights


def _logistic(numbers: _Doubles, right: _Doubles, share: _Doubles) -> list[float]:
    """Fit; a number that would speak against a symmetry by being high gets weight 0.

    Such weights come from numbers that go together, and mislead on other pictures.
    """
    used = np.ones(numbers.shape[1], bool)
    while True:
        mean, spread = numbers[:, used].mean(axis=0), numbers[:, used].std(axis=0) + 1e-9
        model = _newton((numbers[:, used] - mean) / spread, right, share)
        plain = model[1:] / spread
        if (plain >= 0).all():
            weights = np.zeros(len(used))
            weights[used] = plain
            return [round(float(v), 2) for v in (model[0] - plain @ mean, *weights)]
        used[np.flatnonzero(used)[plain.argmin()]] = False


def _newton(numbers: _Doubles, right: _Doubles, share: _Doubles) -> _Doubles:
    table = np.column_stack([np.ones(len(numbers)), numbers])
    ridge = np.diag([0.0, *np.ones(numbers.shape[1])])
    model = np.zeros(table.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-table @ model))
        slope = table.T @ (share * (likely - right)) + ridge @ model
        bend = (table.T * (share * likely * (1 - likely))) @ table + ridge
        model -= np.linalg.solve(bend, slope)
    return model


def _verdict(found: Symmetry, shown: Shown, judge: Judge) -> Verdict:
    """Whether a finding as stored is right: its place, and for groups its name."""
    if found.kind == "mirror":
        x, y, direction = found.numbers
        return judge.mirror(x, y, direction)
    if found.kind == "rotation":
        return judge.turn(int(found.name), *found.numbers[:2])  # type: ignore[call-arg]
    if shown.names is None:
        return Verdict(False, True)
    return Verdict(f"{found.kind} {found.name}" in shown.names, False)


def _has(kind: str, shown: Shown) -> bool | None:
    """Whether the truth has this kind; ``None`` where people would differ."""
    known = {"mirror": (shown.axes, shown.near_axes), "rotation": (shown.turns, shown.near_turns)}
    if kind in known:
        true, near = known[kind]
        return True if true else None if near else False
    return None if shown.names is None else any(n.startswith(kind) for n in shown.names)


def _auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Chance that a photograph with the symmetry gets more than one without."""
    true = np.array([s for s, yes in zip(scores, labels, strict=True) if yes])
    false = np.array([s for s, yes in zip(scores, labels, strict=True) if not yes])
    if not len(true) or not len(false):
        return float("nan")
    over = (true[:, None] > false).mean() + 0.5 * (true[:, None] == false).mean()
    return float(over)


def _measure_photographs(table: Table, title: str, shown: Sequence[Shown]) -> None:
    found, took = [], []
    for each in shown:
        began = time.process_time()
        whole, size = Cloth.whole(), (each.rgb.shape[1], each.rgb.shape[0])
        found.append(measure_layout(each.rgb, whole, size).symmetries)
        took.append(time.process_time() - began)
    judged = [
        [(s, _verdict(s, each, Judge(each))) for s in some]
        for each, some in zip(shown, found, strict=True)
    ]
    table.section(f"{title}, {len(shown)} photographs", "AUC", "shown right", "or open", "recall")
    for kind in _KINDS:
        _kind_row(table, kind, shown, judged)
    table.section("confidence", "right", "open left out")
    for low in (0.2, 0.4, 0.6, 0.8, 0.9):
        high = 1.1 if low == 0.9 else {0.8: 0.9}.get(low, low + 0.2)
        inside = [v for some in judged for s, v in some if low <= s.confidence < high]
        clear = [v for v in inside if v.is_right or not v.is_open]
        table.row(f"{low:.1f} and more", Share(sum(v.is_right for v in clear), len(clear)),
                  f"{len(inside) - len(clear)}")  # fmt: skip
    table.section("time, ms of one core", "median", "95 of 100", "longest")
    table.row("a photograph of 640 px",
              *(float(q) for q in np.quantile(took, [0.5, 0.95, 1]) * 1000))  # fmt: skip


def _kind_row(
    table: Table,
    kind: str,
    shown: Sequence[Shown],
    judged: Sequence[Sequence[tuple[Symmetry, Verdict]]],
) -> None:
    scores, labels, reached = [], [], 0
    for each, some in zip(shown, judged, strict=True):
        has = _has(kind, each)
        own = [(s, v) for s, v in some if s.kind == kind]
        if has is not None:
            scores.append(max((s.confidence for s, _ in own), default=0.0))
            labels.append(has)
        reached += bool(has) and any(
            v.is_right and s.confidence >= SHOWN_CONFIDENCE for s, v in own
        )
    sure = [v for some in judged for s, v in some
            if s.kind == kind and s.confidence >= SHOWN_CONFIDENCE]  # fmt: skip
    right = sum(v.is_right for v in sure)
    allowed = sum(v.is_right or v.is_open for v in sure)
    table.row(kind, _auc(scores, labels), Share(right, len(sure)), Share(allowed, len(sure)),
              Share(reached, sum(labels)))  # fmt: skip


def _measure_charts(table: Table, some: Sequence[Chart]) -> None:
    """Hold the charts as drawn against the slow count."""
    same, slanting, took = 0, 0, []
    for chart in some:
        began = time.process_time()
        size = chart.rgb.shape[1], chart.rgb.shape[0]
        found = measure_layout(chart.rgb, Cloth.whole(), size).symmetries
        took.append(time.process_time() - began)
        repeats = [s for s in found if s.kind in ("lattice", "frieze")]
        slow = slow_names(chart.cells)
        if not repeats:
            same += {f"{s.kind} {s.name}" for s in found} == slow
        elif all(repeats[0].numbers[:2]):
            slanting += 1
        else:
            steps = repeats[0].numbers
            ways = {f"every {round(abs(x) / chart.stitch_px)} across" for x in steps[::2] if x}
            ways |= {f"every {round(abs(y) / chart.stitch_px)} down" for y in steps[1::2] if y}
            same += ways == slow
    table.section("charts as drawn", "same as slow", "slanting", "ms", "longest")
    table.row("symmetries of the whole, or ways of repeating",
              Share(same, len(some) - slanting), str(slanting),
              float(np.mean(took)) * 1000, float(max(took)) * 1000)  # fmt: skip


def measure_layouts(data: Path, table: Table, *, fit: bool) -> None:
    """Measure everything, on the parts held out of the fit."""
    some = list(charts(data / "charts"))
    held_out = set(sorted({chart.family for chart in some})[::3])
    _measure_charts(table, some)
    if fit:
        seen = [c for c in some if c.family not in held_out]
        drawn = drawn_photographs(_FIT_SEEDS[0], _SHOTS, set(MOTIFS) - set(HELD_OUT))
        taken = [*drawn, *chart_photographs(seen, _FIT_SEEDS[1])]
        for kind, weights in fitted(taken).items():
            print(f'    "{kind}": {tuple(weights)},')
    kept = [s for seed in _MEASURE_SEEDS for s in drawn_photographs(seed, _SHOTS, HELD_OUT)]
    _measure_photographs(table, "drawn, held-out motifs", kept)
    unseen = [c for c in some if c.family in held_out]
    _measure_photographs(
        table, "charts, held-out families", list(chart_photographs(unseen, _CHART_SEED))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds charts")
    parser.add_argument("--fit", action="store_true", help="fit and print the weights first")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    measure_layouts(asked.data, Table(), fit=asked.fit)


if __name__ == "__main__":
    main()
