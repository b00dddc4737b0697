"""What stands on the front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.browsing import concept_uses
from archive.clock import today
from archive.loading import listed_works
from archive.records import Work
from archive.vocabulary.concept import Concept
from web.branches import Entry, entries_of
from web.cards import Card, card_of, cards_of
from web.context import catalogue, language, shown_works, vocabulary
from web.facets import search_url
from web.people import Person, people_in
from web.pictures import Picture
from web.stories import Story, stories

__all__ = ["Front", "Named", "front_page"]

_NEWEST = 8
# People and villages are taken from this many of the newest works, so that the
# front page costs the same however large the archive grows.
_RECENT = 60
_MOST_MOTIFS = 10
_MOST_PEOPLE = 6
_LONG_BAND = 1.6


@dataclass(frozen=True, slots=True)
class Named:
    """A way into the archive: a colour or a place."""

    label: str
    url: str
    count: int = 0
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """Everything the front page shows; ``card`` is the big piece, ``None`` in an empty archive."""

    card: Card | None
    total: int
    stories: list[Story]
    newest: list[Card]
    motifs: list[Entry]
    colours: list[Named]
    people: list[Person]
    places: list[Named]

    @property
    def picture(self) -> Picture | None:
        """The big picture."""
        return self.card.picture if self.card else None


def front_page() -> Front:
    """Choose what the front page shows today."""
    listed = listed_works(catalogue())
    recent = shown_works(listed[:_RECENT])
    piece = _piece_of_the_day(recent)
    newest = [work for work in recent if work is not piece][:_NEWEST]
    return Front(
        card=card_of(piece) if piece else None,
        total=len(listed),
        stories=stories(),
        newest=cards_of(newest),
        motifs=entries_of("motif", most=_MOST_MOTIFS),
        colours=_colours(),
        people=people_in(recent)[:_MOST_PEOPLE],
        places=_places(recent),
    )


def _piece_of_the_day(works: list[Work]) -> Work | None:
    """Another one every day; of those that fill the frame, one whose meaning somebody told."""
    full = [work for work in works if _fills_the_frame(work)] or works
    told = [work for work in full if work.said("meaning")] or full
    day = date.fromisoformat(today()).toordinal()
    return told[day % len(told)] if told else None


def _fills_the_frame(work: Work) -> bool:
    """Whether it is neither a long band nor a narrow strip."""
    cover = work.cover
    return cover is not None and max(cover.width_px, cover.height_px) < _LONG_BAND * min(
        cover.width_px, cover.height_px
    )


def _colours() -> list[Named]:
    uses = concept_uses(catalogue(), ("colour",))
    return [
        _named(concept, "colour", uses[concept.id].count)
        for concept in vocabulary().scheme("colour")
        if concept.id in uses and concept.swatch
    ]


def _places(works: list[Work]) -> list[Named]:
    found = (vocabulary().get(place) for work in works for place in work.concepts("made_place"))
    # Two that were merged are one.
    places = {place.id: place for place in found if place is not None}
    return [_named(place, "place", 0) for place in places.values()]


def _named(concept: Concept, field: str, count: int) -> Named:
    url = search_url(field, concept.slug)
    return Named(concept.label.pick(language()), url, count, concept.swatch)
