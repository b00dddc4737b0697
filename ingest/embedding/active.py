"""Which model an archive uses, or why it uses none."""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from archive.home import Home
from ingest.embedding.describing import BadModel
from ingest.embedding.model import Model, load_model

__all__ = ["DEFAULT_FOLDER", "NoModel", "active_model", "identity_in_use"]

#: Where the installation puts the model that archives use when they have none of their own.
DEFAULT_FOLDER = Path(sys.prefix) / "share" / "xiupu" / "models"
#: A file of this name in ``HOME/models`` means: no model here, not even the default.
_OFF = "off"

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class NoModel:
    """There is no model, and nothing that a model would say is known.

    Parameters
    ----------
    reason
        One line for the person who looks after the archive.
    """

    reason: str


#: The last answer for each folder, and the state of the files it was made from.
_known: dict[Path, tuple[_State, Model | NoModel]] = {}


def active_model(home: Home) -> Model | NoModel:
    """Return the model that an archive uses, or why it uses none.

    The archive's own folder decides as soon as there is a description in it;
    else the folder of the installation. A model is read and checked once a
    process, and again when one of its folder's files has changed.
    """
    own = home.models
    if (own / _OFF).exists():
        return NoModel(f"turned off by the file {own / _OFF}")
    folder = own if _descriptions(own) else DEFAULT_FOLDER
    with _lock:
        state = _state(folder)
        known = _known.get(folder)
        if known is None or known[0] != state:
            known = _known[folder] = state, _read(folder)
            if isinstance(known[1], NoModel) and state:
                _log.warning("no neural model: %s", known[1].reason)
        return known[1]


def identity_in_use(home: Home) -> str:
    """Return the identity of the model that an archive uses; empty when it uses none."""
    model = active_model(home)
    return model.identity if isinstance(model, Model) else ""


def _read(folder: Path) -> Model | NoModel:
    found = _descriptions(folder)
    if not found:
        return NoModel("none is installed; see docs/models.md")
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        return NoModel(f"{folder} describes more than one model: {names}; leave one")
    try:
        return load_model(found[0])
    except BadModel as error:
        return NoModel(str(error))


def _descriptions(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _state(folder: Path) -> _State:
    """Return name, time and size of every file that a model could be made of."""
    files = [*_descriptions(folder), *sorted(folder.glob("*.onnx"))]
    stats = [(path.name, path.stat()) for path in files if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
