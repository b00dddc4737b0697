"""Deleting personal data for good, everywhere it stands.

``scope`` says what a use covers, ``rows`` and ``rules`` change the catalogue and its
history, ``names`` finds a name in a text, ``replacing`` an original by another.
"""

from archive.erasing.erasing import (
    TAKEN_BACK,
    Erased,
    erase_again,
    erase_person,
    erase_uses,
)

__all__ = [
    "TAKEN_BACK",
    "Erased",
    "erase_again",
    "erase_person",
    "erase_uses",
]
