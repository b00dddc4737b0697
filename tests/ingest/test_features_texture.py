import numpy as np
import pytest

from archive.features import Cloth
from ingest.features.texture import TEXTURE_SIZE, measure_texture


def stripes(period: int, height: int = 160, width: int = 200) -> np.ndarray:
    wave = 128 + 60 * np.sin(2 * np.pi * np.arange(width) / period)
    return np.broadcast_to(wave[None, :, None], (height, width, 3)).astype(np.uint8)


def speckle() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (160, 200, 3), np.uint8)


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (200, 300)])
def test_blank_picture_has_no_texture(shape):
    vector = measure_texture(np.full((*shape, 3), 90, np.uint8))

    assert vector.shape == (TEXTURE_SIZE,)
    assert not vector.any()


def test_texture_is_float32_of_length_one():
    vector = measure_texture(speckle())

    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("picture", [stripes(12), speckle()], ids=["stripes", "speckle"])
def test_quarter_turn_and_mirror_leave_texture(picture):
    vector = measure_texture(picture)

    assert vector @ measure_texture(np.rot90(picture)) == pytest.approx(1, abs=1e-3)
    assert vector @ measure_texture(picture[:, ::-1]) == pytest.approx(1, abs=1e-3)


def test_coarser_stripes_are_nearer_to_stripes_than_speckle_is():
    vector = measure_texture(stripes(12))

    assert vector @ measure_texture(stripes(15)) > vector @ measure_texture(speckle()) + 0.05


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (3, 3)])
def test_tiny_pictures_are_measured(shape):
    picture = np.zeros((*shape, 3), np.uint8)
    picture[0, 0] = 255

    assert np.isfinite(measure_texture(picture)).all()


def test_only_the_cloth_gives_texture():
    table, cloth = speckle(), stripes(12, 80, 100)
    table[40:120, 50:150] = cloth
    mask = np.zeros((40, 50), bool)
    mask[10:30, 13:37] = True

    alone = measure_texture(np.ascontiguousarray(cloth))
    assert alone @ measure_texture(table, Cloth(mask, 1.0)) > 0.97
    assert alone @ measure_texture(table) < 0.9


@pytest.mark.parametrize("cloth", [Cloth.whole(), Cloth(np.zeros((4, 4), bool), 1.0)])
def test_cloth_that_tells_nothing_leaves_the_whole_picture(cloth):
    assert np.array_equal(measure_texture(speckle(), cloth), measure_texture(speckle()))


def test_a_sliver_of_cloth_is_measured():
    sliver = Cloth(np.eye(64, dtype=bool), 1.0)

    assert np.linalg.norm(measure_texture(speckle(), sliver)) == pytest.approx(1, abs=1e-5)
