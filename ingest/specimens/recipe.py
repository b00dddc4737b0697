"""The recipe of a drawn specimen: everything that is known to be true of it."""

__all__ = ["LAYOUTS", "VIEWS", "Specimen", "Symmetry", "checked_name"]

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from rapidfuzz import process

from archive.errors import BadInput

from .gauges import STITCHES
from .motifs import MOTIF_MIRRORED, MOTIF_TURNS, MOTIFS
from .palettes import PALETTE_COLOURS, PALETTES

LAYOUTS: tuple[str, ...] = ("single", "mirror", "rosette", "frieze", "grid")
VIEWS: tuple[str, ...] = ("whole", "detail")


def checked_name(kind: str, name: str, allowed: Iterable[str]) -> str:
    """Give the name itself, if it is one of the allowed.

    Raises
    ------
    BadInput
        With the nearest allowed name as its hint.
    """
    names = tuple(allowed)
    if name in names:
        return name
    nearest = process.extractOne(name, names)
    hint = f"did you mean {nearest[0]}?" if nearest else f"one of {', '.join(names)}"
    raise BadInput(f"there is no {kind} called {name!r}", hint=hint, column=kind)


@dataclass(frozen=True, slots=True)
class Symmetry:
    """How the pattern maps onto itself.

    Parameters
    ----------
    kind
        ``none``, ``mirror`` (left to right), ``rotation`` or ``translation``.
    order
        Times the pattern comes back in a full turn (4 for a rosette); 2 for a mirror, else 1.
    repeats
        Count of copies across and down.
    """

    kind: str
    order: int
    repeats: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Specimen:
    """One drawn piece of embroidery; the same recipe always gives the same picture.

    Parameters
    ----------
    motif
        Slug of the motif vocabulary, one of ``MOTIFS``.
    stitch
        Slug of the technique vocabulary, one of ``STITCHES``.
    palette
        Name of a palette, one of ``PALETTES``.
    layout
        One of ``LAYOUTS``.
    variant
        Changes the shape of the motif and the order of its colours, from 0.
    seed
        Source of the hand's irregularities and the choice of border, from 0.
    view
        ``whole``, or ``detail``: a part seen from about four times nearer.
    """

    motif: str
    stitch: str
    palette: str
    layout: str = "single"
    variant: int = 0
    seed: int = 0
    view: str = "whole"

    def __post_init__(self) -> None:
        """Check every name and number.

        Raises
        ------
        BadInput
            If a name is not known, with the nearest one as hint, or a number is negative.
        """
        checked_name("motif", self.motif, MOTIFS)
        checked_name("stitch", self.stitch, STITCHES)
        checked_name("palette", self.palette, PALETTES)
        checked_name("layout", self.layout, LAYOUTS)
        checked_name("view", self.view, VIEWS)
        for name, number in (("variant", self.variant), ("seed", self.seed)):
            if number < 0:
                raise BadInput(f"{name} is {number}, but counts from 0", column=name)

    @property
    def colours(self) -> tuple[str, ...]:
        """Colour slugs of the palette, the ground first."""
        return PALETTE_COLOURS[self.palette]

    @property
    def symmetry(self) -> Symmetry:
        """What is known of the layout's symmetry."""
        if self.layout == "rosette":
            return Symmetry("rotation", 4, (1, 1))
        if self.layout == "mirror":
            return Symmetry("mirror", 2, (1, 1))
        if self.layout == "frieze":
            return Symmetry("translation", 1, (4, 1))
        if self.layout == "grid":
            return Symmetry("translation", 1, (4, 3))
        if self.motif in MOTIF_MIRRORED:
            return Symmetry("mirror", 2, (1, 1))
        turns = MOTIF_TURNS.get(self.motif, 1)
        return Symmetry("rotation" if turns > 1 else "none", turns, (1, 1))

    @classmethod
    def from_row(cls, row: dict[str, str]) -> Self:
        """Give the specimen of one CSV row; other columns are left alone, empty cells are defaults.

        Raises
        ------
        BadInput
            If a needed cell is missing, a number is none, or a name is unknown.
        """
        given = {f.name: row[f.name].strip() for f in fields(cls) if row.get(f.name, "").strip()}
        missing = [name for name in ("motif", "stitch", "palette") if name not in given]
        if missing:
            raise BadInput(
                f"a specimen needs {missing[0]}", hint="fill the cell", column=missing[0]
            )
        numbers = {
            name: _whole(name, given.pop(name)) for name in ("variant", "seed") if name in given
        }
        return cls(**given, **numbers)  # type: ignore[arg-type]

    def as_row(self) -> dict[str, str]:
        """Give the recipe as cells of a CSV row; :meth:`from_row` reads it back."""
        return {f.name: str(getattr(self, f.name)) for f in fields(self)}


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise BadInput(f"{name} is {text!r}, not a whole number", column=name) from error
