"""The page of a picture to search with: the picture, the boxes on it, what it may become."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from archive.records import Work
from web.asked_regions import MOST_REGIONS, Box, regions_in
from web.cards import title_of
from web.context import language
from web.facets import FIELDS, asked
from web.found_pictures import FoundPictures, PictureAsk, asked_words, find_by_picture
from web.judging import say_url
from web.paging import here_with
from web.picture_queries import QueryPicture
from web.pictures import Picture, Size, picture_of
from web.translating import translate

__all__ = ["PicturePage", "picture_page"]

#: Arguments that a form with new boxes takes along. Words about hits are not among
#: them: they were said of other boxes.
_TAKEN_ALONG = ("work", "photo", *FIELDS)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A picture to search with, with what was found.

    Parameters
    ----------
    size
        Width and height of the upright picture in pixels, which boxes are in.
    kept
        Arguments that a search with other boxes takes along, as (name, value).
    whole_url
        Address of the search with all of the picture; empty when that is this one.
    title, work_url, photograph
        Of the work it is a photograph of, and its id; empty for somebody's own.
    say_url
        Where a word about a result is sent to be kept; empty where it is not.
    others
        The other photographs of that work, with the address of drawing on each.
    """

    picture: Picture
    size: tuple[int, int]
    boxes: tuple[Box, ...]
    found: FoundPictures
    kept: tuple[tuple[str, str], ...]
    whole_url: str
    title: str = ""
    work_url: str = ""
    photograph: str = ""
    say_url: str = ""
    others: tuple[tuple[Picture, str], ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it is somebody's own picture."""
        return not self.work_url

    @property
    def most_boxes(self) -> int:
        """How many boxes are looked for at once."""
        return MOST_REGIONS


def picture_page(query: QueryPicture) -> PicturePage:
    """Search by a picture as this request asks.

    Raises
    ------
    BadInput
        When a region or a filter cannot be read.
    """
    work = query.work
    boxes = regions_in(request.args.getlist("region"), query.size, request.args.getlist("cell"))
    ask = PictureAsk(query, boxes, asked(), asked_words("more"), asked_words("less"))
    return PicturePage(
        picture=(picture_of(query.photograph, work) if work is not None else None) or _own(query),
        size=query.size,
        boxes=boxes,
        found=find_by_picture(ask),
        kept=tuple((n, v) for n in _TAKEN_ALONG for v in request.args.getlist(n) if v),
        whole_url=_whole_url() if boxes else "",
        title=title_of(work) if work is not None else "",
        work_url=url_for("works.work", work_id=work.id) if work is not None else "",
        photograph=query.photograph.id if query.photograph is not None else "",
        say_url=say_url(query.photograph),
        others=_others(query, work) if work is not None else (),
    )


def _own(query: QueryPicture) -> Picture:
    file = Size(url_for("search.own_picture_file", token=query.key), *query.size)
    return Picture((file,), translate("用来找的照片", language()))


def _whole_url() -> str:
    arguments: MultiDict[str, str] = MultiDict(request.args)
    for name in ("region", "cell", "more", "less"):
        arguments.setlist(name, [])
    return here_with(arguments)


def _others(query: QueryPicture, work: Work) -> tuple[tuple[Picture, str], ...]:
    shown = ((each, picture_of(each, work)) for each in work.photographs)
    return tuple(
        (picture, url_for("search.picture", work=work.id, photo=each.id))
        for each, picture in shown
        if picture is not None and each != query.photograph
    )
