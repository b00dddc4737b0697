"""Random pieces with everything a record can hold, each word of them a secret."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.field_table import (
    MAKER_FIELDS,
    PHOTOGRAPH_FIELDS,
    STAFF_ONLY,
    WORK_FIELDS,
    Field,
    Kind,
)
from archive.records import (
    CAPACITIES,
    CONSENT_USES,
    REGISTER,
    Availability,
    Consent,
    Scope,
    Statement,
)
from tests.web.leaks.vault import Position, Vault

__all__ = [
    "SIZE_PX",
    "Camera",
    "Drawn",
    "Marked",
    "Named",
    "Person",
    "Piece",
    "Shot",
    "draw_archive",
]

_SAID_ON = "2026-01-01"
_LONG_AGO, _LAST_YEAR, _NEVER = "2020-01-01", "2025-01-01", "2999-01-01"
_ROLES = ("whole", "detail", "reverse", "worn", "process")
_CREDIT_ROLES = ("stitched", "drew the pattern", "dyed", "taught")
_CLOSED = ("family", "village only", "ritual", "funeral")
_PEOPLE = 10
#: Width and height of every photograph, in pixels, and how much is on it.
SIZE_PX = (96, 72)
_SHAPES = 24


@dataclass(frozen=True, slots=True)
class Person:
    """A maker; ``id`` is known once the archive has her."""

    zh: str
    en: str
    about_zh: str
    about_en: str
    place: str
    consents: tuple[Consent, ...]
    statements: tuple[Statement, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Who did what on a piece, by the number of the person."""

    person: int | None
    standing: str
    role: str


@dataclass(frozen=True, slots=True)
class Camera:
    """What a camera writes into a file that is nobody's business."""

    latitude: Position
    longitude: Position
    serial: str
    artist: str
    words: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A motif that somebody pointed out on a photograph.

    Parameters
    ----------
    region
        Left, top, width and height in pixels.
    made_from
        A number for the photograph that was searched with, of all there are: it may
        be one that nobody may know of.
    """

    region: tuple[int, int, int, int]
    concept: str
    text: str
    note: str
    speaker: str
    made_from: int


#: Left, top, width and height of an ellipse in pixels, and its colour.
Shape = tuple[int, int, int, int, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph; what it shows is ``shapes``."""

    role: str
    file_name: str
    alt_zh: str
    alt_en: str
    camera: Camera
    shapes: tuple[Shape, ...]
    statements: tuple[Statement, ...]
    marked: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One work as drawn; ``account`` handed it in.

    Parameters
    ----------
    is_published, was_open
        Whether it is published; whether everything had been agreed to and was
        shown before.
    taken_down, closed_until
        How much of it was taken down, if anything; the last day of an embargo.
    reason, word_of
        Why it is closed, which is told, and who asked for it, which is not.
    whole
        Number of the piece it is a part of.
    """

    identifier: str
    account: str
    filled_for: str
    is_published: bool
    was_open: bool
    taken_down: Scope | None
    closed_until: str | None
    reason: str
    word_of: str
    whole: int | None
    place_in_whole: str
    statements: tuple[Statement, ...]
    credits: tuple[Named, ...]
    consents: tuple[Consent, ...]
    shots: tuple[Shot, ...]
    sale_url: str
    sale_text: str
    availability: Availability
    licence: str
    credit_line: str
    collections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole archive on paper."""

    vault: Vault
    people: tuple[Person, ...]
    collections: Mapping[str, tuple[str, ...]]
    accounts: tuple[str, ...]
    pieces: tuple[Piece, ...]


def draw_archive(seed: int, count: int, concepts: Mapping[str, Sequence[str]]) -> Drawn:
    """Draw an archive of ``count`` pieces.

    Parameters
    ----------
    concepts
        Statement field to the concepts it may name.
    """
    chance = random.Random(seed)
    artist = _Artist(chance, Vault(chance), concepts)
    people = tuple(artist.person() for _ in range(_PEOPLE))
    collections = {artist.vault.latin("collection slug"): artist.story() for _ in range(6)}
    accounts = tuple(artist.vault.chinese("account that hands pieces in") for _ in range(4))
    slugs = tuple(collections)
    pieces = tuple(artist.piece(number, people, accounts, slugs) for number in range(count))
    return Drawn(artist.vault, people, collections, accounts, pieces)


@dataclass(frozen=True, slots=True)
class _Artist:
    chance: random.Random
    vault: Vault
    concepts: Mapping[str, Sequence[str]]

    def person(self) -> Person:
        zh = self.vault.chinese("maker's name")
        consents = (self._consent((zh,), giver=zh),) if self._maybe(0.4) else ()
        return Person(
            zh,
            self.vault.latin("maker's English name"),
            self.vault.chinese("words about a maker"),
            self.vault.latin("English words about a maker"),
            self._one(*self.concepts["made_place"]),
            consents,
            self._said_of(MAKER_FIELDS, (), 0.6),
        )

    def story(self) -> tuple[str, ...]:
        """Return title, text, English title and curator of a collection."""
        return (
            self.vault.chinese("collection title"),
            self.vault.chinese("collection text"),
            self.vault.latin("English collection title"),
            self.vault.chinese("curator of a collection"),
        )

    def piece(
        self, number: int, people: Sequence[Person], accounts: Sequence[str], slugs: Sequence[str]
    ) -> Piece:
        credited = self._credits()
        names = [people[c.person].zh for c in credited if c.person is not None]
        is_published = self._maybe(0.9)
        return Piece(
            identifier=self.vault.latin("identifier"),
            account=self._one(*accounts),
            filled_for=self.vault.chinese("whom a piece was handed in for"),
            is_published=is_published,
            was_open=is_published and self._maybe(0.5),
            taken_down=self._one(*Scope) if is_published and self._maybe(0.15) else None,
            closed_until=self._one(*[None] * 8, _NEVER, _LAST_YEAR),
            reason=self.vault.chinese("reason why a work is closed"),
            word_of=self.vault.chinese("who asked for a work to be closed"),
            whole=self.chance.randrange(number) if number and self._maybe(0.3) else None,
            place_in_whole=self._with_name("place in a larger piece", names),
            statements=self._statements(names),
            credits=credited,
            consents=tuple(self._consent(names) for _ in range(self._one(0, 1, 1, 2, 2, 2, 3, 3))),
            shots=tuple(self._shot(n, names) for n in range(self._one(1, 1, 2, 3))),
            sale_url="https://weidian.com/item.html?itemID=" + self.vault.digits("sale link"),
            sale_text=self.vault.chinese("text around a sale link"),
            availability=self._one(*Availability),
            licence=self.vault.latin("licence"),
            credit_line=self._with_name("credit line", names),
            collections={
                slug: self._with_name("reason in a collection", names)
                for slug in self.chance.sample(slugs, self._one(0, 1, 1, 2))
            },
        )

    def _one(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def _maybe(self, probability: float) -> bool:
        return self.chance.random() < probability

    def _with_name(self, what: str, names: Sequence[str]) -> str:
        """Return Chinese words, in which a maker is named now and then."""
        text = self.vault.chinese(what)
        return f"{text}，{self._one(*names)}绣" if names and self._maybe(0.3) else text

    def _credits(self) -> tuple[Named, ...]:
        chosen = self.chance.sample(range(_PEOPLE), self._one(0, 1, 1, 1, 2, 3))
        found = [
            Named(number, self._one("named", "named", "named", "not shown"), role)
            for number, role in zip(chosen, _CREDIT_ROLES, strict=False)
        ]
        return tuple(found) or (Named(None, self._one("unknown", "not shown"), "stitched"),)

    def _statements(self, names: Sequence[str]) -> tuple[Statement, ...]:
        closed = self._one(*["none"] * 15, "ask first", *_CLOSED)
        return (
            self._say("title", self.vault.chinese("title"), "zh"),
            self._say("title", self.vault.latin("English title"), "en"),
            self._say("handmade", "all"),
            *([self._say("sensitivity", closed)] if closed != "none" else []),
            *self._said_of(WORK_FIELDS, names, 0.6),
        )

    def _said_of(
        self, fields: Sequence[Field], names: Sequence[str], probability: float
    ) -> tuple[Statement, ...]:
        """Return statements on every field that can hold a word of ours."""
        drawn = (field for field in fields if self._maybe(probability))
        return tuple(said for field in drawn for said in self._statements_on(field, names))

    def _statements_on(self, field: Field, names: Sequence[str]) -> list[Statement]:
        what = f"{field.key} in words"
        if field.kind is Kind.PERSON:
            return [self._say(field.key, self._one(self.vault.chinese(what), *names))]
        if field.kind is Kind.CONCEPT and field.key in self.concepts:
            concept = self._one(*self.concepts[field.key])
            return [replace(self._say(field.key, self.vault.chinese(what)), concept=concept)]
        if field.kind in {Kind.TEXT, Kind.WORDING}:
            english = self.vault.latin(f"English {what}")
            chinese = self._say(field.key, self._with_name(what, names), "zh", names)
            return [chinese, self._say(field.key, english, "en", names)]
        if field.kind is Kind.DATE or (field.kind is Kind.CHOICE and field.use == STAFF_ONLY):
            return [self._say(field.key, self._with_name(what, names))]
        return []

    def _shape(self) -> Shape:
        left, top = self.chance.randrange(SIZE_PX[0]), self.chance.randrange(SIZE_PX[1])
        width, height = self.chance.randrange(4, 30), self.chance.randrange(4, 30)
        red, green, blue = (self.chance.randrange(256) for _ in range(3))
        return left, top, width, height, (red, green, blue)

    def _say(self, name: str, text: str, lang: str = "", names: Sequence[str] = ()) -> Statement:
        speaker = self._one(REGISTER, self.vault.chinese("speaker"), *names)
        part = self._with_name("part of a piece", names) if self._maybe(0.1) else ""
        return Statement(name, speaker, _SAID_ON, text, lang, part=part)

    def _consent(self, names: Sequence[str], giver: str = "") -> Consent:
        given_on, until, withdrawn_on = self._one(
            *[(_LONG_AGO, None, None), (_LONG_AGO, _NEVER, None)] * 4,
            (_NEVER, None, None),
            (_LONG_AGO, _LAST_YEAR, None),
            (_LONG_AGO, None, _LAST_YEAR),
        )
        uses = {use for use in CONSENT_USES if self._maybe(0.9 if use == "pictures" else 0.5)}
        return Consent(
            given_by=giver or self._one(self.vault.chinese("consent giver"), *names, *names),
            how=self._one("tap", "voice", "paper", "sheet"),
            given_on=given_on,
            uses=frozenset(uses or {"pictures"}),
            until=until,
            withdrawn_on=withdrawn_on,
            given_as=self._one(*CAPACITIES),
            about=self.vault.chinese("whom a consent is for"),
            helper=self.vault.chinese("helper who asked"),
            evidence=self.vault.digest("digest of a recording"),
        )

    def _shot(self, number: int, names: Sequence[str]) -> Shot:
        folder = self.vault.latin("name of a folder")
        return Shot(
            role=self._one("whole", "whole", "worn") if not number else self._one(*_ROLES),
            file_name=f"{folder}/{self._with_name('file name', names)}.jpg",
            alt_zh=self._with_name("words for a picture", names) if self._maybe(0.5) else "",
            alt_en=self.vault.latin("English words for a picture") if self._maybe(0.5) else "",
            camera=Camera(
                self.vault.position(28),
                self.vault.position(108),
                self.vault.latin("serial number of a camera"),
                self.vault.latin("artist in a file"),
                self.vault.latin("comment in a file"),
            ),
            shapes=tuple(self._shape() for _ in range(_SHAPES)),
            statements=self._said_of(PHOTOGRAPH_FIELDS, names, 0.5),
            marked=tuple(self._marked(names) for _ in range(self._one(0, 1, 2))),
        )

    def _marked(self, names: Sequence[str]) -> Marked:
        left, top = self.chance.randrange(SIZE_PX[0] - 20), self.chance.randrange(SIZE_PX[1] - 20)
        return Marked(
            (left, top, self.chance.randrange(8, 20), self.chance.randrange(8, 20)),
            self._one(*self.concepts["motif"]),
            self._with_name("name of a motif on a photograph", names),
            self._with_name("note on a motif on a photograph", names),
            self._one(REGISTER, self.vault.chinese("who pointed a motif out"), *names),
            self.chance.randrange(10**6),
        )
