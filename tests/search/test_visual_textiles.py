"""Real cloth: a part of a photograph finds it, where the pictures are at hand."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ingest.features import extract
from search.visual import Part, Picture, create_index, search_visual

TEXTILES = Path(__file__).parents[2].parent / "shared" / "data" / "textiles"

pytestmark = pytest.mark.skipif(
    not TEXTILES.is_dir(), reason="the shared textile photographs are not on this machine"
)


def test_a_turned_third_of_each_photograph_finds_it_and_its_place(tmp_path: Path):
    pictures = {path.stem: cv2.imread(str(path))[..., ::-1] for path in TEXTILES.glob("s*.jpg")}
    stored = {name: extract(rgb, rgb.shape[1::-1], []) for name, rgb in pictures.items()}
    index = create_index(tmp_path)
    index.put_many([Picture(name, name, features) for name, features in stored.items()])

    found = {}
    for name, rgb in pictures.items():
        height, width = rgb.shape[:2]
        part = np.rot90(rgb[height // 4 : height * 3 // 4, width // 3 :])
        query = extract(np.ascontiguousarray(part), part.shape[1::-1], [])
        found[name] = search_visual(index, [Part(query)], stored.get, limit=1)[0]
    assert {name: match.photo for name, match in found.items()} == {name: name for name in found}
    assert min(match.score for match in found.values()) > 0.9
    boxes = np.array([match.region for match in found.values()], float)
    sizes = np.array([rgb.shape[1::-1] for rgb in pictures.values()], float)
    truth = np.tile([1 / 3, 1 / 4, 2 / 3, 1 / 2], (len(sizes), 1))
    assert boxes / np.tile(sizes, 2) == pytest.approx(truth, abs=0.06)
