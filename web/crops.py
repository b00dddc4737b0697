"""Motifs at their places as small pictures: the part of a photograph that somebody named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask import url_for

from archive.occurrences import works_with_occurrences
from archive.records import Occurrence, Photograph, Work
from archive.vocabulary.concept import Concept
from web.cards import title_of
from web.context import catalogue, language, shown_works, viewer, vocabulary
from web.pictures import sizes_of

__all__ = ["Crop", "crops_of", "crops_showing"]

#: What the longer side of a cut-out should have at least, in pixels, to be looked at.
_SHARP_PX = 240
#: Works looked at in one go while cut-outs are gathered.
_GROUP = 24


@dataclass(frozen=True, slots=True)
class Crop:
    """A region of a photograph, cut out by the browser from one of its sizes.

    Parameters
    ----------
    image_url
        The lightest size in which the region has enough pixels.
    width_px, height_px
        Of the upright full-size photograph, which ``region`` is measured in.
    label
        What the motif is called, in the language of the page.
    title, url
        Of the work.
    """

    occurrence: Occurrence
    image_url: str
    width_px: int
    height_px: int
    label: str
    title: str
    url: str

    @property
    def region(self) -> tuple[int, int, int, int]:
        """x, y, width and height in pixels of the full-size photograph."""
        return self.occurrence.region


def crops_of(work: Work) -> list[Crop]:
    """Return the motifs that people marked on a work, as this viewer may see it."""
    photographs = {photograph.id: photograph for photograph in work.photographs}
    return [
        _crop(work, photographs[each.photograph], each)
        for each in work.occurrences
        if each.photograph in photographs
    ]


def crops_showing(concept: Concept, most: int) -> list[Crop]:
    """Return cut-outs that show a concept or a narrower one, the newest works first."""
    return list(islice(_showing(concept), most))


def _showing(concept: Concept) -> Iterator[Crop]:
    words = vocabulary()
    ids = works_with_occurrences(catalogue(), concept.id, listed=not viewer().is_staff)
    for start in range(0, len(ids), _GROUP):
        for work in shown_works(ids[start : start + _GROUP]):
            for crop in crops_of(work):
                named = crop.occurrence.concept
                if concept.id in (named, *words.broader_of(named)):
                    yield crop


def _crop(work: Work, photograph: Photograph, occurrence: Occurrence) -> Crop:
    longest = max(photograph.width_px, photograph.height_px)
    side = max(occurrence.region[2:])
    sizes = sizes_of(photograph.width_px, photograph.height_px)
    name = next((n for n, *_ in sizes if side * n / longest >= _SHARP_PX), sizes[-1][0])
    concept = vocabulary().get(occurrence.concept)
    return Crop(
        occurrence=occurrence,
        image_url=url_for("images.size", photograph_id=photograph.id, longest_px=name),
        width_px=photograph.width_px,
        height_px=photograph.height_px,
        label=concept.label.pick(language()) if concept else occurrence.text,
        title=title_of(work),
        url=url_for("works.work", work_id=work.id),
    )
