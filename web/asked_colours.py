"""The page of a search by colours: the dyes to choose from, and what has those chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import atan2, degrees

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from archive.errors import BadInput
from ingest.features.colour import lab_of_hex
from search.results import SearchResult
from search.visual.colours import WantedColour
from web.context import language, site, viewer, vocabulary
from web.facets import FIELDS, Where, asked
from web.finding import narrowing
from web.found_pictures import FoundPictures, likenesses
from web.paging import here_with
from web.translating import translate

__all__ = [
    "MOST_COLOURS",
    "SHARES",
    "AskedColour",
    "ColourPage",
    "asked_colours",
    "colour_page",
    "colours_url",
    "wanted",
]

MOST_COLOURS = 3
#: What somebody can say of how much of the cloth has a colour, in per cent; 0 says nothing.
SHARES = (0, 10, 30, 60)
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_MOST_FOUND = 24


@dataclass(frozen=True, slots=True)
class AskedColour:
    """One colour to look for.

    Parameters
    ----------
    hex
        ``rrggbb`` in lower case, sRGB.
    percent
        How much of the cloth has it; 0 when that was not said.
    name
        Of the dye that has this very colour; empty for one that was picked.
    url
        Address of the search without it.
    """

    hex: str
    percent: int = 0
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ColourPage:
    """What the page shows.

    Parameters
    ----------
    dyes
        Name, ``rrggbb`` and whether it is chosen of each dye of the vocabulary.
    kept
        Filters that a search with other colours takes along, as (name, value).
    """

    dyes: tuple[tuple[str, str, bool], ...]
    asked: tuple[AskedColour, ...]
    picked: str
    kept: tuple[tuple[str, str], ...]
    found: FoundPictures | None

    @property
    def shares(self) -> tuple[tuple[int, str], ...]:
        """What can be said of shares, with its words."""
        lang = language()
        words = {
            0: translate("多少都行", lang),
            10: translate("一点", lang),
            30: translate("三成左右", lang),
            60: translate("大半", lang),
        }
        return tuple((share, words[share]) for share in SHARES)

    @property
    def most(self) -> int:
        """How many colours are looked for at once."""
        return MOST_COLOURS


def asked_colours() -> tuple[AskedColour, ...]:
    """Return the colours of this request, each once; beyond three they are passed over.

    The n-th ``share`` belongs to the n-th ``c``.

    Raises
    ------
    BadInput
        When a colour or a share cannot be read.
    """
    texts, shares = request.args.getlist("c"), request.args.getlist("share")
    found: dict[str, AskedColour] = {}
    for place, text in enumerate(text for text in texts if text):
        code = _read_colour(text)
        share = shares[place] if place < len(shares) else ""
        found.setdefault(code, AskedColour(code, _read_share(share)))
    if request.args.get("own") and (picked := request.args.get("picked", "")):
        found.setdefault(code := _read_colour(picked), AskedColour(code))
    return tuple(found.values())[:MOST_COLOURS]


def wanted(colours: tuple[AskedColour, ...]) -> list[WantedColour]:
    """Return colours as the engine takes them."""
    return [
        WantedColour(lab_of_hex(each.hex), each.percent / 100 if each.percent else None)
        for each in colours
    ]


def colours_url(colours: tuple[AskedColour, ...]) -> str:
    """Return the address of a search by these colours."""
    return url_for(
        "search.colour",
        c=[each.hex for each in colours],
        share=[str(each.percent) for each in colours],
    )


def colour_page() -> ColourPage:
    """Search by the colours of this request; without any there are only the dyes.

    Raises
    ------
    BadInput
        When a colour, a share or a filter cannot be read.
    """
    colours, names = asked_colours(), _dyes()
    chosen = {each.hex for each in colours}
    own = next((each.hex for each in colours if each.hex not in names), "")
    return ColourPage(
        dyes=tuple((name, code, code in chosen) for code, name in names.items()),
        asked=tuple(_named(each, colours, names) for each in colours),
        picked=own,
        kept=tuple((name, v) for name in FIELDS for v in request.args.getlist(name) if v),
        found=_found(colours, asked()) if colours else None,
    )


def _found(colours: tuple[AskedColour, ...], where: Where) -> FoundPictures:
    def search(narrowed: Where) -> SearchResult:
        return site().engine.by_colours(
            wanted(colours), audience=viewer().audience, where=narrowed, limit=_MOST_FOUND
        )

    result = search(where)
    facets, filters = narrowing(result, where, search)
    # The verdicts and reasons are those of shapes; here the colours are all there is.
    hits = [
        replace(each, card=replace(each.card, verdict=""), reasons=())
        for _, each in likenesses(result)
    ]
    return FoundPictures(hits, facets, filters, [], result.notice)


def _named(
    colour: AskedColour, among: tuple[AskedColour, ...], names: dict[str, str]
) -> AskedColour:
    others = [each for each in among if each != colour]
    arguments: MultiDict[str, str] = MultiDict(
        (name, value) for name in FIELDS for value in request.args.getlist(name)
    )
    arguments.setlist("c", [each.hex for each in others])
    arguments.setlist("share", [str(each.percent) for each in others])
    return replace(colour, name=names.get(colour.hex, ""), url=here_with(arguments))


def _dyes() -> dict[str, str]:
    """Return the name of each dye by its colour, in the order of hue as a dyer lays them."""
    concepts = vocabulary().scheme("colour")
    coloured = [each for each in concepts if each.swatch and each.lab is not None]
    coloured.sort(key=lambda each: _place(each.lab or (0.0, 0.0, 0.0)))
    return {_read_colour(each.swatch or ""): each.label.pick(language()) for each in coloured}


def _place(lab: tuple[float, float, float]) -> tuple[bool, float]:
    """Return where a colour lies: those of a hue from red round, then from white to black."""
    light, a, b = lab
    # As the palette measures it: below this chroma a colour is seen as grey.
    is_grey = a * a + b * b < 8**2
    return is_grey, -light if is_grey else (degrees(atan2(b, a)) + 20) % 360


def _read_colour(text: str) -> str:
    match = _HEX.fullmatch(text.strip())
    if match is None:
        raise BadInput(
            f"the colour {text[:20]!r} cannot be read", hint="write rrggbb, such as c8102e"
        )
    return match[1].lower()


def _read_share(text: str) -> int:
    """Return a share in per cent from per cent."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= 100):
        raise BadInput(f"the share {text[:20]!r} cannot be read", hint="a number from 0 to 100")
    return int(text)
