import hashlib

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("onnx", reason="onnx makes the tests' models; pip install '.[neural]'")

from archive.derivatives import DerivativeStore
from archive.features import read_embedding
from archive.originals import OriginalStore
from archive.verify import verify_home
from ingest.deriving import derive
from ingest.embedding import active_model, embed, identity_in_use, load_model
from ingest.querying import measured_picture
from ingest.queue import (
    in_order,
    named_colours,
    requeue_after_change_of_model,
    requeue_incomplete,
    work_off,
)
from tests.making import corners, encoded, jpeg, kept_work, photograph
from tests.tiny_model import write_model

PICTURE = np.asarray(corners((96, 64)), dtype=np.uint8)
RED = photograph(jpeg("red")).sha256


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(write_model(tmp_path_factory.mktemp("model")))


@pytest.fixture
def neural_home(home):
    """An archive with a model of its own."""
    (home.models / "off").unlink()
    write_model(home.models)
    return home


def another_model(home):
    for path in home.models.iterdir():
        path.unlink()
    write_model(home.models, seed=5)


def vectors_of(home, sha256=RED):
    return sorted(DerivativeStore(home.derivatives).of(sha256).glob("embedding-*"))


def test_the_whole_comes_first_then_windows_that_overlap(model):
    found = embed(model, PICTURE, (960, 640))

    assert found.model == model.identity
    assert found.windows.tolist() == [
        [0, 0, 960, 640],
        [0, 0, 576, 384],
        [384, 0, 576, 384],
        [0, 256, 576, 384],
        [384, 256, 576, 384],
        [192, 128, 576, 384],
    ]


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 3), (64, 96)])
def test_vectors_are_of_length_one_whatever_the_size(model, size):
    rgb = np.full((*size, 3), 90, np.uint8)
    found = embed(model, rgb, (size[1], size[0]))
    lengths = np.linalg.norm(found.vectors.astype(float), axis=1)

    assert found.vectors.shape == (6, model.width)
    assert found.vectors.dtype == np.float16
    assert lengths == pytest.approx(np.ones(6), abs=2e-3)


def test_the_same_pixels_give_the_same_vectors(model):
    first, again = (embed(model, PICTURE, (96, 64)) for _ in range(2))

    assert np.array_equal(first.vectors, again.vectors)


def test_a_window_is_looked_at_alone(model):
    found = embed(model, PICTURE, (96, 64))
    corner = embed(model, PICTURE[:38, :58], (58, 38), is_region=True)

    assert found.vectors[1] == pytest.approx(corner.vectors[0], abs=1e-3)


def test_a_region_has_one_window(model):
    found = embed(model, PICTURE, (960, 640), is_region=True)

    assert found.windows.tolist() == [[0, 0, 960, 640]]


def test_a_mirrored_picture_has_the_same_vector(model):
    mirrored = np.ascontiguousarray(PICTURE[:, ::-1])

    assert model.vector(mirrored) == pytest.approx(model.vector(PICTURE), abs=1e-5)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_what_is_no_picture_is_refused(model, shape):
    with pytest.raises(ValueError, match="expected uint8"):
        embed(model, np.zeros(shape, np.uint8), (4, 4))


def test_a_photograph_gets_its_vectors(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    failures = work_off(neural_home, db)
    (path,) = vectors_of(neural_home)
    identity = identity_in_use(neural_home)

    assert failures == []
    assert read_embedding(path, identity).vectors.shape == (6, 24)
    assert DerivativeStore(neural_home.derivatives).is_complete(RED, identity)


def test_a_worker_process_makes_the_same_vectors(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    arguments = [(neural_home, RED, named_colours(db))] * 2
    for outcome in in_order(derive, arguments, 2):
        outcome()
    (path,) = vectors_of(neural_home)
    made = read_embedding(path, identity_in_use(neural_home))
    rgb = np.asarray(Image.open(OriginalStore(neural_home.originals).path(RED)).convert("RGB"))

    assert np.array_equal(made.vectors, embed(active_model(neural_home), rgb, (48, 32)).vectors)


def test_another_model_makes_vectors_again_and_the_old_ones_go(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    work_off(neural_home, db)
    before = vectors_of(neural_home)
    another_model(neural_home)
    asked = requeue_after_change_of_model(neural_home, db)
    work_off(neural_home, db)
    after = vectors_of(neural_home)

    assert asked == 1
    assert len(before) == len(after) == 1
    assert before != after
    assert read_embedding(after[0], identity_in_use(neural_home)) is not None


def test_the_same_model_asks_for_nothing_again(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    first = requeue_after_change_of_model(neural_home, db)
    work_off(neural_home, db)

    assert first == 1
    assert requeue_after_change_of_model(neural_home, db) == 0
    assert requeue_incomplete(neural_home, db) == 0


def test_a_model_that_comes_later_gives_older_photographs_their_vectors(home, db):
    kept_work(home, db, jpeg("red"))
    work_off(home, db)
    without = vectors_of(home)
    (home.models / "off").unlink()
    write_model(home.models)

    assert without == []
    assert requeue_incomplete(home, db) == 1
    assert work_off(home, db) == []
    assert len(vectors_of(home)) == 1


@pytest.mark.parametrize("harm", ["gone", "torn", "two"])
def test_with_a_model_that_cannot_be_used_everything_else_is_made(neural_home, db, harm):
    onnx = neural_home.models / "tiny.onnx"
    if harm == "gone":
        onnx.unlink()
    elif harm == "torn":
        onnx.write_bytes(onnx.read_bytes()[:-1])
    else:
        write_model(neural_home.models, name="second")
    kept_work(neural_home, db, jpeg("red"))

    assert work_off(neural_home, db) == []
    assert DerivativeStore(neural_home.derivatives).is_complete(RED)
    assert vectors_of(neural_home) == []
    assert identity_in_use(neural_home) == ""


def test_torn_vectors_are_made_again(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    work_off(neural_home, db)
    (path,) = vectors_of(neural_home)
    path.write_bytes(b"torn")
    derive(neural_home, RED, named_colours(db))

    assert read_embedding(path, identity_in_use(neural_home)) is not None


def test_missing_vectors_are_a_problem_only_while_a_model_is_in_use(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    work_off(neural_home, db)
    (path,) = vectors_of(neural_home)
    path.unlink()
    with_model = verify_home(neural_home, db, model=identity_in_use(neural_home))

    assert "missing derivative" in {problem.kind for problem in with_model}
    assert "missing derivative" not in {problem.kind for problem in verify_home(neural_home, db)}


def test_forgetting_a_photograph_takes_its_vectors_too(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    work_off(neural_home, db)
    DerivativeStore(neural_home.derivatives).forget(RED)

    assert vectors_of(neural_home) == []


def test_vectors_of_the_same_original_are_the_same_bytes(neural_home, db):
    kept_work(neural_home, db, jpeg("red"))
    work_off(neural_home, db)
    (path,) = vectors_of(neural_home)
    first = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    derive(neural_home, RED, named_colours(db))

    assert hashlib.sha256(path.read_bytes()).hexdigest() == first


@pytest.mark.parametrize(("region", "windows"), [("", 6), ("0,0,48,32", 1)])
def test_a_picture_somebody_asks_with_is_measured_at_once(model, db, region, windows):
    content, colours = encoded(corners((96, 64)), "PNG"), named_colours(db)
    features, embedding = measured_picture(content, colours, model, region=region)
    alone, _ = measured_picture(content, colours, None, region=region)

    assert (features.width_px, features.palette) == (alone.width_px, alone.palette)
    assert len(embedding.vectors) == windows


def test_without_a_model_a_picture_has_features_and_no_vectors(db):
    features, embedding = measured_picture(jpeg("red"), named_colours(db), None)

    assert features.width_px == 48
    assert embedding is None


def test_the_status_says_which_model_is_in_use_or_why_none(xiupu, home):
    without = xiupu("index", "status").output
    (home.models / "off").unlink()
    write_model(home.models)
    own, identity = xiupu("index", "status").output, identity_in_use(home)
    (home.models / "tiny.onnx").unlink()
    broken = xiupu("index", "status").output

    assert "model: none, turned off by the file" in without
    assert f"model: tiny ({identity})" in own
    assert "model: none, tiny.onnx cannot be read" in broken
