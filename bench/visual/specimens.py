"""Drawn embroidery whose motif, stitch, palette, symmetry and places are known.

Twelve pieces of each of the 19 motifs, each photographed once. **A third of
the motifs is held out of all tuning**: no weight, threshold or vocabulary may
be chosen by looking at a figure of :data:`HELD_OUT`; every table gives them
apart. The rule, laid down before anything was measured: every third motif in
the order of the alphabet, beginning with the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from bench.visual.changes import Picture
from bench.visual.kept import code_stamp, opened
from bench.visual.measures import Box
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTES,
    STITCHES,
    Shot,
    Specimen,
    draw,
    outline_in,
    photograph,
    save_jpeg,
)
from ingest.specimens.layouts import CANVAS_CM, placements, symmetry_moves
from ingest.specimens.shapes import Figure, Line

__all__ = ["A_MOTIF", "HELD_OUT", "WIDTH_PX", "Piece", "motif_of", "pieces"]

#: ``sorted(MOTIFS)[::3]``, written out so that a new motif does not move the others.
HELD_OUT: tuple[str, ...] = (
    "bird", "dragon", "fish", "lozenge", "peony", "spider", "youyang-fish",
)  # fmt: skip
#: Pieces of one motif.
A_MOTIF = 12
#: As wide as the museum photographs of the textiles.
WIDTH_PX = 1000
#: Half way from a scanner to a phone in a dim room.
_HARDNESS = 0.5
_QUALITY = 88
#: A copy of a motif counts as shown when this share of its box is in the picture.
_SHOWN = 0.7


@dataclass(frozen=True)
class Piece:
    """One drawn cloth as one photograph shows it.

    Parameters
    ----------
    specimen, shot
        What is drawn and how it is taken.
    number
        Which of its motif's pieces it is. Pieces ``k`` and ``k + 8`` share
        motif, shape and stitch and differ in layout, palette and seed.
    width_px
        Width of the photograph.
    """

    specimen: Specimen
    shot: Shot
    number: int
    width_px: int = WIDTH_PX

    @property
    def name(self) -> str:
        """Name of its photograph in the gallery."""
        return f"specimens/{self.specimen.motif}-{self.number:02d}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the photograph in pixels."""
        across, down = CANVAS_CM[self.specimen.layout]
        return self.width_px, max(1, round(self.width_px * down / across))

    def picture(self, cache: Path) -> Picture:
        """The photograph, drawn once into ``cache``."""
        key = f"{self.specimen}{self.shot}{self.width_px}{code_stamp('ingest/specimens')}"
        path = cache / f"{self.name[10:]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.jpg"
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            cloth = draw(self.specimen, width_px=self.width_px)
            unfinished = path.with_suffix(".part")
            save_jpeg(unfinished, photograph(cloth, self.shot), _QUALITY)
            unfinished.rename(path)
        return opened(path)

    def motif_boxes(self) -> list[Box]:
        """Where each copy of the motif lies in the photograph, as far as it is shown."""
        boxes = []
        for place in placements(self.specimen):
            if place.name == "motif":
                outline = _points(place.figure) * place.scale_cm @ place.matrix + place.at_cm
                box = _box_round(self._seen(outline))
                shown = clipped(box, self.size)
                if shown[2] * shown[3] >= _SHOWN * box[2] * box[3]:
                    boxes.append(shown)
        return boxes

    def seen_again(self) -> Piece:
        """The same cloth in another photograph: turned, lit and framed otherwise."""
        rng = np.random.default_rng((self.specimen.seed, self.number, 1))
        return replace(self, shot=Shot.random(rng, hardness=_HARDNESS))

    def box_from(self, other: Piece, box: Box) -> Box:
        """Where a box of another photograph of the same cloth lies in this one."""
        on_cloth = _mapped(np.linalg.inv(other._to_picture()), _corners(box))
        return clipped(_box_round(self._seen(on_cloth)), self.size)

    def repeats_of(self, box: Box) -> list[Box]:
        """The box itself, and where else on the cloth the same can be seen.

        By the known symmetry of the layout, as far as it lies in the picture.
        """
        on_cloth = _mapped(np.linalg.inv(self._to_picture()), _corners(box))
        boxes = [box]
        for move in symmetry_moves(self.specimen)[1:]:
            other = _box_round(self._seen(move.of(on_cloth)))
            shown = clipped(other, self.size)
            if shown[2] * shown[3] >= _SHOWN * other[2] * other[3]:
                boxes.append(shown)
        return boxes

    def _seen(self, points_cm: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        return _mapped(self._to_picture(), points_cm)

    def _to_picture(self) -> npt.NDArray[np.floating]:
        """Homography from centimetres of the cloth to pixels of the photograph."""
        across, down = CANVAS_CM[self.specimen.layout]
        corners = np.array([(0, 0), (across, 0), (across, down), (0, down)], np.float32)
        width, height = self.size
        seen = outline_in((height, width), self.shot).astype(np.float32)
        return np.asarray(cv2.getPerspectiveTransform(corners, seen), dtype=float)


def clipped(box: Box, size: tuple[int, int]) -> Box:
    """The part of a box inside a picture of width and height ``size``."""
    left, top = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(size[0], box[0] + box[2]), min(size[1], box[1] + box[3])
    return left, top, max(0.0, right - left), max(0.0, bottom - top)


def pieces(motifs: Sequence[str] = MOTIFS, each: int = A_MOTIF) -> list[Piece]:
    """The first ``each`` pieces of every motif; the same at every call."""
    return [_piece(motif, number) for motif in sorted(motifs) for number in range(each)]


def motif_of(photo: str) -> str:
    """Motif of a piece by the name of its photograph."""
    return photo.removeprefix("specimens/").rpartition("-")[0]


def _piece(motif: str, number: int) -> Piece:
    """Stitch, palette, layout and shape go round at different paces, so that none follows another.

    Numbers 4 to 7 have other shapes of the motif; the rest its first.
    """
    turn = sorted(MOTIFS).index(motif)
    specimen = Specimen(
        motif=motif,
        stitch=STITCHES[(turn + number) % 8],
        palette=PALETTES[(2 * turn + 5 * number + number // 8) % len(PALETTES)],
        layout=LAYOUTS[(turn + number) % len(LAYOUTS)],
        variant=number - 3 if 4 <= number < 8 else 0,
        seed=100 * turn + number,
    )
    shot = Shot.random(np.random.default_rng((turn, number)), hardness=_HARDNESS)
    return Piece(specimen, shot, number)


def _points(figure: Figure) -> npt.NDArray[np.floating]:
    """Every point of a figure's outlines and lines, in its own square."""
    return np.concatenate(
        [each.path if isinstance(each, Line) else each.outline for each in figure]
    )


def _mapped(
    matrix: npt.NDArray[np.floating], points: npt.NDArray[np.floating]
) -> npt.NDArray[np.floating]:
    """Points ``(n, 2)`` under a homography."""
    full = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(full[:, :2] / full[:, 2:])


def _corners(box: Box) -> npt.NDArray[np.floating]:
    x, y, width, height = box
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], float)


def _box_round(points: npt.NDArray[np.floating]) -> Box:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)
