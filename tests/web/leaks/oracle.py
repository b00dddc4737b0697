"""What may be told to whom: the rules once more, as plainly as they can be put.

Written from the wording of the rules and not from :mod:`archive.access`, which
it never asks. It says what *may* be told: an output that tells less is no leak.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Consent, Scope, Statement
from tests.web.leaks.building import Built, Kept
from tests.web.leaks.drawing import Person, Shot

__all__ = ["NEEDED", "PERSONS", "STAFF_ONLY", "Asker", "Oracle"]

#: Field to the consent it needs besides the one for pictures.
NEEDED = {
    "made_place": "village",
    "ethnic_group": "ethnic group",
    "dialect": "ethnic group",
    "spoken_note": "voice",
    "own_words": "voice",
    "public_contact": "phone",
}
#: Fields of a piece that hold a name, told when that name may be; those of a maker
#: hold names of people who were asked by nobody.
PERSONS = {"owner", "photographer"}
OTHERS = {"learned_from", "taught", "workshop"}
#: Fields the public is never told.
STAFF_ONLY = {"whereabouts", "contact", "keeper", "standing"} | OTHERS
_CLOSED = {"family", "village only", "ritual", "funeral"}
_CLOSED_TO_RESEARCH = {"family", "village only"}
_WITH_PEOPLE = {"worn", "process"}
_NOBODY = {"register", "file name", "machine translation", "xiupu", ""}

Secrets = frozenset[str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody asking, as far as the rules look at her.

    Parameters
    ----------
    name, person
        Her account, and the number of the maker she is.
    """

    kind: str = "public"
    name: str = ""
    person: int | None = None

    def owns(self, kept: Kept) -> bool:
        """Say whether she handed the piece in or made it."""
        made = {credit.person for credit in kept.piece.credits}
        is_hers = self.person is not None and self.person in made
        return self.kind == "maker" and (is_hers or kept.piece.account == self.name)


@dataclass(frozen=True, slots=True)
class Oracle:
    """The rules on one drawn archive, on one day."""

    built: Built
    today: str

    def uses(self, consents: Iterable[Consent]) -> set[str]:
        """Return what somebody has agreed to and not taken back."""
        return {use for consent in consents if self._stands(consent) for use in consent.uses}

    def is_listed(self, kept: Kept) -> bool:
        """Say whether the public may know of a piece."""
        return self._is_open(kept) and not kept.piece.taken_down and not self._is_embargoed(kept)

    def is_announced(self, kept: Kept) -> bool:
        """Say whether a search engine may be told of it."""
        agreed = "search engines" in self.uses(kept.piece.consents)
        return self.is_listed(kept) and agreed and "ask first" not in _sensitivities(kept)

    def is_exported(self, kept: Kept) -> bool:
        """Say whether a copy of a piece may leave the archive."""
        agreed = "export" in self.uses(kept.piece.consents)
        return self.is_listed(kept) and agreed and "ask first" not in _sensitivities(kept)

    def may_name(self, kept: Kept, name: str) -> bool:
        """Say whether a name may stand on a piece.

        Everybody speaks for herself, relatives and guardians for one other, its owner
        and the village for the piece.
        """
        people = self._makers(kept)
        yes = [c for c in kept.piece.consents if self._stands(c) and "name" in c.uses]
        if any(consent.given_as in {"owner", "village"} for consent in yes):
            return True
        agreed = {consent.given_by for consent in yes}
        agreed |= {c.about for c in yes if c.given_as in {"relative", "guardian"}}
        for person in people:
            if {person.zh, person.en} & agreed or "name" in self.uses(person.consents):
                agreed |= {person.zh, person.en}
        return name in agreed

    def names(self, kept: Kept, person: Person) -> bool:
        """Say whether a piece that may be seen says that this person made it."""
        named = {
            self.built.people[credit.person].id
            for credit in kept.piece.credits
            if credit.person is not None and credit.standing == "named"
        }
        return person.id in named and self.may_name(kept, person.zh)

    def may_see(self, kept: Kept, asker: Asker) -> bool:
        """Say whether somebody may know more of a piece than that it is closed."""
        if asker.kind == "staff" or asker.owns(kept) or self.is_listed(kept):
            return True
        return asker.kind == "researcher" and self._is_for_research(kept)

    def of_piece(self, kept: Kept, asker: Asker) -> Secrets:
        """Return the secrets of a piece that may be told to somebody.

        What it is part of, and its own parts, may be named on it once they may be seen.
        """
        if asker.kind == "staff":
            return self._all_but_cameras()
        told = set(self._of_piece_alone(kept, asker))
        for other in self._neighbours(kept):
            if told and self.may_see(other, asker):
                told |= {other.id} | self._titles(other, asker)
        return frozenset(told)

    def _of_piece_alone(self, kept: Kept, asker: Asker) -> Secrets:
        if asker.owns(kept):
            return self._everything(kept)
        if self.may_see(kept, asker):
            return self._redacted(kept, self._photographs(kept))
        if kept.piece.taken_down is Scope.ALL and kept.piece.is_published:
            return self._notice(kept)
        if not self._is_open(kept):
            return frozenset()
        if kept.piece.taken_down is Scope.IMAGE and not self._is_embargoed(kept):
            return self._redacted(kept, ()) | self._notice(kept)
        if kept.piece.taken_down is Scope.METADATA and not self._is_embargoed(kept):
            shown = {photo for photo, _ in self._photographs(kept)}
            return self._notice(kept) | shown | self._in(kept.piece.licence)
        return self._notice(kept)

    def places(self, kept: Kept, asker: Asker) -> set[str]:
        """Return the places that may be told of a piece: a village only with a yes to it."""
        said = {s.concept: s.field for s in kept.piece.statements if s.concept}
        is_whole = asker.kind == "staff" or asker.owns(kept)
        if is_whole or "village" in self.uses(kept.piece.consents):
            return {*said, *(person.place for person in self._makers(kept))}
        return {concept for concept, field in said.items() if field != "made_place"}

    def of_person(self, person: Person, asker: Asker) -> Secrets:
        """Return what may be told of a maker because some piece names her."""
        if asker.kind == "staff":
            return self._all_but_cameras()
        pieces = [kept for kept in self.built.kept if self.may_see(kept, asker)]
        own = {kept.id for kept in pieces if asker.owns(kept)}
        naming = [k for k in pieces if k.id in own or self.names(k, person)]
        told: set[str] = set()
        for kept in naming:
            is_english = kept.id in own or "english" in self.uses(kept.piece.consents)
            told |= {person.id, person.zh, person.about_zh}
            told |= {person.en, person.about_en} if is_english else set()
        if naming:
            told |= self._statements(person.statements, self.uses(person.consents), person)
        return frozenset(told)

    def of_collection(self, slug: str, asker: Asker) -> Secrets:
        """Return what may be told of a collection: nothing while nothing in it may be seen."""
        held = [kept for kept in self.built.kept if slug in kept.piece.collections]
        if not any(self.may_see(kept, asker) for kept in held):
            return frozenset()
        return frozenset({slug, *self.built.drawn.collections[slug]})

    def everything_for(self, asker: Asker) -> Secrets:
        """Return all that may be told to somebody, anywhere."""
        if asker.kind == "staff":
            return self._all_but_cameras()
        told: set[str] = set()
        for kept in self.built.kept:
            told |= self.of_piece(kept, asker)
        for person in self.built.people:
            told |= self.of_person(person, asker)
        for slug in self.built.drawn.collections:
            told |= self.of_collection(slug, asker)
        return frozenset(told)

    def _stands(self, consent: Consent) -> bool:
        has_begun = consent.given_on <= self.today
        is_over = consent.until is not None and consent.until < self.today
        return has_begun and not is_over and consent.withdrawn_on is None

    def _is_open(self, kept: Kept) -> bool:
        """Say whether it would be listed if it were not closed for a while or for good."""
        agreed = "pictures" in self.uses(kept.piece.consents)
        is_kept_closed = bool(_sensitivities(kept) & _CLOSED)
        has_pictures = bool(self._photographs(kept))
        return kept.piece.is_published and agreed and has_pictures and not is_kept_closed

    def _is_for_research(self, kept: Kept) -> bool:
        agreed = "research" in self.uses(kept.piece.consents)
        is_kept_closed = bool(_sensitivities(kept) & _CLOSED_TO_RESEARCH)
        is_closed = kept.piece.taken_down is not None or self._is_embargoed(kept)
        has_pictures = bool(self._photographs(kept))
        is_out = kept.piece.is_published and not is_closed
        return is_out and agreed and has_pictures and not is_kept_closed

    def _is_embargoed(self, kept: Kept) -> bool:
        return kept.piece.closed_until is not None and self.today <= kept.piece.closed_until

    def _makers(self, kept: Kept) -> list[Person]:
        numbers = [c.person for c in kept.piece.credits if c.person is not None]
        return [self.built.people[number] for number in numbers]

    def _photographs(self, kept: Kept) -> list[tuple[str, Shot]]:
        with_faces = "face" in self.uses(kept.piece.consents)
        pairs = zip(kept.photographs, kept.piece.shots, strict=True)
        return [(id_, shot) for id_, shot in pairs if with_faces or shot.role not in _WITH_PEOPLE]

    def _in(self, *texts: str | None) -> Secrets:
        return self.built.drawn.vault.found_in("\n".join(text for text in texts if text))

    def _notice(self, kept: Kept) -> Secrets:
        return frozenset({kept.id}) | self._in(kept.piece.reason)

    def _all_but_cameras(self) -> Secrets:
        shots = [shot.camera for kept in self.built.kept for shot in kept.piece.shots]
        return frozenset(self.built.drawn.vault.what) - self._in(repr(shots))

    def _everything(self, kept: Kept) -> Secrets:
        """Return all of a piece but what its cameras wrote, which nobody is told."""
        piece = kept.piece
        cameras = self._in(repr([shot.camera for shot in piece.shots]))
        told = {kept.id, *kept.photographs, *kept.occurrences}
        told = (told | self._in(repr(piece))) - cameras
        for person in self._makers(kept):
            told |= {person.id, person.zh, person.en, person.about_zh, person.about_en}
        for slug in piece.collections:
            told |= {slug, *self.built.drawn.collections[slug]}
        return frozenset(told)

    def _neighbours(self, kept: Kept) -> list[Kept]:
        wholes = [] if kept.piece.whole is None else [self.built.kept[kept.piece.whole]]
        parts = [k for k in self.built.kept if k.piece.whole is not None]
        return wholes + [k for k in parts if self.built.kept[k.piece.whole or 0].id == kept.id]

    def _titles(self, kept: Kept, asker: Asker) -> Secrets:
        titles = [said.text for said in kept.piece.statements if said.field == "title"]
        return self._in(*titles) & self._of_piece_alone(kept, asker)

    def _redacted(self, kept: Kept, photographs: Iterable[tuple[str, Shot]]) -> Secrets:
        piece, uses = kept.piece, self.uses(kept.piece.consents)
        english = "english" in uses
        told = {kept.id, *self._in(piece.identifier, piece.licence, piece.credit_line)}
        told |= self._in(piece.place_in_whole, *piece.collections.values())
        told |= self._statements(piece.statements, uses, kept)
        for photograph, shot in photographs:
            told |= {photograph} | self._in(shot.file_name.rpartition("/")[2], shot.alt_zh)
            told |= self._in(shot.alt_en) if english else set()
            told |= self._statements(shot.statements, uses, kept)
            told |= self._pointed_out(kept, photograph, shot)
        if "sale" in uses:
            told |= self._in(piece.sale_url, piece.sale_text)
        told -= {n for p in self._makers(kept) for n in (p.zh, p.en) if not self.may_name(kept, n)}
        for person in self._makers(kept):
            if self.names(kept, person):
                told |= {person.id, person.zh, person.about_zh}
                told |= {person.en, person.about_en} if english else set()
        for slug in piece.collections:
            told |= {slug, *self.built.drawn.collections[slug]}
        return frozenset(told)

    def _pointed_out(self, kept: Kept, photograph: str, shot: Shot) -> Secrets:
        """Return what may be told of the motifs on a photograph that is shown.

        What was searched with is for staff alone.
        """
        told = set(self.ids_of_motifs(kept)[photograph])
        for marked in shot.marked:
            is_named = marked.speaker in _NOBODY or self.may_name(kept, marked.speaker)
            told |= self._in(marked.text, marked.note, marked.speaker if is_named else "")
        return frozenset(told)

    def ids_of_motifs(self, kept: Kept) -> dict[str, tuple[str, ...]]:
        """Return the ids of the motifs pointed out on each photograph of a piece."""
        ids = iter(kept.occurrences)
        pairs = zip(kept.photographs, kept.piece.shots, strict=True)
        return {photograph: tuple(next(ids) for _ in shot.marked) for photograph, shot in pairs}

    def _statements(
        self, statements: Sequence[Statement], uses: set[str], of: Kept | Person
    ) -> Secrets:
        told: set[str] = set()
        for said in statements:
            told |= self._statement(said, uses, of)
        return frozenset(told)

    def _statement(self, said: Statement, uses: set[str], of: Kept | Person) -> Secrets:
        if said.field in STAFF_ONLY or (said.lang == "en" and "english" not in uses):
            return frozenset()
        if said.field in PERSONS and isinstance(of, Kept) and not self.may_name(of, said.text):
            return frozenset()
        needed = NEEDED.get(said.field, "name" if isinstance(of, Person) else "")
        if needed and needed not in uses:
            return frozenset()
        is_named = isinstance(of, Kept) and self.may_name(of, said.speaker)
        speaker = said.speaker if said.speaker in _NOBODY or is_named else ""
        return self._in(said.text, said.part, speaker)


def _sensitivities(kept: Kept) -> set[str]:
    return {said.text for said in kept.piece.statements if said.field == "sensitivity"}
