import numpy as np
import pytest

from archive.features import PatternFeatures, Swatch, read_features, write_features


def features(count=3, **more):
    return PatternFeatures(
        **{
            "width_px": 40,
            "height_px": 30,
            "palette": (Swatch("colour/indigo", (20.0, 5.0, -30.0), 0.5),),
            "texture": np.arange(4, dtype=np.float32),
            "keypoints": np.ones((count, 4), np.float32),
            "descriptors": np.full((count, 128), 7, np.uint8),
        }
        | more
    )


@pytest.mark.parametrize("made", [features(), features(0), features(palette=())])
def test_what_is_written_comes_back_equal(tmp_path, made):
    write_features(tmp_path / "f.npz", made)
    read = read_features(tmp_path / "f.npz")

    assert (read.width_px, read.height_px) == (40, 30)
    assert read.palette == made.palette
    for name in ("texture", "keypoints", "descriptors"):
        assert np.array_equal(getattr(read, name), getattr(made, name))
        assert getattr(read, name).dtype == getattr(made, name).dtype


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_a_torn_file_is_no_features(tmp_path, length):
    write_features(tmp_path / "f.npz", features())
    whole = (tmp_path / "f.npz").read_bytes()
    (tmp_path / "f.npz").write_bytes(whole[:length])

    assert read_features(tmp_path / "f.npz") is None


def test_a_file_of_another_version_is_no_features(tmp_path, monkeypatch):
    write_features(tmp_path / "f.npz", features())
    monkeypatch.setattr("archive.features.pattern.FEATURES_VERSION", 999)

    assert read_features(tmp_path / "f.npz") is None


def test_a_missing_file_and_foreign_bytes_are_no_features(tmp_path):
    (tmp_path / "f.npz").write_bytes(b"no archive at all")

    assert read_features(tmp_path / "nothing.npz") is None
    assert read_features(tmp_path / "f.npz") is None


@pytest.mark.parametrize(
    "wrong",
    [{"keypoints": np.ones((3, 5), np.float32)}, {"descriptors": np.ones((2, 128), np.uint8)}],
)
def test_arrays_that_do_not_belong_together_are_refused(wrong):
    with pytest.raises(ValueError, match="have shape"):
        features(**wrong)
