"""What one photograph by itself lets a program guess: its colours and its layout."""

from __future__ import annotations

from collections.abc import Sequence

from archive.features import FEATURES_VERSION, SHOWN_CONFIDENCE, Layout, Swatch
from archive.records import Suggestion

__all__ = ["LAYOUT", "PALETTE", "guess_colours", "guess_layout"]

#: Names of the two models.
PALETTE, LAYOUT = "palette", "layout"
# A colour that covers less of the cloth is not worth suggesting.
_LEAST_SHARE = 0.05
#: What people call each kind of symmetry: values of the field ``layout``.
_CHOICES = {
    "mirror": "mirror",
    "rotation": "rotation",
    "frieze": "two-way band",
    "lattice": "four-way repeat",
    "rosette": "central",
}


def guess_colours(photograph: str, palette: Sequence[Swatch]) -> list[Suggestion]:
    """Suggest the colours that cover enough of the cloth; the score is their share."""
    return [
        Suggestion(
            photograph=photograph,
            field="colour",
            concept=swatch.colour,
            score=round(min(swatch.share, 1.0), 4),
            model=PALETTE,
            model_version=str(FEATURES_VERSION),
        )
        for swatch in palette
        if swatch.share >= _LEAST_SHARE
    ]


def guess_layout(photograph: str, layout: Layout) -> list[Suggestion]:
    """Suggest the symmetries that are right nine times of ten, the surest of each kind."""
    found: dict[str, Suggestion] = {}
    for each in sorted(layout.symmetries, key=lambda symmetry: -symmetry.confidence):
        if each.confidence >= SHOWN_CONFIDENCE and each.kind in _CHOICES:
            found.setdefault(
                each.kind,
                Suggestion(
                    photograph=photograph,
                    field="layout",
                    concept=None,
                    score=round(each.confidence, 4),
                    model=LAYOUT,
                    model_version=str(FEATURES_VERSION),
                    choice=_CHOICES[each.kind],
                    detail=f"{each.kind} {each.name}",
                ),
            )
    return list(found.values())
