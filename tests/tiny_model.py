"""A neural model of one convolution, written as a user would write one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from ingest.embedding.describing import Description, write_description
from ingest.embedding.feeding import reference_picture, vector_of

PLAIN = Description(
    name="tiny",
    licence="CC0-1.0",
    source="drawn by lot",
    file="tiny.onnx",
    sha256="",
    size_px=32,
    fit="keep",
    multiple_px=8,
    mean=(127.0, 127.0, 127.0),
    std=(128.0, 128.0, 128.0),
    colours="rgb",
    mirrored=True,
    layers=("seen",),
    pooling=("gem",),
    width=64,
    reference=(),
    tolerance=1e-4,
)


def network(seed=0, padding=None):
    """Return an ONNX file: 24 filters of 3 by 3 pixels, stride 2, ReLU; ``seen`` is its output."""
    from onnx import TensorProto, helper, numpy_helper

    kernel = np.random.default_rng(seed).normal(size=(24, 3, 3, 3)).astype(np.float32)
    how = {"auto_pad": padding} if padding else {"pads": [0, 0, 1, 1]}
    nodes = [
        helper.make_node("Conv", ["input", "kernel"], ["sum"], strides=[2, 2], **how),
        helper.make_node("Relu", ["sum"], ["seen"]),
    ]
    given = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, "h", "w"])
    seen = helper.make_tensor_value_info("seen", TensorProto.FLOAT, ["n", 24, None, None])
    graph = helper.make_graph(
        nodes, "tiny", [given], [seen], [numpy_helper.from_array(kernel, "kernel")]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return model.SerializeToString()


def by_definition(content, given):
    """Return what a network gives by the definition of its operators."""
    import onnx
    from onnx.reference import ReferenceEvaluator

    return ReferenceEvaluator(onnx.load_from_string(content)).run(None, {"input": given})


def write_model(folder, *, name="tiny", seed=0, padding=None, **changes):
    """Write a model and its description and return the description's path."""
    content = network(seed, padding)
    described = replace(
        PLAIN, file=f"{name}.onnx", sha256=hashlib.sha256(content).hexdigest(), **changes
    )
    if not described.reference:
        vector = vector_of(
            lambda given: by_definition(content, given),
            reference_picture(described.size_px),
            described,
        )
        described = replace(described, reference=tuple(float(value) for value in vector[:8]))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / described.file).write_bytes(content)
    path = folder / f"{name}.toml"
    path.write_text(write_description(described), encoding="utf-8")
    return path
