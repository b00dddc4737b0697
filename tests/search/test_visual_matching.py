"""Laws of the matching, on pictures drawn here."""

import cv2
import numpy as np
import pytest

from archive.features import PatternFeatures, Swatch
from search.visual.codebook import aggregate, load_codebook, project
from search.visual.colour_vectors import colour_vector
from search.visual.entries import Picture, entry_of
from search.visual.likeness import shape_likeness
from search.visual.lookup import lookup
from search.visual.mirror import invert_features, mirror_features
from search.visual.region import place
from search.visual.rerank import variant_of, verify
from search.visual.segments import segment_of
from search.visual.verify import agree, unit_rows


def drawn(seed: int, height: int = 300, width: int = 400) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = np.full((height, width), 120, np.uint8)
    for _ in range(160):
        centre = int(rng.integers(width)), int(rng.integers(height))
        axes = int(rng.integers(3, 22)), int(rng.integers(3, 22))
        turn, grey = int(rng.integers(180)), int(rng.integers(256))
        cv2.ellipse(picture, centre, axes, turn, 0, 360, (grey,), -1)
    return picture


def measured(grey: np.ndarray) -> PatternFeatures:
    """SIFT as ingest makes it, in a few lines: search must not import ingest."""
    sift = cv2.SIFT_create(500, enable_precise_upscale=True)
    found, raw = sift.detectAndCompute(np.ascontiguousarray(grey), None)
    table = [(p.pt[0] + 0.5, p.pt[1] + 0.5, p.size, p.angle % 360) for p in found]
    root = np.sqrt(raw / raw.sum(axis=1, keepdims=True)) * 512 if found else np.zeros((0, 128))
    return PatternFeatures(
        grey.shape[1],
        grey.shape[0],
        (),
        np.zeros(4, np.float32),
        np.array(table, np.float32).reshape(-1, 4),
        np.minimum(np.rint(root), 255).astype(np.uint8),
    )


def sureness(query: PatternFeatures, photo: PatternFeatures) -> float:
    return verify(variant_of(query), photo).shape


def overlap(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    (ax, ay, aw, ah), (bx, by, bw, bh) = first, second
    across = max(0, min(ax + aw, bx + bw) - max(ax, bx))
    down = max(0, min(ay + ah, by + bh) - max(ay, by))
    return across * down / (aw * ah + bw * bh - across * down)


def test_mirrored_features_are_those_of_the_flipped_picture():
    features = measured(drawn(1))
    flipped = measured(drawn(1)[:, ::-1])

    mirrored = mirror_features(features)
    best = (unit_rows(mirrored.descriptors) @ unit_rows(flipped.descriptors).T).max(axis=1)
    assert np.median(best) > 0.999
    assert sureness(mirrored, flipped) > 0.99


def test_inverted_features_are_those_of_the_negative():
    features, negative = measured(drawn(2)), measured(255 - drawn(2))

    assert sureness(invert_features(features), negative) > 0.99
    assert sureness(features, negative) < 0.6


@pytest.mark.parametrize("change", [mirror_features, invert_features])
def test_changing_twice_gives_the_same_again(change):
    features = measured(drawn(3))

    again = change(change(features))
    assert (again.descriptors == features.descriptors).all()
    assert again.keypoints == pytest.approx(features.keypoints, abs=1e-3)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_copy_is_sure_and_covers_the_photograph(turns):
    photo = measured(drawn(4))

    found = verify(variant_of(measured(np.rot90(drawn(4), turns))), photo)
    assert found.shape > 0.99
    assert found.region is not None
    assert overlap(found.region, (0, 0, 400, 300)) > 0.9


def test_unrelated_pictures_are_not_sure_and_have_no_region():
    found = verify(variant_of(measured(drawn(5))), measured(drawn(6)))

    assert found.shape < 0.1
    assert found.region is None


@pytest.mark.parametrize("box", [(30, 40, 200, 150), (200, 100, 180, 190), (0, 0, 150, 120)])
def test_region_of_a_crop_lies_where_it_was_cut(box):
    x, y, width, height = box
    photo = drawn(7)

    found = verify(variant_of(measured(photo[y : y + height, x : x + width])), measured(photo))
    assert found.region is not None
    assert overlap(found.region, box) > 0.85


def test_evidence_is_nearly_the_same_both_ways():
    first, second = measured(drawn(8)), measured(drawn(8)[50:, 60:])

    rows = unit_rows(first.descriptors), unit_rows(second.descriptors)
    forth = agree(first, rows[0], second, rows[1]).votes
    assert forth == pytest.approx(agree(second, rows[1], first, rows[0]).votes, rel=0.05)


def test_pictures_without_keypoints_agree_on_nothing():
    blank = measured(np.full((50, 50), 9, np.uint8))
    agreement = agree(blank, unit_rows(blank.descriptors), blank, unit_rows(blank.descriptors))

    assert (agreement.votes, len(agreement.pairs)) == (0.0, 0)
    assert place(blank, blank, agreement).region is None


def test_aggregate_has_length_one_or_is_zero():
    codebook = load_codebook()
    some = aggregate(codebook, project(codebook, measured(drawn(9)).descriptors))
    none = aggregate(codebook, project(codebook, np.zeros((0, 128), np.uint8)))

    assert np.linalg.norm(some) == pytest.approx(1, abs=1e-5)
    assert not none.any()


def test_lookup_of_an_empty_query_and_of_an_empty_photograph_gives_no_votes():
    codebook = load_codebook()
    blank = measured(np.zeros((9, 9), np.uint8))
    segment = segment_of([entry_of(codebook, Picture("p", "w", blank))], len(codebook.words))

    assert lookup(codebook, blank, [segment]).tolist() == [0]
    assert lookup(codebook, measured(drawn(1)), [segment]).tolist() == [0]


RED = (Swatch("red", (45.0, 60.0, 35.0), 1.0),)
NEAR_RED = (Swatch("red", (48.0, 55.0, 30.0), 1.0),)
BLUE = (Swatch("blue", (30.0, 10.0, -40.0), 1.0),)


def test_colour_is_wholly_like_itself_and_not_at_all_like_a_far_one():
    assert colour_vector(RED) @ colour_vector(RED) == pytest.approx(1)
    assert colour_vector(RED) @ colour_vector(NEAR_RED) > 0.8
    assert colour_vector(RED) @ colour_vector(BLUE) < 0.05
    assert not colour_vector(()).any()


def test_shape_in_eight_bits_compares_as_the_exact_vectors():
    codebook = load_codebook()
    pictures = [measured(drawn(seed)) for seed in range(4)] + [measured(np.zeros((9, 9), np.uint8))]
    exact = np.array([aggregate(codebook, project(codebook, p.descriptors)) for p in pictures])
    entries = [entry_of(codebook, Picture("p", "w", each)) for each in pictures]
    segments = [segment_of(some, len(codebook.words)) for some in (entries[:2], entries[2:])]
    found = shape_likeness(codebook, pictures[0], segments, np.array([0, 1, 3, 4]))

    wanted = np.clip(exact @ exact[0], 0, 1)
    wanted[2] = 0
    assert found == pytest.approx(wanted, abs=0.001)
