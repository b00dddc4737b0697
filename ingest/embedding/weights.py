"""Tensors out of a PyTorch file, without PyTorch.

Such a file is a pickle, and a pickle runs what it names. This reader knows four
names, each with a harmless stand-in, and refuses every other.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from ingest.embedding.describing import BadModel

__all__ = ["read_weights"]

# The form PyTorch wrote before 1.6: this number, its protocol, the machine's
# sizes, the tensors' places, the storages' keys, then each storage (torch/serialization.py).
_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_STORAGES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


def read_weights(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the tensors of a PyTorch state file, by name; counters are left out.

    Raises
    ------
    BadModel
        When it is of another form, or names anything but tensors.
    """
    try:
        with path.open("rb") as stream:
            if _Reader(stream).load() != _MAGIC or _Reader(stream).load() != _PROTOCOL:
                raise BadModel(f"{path.name} is no PyTorch file of the older form", path=path)
            _Reader(stream).load()
            tensors: dict[str, Any] = _Reader(stream).load()
            kinds = {storage[2]: storage[1] for storage, *_ in tensors.values()}
            storages = {key: _storage(stream, kinds[key]) for key in _Reader(stream).load()}
    except (OSError, EOFError, KeyError, IndexError, TypeError, ValueError) as error:
        raise BadModel(f"{path.name} cannot be read: {error}", path=path) from error
    except pickle.UnpicklingError as error:
        raise BadModel(f"{path.name} is refused: {error}", path=path) from error
    return {
        name: _tensor(storages[storage[2]], *place)
        for name, (storage, *place) in tensors.items()
        if storage[1] == "<f4"
    }


class _Reader(pickle.Unpickler):
    """Gives ``(storage, offset, shape, strides)`` for a tensor and refuses what is none."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _place
        if module == "torch" and name in _STORAGES:
            return _STORAGES[name]
        raise pickle.UnpicklingError(f"it names {module}.{name}")

    def persistent_load(self, pid: Any) -> Any:
        return pid


def _place(storage: Any, offset: int, shape: Any, strides: Any, *_: Any) -> tuple[Any, ...]:
    return storage, int(offset), tuple(shape), tuple(strides)


def _storage(stream: IO[bytes], kind: str) -> npt.NDArray[Any]:
    count = int(np.frombuffer(stream.read(8), "<i8")[0])
    dtype = np.dtype(kind)
    return np.frombuffer(stream.read(count * dtype.itemsize), dtype, count)


def _tensor(
    storage: npt.NDArray[np.float32], offset: int, shape: tuple[int, ...], strides: tuple[int, ...]
) -> npt.NDArray[np.float32]:
    """Return a tensor as an array of its own, checked to lie inside its storage."""
    last = offset + sum((n - 1) * step for n, step in zip(shape, strides, strict=True))
    if (
        min(shape, default=1) < 1
        or min(strides, default=0) < 0
        or not offset <= last < len(storage)
    ):
        raise ValueError("a tensor lies outside its storage")
    steps = [step * storage.itemsize for step in strides]
    view = np.lib.stride_tricks.as_strided(storage[offset:], shape, steps)
    return np.ascontiguousarray(view)
