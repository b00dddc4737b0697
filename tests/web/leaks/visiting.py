"""Somebody walks through the whole site, and every secret told without leave is noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.access import Role
from archive.derivatives import SIZES_PX
from tests.web.leaks.addresses import NOBODY, Ask
from tests.web.leaks.building import Built, Kept
from tests.web.leaks.oracle import Asker, Oracle, Secrets
from tests.web.leaks.reading import parts_of, places_in, secrets_in, without_similar

__all__ = ["Rights", "Tally", "Visitor", "is_personal", "plain", "visitors"]

PUBLIC = Asker()
#: Endpoints that show a work among others on a page of its own.
_AMONG_OTHERS = {"api.similar", "search.picture"}
#: What is told to search engines and feed readers, who keep what they were told.
_ANNOUNCING = {"machines.sitemap", "machines.feed"}
_HIT = re.compile(r'"work": "\w+"')
_TOOK = re.compile(r'"took_ms": [0-9.]+')
#: Answered alike to everybody, whoever has come in.
_SAME_FOR_ALL = ("api.", "machines.sitemap", "machines.robots")


def is_personal(ask: Ask) -> bool:
    """Say whether an answer may depend on who asks, in more than the size of a picture."""
    smallest = ask.values.get("longest_px", SIZES_PX[0]) == SIZES_PX[0]
    is_alike = ask.endpoint.startswith(_SAME_FOR_ALL) or ask.endpoint == "permanent.ark"
    return smallest and not is_alike


@dataclass(slots=True)
class Tally:
    """How much was looked at."""

    cases: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    bytes: int = 0
    secrets: int = 0
    told: set[str] = field(default_factory=set)

    def count(self, answer: TestResponse, told: Secrets) -> None:
        """Add one answer."""
        self.answers[answer.status_code] += 1
        self.bytes += len(answer.data)
        self.told |= told

    def __str__(self) -> str:
        """Return the figures on one line."""
        asked = sum(self.answers.values())
        statuses = ", ".join(f"{status}: {n}" for status, n in sorted(self.answers.items()))
        return (
            f"{self.cases} cases (works × visitors), {asked} outputs ({statuses}),"
            f" {self.bytes / 1e6:.1f} MB searched for {self.secrets} secrets,"
            f" {len(self.told)} of them told with leave"
        )


class Rights:
    """What may be told to one kind of visitor, worked out once."""

    def __init__(self, oracle: Oracle, asker: Asker) -> None:
        self.oracle, self.asker, self.built = oracle, asker, oracle.built
        self.pieces = {kept.id: oracle.of_piece(kept, asker) for kept in self.built.kept}
        self.places = {kept.id: oracle.places(kept, asker) for kept in self.built.kept}
        self.people = {person.id: self._of_maker(person.id) for person in self.built.people}
        self.stories = {slug: self._of_story(slug) for slug in self.built.drawn.collections}

    @cached_property
    def everything(self) -> Secrets:
        """All that may be told anywhere."""
        return self.oracle.everything_for(self.asker)

    @cached_property
    def announced(self) -> Secrets:
        """The ids of works that search engines may know, and of those that are hers."""
        is_staff = self.asker.kind == "staff"
        return frozenset(
            kept.id
            for kept in self.built.kept
            if is_staff or self.asker.owns(kept) or self.oracle.is_announced(kept)
        )

    @cached_property
    def photographs(self) -> set[str]:
        """The photographs she may see."""
        return {p for k in self.built.kept for p in k.photographs if p in self.pieces[k.id]}

    def of(self, ask: Ask) -> Secrets:
        """Return what the answer to a question may tell."""
        values = ask.values
        if self.asker.kind == "staff":
            return self.everything
        if "work_id" in values and ask.endpoint not in _AMONG_OTHERS:
            return self.pieces.get(values["work_id"], frozenset())
        if "maker_id" in values:
            return self.people.get(values["maker_id"], frozenset())
        if ask.endpoint.endswith(".collection"):
            return self.stories.get(values["slug"], frozenset())
        return self.everything

    def _of_maker(self, maker: str) -> Secrets:
        person = next(each for each in self.built.people if each.id == maker)
        told = set(self.oracle.of_person(person, self.asker))
        is_staff = self.asker.kind == "staff"
        for kept in self._seen():
            if is_staff or self.asker.owns(kept) or self.oracle.names(kept, person):
                told |= self.pieces[kept.id]
        return frozenset(told)

    def _of_story(self, slug: str) -> Secrets:
        told = set(self.oracle.of_collection(slug, self.asker))
        for kept in self._seen():
            told |= self.pieces[kept.id] if slug in kept.piece.collections else set()
        return frozenset(told)

    def _seen(self) -> Iterator[Kept]:
        return (kept for kept in self.built.kept if self.oracle.may_see(kept, self.asker))


def plain(ask: Ask, answer: TestResponse) -> tuple[str, object]:
    """Return what an answer says without what differs each time.

    How alike two pictures are said to be is measured against all there are, those
    nobody may see among them. So only whether a work is among the similar ones counts.
    """
    text = answer.data.decode("latin-1")
    if ask.endpoint in _AMONG_OTHERS:
        return answer.status, set(_HIT.findall(text)) if "limit=100" in ask.path else ""
    return answer.status, _TOOK.sub("", without_similar(text))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser, and what she may be told: by pages, and by the API."""

    client: FlaskClient
    role: Role
    rights: Rights
    public: Rights
    langs: tuple[str, ...]

    def ask(self, ask: Ask) -> TestResponse:
        """Return the answer to a question, whole."""
        headers = {"Accept": ask.accept} if ask.accept else {}
        answer = self.client.get(ask.path, headers=headers)
        answer.get_data()
        answer.close()
        return answer

    def hidden_in(self, ask: Ask) -> str:
        """Return the id or slug a question names of which she may know nothing, if any."""
        rights = self.public if ask.endpoint.startswith(_SAME_FOR_ALL) else self.rights
        for name, known in (
            ("work_id", rights.pieces),
            ("maker_id", rights.people),
            ("photograph_id", dict.fromkeys(rights.photographs, rights.photographs)),
            ("slug", rights.stories),
        ):
            asked = ask.values.get(name, NOBODY)
            is_a_secret = asked in rights.built.drawn.vault.what
            if is_a_secret and not known.get(asked):
                return str(asked)
        return ""

    def answers(self, asks: Iterable[Ask]) -> Iterator[tuple[Ask, TestResponse]]:
        """Ask one question after the other."""
        return ((ask, self.ask(ask)) for ask in asks)

    def leaks(self, ask: Ask, answer: TestResponse, tally: Tally) -> list[str]:
        """Return what an answer tells without leave."""
        vault = self.rights.built.drawn.vault
        is_same = ask.endpoint.startswith(_SAME_FOR_ALL)
        rights = self.public if is_same else self.rights
        asked = vault.found_in(ask.path) | ({rights.asker.name} & vault.what.keys())
        told = secrets_in(answer, vault)
        tally.count(answer, told - asked)
        elsewhere = self._on_cards(answer)
        found = {(ask.path, s) for s in told - elsewhere - rights.of(ask) - asked}
        for work, text in parts_of(answer):
            leave = rights.pieces.get(work, frozenset())
            there = vault.found_in(text) - leave - asked - {secret for _, secret in found}
            found |= {(f"{ask.path} on {work}", secret) for secret in there}
            villages = places_in(text) - rights.places.get(work, set())
            found |= {(f"{ask.path} on {work}", village) for village in villages}
        if ask.endpoint in _ANNOUNCING:
            works = told & rights.pieces.keys()
            found |= {(f"{ask.path} announces", work) for work in works - rights.announced}
        photograph = ask.values.get("photograph_id")
        if photograph and answer.status_code < 300 and photograph not in rights.photographs:
            found.add((f"{ask.path} is shown", photograph))
        return sorted(f"{where}: {vault.what.get(told, 'place')} {told}" for where, told in found)

    def _on_cards(self, answer: TestResponse) -> Secrets:
        """Return what only the cards of similar works tell, which are looked at one by one."""
        if answer.mimetype != "text/html":
            return frozenset()
        vault, page = self.rights.built.drawn.vault, answer.get_data(as_text=True)
        return vault.found_in(page) - vault.found_in(without_similar(page))


def visitors(built: Built, today: str) -> dict[str, Visitor]:
    """Return one visitor of every kind."""
    oracle = Oracle(built, today)
    stranger = built.drawn.vault.chinese("a maker who made nothing here")
    maker, account = built.people[0].zh, built.drawn.accounts[0]
    known = {
        "public": (Role.PUBLIC, PUBLIC, ("zh", "en")),
        "stranger": (Role.MAKER, Asker("maker", stranger), ("en",)),
        "maker": (Role.MAKER, Asker("maker", maker, 0), ("zh",)),
        "account": (Role.MAKER, Asker("maker", account), ("en",)),
        "staff": (Role.CURATOR, Asker("staff", built.drawn.vault.chinese("curator")), ("zh",)),
    }
    if "researcher" in set(Role):
        scholar = built.drawn.vault.chinese("researcher")
        known["researcher"] = (Role("researcher"), Asker("researcher", scholar), ("zh",))
    public = Rights(oracle, PUBLIC)
    return {
        kind: Visitor(
            built.client(asker.name, role),
            role,
            public if asker is PUBLIC else Rights(oracle, asker),
            public,
            langs,
        )
        for kind, (role, asker, langs) in known.items()
    }
