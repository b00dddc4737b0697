"""How the benchmark asks the search; everything else sees only what is here.

The rest handles a :data:`Query` it does not look into, names of photographs,
and :class:`Found`. When the search changes its way of being asked, this file
follows, and ``simulating.py``, which knows what the index stores.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.features import PatternFeatures, read_features, write_features
from bench.visual import changes
from bench.visual.kept import Measured
from bench.visual.measures import Box
from search.visual import Part, Picture, VisualIndex, create_index, search_visual
from search.visual.duplicates import find_duplicates
from search.visual.likeness import likeness, shape_likeness
from search.visual.lookup import lookup
from search.visual.mirror import mirror_features
from search.visual.rerank import variant_of, verify
from search.visual.scoring import Weights, evidence_of, weights_for

__all__ = ["FEATURES_ALONE", "Found", "Gallery", "Query", "ask_index", "gallery_of"]

#: What is asked with.
Query = Part

#: Ways of ranking that :meth:`Gallery.order_by` knows.
FEATURES_ALONE = (
    "vlad",
    "lists",
    "keypoints",
    "texture",
    "colour",
    "layout",
    "embedding",
    "hash",
    "fused, not verified",
)


@dataclass(frozen=True)
class Found:
    """One photograph found."""

    photo: str
    score: float
    region: Box | None


@dataclass
class Gallery:
    """Photographs that can be asked for, as an archive holds them.

    Parameters
    ----------
    index
        The index.
    folder
        Where the features of the photographs lie, as in an archive.
    measured
        Measures pictures.
    weights
        Of the kinds of likeness; the calibrated ones unless told.
    """

    index: VisualIndex
    folder: Path
    measured: Measured
    weights: Weights | None = None
    _known: dict[str, Part] = field(default_factory=dict)

    def add(self, pictures: Iterable[tuple[str, changes.Picture]]) -> None:
        """Take photographs in under their names; each is a work of its own."""
        fresh = {name: self.query(rgb) for name, rgb in pictures}
        for name, part in fresh.items():
            write_features(self._path(name), part.features)
        self._known |= fresh
        self.index.put_many(
            [Picture(name, name, part.features, part.embedding) for name, part in fresh.items()]
        )

    def photos(self) -> set[str]:
        """Names of all photographs."""
        return set(self._known)

    def query(self, rgb: changes.Picture) -> Query:
        """Ask with a photograph of one's own."""
        return Part(self.measured.features(rgb), self.measured.embedding(rgb))

    def query_region(self, rgb: changes.Picture) -> Query:
        """Ask with what somebody drew round, cut out."""
        measured = self.measured
        features = measured.features(rgb, is_region=True)
        return Part(features, measured.embedding(rgb, is_region=True))

    def query_stored(self, name: str) -> Query:
        """Ask with a photograph of the archive."""
        return self._known[name]

    def ask(
        self, query: Query, among: Collection[str] | None = None, limit: int | None = None
    ) -> list[Found]:
        """What the search finds, best first; everything unless ``limit`` says less."""
        most = limit or len(self._known)
        return ask_index(self.index, query, self._stored, among, most, self.weights)

    def copies_of(self, query: Query, name: str = "") -> set[str]:
        """Photographs that are called copies of the one in the query; ``name`` is itself."""
        found = find_duplicates(self.index, name, query.features, self._features)
        return {each.photo for each in found}

    def order_by(self, way: str, query: Query, among: Collection[str]) -> list[str]:
        """Names of ``among`` in the order of one feature alone.

        Equal ones come as chance has it, always the same: names in their own
        order would put pictures of one kind side by side.
        """
        scores = self._scores(way, query, set(among))
        return sorted(scores, key=lambda name: (-scores[name], sha256(name.encode()).digest()))

    def _scores(self, way: str, query: Query, among: set[str]) -> Mapping[str, float]:
        if way == "hash":
            own = query.features.phash
            return {n: -float((self._known[n].features.phash ^ own).bit_count()) for n in among}
        if way == "keypoints":
            both = (query.features, mirror_features(query.features))
            readings = [variant_of(each) for each in both]
            return {
                name: max(verify(r, self._known[name].features).shape for r in readings)
                for name in among
            }
        names = self.index.snapshot().photos
        values = self._whole(way, query)
        found = zip(names.tolist(), values.tolist(), strict=True)
        return {name: value for name, value in found if name in among}

    def _whole(self, way: str, query: Query) -> npt.NDArray[np.floating]:
        """What one feature says of every row."""
        snapshot, codebook = self.index.snapshot(), self.index.codebook
        segments, features = snapshot.segments, query.features
        if way == "lists":
            both = (features, mirror_features(features))
            return np.maximum(*(lookup(codebook, each, segments) for each in both))
        kinds = likeness(features, query.embedding, segments)
        rows = np.arange(len(snapshot.photos))
        kinds["shape"] = shape_likeness(codebook, features, segments, rows)
        if way == "fused, not verified":
            weights = self.weights or weights_for(query.embedding is not None)
            return np.asarray(sum(evidence_of(weights, kinds).values()))
        return kinds[{"vlad": "shape", "embedding": "motif"}.get(way, way)]

    def _features(self, name: str) -> PatternFeatures | None:
        part = self._known.get(name)
        return part.features if part else None

    def _stored(self, name: str) -> PatternFeatures | None:
        return read_features(self._path(name))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name.replace('/', '-')}.npz"


def ask_index(
    index: VisualIndex,
    query: Query,
    stored: Callable[[str], PatternFeatures | None],
    among: Collection[str] | None,
    limit: int,
    weights: Weights | None = None,
) -> list[Found]:
    """Ask any index; ``stored`` opens what it verifies."""
    matches = search_visual(index, [query], stored, allowed=among, limit=limit, weights=weights)
    return [Found(match.photo, match.score, match.region) for match in matches]


@contextmanager
def gallery_of(measured: Measured) -> Iterator[Gallery]:
    """An empty gallery in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="xiupu-bench-") as folder:
        index = create_index(Path(folder) / "visual")
        yield Gallery(index, Path(folder), measured)
