"""Every picture of a run, under its name, and the gallery made of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.visual.asking import Gallery
from bench.visual.changes import Picture
from bench.visual.kept import opened
from bench.visual.specimens import HELD_OUT, Piece, pieces

__all__ = ["Pool"]


@dataclass(frozen=True)
class Pool:
    """The pictures of a run and the gallery they are searched in.

    Parameters
    ----------
    gallery
        Filled by :meth:`fill`.
    data
        Folder with ``textiles``, ``charts`` and ``pairs/bag``; ``None`` for
        drawn specimens only.
    cache
        Folder for drawn specimens.
    step
        Every how manieth query is asked; 1 asks all.
    """

    gallery: Gallery
    data: Path | None
    cache: Path
    step: int = 1
    specimens: list[Piece] = field(default_factory=pieces)

    def fill(self) -> None:
        """Measure every picture and put it into the gallery."""
        for some in (self._real(), self._drawn()):
            self.gallery.add(some)

    def textiles(self) -> list[str]:
        """Names of the museum photographs."""
        return self._named("textiles", "textiles/*.jpg")

    def bag(self) -> list[str]:
        """Names of the frames of one bag."""
        return self._named("bag", "pairs/bag/*.png")

    def charts(self) -> dict[str, str]:
        """Motif family of each chart, by name."""
        if self.data is None:
            return {}
        with (self.data / "charts" / "labels.csv").open(encoding="utf-8-sig") as stream:
            return {
                f"charts/{Path(line['file']).stem}": line["motif_family"]
                for line in csv.DictReader(stream)
            }

    def drawn(self) -> set[str]:
        """Names of the specimens' photographs."""
        return {piece.name for piece in self.specimens}

    def held_out(self) -> set[str]:
        """Names of the photographs of motifs that nothing was tuned on."""
        return {piece.name for piece in self.specimens if piece.specimen.motif in HELD_OUT}

    def picture(self, name: str) -> Picture:
        """A picture by its name."""
        group, _, stem = name.partition("/")
        if group == "specimens":
            return next(p for p in self.specimens if p.name == name).picture(self.cache)
        assert self.data is not None
        files = {"textiles": f"textiles/{stem}.jpg", "bag": f"pairs/bag/{stem}.png"}
        return opened(self.data / files.get(group, f"charts/{stem}.png"))

    def _named(self, group: str, pattern: str) -> list[str]:
        if self.data is None:
            return []
        return [f"{group}/{path.stem}" for path in sorted(self.data.glob(pattern))]

    def _real(self) -> Iterator[tuple[str, Picture]]:
        for name in (*self.textiles(), *self.bag(), *sorted(self.charts())):
            yield name, self.picture(name)

    def _drawn(self) -> Iterator[tuple[str, Picture]]:
        for piece in self.specimens:
            yield piece.name, piece.picture(self.cache)
