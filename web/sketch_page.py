"""The page of a search by sketch: the sketch that was sent, and what runs like it."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace

from flask import request, url_for

from archive.errors import BadInput
from archive.features import Outline
from search.results import SearchResult
from web.context import language, site, viewer
from web.facets import Where, asked
from web.finding import narrowing
from web.found_pictures import FoundPictures, likenesses
from web.picture_queries import keep_for_searching, own_picture, sketch_of_upload
from web.pictures import Picture, Size
from web.translating import translate

__all__ = ["SketchPage", "keep_sketch", "sent_sketch", "sketch_page"]

_MOST_FOUND = 24
#: What stands before a canvas's picture as text.
_CANVAS = re.compile(r"data:image/(png|jpeg);base64,")


@dataclass(frozen=True, slots=True)
class SketchPage:
    """A sketch somebody sent within the hour, with what was found by it."""

    picture: Picture
    found: FoundPictures


def sent_sketch() -> bytes:
    """Return the picture that came with this request: a file, or else what the canvas holds.

    The canvas comes as text in the form field ``drawn``: old phones cannot put it
    into a file box. Empty when nothing was sent.

    Raises
    ------
    BadInput
        When the text is no picture.
    """
    file = request.files.get("image")
    content: bytes = file.read() if file is not None else b""
    if content:
        return content
    text = request.form.get("drawn", "")
    if not text:
        return b""
    try:
        return base64.b64decode(_CANVAS.sub("", text, count=1), validate=True)
    except binascii.Error as error:
        raise BadInput("the drawing cannot be read", hint="draw it again") from error


def keep_sketch(content: bytes) -> str:
    """Keep a sketch for an hour; returns the token it is found by.

    Raises
    ------
    BadInput
        When it is no picture we take, or next to nothing is drawn on it.
    TooBusy
        When no room became free in time.
    """
    sketch_of_upload(content)
    return keep_for_searching(content)


def sketch_page(token: str) -> SketchPage:
    """Search by a sketch that was sent within the hour.

    Raises
    ------
    NotFound
        When it is not kept any more, or never was.
    BadInput
        When a filter cannot be read.
    """
    query = own_picture(token)
    file = Size(url_for("search.own_picture_file", token=token), *query.size)
    picture = Picture((file,), translate("画来找的花样", language()))
    return SketchPage(picture, _found(sketch_of_upload(query.content()), asked()))


def _found(sketch: Outline, where: Where) -> FoundPictures:
    def search(narrowed: Where) -> SearchResult:
        return site().engine.by_sketch(
            sketch, audience=viewer().audience, where=narrowed, limit=_MOST_FOUND
        )

    result = search(where)
    facets, filters = narrowing(result, where, search)
    # The verdicts are those of cloth compared with cloth; lines alone say less.
    hits = [
        replace(each, card=replace(each.card, verdict=""), reasons=())
        for _, each in likenesses(result)
    ]
    return FoundPictures(hits, facets, filters, [], result.notice)
