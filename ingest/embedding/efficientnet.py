"""EfficientNet-Lite0 as an ONNX graph, made from its weights.

Tan and Le 2019, "EfficientNet: rethinking model scaling"; the Lite variants
(Liu 2020, TensorFlow blog) leave out squeeze-and-excitation and use ReLU6. Our
departures: batch norm is folded into the convolutions, every padding is
written out (TensorFlow's SAME: the odd pixel at the end), since OpenCV computes
wrong numbers for ``auto_pad``, and the graph ends where nothing more is needed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

__all__ = ["build_network"]

#: Blocks and first stride of each stage.
_STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))
# Of TensorFlow's batch norm, with which the weights were trained.
_EPSILON = 1e-3
# Any opset from 11 has the Clip with bounds as inputs; 13 is what OpenCV's tests use most.
_OPSET, _IR_VERSION = 13, 8

Weights = Mapping[str, npt.NDArray[np.float32]]


def build_network(weights: Weights, layers: tuple[str, ...], blocks: int) -> bytes:
    """Return an ONNX file with the outputs asked for.

    Parameters
    ----------
    weights
        Named as in ``efficientnet-pytorch``: ``_conv_stem.weight``,
        ``_blocks.0._bn1.bias`` and so on.
    layers
        ``blockN`` is what block N gives on, ``blockN_wide`` its widened inside,
        after ReLU6.
    blocks
        How many of the 16 blocks to build.

    Raises
    ------
    KeyError
        When a tensor is missing.
    """
    graph = _Graph(weights)
    last = graph.convolution("input", "stem", "_conv_stem", "_bn0", stride=2)
    number = 0
    for count, first_stride in _STAGES:
        for stride in (first_stride, *[1] * (count - 1)):
            if number < blocks:
                last = graph.block(last, number, stride)
            number += 1
    return graph.finished(layers)


class _Graph:
    """Nodes and tensors as they come together."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []
        self._keep("zero", np.float32(0))
        self._keep("six", np.float32(6))

    def block(self, given: str, number: int, stride: int) -> str:
        """Add an inverted residual: widen, look around, narrow, add what came in."""
        prefix, name = f"_blocks.{number}.", f"block{number}"
        wide = given
        if f"{prefix}_expand_conv.weight" in self._weights:
            wide = self.convolution(given, f"{name}_wide", f"{prefix}_expand_conv", f"{prefix}_bn0")
        seen = self.convolution(
            wide, f"{name}_seen", f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=stride
        )
        project, norm = f"{prefix}_project_conv", f"{prefix}_bn2"
        inside = self._weights[f"{prefix}_expand_conv.weight"].shape[1] if number else 0
        if stride > 1 or inside != self._weights[f"{project}.weight"].shape[0]:
            return self.convolution(seen, name, project, norm, is_linear=True)
        narrow = self.convolution(seen, f"{name}_narrow", project, norm, is_linear=True)
        self._nodes.append(helper.make_node("Add", [narrow, given], [name], name=name))
        return name

    def convolution(
        self,
        given: str,
        name: str,
        conv: str,
        norm: str,
        *,
        stride: int = 1,
        is_linear: bool = False,
    ) -> str:
        """Add a convolution with its batch norm inside, and ReLU6 unless it is linear."""
        kernel, bias = self._folded(conv, norm)
        self._keep(f"{name}_kernel", kernel)
        self._keep(f"{name}_bias", bias)
        side = kernel.shape[2]
        before = (side - stride) // 2
        after = side - stride - before
        summed = name if is_linear else f"{name}_sum"
        self._nodes.append(
            helper.make_node(
                "Conv",
                [given, f"{name}_kernel", f"{name}_bias"],
                [summed],
                name=summed,
                kernel_shape=[side, side],
                strides=[stride, stride],
                pads=[before, before, after, after],
                group=len(kernel) if "depthwise" in conv else 1,
            )
        )
        if not is_linear:
            self._nodes.append(helper.make_node("Clip", [summed, "zero", "six"], [name], name=name))
        return name

    def finished(self, outputs: tuple[str, ...]) -> bytes:
        """Return the whole as a checked file."""
        sizes: list[str | int | None] = ["n", 3, "height", "width"]
        given = helper.make_tensor_value_info("input", TensorProto.FLOAT, sizes)
        found = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", None, None, None])
            for name in outputs
        ]
        graph = helper.make_graph(self._nodes, "efficientnet-lite0", [given], found, self._tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        model.ir_version = _IR_VERSION
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())

    def _folded(
        self, conv: str, norm: str
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return kernel and bias of a convolution followed by its batch norm."""
        of = self._weights
        spread = np.sqrt(of[f"{norm}.running_var"].astype(np.float64) + _EPSILON)
        factor = of[f"{norm}.weight"] / spread
        kernel = of[f"{conv}.weight"] * factor[:, None, None, None]
        bias = of[f"{norm}.bias"] - of[f"{norm}.running_mean"] * factor
        return kernel.astype(np.float32), bias.astype(np.float32)

    def _keep(self, name: str, values: npt.NDArray[np.float32] | np.float32) -> None:
        self._tensors.append(numpy_helper.from_array(np.asarray(values), name))
