"""Opening the features of the likeliest photographs and verifying each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures
from search.visual.region import Region, place
from search.visual.verify import Agreement, agree, unit_rows

__all__ = ["Variant", "Verified", "variant_of", "verify"]

#: What chance gathers, as the mean of votes and inliers: this much and one more
#: for so many keypoints of the query. Measured over 4,800 unrelated pairs of cloths,
#: frames and charts without counted stitch, of which 999 in 1,000 lie below the line; true pairs (a
#: tenth of the area, an eighth of the size, turned, bent and relit) are above 28.
_CHANCE, _KEYPOINTS_EACH = 4.0, 80.0
#: Evidence beyond chance, in shares of chance, at which sureness is 1 - 1/e.
_REACH = 0.85
#: Sureness below which a match counts for less than it says: on counted grounds a
#: little agreement is no rarer among unrelated pieces than among related ones.
_DOUBT = 0.5
#: Share of the matches in one place, of those of one scale and turn times of all, at
#: which matches are mere chance and wholly believed. Of chart pairs that would pass
#: otherwise half have 0.04 and less; of the 21 textiles under 17 changes and 32 bent
#: and relit frames none falls below a sureness of 0.7 by it.
_DISORDER, _ORDER = 0.05, 0.09
#: Inliers from which a region is worth showing; unrelated pairs reach 6 once in 100.
_REGION_INLIERS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One reading of the query: as it is, mirrored, inverted, or both."""

    features: PatternFeatures
    rows: npt.NDArray[np.float32]
    is_mirrored: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What comparing keypoints says.

    Parameters
    ----------
    shape
        How sure it is that both show the same pattern, 0..1.
    region
        Where, when the match is good enough to be drawn.
    query_region
        Where in the query, as it was given.
    """

    shape: float
    region: Region | None
    query_region: Region | None = None


def variant_of(features: PatternFeatures, *, is_mirrored: bool = False) -> Variant:
    """Prepare one reading of the query."""
    return Variant(features, unit_rows(features.descriptors), is_mirrored)


def verify(variant: Variant, photo: PatternFeatures) -> Verified:
    """Compare one reading of the query with one photograph."""
    agreement = agree(variant.features, variant.rows, photo, unit_rows(photo.descriptors))
    placement = place(variant.features, photo, agreement)
    # A counted ground agrees with itself at every shift: many votes of one scale and
    # turn, but hardly any in one place. Such votes count no more than what lies in
    # place; else unrelated cross stitch was called the same (0.84, now at most 0.44).
    votes = min(agreement.votes, 2.0 * placement.inliers)
    shape = _sureness((votes + placement.inliers) / 2, len(variant.rows))
    shape *= _order(agreement, placement.inliers)
    if placement.inliers < _REGION_INLIERS or shape <= 0:
        return Verified(shape, None)
    return Verified(shape, placement.region, _as_given(variant, placement.query_region))


def _as_given(variant: Variant, region: Region | None) -> Region | None:
    """Mirror a region of the reading back to the query."""
    if region is None or not variant.is_mirrored:
        return region
    x, y, width, height = region
    return variant.features.width_px - x - width, y, width, height


def _order(agreement: Agreement, inliers: int) -> float:
    """How orderly the matches are, 0..1: whether most of them tell the same story."""
    share = inliers**2 / max(1, len(agreement.pairs) * agreement.matched)
    return float(np.clip((share - _DISORDER) / (_ORDER - _DISORDER), 0, 1))


def _sureness(evidence: float, keypoints: int) -> float:
    """Map evidence to 0..1, growing; near 0 for what chance gathers."""
    chance = _CHANCE + keypoints / _KEYPOINTS_EACH
    sure = float(1 - np.exp(-max(0.0, evidence - chance) / (_REACH * chance)))
    return sure * min(1.0, sure / _DOUBT) ** 2
