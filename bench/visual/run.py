"""Measure search by pattern on real pictures and print one table.

    .venv/bin/python bench/visual/run.py --data ../shared/data

Every textile photograph is asked for by changed copies of itself among all
textiles, bag frames and charts; every bag frame by the others of the bag; every
chart by the others of its motif family. The index is made in a temporary folder.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from archive.features import PatternFeatures, read_features, write_features  # noqa: E402
from ingest.features import NamedColour, extract  # noqa: E402
from search.visual import VisualIndex, create_index, search_visual  # noqa: E402

Picture = npt.NDArray[np.uint8]


def resized(rgb: Picture, factor: float) -> Picture:
    size = [max(1, round(side * factor)) for side in rgb.shape[1::-1]]
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def cropped(rgb: Picture, share: float, rng: np.random.Generator) -> tuple[Picture, list[int]]:
    """A window with ``share`` of the area, anywhere, and its x, y, w, h."""
    height, width = (round(side * share**0.5) for side in rgb.shape[:2])
    y = int(rng.integers(0, rgb.shape[0] - height + 1))
    x = int(rng.integers(0, rgb.shape[1] - width + 1))
    return rgb[y : y + height, x : x + width], [x, y, width, height]


def relit(rgb: Picture) -> Picture:
    """Harder contrast, warmer, and dark on one side."""
    slope = np.linspace(0.45, 1.1, rgb.shape[1])[None, :, None]
    lit = (rgb / 255) ** 1.4 * slope * np.array([1.1, 1, 0.8])
    return (np.clip(lit, 0, 1) * 255).astype(np.uint8)


def redyed(rgb: Picture) -> Picture:
    """Every hue a third of the circle further."""
    hsv = np.array(Image.fromarray(rgb).convert("HSV"))
    hsv[..., 0] += 85
    return np.asarray(Image.fromarray(hsv, "HSV").convert("RGB"))


def tilted(rgb: Picture) -> Picture:
    height, width = rgb.shape[:2]
    corners = np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
    moved = np.float32([[0.1, 0.05], [0.95, 0], [0.85, 1], [0, 0.9]])
    size = np.float32([width, height])
    matrix = cv2.getPerspectiveTransform(corners * size, moved * size)
    return cv2.warpPerspective(rgb, matrix, (width, height))


def turned(rgb: Picture, degrees: float) -> Picture:
    return np.asarray(Image.fromarray(rgb).rotate(degrees, Image.Resampling.BICUBIC, expand=True))


CHANGES: dict[str, Callable[[Picture, np.random.Generator], Picture]] = {
    "the same": lambda rgb, rng: rgb,
    "crop 60 %": lambda rgb, rng: cropped(rgb, 0.6, rng)[0],
    "crop 30 %": lambda rgb, rng: cropped(rgb, 0.3, rng)[0],
    "crop 10 %": lambda rgb, rng: cropped(rgb, 0.1, rng)[0],
    "quarter turn": lambda rgb, rng: np.rot90(rgb),
    "turned 35 degrees": lambda rgb, rng: turned(rgb, 35),
    "mirrored": lambda rgb, rng: rgb[:, ::-1],
    "half size": lambda rgb, rng: resized(rgb, 0.5),
    "quarter size": lambda rgb, rng: resized(rgb, 0.25),
    "eighth size": lambda rgb, rng: resized(rgb, 0.125),
    "relit": lambda rgb, rng: relit(rgb),
    "recoloured": lambda rgb, rng: redyed(rgb),
    "grey": lambda rgb, rng: np.asarray(Image.fromarray(rgb).convert("L").convert("RGB")),
    "faded to 15 % contrast": lambda rgb, rng: np.rint(130 + (rgb - 130.0) * 0.15).astype(np.uint8),
    "negative": lambda rgb, rng: 255 - rgb,
    "tilted": lambda rgb, rng: tilted(rgb),
    "30 %, mirrored, half, turned, relit": lambda rgb, rng: relit(
        turned(resized(cropped(rgb, 0.3, rng)[0][:, ::-1], 0.5), 70)
    ),
}


@dataclass(frozen=True)
class Bench:
    """An index with the stored features beside it."""

    index: VisualIndex
    folder: Path
    colours: list[NamedColour]

    def features(self, rgb: Picture) -> PatternFeatures:
        return extract(np.ascontiguousarray(rgb), rgb.shape[1::-1], self.colours)

    def stored(self, photo: str) -> PatternFeatures | None:
        return read_features(self.folder / f"{photo}.npz")

    def add(self, paths: Iterable[Path]) -> None:
        items = [(path.stem, path.stem, self.features(opened(path))) for path in paths]
        for photo, _, features in items:
            write_features(self.folder / f"{photo}.npz", features)
        self.index.put_many(items)


def opened(path: Path) -> Picture:
    return np.asarray(Image.open(path).convert("RGB"))


def overlap(first: Iterable[int], second: Iterable[int]) -> float:
    """Intersection over union of two boxes x, y, w, h."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = first, second
    across = max(0, min(ax + aw, bx + bw) - max(ax, bx))
    down = max(0, min(ay + ah, by + bh) - max(ay, by))
    return across * down / (aw * ah + bw * bh - across * down)


def average_precision(order: list[str], right: set[str]) -> float:
    places = [place for place, photo in enumerate(order, 1) if photo in right]
    return sum(hit / place for hit, place in enumerate(places, 1)) / len(right)


def row(name: str, *cells: object) -> None:
    print(f"{name:38}" + "".join(f"{cell!s:>14}" for cell in cells), flush=True)


def measure_textiles(bench: Bench, paths: list[Path]) -> None:
    row("textiles", "first of all", "least score", "next at most", "ms a query")
    for number, (name, change) in enumerate(CHANGES.items()):
        hits, scores, others, took = 0, [], [], []
        for photo, path in enumerate(paths):
            query = bench.features(change(opened(path), np.random.default_rng((number, photo))))
            began = time.perf_counter()
            found = search_visual(bench.index, query, bench.stored, limit=2)
            took.append(time.perf_counter() - began)
            hits += found[0].photo == path.stem
            scores.append(found[0].score)
            others.append(found[1].score)
        cells = f"{min(scores):.2f}", f"{max(others):.2f}", f"{np.median(took) * 1000:.0f}"
        row(f"  {name}", f"{hits} of {len(paths)}", *cells)


def measure_regions(bench: Bench, paths: list[Path]) -> None:
    for share in (0.6, 0.3, 0.1):
        values = []
        for number, path in enumerate(paths):
            part, truth = cropped(opened(path), share, np.random.default_rng(number))
            found = search_visual(bench.index, bench.features(part), bench.stored, limit=1)[0]
            values.append(overlap(found.region, truth) if found.region else 0.0)
        good = sum(value >= 0.5 for value in values)
        row(f"  region of a {share:.0%} crop, IoU >= 0.5", f"{good} of {len(values)}")
        row("    mean IoU", f"{np.mean(values):.2f}")


def mean_precision(bench: Bench, groups: dict[str, str], among: set[str], step: int = 1) -> float:
    """MAP over every ``step``-th photo of ``groups``, asked for among ``among``."""
    values = []
    for photo in list(groups)[::step]:
        query = bench.stored(photo)
        assert query is not None
        right = {other for other in groups if groups[other] == groups[photo]} - {photo}
        found = search_visual(
            bench.index, query, bench.stored, allowed=among - {photo}, limit=len(among)
        )
        values.append(average_precision([match.photo for match in found], right))
    return float(np.mean(values))


def named_colours(data: Path) -> list[NamedColour]:
    """The dyes with a swatch, from the domain folder beside the data folder."""
    table = data.resolve().parent / "domain" / "colours_dyes.csv"
    with table.open(encoding="utf-8-sig") as stream:
        rows = [line for line in csv.DictReader(stream) if line["lab_L"]]
    return [
        NamedColour(line["id"], (float(line["lab_L"]), float(line["lab_a"]), float(line["lab_b"])))
        for line in rows
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder")
    data = parser.parse_args().data
    textiles = sorted((data / "textiles").glob("*.jpg"))
    bag = sorted((data / "pairs" / "bag").glob("*.png"))
    charts = sorted((data / "charts").glob("*.png"))
    with (data / "charts" / "labels.csv").open(encoding="utf-8-sig") as stream:
        families = {line["file"][:-4]: line["motif_family"] for line in csv.DictReader(stream)}
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(create_index(Path(folder) / "visual"), Path(folder), named_colours(data))
        began = time.perf_counter()
        bench.add([*textiles, *bag, *charts])
        count = len(textiles) + len(bag) + len(charts)
        row("photographs", count)
        row("features and index, ms each", f"{(time.perf_counter() - began) * 1000 / count:.0f}")
        measure_textiles(bench, textiles)
        measure_regions(bench, textiles)
        photos, frames = bench.index.photos(), {path.stem: "bag" for path in bag}
        row("bag, others of 32 frames", "mAP", f"{mean_precision(bench, frames, photos):.3f}")
        row(
            "charts, same family of 28",
            "mAP",
            f"{mean_precision(bench, families, set(families), 3):.3f}",
        )


if __name__ == "__main__":
    main()
