"""Refuses to work beside a second package that also calls itself ``whoosh``.

``Whoosh`` and ``Whoosh-Reloaded`` write into the same folder when both are
installed; which files win depends on the order, and nothing says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import packages_distributions, version

from archive.errors import ArchiveError

__all__ = ["check_providers", "engine_version", "require_engine"]

_MODULE = "whoosh"
#: What decides which terms a text gives, beside our own code.
_INGREDIENTS = ("whoosh-reloaded", "opencc", "pypinyin")


def check_providers(providers: Mapping[str, Sequence[str]]) -> None:
    """Raise unless exactly one distribution provides the ``whoosh`` module.

    Parameters
    ----------
    providers
        Top-level module to the distributions that provide it, as from
        :func:`importlib.metadata.packages_distributions`.

    Raises
    ------
    ArchiveError
        With the commands that put it right.
    """
    names = sorted(set(providers.get(_MODULE, ())))
    if len(names) != 1:
        found = " and ".join(names) or "nothing"
        raise ArchiveError(
            f"the text index needs one package that provides {_MODULE!r}, found {found}",
            hint="run: pip uninstall -y whoosh whoosh-reloaded && pip install whoosh-reloaded",
        )


@lru_cache(maxsize=1)
def require_engine() -> None:
    """Check the installed packages, once a process.

    Raises
    ------
    ArchiveError
        As in :func:`check_providers`.
    """
    check_providers(packages_distributions())


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Return names and versions of the packages that shape the index."""
    return " ".join(f"{name} {version(name)}" for name in _INGREDIENTS)
