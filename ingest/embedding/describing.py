"""What has to be known of an ONNX file before its numbers can be trusted: a TOML file.

``docs/models.md`` explains every key to the person who writes one.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError

__all__ = [
    "COLOURS",
    "FITS",
    "POOLINGS",
    "BadModel",
    "Description",
    "read_description",
    "write_description",
]

#: How a picture is brought to the size the network takes: pulled to a square, or
#: its shape kept as nearly as a grid of ``multiple_px`` allows.
FITS = ("stretch", "keep")
COLOURS = ("rgb", "bgr")
#: ``gem`` is the generalised mean, p = 3 (Radenović, Tolias, Chum 2018, "Fine-tuning
#: CNN image retrieval with no human annotation"); ``none`` for a layer that is a vector.
POOLINGS = ("mean", "gem", "max", "none")
_LARGEST_PX = 1024
# A hundred thousand photographs with six windows each are 1.2 GB at this width.
_WIDEST = 1024
_SHA256 = re.compile("[0-9a-f]{64}")


class BadModel(ArchiveError):
    """A model or its description cannot be used.

    Parameters
    ----------
    message, hint
        As in :class:`archive.errors.ArchiveError`.
    path
        The file it is about.
    """

    def __init__(self, message: str, *, hint: str = "", path: Path) -> None:
        super().__init__(message, hint=hint)
        self.path = path


@dataclass(frozen=True, slots=True)
class Description:
    """One model, as its TOML file describes it.

    Parameters
    ----------
    name, licence, source
        For people: what it is, under which licence, where from.
    file
        Name of the ONNX file, in the same folder.
    sha256
        Of that file, in lower case.
    size_px
        Square root of the area of the picture given to the network.
    fit
        One of ``FITS``.
    multiple_px
        With ``keep``, each side is a multiple of this.
    mean, std
        Subtracted from, then divided into, each channel's 0..255, in the
        order of ``colours``.
    colours
        One of ``COLOURS``.
    mirrored
        Whether the vector is the mean of the picture's and its mirror image's.
    layers
        Outputs of the network; each is pooled and brought to length 1, then
        they are joined.
    pooling
        One of ``POOLINGS``, one for each layer.
    width
        Length of the vectors; longer ones are projected to it.
    reference
        First values of the vector of the reference picture.
    tolerance
        How far each of them may be off.
    """

    name: str
    licence: str
    source: str
    file: str
    sha256: str
    size_px: int
    fit: str
    multiple_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    colours: str
    mirrored: bool
    layers: tuple[str, ...]
    pooling: tuple[str, ...]
    width: int
    reference: tuple[float, ...]
    tolerance: float


def read_description(path: Path) -> Description:
    """Read and check a description.

    Raises
    ------
    BadModel
        When the file cannot be read, a key is missing, unknown or of another
        kind, or a value is out of range. The message names the key.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadModel(f"{path.name} cannot be read: {error}", path=path) from error
    reader = _Reader(path, tables)
    layers = reader.texts("output", "layers")
    description = Description(
        name=reader.text("model", "name"),
        licence=reader.text("model", "licence"),
        source=reader.text("model", "source"),
        file=reader.text("model", "file"),
        sha256=reader.text("model", "sha256"),
        size_px=reader.whole("input", "size_px"),
        fit=reader.chosen("input", "fit", FITS),
        multiple_px=reader.whole("input", "multiple_px"),
        mean=reader.three("input", "mean"),
        std=reader.three("input", "std"),
        colours=reader.chosen("input", "colours", COLOURS),
        mirrored=reader.yes_or_no("input", "mirrored"),
        layers=layers,
        pooling=reader.texts("output", "pooling"),
        width=reader.whole("output", "width"),
        reference=reader.numbers("reference", "values"),
        tolerance=reader.number("reference", "tolerance"),
    )
    reader.refuse_the_rest()
    _check(description, path)
    return description


def write_description(description: Description) -> str:
    """Return the text that :func:`read_description` reads back.

    The names must be plain text without quotes or backslashes.
    """
    tables = {
        "model": ("name", "licence", "source", "file", "sha256"),
        "input": ("size_px", "fit", "multiple_px", "mean", "std", "colours", "mirrored"),
        "output": ("layers", "pooling", "width"),
        "reference": ("tolerance",),
    }
    lines = []
    for table, keys in tables.items():
        lines.append(f"[{table}]")
        # JSON's texts, numbers, lists and booleans are TOML's.
        lines += [f"{key} = {json.dumps(getattr(description, key))}" for key in keys]
    lines.append(f"values = {json.dumps(description.reference)}")
    return "\n".join(lines) + "\n"


def _check(description: Description, path: Path) -> None:
    """Refuse what is of the right kind and still impossible."""
    size, step = description.size_px, description.multiple_px
    wrong = {
        "file": "/" in description.file or "\\" in description.file,
        "sha256": not _SHA256.fullmatch(description.sha256),
        "size_px": not 1 <= size <= _LARGEST_PX,
        "multiple_px": not 1 <= step <= size,
        "std": min(description.std) <= 0,
        "pooling": len(description.pooling) != len(description.layers)
        or not set(description.pooling) <= set(POOLINGS),
        "width": not 1 <= description.width <= _WIDEST,
        "tolerance": not 0 < description.tolerance < 1,
    }
    for key, is_wrong in wrong.items():
        if is_wrong:
            value = getattr(description, key)
            raise BadModel(f"{path.name}: {key} is {value!r}", hint="see docs/models.md", path=path)


class _Reader:
    """The tables of a description; what is taken out is gone, what is left is unknown."""

    def __init__(self, path: Path, tables: dict[str, Any]) -> None:
        self._path = path
        self._left = {
            (table, key): value
            for table, keys in tables.items()
            for key, value in (keys.items() if isinstance(keys, dict) else [("", keys)])
        }

    def text(self, table: str, key: str) -> str:
        return str(self._taken(table, key, isinstance(self._get(table, key), str)))

    def chosen(self, table: str, key: str, among: tuple[str, ...]) -> str:
        return str(self._taken(table, key, self._get(table, key) in among))

    def whole(self, table: str, key: str) -> int:
        return int(self._taken(table, key, type(self._get(table, key)) is int))

    def yes_or_no(self, table: str, key: str) -> bool:
        return bool(self._taken(table, key, isinstance(self._get(table, key), bool)))

    def number(self, table: str, key: str) -> float:
        return float(self._taken(table, key, _is_number(self._get(table, key))))

    def numbers(self, table: str, key: str) -> tuple[float, ...]:
        values = self._get(table, key)
        is_right = isinstance(values, list) and bool(values) and all(map(_is_number, values))
        return tuple(map(float, self._taken(table, key, is_right)))

    def three(self, table: str, key: str) -> tuple[float, float, float]:
        values = self._get(table, key)
        is_right = isinstance(values, list) and len(values) == 3 and all(map(_is_number, values))
        first, second, third = self._taken(table, key, is_right)
        return float(first), float(second), float(third)

    def texts(self, table: str, key: str) -> tuple[str, ...]:
        values = self._get(table, key)
        is_right = (
            isinstance(values, list)
            and bool(values)
            and all(isinstance(each, str) for each in values)
        )
        return tuple(self._taken(table, key, is_right))

    def refuse_the_rest(self) -> None:
        """Refuse keys that nobody asked for: a slip of the pen would else be a default."""
        if self._left:
            table, key = next(iter(self._left))
            raise self._bad(table, key, "is not known")

    def _get(self, table: str, key: str) -> Any:
        if (table, key) not in self._left:
            raise self._bad(table, key, "is missing")
        return self._left[table, key]

    def _taken(self, table: str, key: str, is_right: bool) -> Any:
        value = self._left.pop((table, key))
        if not is_right:
            raise self._bad(table, key, f"cannot be {value!r}")
        return value

    def _bad(self, table: str, key: str, what: str) -> BadModel:
        name = f"[{table}] {key}".rstrip()
        return BadModel(
            f"{self._path.name}: {name} {what}", hint="see docs/models.md", path=self._path
        )


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
