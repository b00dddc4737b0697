"""One table on the screen, and the same figures as JSON."""

from __future__ import annotations

from typing import Any

from bench.visual.measures import Share

__all__ = ["Table"]

_NAME, _CELL = 52, 15


class Table:
    """Rows that are printed as they come and kept for :meth:`figures`."""

    def __init__(self) -> None:
        self._sections: list[dict[str, Any]] = []

    def section(self, title: str, *columns: str) -> None:
        """Begin a part of the table."""
        self._sections.append({"title": title, "columns": list(columns), "rows": []})
        print(flush=True)
        _print(title, columns)

    def row(self, name: str, *values: Share | float | str) -> None:
        """Add a row; one value a column, fewer at the end where there are none."""
        self._sections[-1]["rows"].append({"name": name, "values": [_plain(v) for v in values]})
        _print(f"  {name}", [_shown(value) for value in values])

    def figures(self) -> list[dict[str, Any]]:
        """Every section with title, columns and rows; shares as hits and of."""
        return self._sections


def _print(name: str, cells: Any) -> None:
    print(f"{name:{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells), flush=True)


def _plain(value: Share | float | str) -> Any:
    return {"hits": value.hits, "of": value.of} if isinstance(value, Share) else value


def _shown(value: Share | float | str) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
