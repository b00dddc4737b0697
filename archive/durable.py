"""Files that are whole or absent, even when the power fails."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["fsync_folder", "sweep", "write_durably"]

_PART = ".part-"


def fsync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` survive a power cut (POSIX)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write ``content`` so that ``path`` holds either the old or the new bytes.

    The bytes go to a temporary file in the same folder, are fsynced, renamed
    over ``path``, and the folder is fsynced. Temporary files that a killed
    process left in this folder are deleted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    handle, temporary = tempfile.mkstemp(prefix=f"{_PART}{os.getpid()}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Delete the temporary files that killed processes left in a folder."""
    for left in folder.glob(f"{_PART}*"):
        pid = left.name.removeprefix(_PART).partition("-")[0]
        if left.is_file() and not (pid.isdecimal() and _is_alive(int(pid))):
            left.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
