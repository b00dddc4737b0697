import cv2
import numpy as np
import pytest

from ingest.features.keypoints import KEPT, find_keypoints


def blobs(height: int = 240, width: int = 320, count: int = 60) -> np.ndarray:
    rng = np.random.default_rng(5)
    picture = np.full((height, width, 3), 120, np.uint8)
    for _ in range(count):
        centre = int(rng.integers(width)), int(rng.integers(height))
        grey = int(rng.integers(256))
        axes = int(rng.integers(4, 25)), int(rng.integers(4, 25))
        cv2.ellipse(picture, centre, axes, int(rng.integers(180)), 0, 360, (grey,) * 3, -1)
    return picture


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (5, 5), (300, 300)])
def test_blank_and_tiny_pictures_have_no_keypoints(shape):
    keypoints, descriptors = find_keypoints(np.full((*shape, 3), 200, np.uint8), shape[::-1])

    assert (keypoints.shape, keypoints.dtype) == ((0, 4), np.float32)
    assert (descriptors.shape, descriptors.dtype) == ((0, 128), np.uint8)


def test_the_same_pixels_give_the_same_keypoints():
    first, second = (find_keypoints(blobs(), (320, 240)) for _ in range(2))

    assert (first[0] == second[0]).all()
    assert (first[1] == second[1]).all()


def test_places_and_sizes_are_in_pixels_of_the_full_photograph():
    small, descriptors = find_keypoints(blobs(), (320, 240))
    large, same = find_keypoints(blobs(), (3200, 2400))

    assert large[:, :3] == pytest.approx(small[:, :3] * 10, rel=1e-5)
    assert (same == descriptors).all()


def test_centre_of_a_disc_is_found_to_half_a_pixel():
    picture = np.zeros((101, 101, 3), np.uint8)
    cv2.circle(picture, (40, 60), 10, (255, 255, 255), -1)

    keypoints, _ = find_keypoints(picture, (101, 101))
    assert np.abs(keypoints[:, :2] - (40.5, 60.5)).max(axis=1).min() < 0.5


def test_number_is_capped_and_every_quarter_of_the_picture_keeps_some():
    rng = np.random.default_rng(6)
    picture = np.repeat(120 + rng.normal(size=(700, 700, 1)) * 20, 3, axis=2).clip(0, 255)
    picture[:350, :350] = rng.integers(0, 256, (350, 350, 1))

    keypoints, _ = find_keypoints(picture.astype(np.uint8), (700, 700))
    right, low = keypoints[:, 0] > 350, keypoints[:, 1] > 350
    assert len(keypoints) == KEPT
    assert (np.bincount(2 * low + right, minlength=4) > KEPT / 10).all()


def test_descriptors_are_roots_of_length_one_times_512():
    _, descriptors = find_keypoints(blobs(), (320, 240))

    norms = np.linalg.norm(descriptors.astype(float), axis=1)
    assert norms.max() < 520
    assert np.median(norms) == pytest.approx(512, rel=0.03)
