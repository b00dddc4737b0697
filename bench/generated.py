"""A generated archive of any size: drawn photographs and a sheet of their records."""

from __future__ import annotations

import csv
import itertools
import random
from pathlib import Path

import numpy as np

from archive.vocabulary import load_shipped
from ingest.queue import in_order
from ingest.specimens import (
    LAYOUTS,
    MOTIFS,
    PALETTES,
    STITCHES,
    Shot,
    Specimen,
    draw,
    photograph,
    save_jpeg,
)

__all__ = ["generate"]

_WIDTH_PX = 480
_PLACES = ("何家岩村", "施洞", "雷山县", "台江", "松桃", "花溪")
_MAKERS = 40


def generate(folder: Path, works: int, jobs: int) -> Path:
    """Draw ``works`` photographs into ``folder``; returns the sheet beside them.

    Every one of them differs: motif, stitch, layout and palette go round, and
    each has a seed of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = itertools.cycle(itertools.product(MOTIFS, STITCHES, LAYOUTS, PALETTES))
    # Steps through the kinds far enough apart that a small archive has all of each.
    chosen = list(itertools.islice(kinds, 0, works * 7, 7))
    arguments = ((folder / f"{n:06d}.jpg", n, kind) for n, kind in enumerate(chosen))
    for outcome in in_order(_draw, arguments, jobs):
        outcome()
    sheet = folder / "works.csv"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        rows = [_row(n, kind) for n, kind in enumerate(chosen)]
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return sheet


def _draw(path: Path, number: int, kind: tuple[str, str, str, str]) -> None:
    motif, stitch, layout, palette = kind
    specimen = Specimen(
        motif=motif, stitch=stitch, layout=layout, palette=palette, variant=number % 5, seed=number
    )
    shot = Shot.random(np.random.default_rng(number))
    save_jpeg(path, photograph(draw(specimen, width_px=_WIDTH_PX), shot))


def _row(number: int, kind: tuple[str, str, str, str]) -> dict[str, str]:
    motif, stitch, _, _ = kind
    pick = random.Random(number)
    vocabulary = load_shipped()
    labels = [vocabulary.concept(f"motif/{motif}").label]
    labels.append(vocabulary.concept(f"technique/{stitch}").label)
    return {
        "file": f"{number:06d}.jpg",
        "identifier": f"GEN-{number:06d}",
        "title_zh": "".join(label.zh for label in reversed(labels)),
        "title_en": ", ".join(label.en for label in labels),
        "maker": f"生成绣娘 {pick.randrange(_MAKERS)}",
        "motifs": f"motif/{motif}",
        "techniques": f"technique/{stitch}",
        "made_place": pick.choice(_PLACES),
        "date_from": str(pick.randrange(1950, 2026)),
        "description_zh": f"生成的记录，第 {number} 件。",
        "handmade": "no",
        "consent_by": "generated",
        "consent_on": "2026-01-01",
        "consent_for": "pictures;name;village;sale;english;research;export",
    }
