"""How a photograph is taken: the numbers of one shot."""

__all__ = ["TABLES", "Shot"]

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from archive.errors import BadInput

from .recipe import checked_name

#: What the cloth lies on.
TABLES: tuple[str, ...] = ("wood", "linen", "slate", "plaster")


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph of a cloth; the defaults show it squarely, filling the frame.

    Parameters
    ----------
    turn_deg
        The cloth turned in the picture, clockwise.
    tilt_x, tilt_y
        How much smaller the right (upper) edge is seen than the left (lower), about -0.3 to 0.3.
    scale
        Size of the cloth against the frame; below 1 the table shows, above 1 the edges are lost.
    crop_x, crop_y
        How far the cloth lies off the middle, in parts of the frame.
    light_deg, light_strength
        Side the light comes from, clockwise from the right, and how uneven it is, 0 to 1.
    shadow
        Depth of the shadow of hand and phone, 0 to 1.
    creases
        Depth of soft folds in the cloth, 0 to 1.
    blur_px, noise
        Standard deviations: of the blur in pixels, of the noise in grey levels of 255.
    warmth
        White balance, -1 bluish to 1 yellowish.
    table
        One of ``TABLES``.
    seed
        Source of grain, folds and noise.
    """

    turn_deg: float = 0.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    scale: float = 1.0
    crop_x: float = 0.0
    crop_y: float = 0.0
    light_deg: float = 230.0
    light_strength: float = 0.0
    shadow: float = 0.0
    creases: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    warmth: float = 0.0
    table: str = "wood"
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the table's name and that the cloth has a size.

        Raises
        ------
        BadInput
            If the table is unknown or ``scale`` is not positive.
        """
        checked_name("table", self.table, TABLES)
        if self.scale <= 0:
            raise BadInput(f"scale is {self.scale}, but must be above 0", column="scale")

    @classmethod
    def random(cls, rng: np.random.Generator, *, hardness: float = 1.0) -> Self:
        """Give a visitor's hurried shot; ``hardness`` 0 is a scanner, 1 a phone in a dim room."""

        def around(reach: float) -> float:
            return float(rng.uniform(-reach, reach)) * hardness

        return cls(
            turn_deg=around(25), tilt_x=around(0.16), tilt_y=around(0.16),
            scale=1 + hardness * float(rng.uniform(-0.28, 0.3)),
            crop_x=around(0.1), crop_y=around(0.1),
            light_deg=float(rng.uniform(0, 360)), light_strength=abs(around(0.5)),
            shadow=abs(around(0.6)), creases=abs(around(0.8)), blur_px=abs(around(1.6)),
            noise=abs(around(9)), warmth=around(0.8),
            table=TABLES[int(rng.integers(len(TABLES)))], seed=int(rng.integers(2**31)),
        )  # fmt: skip

    @classmethod
    def from_row(cls, row: dict[str, str]) -> Self:
        """Give the shot of one CSV row, columns named ``shot_…``; empty cells take the default.

        Raises
        ------
        BadInput
            If a cell is no number or the table is unknown.
        """
        given: dict[str, str | float | int] = {}
        for field in fields(cls):
            text = row.get(f"shot_{field.name}", "").strip()
            if text:
                given[field.name] = text if field.name == "table" else _number(field.name, text)
        if "seed" in given:
            given["seed"] = int(given["seed"])
        return cls(**given)  # type: ignore[arg-type]

    def as_row(self) -> dict[str, str]:
        """Give the shot as cells of a CSV row; :meth:`from_row` reads it back."""
        return {f"shot_{f.name}": str(getattr(self, f.name)) for f in fields(self)}


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(f"shot_{name} is {text!r}, not a number", column=f"shot_{name}") from error
