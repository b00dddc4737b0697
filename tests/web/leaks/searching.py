"""Searching for secrets, and what each filter may count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from werkzeug.test import TestResponse

from archive.records import FIELD_SCHEMES, Availability
from archive.vocabulary import Vocabulary
from tests.web.leaks.building import Built, Kept
from tests.web.leaks.oracle import NEEDED, Oracle
from tests.web.leaks.vault import Vault
from tests.web.leaks.visiting import Tally

__all__ = ["found_by", "questions", "same_cloth_in", "wanted"]

#: What a page says when it has found the very picture, and the score that says so.
_SAME_CLOTH = "同一块绣片"
_SURE = 0.5

#: Filters by the list a statement's concept comes from; places are styles as well.
_FILTERS = {scheme: (scheme,) for scheme in FIELD_SCHEMES.values()} | {"place": ("place", "style")}


def questions(vault: Vault, sample: int) -> Iterator[tuple[str, str]]:
    """Give secrets, with the address of a search for each."""
    for secret in vault.random.sample(sorted(vault.what), sample):
        yield secret, f"/api/v1/search?limit=100&q={quote(secret)}"


def found_by(answer: TestResponse, tally: Tally) -> tuple[set[str], int]:
    """Return the works a search found, and how many it says there are."""
    tally.count(answer, frozenset())
    assert answer.status_code == 200, answer.text
    body = json.loads(answer.data)
    return {hit["work"] for hit in body["hits"]}, body["total"]


def same_cloth_in(answer: TestResponse) -> bool:
    """Say whether a search by picture claims to have found the very picture."""
    if answer.mimetype != "application/json":
        return _SAME_CLOTH in answer.text
    return any(hit["score"] > _SURE for hit in json.loads(answer.data)["hits"])


def wanted(oracle: Oracle, built: Built, words: Vocabulary) -> Iterator[tuple[str, str, set[str]]]:
    """Give every filter and value of any work, with the works that may be counted."""
    counted: dict[tuple[str, str], set[str]] = {}
    for kept in built.kept:
        for pair, is_open in _values(oracle, built, words, kept):
            may = counted.setdefault(pair, set())
            may |= {kept.id} if is_open and oracle.is_listed(kept) else set()
    for (field, value), may in sorted(counted.items()):
        yield field, value, may


def _values(
    oracle: Oracle, built: Built, words: Vocabulary, kept: Kept
) -> Iterator[tuple[tuple[str, str], bool]]:
    """Give each filter a piece would be found by, and whether the public may find it so."""
    uses = oracle.uses(kept.piece.consents)
    for said in kept.piece.statements:
        is_open = NEEDED.get(said.field, "pictures") in uses
        for concept in (said.concept, *words.broader_of(said.concept)) if said.concept else ():
            for name in _FILTERS[FIELD_SCHEMES[said.field]]:
                yield (name, concept), is_open
        if said.field == "handmade":
            yield ("handmade", said.text), True
    for person in built.people:
        named = {built.people[c.person].id for c in kept.piece.credits if c.person is not None}
        if person.id in named:
            yield ("maker", person.id), oracle.names(kept, person)
    for slug in kept.piece.collections:
        yield ("collection", slug), True
    shown = kept.piece.availability if "sale" in uses else Availability.NOT_FOR_SALE
    for availability in {shown, kept.piece.availability}:
        yield ("availability", availability.value), availability is shown
