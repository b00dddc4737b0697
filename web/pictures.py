"""Pictures on a page: which sizes a browser may choose from, and their measures."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from archive.derivatives import SIZES_PX
from archive.records import Photograph, Work
from web.context import language
from web.translating import translate

__all__ = ["Picture", "Size", "picture_of", "sizes_of"]

#: What a phone gets of a page's big picture: sharp enough to see threads on a
#: screen of any density, and under 150 kB on the drawn specimens.
_PHONE_PX = 640
#: Least shorter side of a card's picture: what 320 has of a piece twice as long as wide.
_CARD_PX = 160


@dataclass(frozen=True, slots=True)
class Size:
    """One file a browser may choose."""

    url: str
    width_px: int
    height_px: int

    @property
    def long_px(self) -> int:
        """The longer side."""
        return max(self.width_px, self.height_px)

    @property
    def short_px(self) -> int:
        """The shorter side."""
        return min(self.width_px, self.height_px)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph ready to be put on a page.

    Parameters
    ----------
    sizes
        Smallest first; never empty.
    alt
        What it shows, in the language of the page.
    """

    sizes: tuple[Size, ...]
    alt: str
    role: str = "whole"

    @property
    def small(self) -> Size:
        """The lightest size, for a card on a phone."""
        return self.sizes[0]

    @property
    def card(self) -> Size:
        """The size for a card, which cuts out a square: of a long band the next one."""
        return next((s for s in self.sizes if s.short_px >= _CARD_PX), self.sizes[-1])

    @property
    def phone(self) -> Size:
        """The size for the full width of a phone."""
        return next((s for s in self.sizes if s.long_px >= _PHONE_PX), self.sizes[-1])

    @property
    def largest(self) -> Size:
        """The largest size there is."""
        return self.sizes[-1]

    @property
    def srcset(self) -> str:
        """The value of a ``srcset`` attribute with every size."""
        return ", ".join(f"{size.url} {size.width_px}w" for size in self.sizes)

    @property
    def card_srcset(self) -> str:
        """Likewise with what a card can use."""
        first = self.sizes.index(self.card)
        usable = self.sizes[first : first + 2]
        return ", ".join(f"{size.url} {size.width_px}w" for size in usable)


def sizes_of(width_px: int, height_px: int) -> tuple[tuple[int, int, int], ...]:
    """Return (name, width, height) of each size of a photograph, in pixels.

    Pictures are never enlarged: sizes beyond the first that holds the whole
    photograph would be the same file again.

    Examples
    --------
    >>> sizes_of(1000, 500)
    ((320, 320, 160), (640, 640, 320), (1280, 1000, 500))
    """
    longest = max(width_px, height_px)
    found = []
    for name in SIZES_PX:
        scale = min(1.0, name / longest)
        found.append((name, max(1, round(width_px * scale)), max(1, round(height_px * scale))))
        if name >= longest:
            break
    return tuple(found)


def picture_of(photograph: Photograph | None, work: Work) -> Picture | None:
    """Return a photograph of a work as a picture; ``None`` for none."""
    if photograph is None:
        return None
    sizes = tuple(
        Size(url_for("images.size", photograph_id=photograph.id, longest_px=name), width, height)
        for name, width, height in sizes_of(photograph.width_px, photograph.height_px)
    )
    return Picture(sizes, _alt(photograph, work), photograph.role)


def _alt(photograph: Photograph, work: Work) -> str:
    lang = language()
    # Of a piece whose words were taken down not even this is said: it may have a name.
    title = work.title.pick(lang) or (
        translate("未命名的绣品", lang) if work.tombstone is None else work.id
    )
    return photograph.alt.pick(lang) or translate("照片：%(title)s", lang, title=title)
