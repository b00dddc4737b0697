"""From likenesses to evidence, from evidence to a score 0..1, and to reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Weights", "calibrated", "evidence_of", "reasons_of", "weights_for"]

_Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of likeness counts where nothing was verified; they sum to 1."""

    shape: float
    texture: float
    colour: float
    layout: float
    motif: float


#: Colour least, so that it never drowns shape.
_WITHOUT_MODEL = Weights(0.52, 0.28, 0.15, 0.05, 0.0)
#: Tuned on half the families of 330 charts and 12 of 19 drawn motifs, for the same
#: kind of motif on other cloth. By the vectors alone as many are found (mAP 0.32 and
#: 0.17 of these, 0.15 and 0.15 of the others); a little of each other kind keeps
#: cloth of one stitch and palette together.
_WITH_MODEL = Weights(0.12, 0.08, 0.08, 0.04, 0.68)
#: VLAD product at which two pictures count as wholly alike.
_SHAPE_FULL = 0.5
#: Likeness of embeddings that unrelated cloths reach (0.70 in the middle).
_MOTIF_FLOOR = 0.5
#: Evidence that wholly like pictures have without a verified match.
_UNVERIFIED = 0.5
#: Score of the same: of pairs that likeness, with nearly these weights, puts at
#: 0.65, 0.75, 0.85 and 0.95 of its scale 4, 6, 31 and 72 in 100 bear the same kind
#: of motif (90,000 pairs of the tuned sets; of the others 5, 6, 14 and 24); a cube
#: through 0.3 gives 8, 13, 18 and 26.
_UNVERIFIED_SCORE, _STEEPNESS = 0.3, 3


def weights_for(has_embedding: bool) -> Weights:
    """Return the tuned weights for a query with or without an embedding."""
    return _WITH_MODEL if has_embedding else _WITHOUT_MODEL


def evidence_of(
    weights: Weights, kinds: Mapping[str, npt.NDArray[np.floating]]
) -> dict[str, _Doubles]:
    """Return what each kind of likeness adds to the evidence of every row.

    Parameters
    ----------
    kinds
        ``shape``, ``texture``, ``colour``, ``layout``, ``motif``, each 0..1.
    """
    scaled = dict(kinds)
    scaled["shape"] = np.clip(kinds["shape"] / _SHAPE_FULL, 0, 1)
    scaled["motif"] = np.clip((kinds["motif"] - _MOTIF_FLOOR) / (1 - _MOTIF_FLOOR), 0, 1)
    return {
        kind: _UNVERIFIED * getattr(weights, kind) * values.astype(np.float64)
        for kind, values in scaled.items()
    }


def calibrated(evidence: _Doubles) -> _Doubles:
    """Map evidence 0..1 to a score 0..1, growing.

    Examples
    --------
    >>> calibrated(np.array([0.0, 0.25, 0.5, 0.75, 1.0])).round(2).tolist()
    [0.0, 0.04, 0.3, 0.65, 1.0]
    """
    evidence = np.clip(evidence, 0, 1)
    unsure = _UNVERIFIED_SCORE * (np.minimum(evidence, _UNVERIFIED) / _UNVERIFIED) ** _STEEPNESS
    beyond = np.maximum(evidence - _UNVERIFIED, 0) / (1 - _UNVERIFIED)
    return np.asarray(unsure + (1 - _UNVERIFIED_SCORE) * beyond, dtype=np.float64)


def reasons_of(weights: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Return kinds and their share of the whole, heaviest first."""
    total = sum(weights.values())
    shares = [(kind, weight / total) for kind, weight in weights.items() if weight > 0]
    return tuple(sorted(shares, key=lambda item: (-item[1], item[0])))
