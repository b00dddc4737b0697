"""A drawn archive made real: photographs taken in, works put, indexes built, people invited."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace

from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from archive.access import Role
from archive.catalogue import create_catalogue, open_catalogue
from archive.changes import Change, change
from archive.consent.consenting import withdraw_consents
from archive.curated import put_collection
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.home import Home
from archive.invitations import invite
from archive.loading import load_work
from archive.makers import put_maker
from archive.occurrences import OccurrenceDraft, add_occurrence
from archive.records import (
    CONCEPT_FIELDS,
    CONSENT_USES,
    FIELD_SCHEMES,
    Collection,
    Consent,
    PartOf,
    SaleLink,
)
from archive.takedown import take_down
from archive.vocabulary import Vocabulary
from archive.vocabulary.stored import load_vocabulary
from archive.wording import Wording
from archive.work_parts import insert_consent, statement_row
from archive.works import publish_work, put_work, refresh_listing
from ingest.steps import Taking, take
from tests.web.leaks.drawing import Drawn, Named, Person, Piece, Shot, draw_archive
from tests.web.leaks.photographs import jpeg_of
from web.app import create_app
from web.finishing import finish_outbox
from web.settings import Settings

__all__ = ["Built", "Kept", "build", "concepts_of"]

_CHOICES = 5
# Kinds of places that a work can be from, and that its style can be named after.
_PLACES = {"made_place": {"village", "county"}, "style": {"style"}}
_EVERYTHING = Consent("the owner then", "sheet", "2020-01-01", frozenset(CONSENT_USES))


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece as the archive has it: its id and those of its photographs, in order.

    Parameters
    ----------
    occurrences
        Ids of the motifs pointed out on them.
    """

    id: str
    photographs: tuple[str, ...]
    piece: Piece
    occurrences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """The site of a drawn archive."""

    home: Home
    app: Flask
    drawn: Drawn
    people: tuple[Person, ...]
    kept: tuple[Kept, ...]

    def client(self, name: str = "", role: Role = Role.PUBLIC) -> FlaskClient:
        """Return a browser of the public, or of somebody who has come in."""
        client = self.app.test_client()
        if role is not Role.PUBLIC:
            with closing(open_catalogue(self.home)) as db:
                invitation, _ = invite(db, "test", name, role, same_person=True)
            with client.session_transaction() as session:
                session["invitation"] = invitation
        return client


def concepts_of(words: Vocabulary) -> dict[str, list[str]]:
    """Return for each field a few concepts that a work may name."""
    found = {}
    for name in CONCEPT_FIELDS:
        scheme = FIELD_SCHEMES[name]
        # Concepts without narrower ones: what works are said to show.
        leaves = [c for c in words.scheme(scheme) if not words.children(c.id)]
        kinds = _PLACES.get(name, {c.kind for c in leaves})
        found[name] = [c.id for c in leaves if c.kind in kinds][:_CHOICES]
    return found


def build(home: Home, seed: int, count: int) -> Built:
    """Make the archive of one draw, with a site in front of it."""
    create_catalogue(home).close()
    app = create_app(Settings(home))
    app.testing = True
    with closing(open_catalogue(home)) as db:
        drawn = draw_archive(seed, count, concepts_of(load_vocabulary(db)))
        people = _put_people(db, drawn)
        kept: list[Kept] = []
        for piece in drawn.pieces:
            whole = () if piece.whole is None else (kept[piece.whole].id,)
            kept.append(_put(home, db, piece, people, whole))
        kept = _point_out(db, kept)
        finish_outbox(home, db)
        _look_around(app)
        for each in kept:
            _settle(db, each)
        finish_outbox(home, db)
    _keep_ids(drawn, people, kept)
    return Built(home, app, drawn, people, tuple(kept))


def _put_people(db: Database, drawn: Drawn) -> tuple[Person, ...]:
    with change(db, "clerk") as this:
        for slug, (title, text, english, curator) in drawn.collections.items():
            put_collection(this, Collection(slug, Wording(title, english), Wording(text), curator))
        makers = [
            put_maker(
                this,
                Wording(person.zh, person.en),
                place=person.place,
                about=Wording(person.about_zh, person.about_en),
            )
            for person in drawn.people
        ]
        people = tuple(
            replace(person, id=maker.id) for person, maker in zip(drawn.people, makers, strict=True)
        )
        for person in people:
            _put_own(this, person)
    return people


def _put_own(this: Change, person: Person) -> None:
    """Write down what is said of a maker, and what she agreed to for herself."""
    for position, said in enumerate(person.statements):
        row = statement_row(this, position, said, "desk")
        row |= {"kind": "maker", "record": person.id}
        this.db.table("record_statements").insert(row)
    for consent in person.consents:
        insert_consent(this, person.id, consent, column="maker_id")


def _put(
    home: Home, db: Database, piece: Piece, people: tuple[Person, ...], whole: tuple[str, ...]
) -> Kept:
    draft = WorkDraft(
        photographs=tuple(_taken(home, shot) for shot in piece.shots),
        identifier=piece.identifier,
        statements=piece.statements,
        credits=tuple(_credit(named, people) for named in piece.credits),
        consent=_EVERYTHING if piece.was_open else None,
        sale_links=(SaleLink(piece.sale_url, "weidian", f"{piece.sale_text} {piece.sale_url}"),),
        availability=piece.availability,
        licence=piece.licence,
        credit_line=piece.credit_line,
        collections=tuple(piece.collections),
        part_of=tuple(PartOf(each, piece.place_in_whole) for each in whole),
        filled_for=piece.filled_for,
        publish=piece.was_open,
    )
    with change(db, piece.account) as this:
        work_id = put_work(this, draft).work
    photographs = load_work(db, work_id).photographs
    return Kept(work_id, tuple(each.id for each in photographs), piece)


def _point_out(db: Database, kept: list[Kept]) -> list[Kept]:
    """Point motifs out, each found from some photograph of the whole archive."""
    photographs = [photograph for each in kept for photograph in each.photographs]
    found = []
    with change(db, "clerk") as this:
        for each in kept:
            made = [
                add_occurrence(
                    this,
                    OccurrenceDraft(
                        photograph,
                        marked.region,
                        marked.concept,
                        marked.text,
                        marked.note,
                        made_from=photographs[marked.made_from % len(photographs)],
                    ),
                    word_of=marked.speaker,
                ).id
                for photograph, shot in zip(each.photographs, each.piece.shots, strict=True)
                for marked in shot.marked
            ]
            found.append(replace(each, occurrences=tuple(made)))
    return found


def _taken(home: Home, shot: Shot) -> PhotographDraft:
    taken = take(Taking(jpeg_of(shot), shot.file_name, home, shot.role))
    assert taken.private, "the position was not read, so nothing would be tested"
    return replace(
        taken,
        alt=Wording(shot.alt_zh, shot.alt_en),
        statements=(*taken.statements, *shot.statements),
    )


def _credit(named: Named, people: tuple[Person, ...]) -> CreditDraft:
    maker_id = None if named.person is None else people[named.person].id
    return CreditDraft(named.standing, named.role, maker_id)


def _look_around(app: Flask) -> None:
    """Fill every cache there is with what was open before."""
    client = app.test_client()
    for path in ("/zh/", "/en/", "/zh/search", "/api/v1/search", "/api/v1/makers", "/feed.atom"):
        assert client.get(path).status_code == 200


def _settle(db: Database, kept: Kept) -> None:
    """Bring a piece from what was agreed to before to what is agreed to now."""
    piece = kept.piece
    with change(db, "clerk") as this:
        if piece.was_open:
            withdraw_consents(this, kept.id, "taken back")
        if piece.is_published and not piece.was_open:
            publish_work(this, kept.id)
        for consent in piece.consents:
            insert_consent(this, kept.id, consent)
        for slug, reason in piece.collections.items():
            db.table("collection_works").update((slug, kept.id), {"reason": reason})
        if piece.closed_until:
            values = {"embargo_until": piece.closed_until, "embargo_reason": piece.reason}
            db.table("works").update(kept.id, values)
        if piece.consents or piece.closed_until:
            # What was written past the archive's own functions; they look after the rest.
            refresh_listing(this, kept.id)
        if piece.taken_down:
            take_down(this, kept.id, piece.taken_down, piece.reason, word_of=piece.word_of)


def _keep_ids(drawn: Drawn, people: tuple[Person, ...], kept: Iterable[Kept]) -> None:
    for person in people:
        drawn.vault.keep(person.id, "id of a maker")
    for each in kept:
        drawn.vault.keep(each.id, "id of a work")
        for photograph in each.photographs:
            drawn.vault.keep(photograph, "id of a photograph")
        for occurrence in each.occurrences:
            drawn.vault.keep(occurrence, "id of a motif on a photograph")
