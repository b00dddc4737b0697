import hashlib
import threading

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx makes the tests' models; pip install '.[neural]'")

from ingest.embedding import BadModel, Model, NoModel, active_model, load_model, read_description
from ingest.embedding.describing import write_description
from tests.tiny_model import write_model

NOISE = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def without_default(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.embedding.active.DEFAULT_FOLDER", tmp_path / "default")


@pytest.fixture
def open_home(home):
    """An archive in which models are not turned off."""
    (home.models / "off").unlink()
    return home


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_model_of_the_archive_is_used(open_home):
    write_model(open_home.models)
    model = active_model(open_home)

    assert isinstance(model, Model)
    assert model.description.name == "tiny"
    assert len(model.vector(NOISE)) == model.width == 24


def test_without_any_model_the_reason_says_where_to_read(open_home):
    assert active_model(open_home) == NoModel("none is installed; see docs/models.md")


def test_the_default_is_used_when_the_archive_has_none_of_its_own(open_home, tmp_path):
    write_model(tmp_path / "default")
    before = active_model(open_home)
    write_model(open_home.models, seed=1)
    after = active_model(open_home)

    assert isinstance(before, Model)
    assert isinstance(after, Model)
    assert before.identity != after.identity


def test_a_file_turns_models_off_for_one_archive(open_home, tmp_path):
    write_model(tmp_path / "default")
    (open_home.models / "off").touch()
    answer = active_model(open_home)

    assert isinstance(answer, NoModel)
    assert "turned off" in answer.reason


def test_two_descriptions_are_named_and_neither_is_used(open_home, tmp_path):
    write_model(tmp_path / "default")
    write_model(open_home.models, name="one")
    write_model(open_home.models, name="two")
    answer = active_model(open_home)

    assert isinstance(answer, NoModel)
    assert "one.toml, two.toml" in answer.reason


def test_a_missing_file_is_told(open_home):
    path = write_model(open_home.models)
    path.with_suffix(".onnx").unlink()
    answer = active_model(open_home)

    assert isinstance(answer, NoModel)
    assert "tiny.onnx cannot be read: No such file" in answer.reason


@pytest.mark.parametrize("harm", ["truncated", "one byte", "empty"])
def test_a_damaged_file_is_told(open_home, harm):
    onnx = write_model(open_home.models).with_suffix(".onnx")
    content = bytearray(onnx.read_bytes())
    if harm == "one byte":
        content[len(content) // 2] ^= 1
    onnx.write_bytes({"truncated": content[:-100], "one byte": content, "empty": b""}[harm])
    answer = active_model(open_home)

    assert isinstance(answer, NoModel)
    assert "tiny.onnx is damaged or another file" in answer.reason


def test_a_file_that_is_no_network_is_told_even_with_the_right_checksum(tmp_path):
    path = write_model(tmp_path)
    content = b"dear diary " * 100
    path.with_suffix(".onnx").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    changed(path, read_description(path).sha256, digest)

    with pytest.raises(BadModel, match="cannot be read as a network"):
        load_model(path)


def test_a_model_that_gives_other_numbers_is_refused(tmp_path):
    path = write_model(tmp_path, reference=(0.5, 0.5))

    with pytest.raises(BadModel, match="other numbers than its reference"):
        load_model(path)


def test_a_reference_longer_than_the_vector_is_refused(tmp_path):
    path = write_model(tmp_path, reference=(0.1,) * 25)

    with pytest.raises(BadModel, match="gives 24 values, its reference has 25"):
        load_model(path)


def test_a_layer_that_is_not_there_is_told(tmp_path):
    path = write_model(tmp_path)
    changed(path, '"seen"', '"unseen"')

    with pytest.raises(BadModel, match="cannot be run"):
        load_model(path)


def test_a_map_without_pooling_is_told(tmp_path):
    path = write_model(tmp_path)
    changed(path, '"gem"', '"none"')

    with pytest.raises(BadModel, match="cannot be pooled by none"):
        load_model(path)


def test_a_changed_file_is_read_again(open_home):
    path = write_model(open_home.models)
    first = active_model(open_home)
    again = active_model(open_home)
    path.unlink()
    gone = active_model(open_home)
    write_model(open_home.models, seed=3)
    other = active_model(open_home)

    assert first is again
    assert isinstance(gone, NoModel)
    assert other.identity != first.identity


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"name": "another name"}, True),
        ({"licence": "MIT"}, True),
        ({"size_px": 40}, False),
        ({"mirrored": False}, False),
        ({"pooling": ("max",)}, False),
        ({"width": 16}, False),
        ({"colours": "bgr"}, False),
    ],
)
def test_the_identity_changes_with_whatever_changes_vectors(tmp_path, change, is_same):
    one = load_model(write_model(tmp_path / "one"))
    two = load_model(write_model(tmp_path / "two", **change))

    assert (one.identity == two.identity) is is_same


def test_the_identity_changes_with_the_code(tmp_path, monkeypatch):
    path = write_model(tmp_path)
    before = load_model(path).identity
    monkeypatch.setattr("ingest.embedding.model.EMBEDDING_VERSION", 99)

    assert load_model(path).identity != before


def test_many_threads_get_the_vectors_of_their_own_pictures(tmp_path):
    model = load_model(write_model(tmp_path))
    pictures = [np.roll(NOISE, n, axis=0) for n in range(8)]
    expected = [model.vector(each) for each in pictures]
    wrong = []

    def ask(number):
        for _ in range(20):
            if not np.array_equal(model.vector(pictures[number]), expected[number]):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_a_description_reads_back_as_it_was_written(tmp_path):
    path = tmp_path / "tiny.toml"
    whole = write_model(tmp_path)
    description = read_description(whole)
    path.write_text(write_description(description), encoding="utf-8")

    assert read_description(path) == description


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("size_px = 32", "size_px = 32\nsize = 1", r"\[input\] size is not known"),
        ("[output]", "[extra]\nkey = 1\n[output]", r"\[extra\] key is not known"),
        ("[model]", "loose = 1\n[model]", r"\[loose\] is not known"),
        ("size_px = 32", "", r"\[input\] size_px is missing"),
        ("size_px = 32", "size_px = 32.5", r"\[input\] size_px cannot be 32.5"),
        ("size_px = 32", "size_px = true", r"\[input\] size_px cannot be True"),
        ("size_px = 32", "size_px = 0", "size_px is 0"),
        ("multiple_px = 8", "multiple_px = 64", "multiple_px is 64"),
        ('"keep"', '"crop"', r"\[input\] fit cannot be 'crop'"),
        ("[128.0, ", "[0.0, ", "std is"),
        ("[128.0, ", "[nan, ", "std cannot be"),
        ('"gem"', '"sum"', "pooling is"),
        ('["gem"]', '["gem", "gem"]', "pooling is"),
        ('["seen"]', "[]", "layers cannot be"),
        ("width = 64", "width = 5000", "width is 5000"),
        ("tolerance = 0.0001", "tolerance = 1.0", "tolerance is 1.0"),
        ('"tiny.onnx"', '"../tiny.onnx"', "file is '../tiny.onnx'"),
        ('sha256 = "', 'sha256 = "zz', "sha256 is"),
        ("[model]", "[model", "cannot be read"),
    ],
)
def test_a_description_that_is_wrong_names_its_key(tmp_path, old, new, told):
    path = write_model(tmp_path)
    changed(path, old, new)

    with pytest.raises(BadModel, match=told) as caught:
        read_description(path)
    assert caught.value.path == path
