"""Train ``search/visual/codebook.npz`` from pictures that we own.

    .venv/bin/python bench/visual/train_codebook.py

The pictures are drawn here: "dead leaves" scenes (Lee, Mumford, Huang 2001)
of discs, petals, strips and lozenges filled with stitch-like strokes, checks
and noise. Their local statistics are close to those of cloth, and no museum's
picture goes into the file. The same seed gives the same file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from ingest.features.keypoints import find_keypoints  # noqa: E402
from search.visual.verify import unit_rows  # noqa: E402

SEED = 20240506
SIDE_PX, THREAD_PX = 640, 128
WORDS, CENTRES, AXES = 4096, 64, 64

Floats = npt.NDArray[np.float32]


def stitched(rng: np.random.Generator, side: int) -> Floats:
    """A square of thread: strokes one way, a check, or noise of one grain."""
    y, x = np.mgrid[:side, :side].astype(np.float32)
    turn, pitch = rng.uniform(0, np.pi), rng.uniform(3, 24)
    along = x * np.cos(turn) + y * np.sin(turn)
    across = y * np.cos(turn) - x * np.sin(turn)
    noise = cv2.GaussianBlur(rng.normal(size=(side, side)), (0, 0), rng.uniform(0.7, 5))
    noise /= noise.std() + 1e-6
    wave = np.sin(2 * np.pi * along / pitch + noise * rng.uniform(0, 1.5))
    if rng.random() < 0.4:
        wave = wave * np.sin(2 * np.pi * across / (pitch * rng.uniform(1, 4)))
    mix = rng.uniform(0, 1)
    return np.asarray((mix * wave + (1 - mix) * noise) * rng.uniform(2, 30), dtype=np.float32)


def outline(rng: np.random.Generator, size: float) -> npt.NDArray[np.float64]:
    """A closed outline: lobed disc, lozenge, strip or leaf, turned at random."""
    t = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    lobes, depth = rng.integers(2, 9), rng.uniform(0, 0.5) * (rng.random() < 0.7)
    power = rng.choice([1.0, 2.0, 0.5, 3.0])
    radius = size * (1 + depth * np.cos(lobes * t))
    x, y = np.cos(t), np.sin(t)
    xy = np.stack([np.sign(x) * np.abs(x) ** power, np.sign(y) * np.abs(y) ** power], axis=1)
    xy *= radius[:, None] * np.array([1.0, rng.uniform(0.15, 1)])
    turn = rng.uniform(0, 2 * np.pi)
    return xy @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])


def scene(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """One dead-leaves picture, grey in three channels."""
    canvas = np.full((SIDE_PX, SIDE_PX), rng.uniform(30, 220), np.float32)
    canvas += stitched(rng, SIDE_PX)
    low, high = rng.uniform(4, 12), rng.uniform(40, 160)
    for _ in range(int(rng.integers(150, 500))):
        size = 1 / np.sqrt(rng.uniform(1 / high**2, 1 / low**2))
        copies = int(rng.choice([1, 1, 1, 3, 6]))
        shape, tone = outline(rng, size), rng.uniform(0, 255)
        thread = stitched(rng, THREAD_PX) if size > 15 else None
        place, step = rng.uniform(0, SIDE_PX, 2), rng.uniform(-2.5, 2.5, 2) * size
        for copy in range(copies):
            points = np.rint(shape + place + copy * step).astype(np.int32)
            mask = cv2.fillPoly(np.zeros(canvas.shape, np.uint8), [points], (1,)) > 0
            fill = (
                np.float32(tone)
                if thread is None
                else tone + np.tile(thread, (SIDE_PX // THREAD_PX,) * 2)
            )
            canvas = np.where(mask, fill, canvas).astype(np.float32)
    soft = cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.5, 1.4))
    grey = np.clip(soft + rng.normal(size=soft.shape) * rng.uniform(0, 4), 0, 255)
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def k_means(rows: Floats, count: int, rng: np.random.Generator, rounds: int = 12) -> Floats:
    """Lloyd's algorithm; an empty centre restarts at a random row."""
    centres = rows[rng.choice(len(rows), count, replace=False)]
    for _ in range(rounds):
        half = 0.5 * (centres**2).sum(axis=1)
        owner = np.concatenate(
            [(half - part @ centres.T).argmin(axis=1) for part in np.array_split(rows, 64)]
        )
        number = np.bincount(owner, minlength=count)
        order = np.argsort(owner, kind="stable")
        starts = np.r_[0, np.cumsum(number)[:-1]]
        sums = np.add.reduceat(rows[order], np.minimum(starts, len(rows) - 1), axis=0)
        fresh = rows[rng.choice(len(rows), count)]
        centres = np.where(number[:, None] > 0, sums / np.maximum(number, 1)[:, None], fresh)
    return np.asarray(centres, dtype=np.float32)


def train(descriptors: Floats, path: Path, words: int = WORDS) -> None:
    """Train on unit RootSIFT rows and write the codebook."""
    rng = np.random.default_rng(SEED)
    mean = descriptors.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((descriptors - mean).T))
    turn, _ = np.linalg.qr(rng.normal(size=(AXES, AXES)))
    basis = (axes[:, ::-1][:, :AXES] @ turn).astype(np.float32)
    rows = ((descriptors - mean) @ basis).astype(np.float32)
    np.savez_compressed(
        path,
        mean=mean.astype(np.float32),
        basis=basis,
        words=k_means(rows, words, rng).astype(np.float16),
        centres=k_means(rows, CENTRES, rng).astype(np.float16),
    )


def main() -> None:
    """Draw, describe, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "search/visual/codebook.npz")
    parser.add_argument("--scenes", type=int, default=220)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    cv2.setRNGSeed(0)
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(chosen.scenes):
        _, descriptors = find_keypoints(scene(rng), (SIDE_PX, SIDE_PX))
        found.append(unit_rows(descriptors))
    rows = np.concatenate(found)
    print(f"{len(rows)} descriptors from {len(found)} scenes", file=sys.stderr)
    train(rows, chosen.out)


if __name__ == "__main__":
    main()
