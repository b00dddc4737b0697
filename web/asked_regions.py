"""The parts of a picture that a request asks for: boxes drawn on it, or squares of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.errors import BadInput
from ingest.querying import parse_region

__all__ = ["MOST_REGIONS", "Box", "boxes_of_cells", "regions_in", "written"]

#: Each is measured and looked for on its own.
MOST_REGIONS = 5
#: Squares a side of the grid that stands in for drawing where there are no scripts.
GRID = 3

#: x, y, width, height in pixels of an upright picture.
Box = tuple[int, int, int, int]


def regions_in(
    texts: Sequence[str], size: tuple[int, int], cells: Iterable[str] = ()
) -> tuple[Box, ...]:
    """Return the boxes asked for, each once, in the order asked.

    Parameters
    ----------
    texts
        Each ``x,y,w,h`` in pixels of the upright picture or ``pct:x,y,w,h``; empty ones
        are passed over.
    size
        Width and height of the upright picture in pixels.
    cells
        Numbers of squares of the grid, as a form sends them.

    Raises
    ------
    BadInput
        When one cannot be read or does not lie in the picture, or there are too many.
    """
    asked = [text for text in texts if text.strip()] + list(boxes_of_cells(cells))
    if len(asked) > MOST_REGIONS:
        raise BadInput(
            f"{len(asked)} regions were asked for; at most {MOST_REGIONS} are looked for at once",
            hint="ask for fewer",
            column="region",
        )
    return tuple(dict.fromkeys(parse_region(text, size) for text in asked))


def boxes_of_cells(cells: Iterable[str]) -> Iterator[str]:
    """Give a region round each group of neighbouring squares of the grid.

    Parameters
    ----------
    cells
        Numbers from 1 in reading order; what is none is passed over.

    Examples
    --------
    >>> list(boxes_of_cells(["5", "6", "1"]))
    ['pct:0,0,33.3333,33.3333', 'pct:33.3333,33.3333,66.6667,33.3333']
    """
    known = {str(number): divmod(number - 1, GRID) for number in range(1, GRID * GRID + 1)}
    left = {known[cell] for cell in cells if cell in known}
    while left:
        group = _group(min(left), left)
        left -= group
        rows, columns = zip(*group, strict=True)
        top, bottom = min(rows), max(rows) + 1
        start, end = min(columns), max(columns) + 1
        sides = (start, top, end - start, bottom - top)
        yield "pct:" + ",".join(f"{100 * side / GRID:.6g}" for side in sides)


def written(box: Box) -> str:
    """Return a box as an address writes it."""
    return ",".join(map(str, box))


def _group(first: tuple[int, int], among: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return a square with all that hang together with it, side by side."""
    group, edge = {first}, [first]
    while edge:
        row, column = edge.pop()
        beside = {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)}
        edge += (beside & among) - group
        group |= beside & among
    return group
