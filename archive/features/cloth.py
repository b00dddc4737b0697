"""Where the cloth lies in a photograph, and how good the photograph is for comparing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Card", "Cloth", "Quality"]


@dataclass(frozen=True, slots=True, eq=False)
class Cloth:
    """The textile against table, hand and frame.

    Parameters
    ----------
    mask
        bool of shape ``(h, w)``, longest side at most 64, laid over the whole
        upright photograph: whether the middle of a cell shows cloth.
    certainty
        How sure the separation is, 0..1; 0 when the whole picture was taken
        for cloth because nothing told it apart.
    """

    mask: npt.NDArray[np.bool_]
    certainty: float

    @property
    def share(self) -> float:
        """Share of the photograph that shows cloth, 0..1."""
        return float(self.mask.mean())

    @classmethod
    def whole(cls) -> Cloth:
        """Return a cloth that fills the picture, as in a region somebody drew."""
        return cls(np.ones((1, 1), bool), 0.0)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what is stored."""
        return {"cloth_mask": self.mask, "cloth_certainty": np.float32(self.certainty).reshape(1)}

    @classmethod
    def read(cls, stored: Mapping[str, npt.NDArray[np.generic]]) -> Cloth:
        """Read what :meth:`arrays` returned."""
        mask = np.asarray(stored["cloth_mask"], dtype=bool)
        return cls(mask, float(stored["cloth_certainty"][0]))


@dataclass(frozen=True, slots=True)
class Card:
    """A colour card in the photograph.

    Parameters
    ----------
    kind
        ``colours``: a grid of coloured and grey patches.
    region
        x, y, width and height in pixels of the upright full-size photograph.
    """

    kind: str
    region: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a photograph is for comparing; every number measured on the cloth.

    Parameters
    ----------
    sharpness
        0 and more; see ``ingest/features/quality.py`` for the scale.
    dark, bright
        Share of the cloth too dark, or too bright, to show threads, 0..1.
    glare
        Share of the cloth under a mirror-like highlight, 0..1.
    tilt_deg
        How far the camera looked askew at the cloth, in degrees; NaN when its
        outline does not tell.
    cloth_px
        Square root of the cloth's area in pixels of the full-size photograph.
    card
        The colour card beside the cloth; ``None`` when none was found.
    """

    sharpness: float
    dark: float
    bright: float
    glare: float
    tilt_deg: float
    cloth_px: float
    card: Card | None = None

    @classmethod
    def unknown(cls) -> Quality:
        """Return the quality of what was not measured: NaN throughout."""
        nan = float("nan")
        return cls(nan, nan, nan, nan, nan, nan)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what is stored."""
        values = (self.sharpness, self.dark, self.bright, self.glare, self.tilt_deg, self.cloth_px)
        cards = [] if self.card is None else [self.card]
        return {
            "quality": np.array(values, np.float32),
            "card_kind": np.array([card.kind for card in cards], np.str_),
            "card_region": np.array([card.region for card in cards], np.float32).reshape(-1, 4),
        }

    @classmethod
    def read(cls, stored: Mapping[str, npt.NDArray[np.generic]]) -> Quality:
        """Read what :meth:`arrays` returned."""
        numbers = [float(value) for value in np.asarray(stored["quality"], dtype=np.float32)]
        regions = np.asarray(stored["card_region"], dtype=np.float32)
        cards = [
            Card(str(kind), (float(x), float(y), float(width), float(height)))
            for kind, (x, y, width, height) in zip(stored["card_kind"], regions, strict=True)
        ]
        sharpness, dark, bright, glare, tilt_deg, cloth_px = numbers
        card = cards[0] if cards else None
        return cls(sharpness, dark, bright, glare, tilt_deg, cloth_px, card)
