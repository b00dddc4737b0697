"""The symmetries of a photographed pattern, each with how likely it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import SHOWN_CONFIDENCE, Symmetry
from ingest.features.symmetry.friezes import frieze_group
from ingest.features.symmetry.judging import probability
from ingest.features.symmetry.lattices import lattice_name
from ingest.features.symmetry.looking import Found, Looking
from ingest.features.symmetry.motions import applied, axis_of, centre_of

__all__ = ["likely_symmetries"]

#: What is less likely is not kept.
_KEPT = 0.2
#: What is likelier is taken for true where one finding builds on another.
_BELIEVED = 0.5
#: Axes and translations within this of each other run the same way. Seen
#: askew, right angles of the drawn specimens came out up to 9 degrees off.
_SAME_WAY_DEG = 12.0
#: Two translations seen askew: how far from square a square lattice may look.
_LATTICE_SLACK = 0.12
_ORDERS = (4, 2)


@dataclass(frozen=True, slots=True)
class _Axis:
    """A mirror: its probability, a point of it and its direction in degrees."""

    likely: float
    at: tuple[float, float]
    direction_deg: float

    def runs(self, direction_deg: float) -> bool:
        """Whether it runs about that way."""
        off = abs(self.direction_deg - direction_deg) % 180
        return min(off, 180 - off) <= _SAME_WAY_DEG

    @property
    def name(self) -> str:
        """Name of the nearest of the four directions; the diagonals share one."""
        nearest = round(self.direction_deg / 45) % 4
        return ("horizontal", "diagonal", "vertical", "diagonal")[nearest]


@dataclass(frozen=True, slots=True)
class _Step:
    """A translation: its probability, and x, y."""

    likely: float
    x: float
    y: float

    @property
    def length(self) -> float:
        return float(np.hypot(self.x, self.y))

    @property
    def direction_deg(self) -> float:
        return float(np.degrees(np.arctan2(self.y, self.x)) % 180)


@dataclass(frozen=True, slots=True)
class _Turn:
    likely: float
    order: int
    centre: tuple[float, float]


def likely_symmetries(
    rgb: npt.NDArray[np.uint8], cloth: npt.NDArray[np.bool_]
) -> tuple[Symmetry, ...]:
    """Look for symmetries on a photograph.

    Turns of order 2 and 4 only: for others there was nothing to measure them on.

    Parameters
    ----------
    rgb
        sRGB, uint8 of shape ``(h, w, 3)``.
    cloth
        bool of any shape, laid over the whole picture.

    Returns
    -------
    tuple of Symmetry
        The surest first, ``numbers`` in pixels of ``rgb``; empty below 24 px
        and without contrast.
    """
    looking = Looking(rgb, cloth)
    middle = np.array(rgb.shape[1::-1]) / 2
    axes = _axes(looking.mirrors(), middle)
    turns = _turns(looking, middle)
    steps = _steps(looking.shifts(), middle)
    found = [
        *(Symmetry("mirror", a.name, a.likely, (*a.at, a.direction_deg)) for a in axes),
        *(Symmetry("rotation", str(t.order), t.likely, t.centre) for t in turns),
    ]
    if steps and steps[0].likely >= _BELIEVED:
        found.append(_repeating(looking, steps, axes, turns))
    elif (rosette := _rosette(axes, turns)) is not None:
        found.append(rosette)
    kept = [each for each in found if each.confidence >= _KEPT]
    return tuple(sorted(kept, key=lambda each: -each.confidence))


def _axes(found: list[Found], middle: npt.NDArray[np.float64]) -> list[_Axis]:
    """Return the likeliest axis of each direction, the likeliest first."""
    axes = []
    for each in found:
        x, y, direction = axis_of(each.motion, middle)
        axes.append(_Axis(probability("mirror", each.evidence), (x, y), direction))
    kept: list[_Axis] = []
    for axis in sorted(axes, key=lambda axis: -axis.likely):
        if not any(axis.runs(other.direction_deg) for other in kept):
            kept.append(axis)
    return kept


def _turns(looking: Looking, middle: npt.NDArray[np.float64]) -> list[_Turn]:
    """Return turns by falling order; a sure quarter turn makes the half turn go without saying."""
    turns: list[_Turn] = []
    for order, each in zip(_ORDERS, looking.turns(_ORDERS), strict=True):
        if each is not None and not any(turn.likely >= SHOWN_CONFIDENCE for turn in turns):
            likely = probability("turn", each.evidence)
            turns.append(_Turn(likely, order, centre_of(each.motion, middle)))
    return turns


def _steps(found: list[Found], middle: npt.NDArray[np.float64]) -> list[_Step]:
    """Return translations: those believed, the shortest first, then the rest."""
    steps = []
    for each in found:
        x, y = applied(each.motion, middle[None])[0] - middle
        steps.append(_Step(probability("shift", each.evidence), float(x), float(y)))
    return sorted(steps, key=lambda step: (step.likely < _BELIEVED, step.length))


def _repeating(
    looking: Looking, steps: list[_Step], axes: list[_Axis], turns: list[_Turn]
) -> Symmetry:
    """Name the lattice of two translations, or the frieze of one."""
    first = steps[0]
    others = [step for step in steps if _is_across(first, step)]
    second = max(others, key=lambda step: step.likely, default=None)
    if second is not None and second.likely >= _BELIEVED:
        second = next(step for step in others if step.likely >= _BELIEVED)
        name = lattice_name(
            np.array([first.x, first.y]), np.array([second.x, second.y]), _LATTICE_SLACK
        )
        both = first.likely * second.likely
        return Symmetry("lattice", name, both, (first.x, first.y, second.x, second.y))
    alone = first.likely * (1 - (second.likely if second is not None else 0.0))
    name, likely = _group(looking, first, axes, turns)
    return Symmetry("frieze", name, alone * likely, (first.x, first.y))


def _is_across(first: _Step, second: _Step) -> bool:
    """Whether two translations run clearly different ways."""
    return not _Axis(0.0, (0.0, 0.0), first.direction_deg).runs(second.direction_deg)


def _group(
    looking: Looking, step: _Step, axes: list[_Axis], turns: list[_Turn]
) -> tuple[str, float]:
    """Name of the frieze's group, and how likely all its answers are right."""
    over = max((a.likely for a in axes if a.runs(step.direction_deg + 90)), default=0.0)
    along = max((a.likely for a in axes if a.runs(step.direction_deg)), default=0.0)
    turned = max((turn.likely for turn in turns), default=0.0)
    glide = looking.glide((step.x, step.y)) if along < _BELIEVED else None
    glided = 0.0 if glide is None else probability("mirror", glide.evidence)
    answers = np.array([over, along, glided, turned])
    is_so = answers >= _BELIEVED
    name = frieze_group(bool(is_so[0]), bool(is_so[1]), glides=bool(is_so[2]), turns=bool(is_so[3]))
    return name, float(np.prod(np.where(is_so, answers, 1 - answers)))


def _rosette(axes: list[_Axis], turns: list[_Turn]) -> Symmetry | None:
    """Name the group of a figure that stands alone; ``None`` when it has no symmetry."""
    mirrored = max((axis.likely for axis in axes), default=0.0)
    order, likely, centre = 1, 1.0, None
    for turn in turns:
        if turn.likely >= _BELIEVED:
            order, likely, centre = turn.order, likely * turn.likely, turn.centre
            break
        likely *= 1 - turn.likely
    if mirrored >= _BELIEVED:
        at = centre or axes[0].at
        return Symmetry("rosette", f"d{order}", likely * mirrored, at)
    if centre is None:
        return None
    return Symmetry("rosette", f"c{order}", likely * (1 - mirrored), centre)
