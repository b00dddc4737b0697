"""Drawn embroidery for demonstrations, tests and benchmarks.

``draw`` gives a picture of embroidery that never existed, stitch by stitch,
from a :class:`Specimen` whose every property is known; ``photograph`` shows
it as a phone would. ``render_sheet`` makes all pictures of a table.
"""

__all__ = [
    "LAYOUTS",
    "MOTIFS",
    "PALETTES",
    "PALETTE_COLOURS",
    "STITCHES",
    "TABLES",
    "VIEWS",
    "Shot",
    "Specimen",
    "Symmetry",
    "draw",
    "outline_in",
    "photograph",
    "render_sheet",
    "save_jpeg",
]

from .camera import outline_in, photograph, save_jpeg
from .drawing import draw
from .gauges import STITCHES
from .motifs import MOTIFS
from .palettes import PALETTE_COLOURS, PALETTES
from .recipe import LAYOUTS, VIEWS, Specimen, Symmetry
from .sheet import render_sheet
from .shot import TABLES, Shot
