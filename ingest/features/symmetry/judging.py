"""From evidence to the probability that a symmetry is really there.

A logistic model for each kind of motion. Fitted on 120 photographs of drawn
specimens (12 motifs, five layouts, two shots each) and 265 of charts (18
families), taken by ``ingest.specimens.photograph`` with random turns to 25
degrees, tilt, crop, shadow, creases, blur and noise; drawn and charts weigh the
same, seven motifs and ten families were held out. What people might call either
way (6.5 to 17 % of the clean drawing's pattern differs; 70 % of a chart's
stitches keep their colour) was left out of the fit. What it comes to on the
part held out, and on real cloth: ``docs/pattern_features.md``. Fit and figures
are made by ``bench/visual/layout.py --fit``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["probability"]

#: Constant, then the weights of mean, quartile, inner, still, cover and correlation.
_WEIGHTS = {
    "mirror": (-17.29, 8.24, 2.58, 5.61, 3.3, 3.48, 0.0),
    "turn": (-16.66, 5.78, 5.26, 6.53, 0.24, 2.57, 1.72),
    "shift": (-9.26, 4.15, 0.0, 1.93, 4.16, 0.0, 4.56),
}


def probability(kind: str, evidence: npt.NDArray[np.float64]) -> float:
    """Return how likely a motion is a symmetry, 0..1.

    Parameters
    ----------
    kind
        ``mirror`` (glides too), ``turn`` or ``shift``.
    evidence
        float64 of shape ``(6,)``, see ``Found``.
    """
    constant, *weights = _WEIGHTS[kind]
    return float(1 / (1 + np.exp(-(constant + evidence @ np.array(weights)))))
