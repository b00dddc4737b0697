import hashlib
from pathlib import Path

import numpy as np
import pytest

from archive.features import FEATURES_VERSION, read_features, write_features
from ingest.features import NamedColour, extract, outline

DYES = [NamedColour("grey", (58.3, 0, 0))]


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (64, 64)])
def test_any_picture_has_features_that_come_back_from_disk(tmp_path, shape):
    picture = np.random.default_rng(7).integers(0, 256, (*shape, 3), np.uint8)
    features = extract(picture, shape[::-1], DYES)

    write_features(tmp_path / "f.npz", features)
    again = read_features(tmp_path / "f.npz")
    assert again is not None
    assert (again.width_px, again.height_px) == shape[::-1]
    assert (again.descriptors == features.descriptors).all()
    assert (again.texture == features.texture).all()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
    ],
    ids=["grey", "alpha", "float", "empty"],
)
def test_other_arrays_are_refused(picture):
    with pytest.raises(ValueError, match="expected uint8"):
        extract(picture, (4, 4), DYES)


def test_trained_data_belongs_to_one_version_of_the_features():
    """Whoever trains it anew raises the version, or old and new vectors would be compared."""
    trained = Path(outline.__file__).with_name("outline.npz").read_bytes()

    assert (FEATURES_VERSION, hashlib.sha256(trained).hexdigest()[:16]) == (2, "02a4ed4473c71f19")
