"""Measure search by sketch and print one table.

    .venv/bin/python -m bench.visual.sketch --data ../shared/data

Drawn specimens, the shared textile photographs, charts and bag frames are
looked through by sketches: of every specimen one drawn from its own geometry by an
unsteady hand (sketched.py), of the textiles the drawings of drawings.py. Other
specimens of the same motif are left out of a specimen's ranking in the rows
"this very piece": no drawing could tell them apart. A third of the motifs and
every third drawing took no part in tuning and have rows of their own.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from archive.features import Outline
from bench.visual.drawings import DRAWINGS, Drawing, drawn
from bench.visual.sketched import HELD_OUT, sketch_of
from ingest.features.cloth import find_cloth
from ingest.features.outline import measure_outline
from ingest.sketching import readings_of_sketch
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTES,
    STITCHES,
    Shot,
    Specimen,
    draw,
    photograph,
)
from search.visual.sketch import OutlineRows, outline_rows, sketch_scores

SEED = 11
VARIANTS = range(6)
MANY = 100_000

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Shelf:
    """Everything that is looked through: name, motif (or nothing) and outlines, row by row."""

    names: list[str]
    motifs: list[str]
    outlines: list[Outline]
    rows: OutlineRows

    def scores(self, sketch: Picture) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]:
        readings = readings_of_sketch(np.repeat(sketch[..., None], 3, axis=2))
        found = sketch_scores(self.rows, len(self.names), readings)
        return found.scores, found.windows


def specimens() -> Iterator[tuple[str, str, Picture]]:
    """Every motif in six variants, stitch, palette and layout by lot, half of them photographed."""
    rng = np.random.default_rng(SEED)
    for motif in MOTIFS:
        for variant in VARIANTS:
            names = (STITCHES, list(PALETTES), LAYOUTS)
            stitch, palette, layout = (each[int(rng.integers(len(each)))] for each in names)
            seed = int(rng.integers(1000))
            cloth = draw(Specimen(motif, stitch, palette, layout, variant, seed), width_px=800)
            if variant % 2:
                cloth = photograph(cloth, Shot.random(rng, hardness=0.6))
            yield f"{motif} {variant}", motif, cloth


def real_pictures(data: Path) -> Iterator[tuple[str, str, Picture]]:
    for pattern in ("textiles/*.jpg", "charts/*.png", "pairs/bag/*.png"):
        for path in sorted(data.glob(pattern)):
            yield path.stem, "", np.asarray(Image.open(path).convert("RGB"))


def filled(data: Path) -> Shelf:
    names, motifs, outlines, took = [], [], [], []
    for name, motif, rgb in [*specimens(), *real_pictures(data)]:
        cloth = find_cloth(rgb)
        began = time.process_time()
        outlines.append(measure_outline(rgb, cloth, (rgb.shape[1], rgb.shape[0])))
        took.append(time.process_time() - began)
        names.append(name)
        motifs.append(motif)
    stored = [sum(part.nbytes for part in each.arrays().values()) for each in outlines]
    row("pictures", len(names))
    row("windows a picture", f"{np.mean([len(each.windows) for each in outlines]):.1f}")
    row("kB a picture, mean and most", f"{np.mean(stored) / 1e3:.1f}", f"{max(stored) / 1e3:.1f}")
    row("ms a picture on one core, mean", f"{np.mean(took) * 1000:.0f}")
    return Shelf(names, motifs, outlines, outline_rows([o.descriptors for o in outlines], 0))


def row(name: str, *cells: object) -> None:
    print(f"{name:46}" + "".join(f"{cell!s:>12}" for cell in cells), flush=True)


def ranks_row(name: str, ranks: Sequence[int]) -> None:
    at = np.array(ranks)
    shares = (f"{(at == 1).mean():.0%}", f"{(at <= 10).mean():.0%}", f"{(1 / at).mean():.2f}")
    row(f"{name} ({len(at)})", *shares)


def measure_specimens(shelf: Shelf) -> list[tuple[float, bool]]:
    """Print the ranks of specimens; return the best score of each sketch and if it is right."""
    motifs = np.array(shelf.motifs)
    best: list[tuple[float, bool]] = []
    for part, is_held_out in (("motifs tuned on", False), ("motifs held out", True)):
        piece, kind = [], []
        for number, (name, motif) in enumerate(zip(shelf.names, shelf.motifs, strict=True)):
            if not motif or (motif in HELD_OUT) != is_held_out:
                continue
            variant = int(name.split()[1])
            rng = np.random.default_rng((SEED, MOTIFS.index(motif), variant))
            scores, _ = shelf.scores(sketch_of(motif, variant, rng))
            others = scores[motifs != motif]
            piece.append(1 + int((others > scores[number]).sum()))
            kind.append(1 + int((others > scores[motifs == motif].max()).sum()))
            best.append((float(scores.max()), kind[-1] == 1))
        ranks_row(f"{part}: this very piece", piece)
        ranks_row(f"{part}: a piece with this motif", kind)
    return best


def measure_drawings(shelf: Shelf, data: Path) -> list[tuple[float, bool]]:
    best: list[tuple[float, bool]] = []
    for part, is_held_out in (("tuned on", False), ("held out", True)):
        ranks, overlaps = [], []
        for drawing in (each for each in DRAWINGS if each.is_held_out == is_held_out):
            number = shelf.names.index(drawing.photograph)
            scores, windows = shelf.scores(drawn(drawing))
            ranks.append(1 + int((scores > scores[number]).sum()))
            best.append((float(scores.max()), ranks[-1] == 1))
            box = shelf.outlines[number].windows[windows[number]]
            overlaps.append(max(overlap(box, place) for place in places_of(drawing, data)))
            row(f"    {drawing.name}", f"place {ranks[-1]}", f"IoU {overlaps[-1]:.2f}")
        ranks_row(f"textiles drawn by hand, {part}", ranks)
        row("    window on the figure, IoU >= 0.5", sum(value >= 0.5 for value in overlaps))
    return best


def places_of(drawing: Drawing, data: Path) -> list[npt.NDArray[np.float64]]:
    """Boxes x, y, w, h of the figure and its mirror images in pixels of its photograph."""
    size = np.array(Image.open(data / "textiles" / f"{drawing.photograph}.jpg").size)
    points = np.vstack([np.array(stroke) for stroke in drawing.strokes]) / 100 * size
    low, high = points.min(axis=0), points.max(axis=0)
    boxes = [np.concatenate([low, high - low])]
    for axis in drawing.mirrors:
        for box in tuple(boxes):
            other = box.copy()
            other[axis] = size[axis] - box[axis] - box[axis + 2]
            boxes.append(other)
    return boxes


def overlap(first: npt.NDArray[np.floating], second: npt.NDArray[np.floating]) -> float:
    low = np.maximum(first[:2], second[:2])
    high = np.minimum(first[:2] + first[2:], second[:2] + second[2:])
    shared = float(np.prod(np.maximum(0, high - low)))
    return shared / (float(np.prod(first[2:])) + float(np.prod(second[2:])) - shared)


def measure_scores(best: list[tuple[float, bool]]) -> None:
    """Print how often the first picture found is right, by its score."""
    scores, right = (np.array(values) for values in zip(*best, strict=True))
    for low, high in ((0.0, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 1.01)):
        some = (scores >= low) & (scores < high)
        if some.any():
            cells = f"{right[some].mean():.0%}", f"of {some.sum()}"
            row(f"first found is right at scores {low:.1f} to {min(high, 1):.1f}", *cells)


def measure_many(shelf: Shelf) -> None:
    """Print time and memory with a hundred thousand photographs, windows of ours repeated."""
    times = -(-MANY // len(shelf.names))
    shifts = np.arange(times, dtype=np.int32) * len(shelf.names)
    owners = (shelf.rows.owners[None] + shifts[:, None]).ravel()
    rows = OutlineRows(owners, np.tile(shelf.rows.rows, (times, 1)))
    readings = readings_of_sketch(np.repeat(drawn(DRAWINGS[0])[..., None], 3, axis=2))
    took = []
    for _ in range(3):
        began = time.perf_counter()
        sketch_scores(rows, times * len(shelf.names), readings)
        took.append(time.perf_counter() - began)
    size = (rows.rows.nbytes + rows.owners.nbytes) / 1e6
    cells = f"{min(took) * 1000:.0f}", f"{size:.0f}"
    row(f"comparing with {times * len(shelf.names)}: ms, MB", *cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder")
    data = parser.parse_args().data
    cv2.setNumThreads(1)
    shelf = filled(data)
    row("", "first", "in ten", "MRR")
    best = measure_specimens(shelf)
    best += measure_drawings(shelf, data)
    measure_scores(best)
    measure_many(shelf)


if __name__ == "__main__":
    main()
