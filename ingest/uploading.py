"""Taking in one photograph that somebody sends from a phone."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from archive.drafts import PhotographDraft
from archive.home import Home
from ingest.steps import Taking, take

__all__ = ["clean_file_name", "take_photograph"]

_LONGEST_NAME = 120


def clean_file_name(name: str) -> str:
    r"""Return the last part of a sent file name, without control characters.

    Chinese stays: the name is kept as words, never used as a path.

    Examples
    --------
    >>> clean_file_name("C:\\fotos\\苗绣.jpg")
    '苗绣.jpg'
    """
    last = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return printable[-_LONGEST_NAME:] if printable.strip(".") else "photograph"


def take_photograph(
    content: bytes, file_name: str, home: Home, *, role: str = "whole"
) -> PhotographDraft:
    """Check a sent photograph, keep its original for good, and return its draft.

    Raises
    ------
    BadInput
        When it is not a photograph we take; nothing has been kept then.
    """
    return take(Taking(content, clean_file_name(file_name), home, role))
