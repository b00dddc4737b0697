"""One model in memory: read, checked against its own reference, ready to be asked.

Run by OpenCV. Its engine of 5.0 computes wrong numbers for some graphs (stride
2 with ``auto_pad=SAME_UPPER``) without a word, so a model is used only when it
gives the numbers that its description promises.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ingest.embedding.describing import BadModel, Description, read_description
from ingest.embedding.feeding import Floats, reference_picture, vector_of

__all__ = ["EMBEDDING_VERSION", "Model", "load_model"]

#: Raised by hand whenever this package makes other vectors of the same picture.
EMBEDDING_VERSION = 1

# What the description says for people changes no vector.
_WORDS = ("name", "licence", "source", "file", "reference", "tolerance")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A model that gave its reference vector.

    Parameters
    ----------
    identity
        16 hexadecimal digits: the same only for the same network, fed the same
        way by the same code.
    description
        See :class:`ingest.embedding.describing.Description`.
    width
        Length of its vectors.
    """

    identity: str
    description: Description
    width: int
    _network: _Network

    def vector(self, rgb: npt.NDArray[np.uint8]) -> Floats:
        """Return the vector of one picture.

        Parameters
        ----------
        rgb
            sRGB, uint8 of shape ``(h, w, 3)``, any size from one pixel.

        Returns
        -------
        ndarray
            float32 of shape ``(width,)``, L2 norm 1.

        Raises
        ------
        BadModel
            When the network cannot take this picture or answers with no number.
        """
        return self._network.vector(rgb, self.description)


class _Network:
    """OpenCV's network, one caller at a time: it keeps what it computes inside itself."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            buffer: npt.NDArray[np.uint8] = np.frombuffer(content, np.uint8)
            self._net = cv2.dnn.readNetFromONNX(buffer)
        except (cv2.error, SystemError) as error:
            raise BadModel(
                f"{path.name} cannot be read as a network: {_first_line(error)}", path=path
            ) from error

    def vector(self, rgb: npt.NDArray[np.uint8], description: Description) -> Floats:
        layers = list(description.layers)
        try:
            vector = vector_of(lambda given: self._outputs(given, layers), rgb, description)
        except (cv2.error, SystemError, ValueError) as error:
            raise self._bad(f"cannot be run: {_first_line(error)}") from error
        if not np.isfinite(vector).all() or not vector.any():
            raise self._bad("answers with no number")
        return vector

    def _outputs(self, given: Floats, layers: list[str]) -> list[Floats]:
        with self._lock:
            self._net.setInput(given)
            # Copied: OpenCV hands out its own buffers and writes into them next time.
            return [np.array(each, np.float32) for each in self._net.forward(layers)]

    def _bad(self, what: str) -> BadModel:
        return BadModel(f"{self._path.name} {what}", path=self._path)


def load_model(path: Path) -> Model:
    """Read the model that ``path``, a TOML file, describes, and check it.

    Raises
    ------
    BadModel
        When the description is wrong, the ONNX file is missing or another one,
        OpenCV cannot run it, or it does not give its reference vector.
    """
    description = read_description(path)
    onnx = path.parent / description.file
    try:
        content = onnx.read_bytes()
    except OSError as error:
        raise BadModel(f"{onnx.name} cannot be read: {error.strerror}", path=onnx) from error
    found = hashlib.sha256(content).hexdigest()
    if found != description.sha256:
        raise BadModel(
            f"{onnx.name} is damaged or another file: its SHA-256 is {found[:12]}…,"
            f" {path.name} says {description.sha256[:12]}…",
            hint="put the file back, or describe the new one",
            path=onnx,
        )
    network = _Network(onnx, content)
    vector = network.vector(reference_picture(description.size_px), description)
    _check_reference(vector, description, onnx)
    return Model(_identity(description), description, len(vector), network)


def _check_reference(vector: Floats, description: Description, path: Path) -> None:
    expected = np.array(description.reference, np.float32)
    if len(expected) > len(vector):
        raise BadModel(
            f"{path.name} gives {len(vector)} values, its reference has {len(expected)}", path=path
        )
    off = float(np.abs(vector[: len(expected)] - expected).max())
    if not off <= description.tolerance:
        raise BadModel(
            f"{path.name} computes other numbers than its reference, by {off:.2g}",
            hint="this machine's OpenCV runs it wrongly, or the description is another model's",
            path=path,
        )


def _identity(description: Description) -> str:
    facts = {key: value for key, value in asdict(description).items() if key not in _WORDS}
    text = json.dumps([EMBEDDING_VERSION, facts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
