"""Train ``ingest/features/outline.npz`` from pictures that we own.

    .venv/bin/python -m bench.visual.train_outline

About half of the windows come from drawn specimens (of the motifs that neither
bench/visual/sketched.py nor bench/visual/specimens.py holds out, in variants that
no bench uses), the others from the scenes of train_codebook.py. No museum's
picture goes into the file. The same seed gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import cv2
import numpy as np
import numpy.typing as npt

from archive.features import Cloth
from bench.visual import sketched, specimens
from bench.visual.train_codebook import scene
from ingest.features import outline
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

ROOT = Path(__file__).parents[2]
SEED = 20240507
VARIANTS, SCENES = range(20, 32), 110
AXES = 128
#: Exponent of whitening (1 gives every axis the same weight), and the share of
#: the largest variance added to all: chosen on the tuning part of sketch.py.
WHITENING, FLOOR = 1.0, 0.01

Floats = npt.NDArray[np.float32]


def pictures() -> Iterator[npt.NDArray[np.uint8]]:
    """Specimens, every second one photographed, then scenes."""
    rng = np.random.default_rng(SEED)
    for motif in sorted({*MOTIFS} - {*sketched.HELD_OUT} - {*specimens.HELD_OUT}):
        for variant in VARIANTS:
            stitch, palette, layout = (
                str(rng.choice(sorted(names))) for names in (STITCHES, PALETTES, LAYOUTS)
            )
            seed = int(rng.integers(1000))
            cloth = draw(Specimen(motif, stitch, palette, layout, variant, seed), width_px=800)
            yield photograph(cloth, Shot.random(rng, hardness=0.6)) if variant % 2 else cloth
    for _ in range(SCENES):
        yield scene(rng)


def raw_windows() -> Floats:
    """Descriptions of every window before they are projected, each of length one."""
    rows: list[Floats] = []

    def keep(raw: Floats) -> npt.NDArray[np.float16]:
        rows.append(raw)
        return np.zeros((len(raw), 1), np.float16)

    with patch.object(outline, "project_outlines", keep):
        for rgb in pictures():
            outline.measure_outline(rgb, Cloth.whole(), (rgb.shape[1], rgb.shape[0]))
    raw = np.concatenate(rows)
    raw = raw[np.linalg.norm(raw, axis=1) > 0]
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def main() -> None:
    cv2.setNumThreads(1)
    raw = raw_windows()
    mean = raw.mean(axis=0)
    _, lengths, axes = np.linalg.svd(raw - mean, full_matrices=False)
    variance = lengths**2 / len(raw)
    weight = (variance + FLOOR * variance[0]) ** (-WHITENING / 2)
    kept = (axes * weight[:, None])[:AXES]
    kept /= np.abs(kept).max()
    path = ROOT / "ingest" / "features" / "outline.npz"
    np.savez_compressed(path, mean=mean.astype(np.float16), axes=kept.astype(np.float16))
    share = variance[:AXES].sum() / variance.sum()
    print(f"{len(raw)} windows; {AXES} axes hold {share:.0%}; {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
