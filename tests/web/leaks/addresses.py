"""Every address of the site that can be asked for, made from its own map of routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from archive.derivatives import SIZES_PX
from archive.ids import mint
from tests.web.leaks.building import Built

__all__ = ["NOBODY", "Ask", "Choices", "addresses", "unclassified"]

#: An id that no record of a small archive has.
NOBODY = mint(20_000_000)
_NO_SLUG = "no-such-thing"
_HTML, _JSON, _LINKED = "text/html", "application/json", "application/ld+json"
#: Endpoint to what may stand behind the question mark, beside nothing.
_QUERIES: Mapping[str, Sequence[str]] = {
    "works.gallery": ("page=2", "page=999", "page=x"),
    "makers.index": ("page=2",),
    "permanent.sale_qr": ("n=1", "n=-1"),
    "machines.sitemap": ("file=2", "file=0"),
    "api.works": ("limit=5", "limit=5&offset=5", "limit=100", "limit=x", "offset=99999"),
    "api.makers": ("limit=100", "limit=2&offset=2"),
    "api.concepts": ("scheme=motif", "scheme=nothing"),
    "api.similar": ("limit=100", "limit=0", "limit=100&region=pct:20,20,60,60"),
    "api.search_colour": ("c=1f3a6e&limit=100", "c=c8102e&c=f2b91d&share=60&share=0"),
    "search.colour": ("c=c8102e", "c=1f3a6e&c=f2b91d&share=60"),
    "api.search": ("limit=100", "page=2&limit=5", "page=x", "q=*", "q=%22"),
    "search.results": ("page=2", "page=999", "q=*"),
    "desk.home": ("state=draft", "state=published", "state=withdrawn"),
}
#: Endpoints that are about a photograph named behind the question mark.
_OF_PHOTOGRAPHS = {"search.picture": ("photo={}", "photo={}&region=pct:20,20,60,60")}
#: Endpoints that give one thing in several forms.
_FORMS = {"permanent.work": (_HTML, _JSON, _LINKED), "permanent.ark": (_JSON,)}
#: Files that came with the program and know no record.
_SHIPPED = {"static"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the site."""

    endpoint: str
    path: str
    values: Mapping[str, Any] = field(default_factory=dict)
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can stand in an address, by the name of the part.

    Parameters
    ----------
    langs
        Languages to ask in.
    most
        Addresses for each route at most; others are left out evenly.
    """

    built: Built
    concepts: Sequence[str]
    langs: Sequence[str] = ("zh", "en")
    most: int = 10**6

    def of(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """Give every choice for the parts of one route."""
        if {"scheme", "slug"} <= rule.arguments:
            pairs = [concept.split("/") for concept in self.concepts]
            yield from ({"scheme": scheme, "slug": slug} for scheme, slug in pairs)
            return
        fixed = {"kind", "record"} & rule.arguments
        names = sorted(rule.arguments - fixed)
        known = self._known(rule.rule)
        for chosen in product(*(known.get(name, ()) for name in names)):
            values = dict(zip(names, chosen, strict=True))
            yield from (values | record for record in self._records()) if fixed else (values,)

    def unknown(self, rule: Rule) -> set[str]:
        """Return the parts of a route that nobody said how to fill."""
        return rule.arguments - self._known("").keys() - {"scheme", "kind", "record"}

    @property
    def photographs(self) -> list[str]:
        """Every photograph, and one that there is not."""
        return [*(p for each in self.built.kept for p in each.photographs), NOBODY]

    def _records(self) -> Iterator[dict[str, str]]:
        for person in self.built.people:
            yield {"kind": "maker", "record": person.id}
        for slug in self.built.drawn.collections:
            yield {"kind": "collection", "record": slug}
        for concept in self.concepts[:2]:
            yield {"kind": "concept", "record": concept}

    def _known(self, route: str) -> dict[str, Sequence[Any]]:
        kept = self.built.kept
        consents = [consent for each in kept for consent in each.piece.consents]
        return {
            "lang": self.langs,
            "slug": self._slugs(route),
            "work_id": [*(each.id for each in kept), NOBODY],
            "photograph_id": self.photographs,
            "maker_id": [*(person.id for person in self.built.people), NOBODY],
            "longest_px": [*SIZES_PX, 7],
            "naan": ["99999"],
            "token": ["no-token"],
            "note": ["no-note"],
            "section": ["no-section"],
            "number": [1],
            "invitation_id": [NOBODY],
            "key": ["no-key"],
            "occurrence_id": [*(o for each in kept for o in each.occurrences), NOBODY],
            "sha256": [*(str(consent.evidence) for consent in consents[:2]), "0" * 64],
        }

    def _slugs(self, route: str) -> list[str]:
        """Return the slugs of collections, or of the concepts that a route is about."""
        if "collections" in route:
            return [*self.built.drawn.collections, _NO_SLUG]
        scheme = next((part for part in ("motif", "technique") if part in route), "")
        concepts = (concept for concept in self.concepts if concept.startswith(scheme))
        return [*(concept.split("/")[1] for concept in concepts), _NO_SLUG]


def addresses(choices: Choices, method: str = "GET") -> Iterator[Ask]:
    """Give everything that can be asked for with one method."""
    app = choices.built.app
    for rule in app.url_map.iter_rules():
        if rule.endpoint in _SHIPPED or method not in (rule.methods or ()):
            continue
        everything = list(choices.of(rule))
        for values in everything[:: -(-len(everything) // choices.most) or 1]:
            path = _path(app, rule, values)
            for accept in _FORMS.get(rule.endpoint, ("",)):
                yield Ask(rule.endpoint, path, values, accept)
            for query in _QUERIES.get(rule.endpoint, ()) if method == "GET" else ():
                yield Ask(rule.endpoint, f"{path}?{query}", values)
            for query in _OF_PHOTOGRAPHS.get(rule.endpoint, ()) if method == "GET" else ():
                for photograph in choices.photographs:
                    about = {**values, "photograph_id": photograph}
                    yield Ask(rule.endpoint, f"{path}?{query.format(photograph)}", about)


def unclassified(choices: Choices) -> list[str]:
    """Return the routes with a part that nobody said how to fill."""
    routes = choices.built.app.url_map.iter_rules()
    return [
        f"{rule.rule}: {sorted(unknown)}"
        for rule in routes
        if rule.endpoint not in _SHIPPED and (unknown := choices.unknown(rule))
    ]


def _path(app: Flask, rule: Rule, values: Mapping[str, Any]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, dict(values))
