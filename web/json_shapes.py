"""Records and search results as JSON: for the API, the permanent address, the command line.

Every function takes a record that :func:`archive.access.show` has already cut
down, and gives plain values ready for ``json.dumps``. What the platform's app put
around a sale link, digests and private facts are in none of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict

from archive.field_table import UNKNOWN, WILL_NOT_SAY, Field, field_of
from archive.records import (
    FIELD_SCHEMES,
    Collection,
    Credit,
    Maker,
    Occurrence,
    PartOf,
    Photograph,
    SaleLink,
    Statement,
    Work,
)
from archive.sales import SHOPS
from archive.vocabulary import Vocabulary
from archive.vocabulary.concept import Concept
from archive.wording import Wording
from search.results import FacetCount, Hit, SearchResult

__all__ = [
    "collection_json",
    "concept_json",
    "maker_json",
    "search_json",
    "statement_json",
    "work_json",
]

Json = dict[str, object]

_SCORE_DIGITS = 4
_NAMED_FIELDS = {"maker", "collection"}
_SILENT = {
    UNKNOWN: Wording("不知道", "unknown"),
    WILL_NOT_SAY: Wording("不愿说", "prefers not to say"),
}
_SHOP_NAMES = {shop.slug: shop.name for shop in SHOPS}


def work_json(
    work: Work,
    vocabulary: Vocabulary,
    base_url: str,
    *,
    visible: Container[str] = (),
    parts: Iterable[str] = (),
) -> Json:
    """Return one work as the API shows it.

    Parameters
    ----------
    work
        As :func:`archive.access.show` gave it; one taken down gives its tombstone, with
        as much of the rest as was not taken down.
    base_url
        Address of the site without a slash at the end.
    visible
        Ids of the larger pieces that may be named.
    parts
        Ids of the works that are part of this one and may be named.
    """
    about = _standing(work, base_url)
    if not work.photographs and not work.statements:
        return about
    return about | {
        "identifier": work.identifier,
        "title": _wording(work.title),
        "description": _wording(work.wording("description")),
        "published_at": work.published_at,
        "updated_at": work.updated_at,
        "makers": [_credit(credit, base_url) for credit in work.credits],
        "photographs": [_photograph(photograph) for photograph in work.photographs],
        "concepts": _concepts(work, vocabulary),
        "statements": [statement_json(said, vocabulary) for said in work.statements],
        "occurrences": [_occurrence(each, vocabulary) for each in work.occurrences],
        "part_of": [_part_of(each, base_url) for each in work.part_of if each.whole in visible],
        "parts": list(parts),
        "suggestions": [asdict(suggestion) for suggestion in work.suggestions],
        "availability": work.availability.value,
        "sale_links": [_sale_link(link) for link in work.sale_links],
        "licence": work.licence,
        "credit_line": work.credit_line,
        "collections": list(work.collections),
    }


def maker_json(maker: Maker, works: Iterable[str], base_url: str, vocabulary: Vocabulary) -> Json:
    """Return one maker with the ids of the works that name her."""
    return {
        "id": maker.id,
        "url": f"{base_url}/zh/makers/{maker.id}",
        "kind": maker.kind,
        "name": _wording(maker.name),
        "about": _wording(maker.about),
        "place": maker.place,
        "statements": [statement_json(s, vocabulary, "maker") for s in maker.statements],
        "works": list(works),
    }


def collection_json(
    collection: Collection, works: Iterable[str], base_url: str, vocabulary: Vocabulary
) -> Json:
    """Return one collection with the ids of those of its works that may be shown."""
    shown = list(works)
    return {
        "slug": collection.slug,
        "url": f"{base_url}/zh/collections/{collection.slug}",
        "title": _wording(collection.title),
        "text": _wording(collection.text),
        "curator": collection.curator,
        "statements": [
            statement_json(said, vocabulary, "collection") for said in collection.statements
        ],
        "works": shown,
        "reasons": {work: why for work, why in collection.reasons.items() if work in shown},
    }


def concept_json(concept: Concept, vocabulary: Vocabulary) -> Json:
    """Return one concept with its names, without those that are only searched for."""
    return {
        "id": concept.id,
        "scheme": concept.scheme,
        "slug": concept.slug,
        "label": _wording(concept.label) | {"zh-Hant": concept.label_hant},
        "pinyin": concept.pinyin,
        "alternatives": [
            {"text": name.text, "lang": name.lang}
            for name in concept.alternatives
            if not name.hidden
        ],
        "definition": _wording(concept.definition),
        "broader": list(concept.broader),
        "narrower": list(vocabulary.children(concept.id)),
        "related": list(concept.related),
        "replaces": list(vocabulary.former_of(concept.id)),
        "matches": list(concept.matches),
        "kind": concept.kind,
        "swatch": concept.swatch,
        "confidence": concept.confidence,
        "sources": list(concept.sources),
    }


def search_json(
    result: SearchResult,
    works: Iterable[Work],
    vocabulary: Vocabulary,
    query: Mapping[str, object],
    took_ms: float,
    base_url: str,
    names: Mapping[str, Wording] | None = None,
) -> Json:
    """Return a search result in the form the contract promises.

    Parameters
    ----------
    works
        The works of the hits, as this viewer may see them. A hit whose work is
        not among them is left out.
    query
        What was asked, repeated in the answer.
    names
        Wordings of the makers and collections counted, by id and slug. One without
        is left out: nobody may know of it. Other values that are no concepts are
        their own labels.
    """
    shown = {work.id: work for work in works if work.tombstone is None}
    answer: Json = {
        "query": dict(query),
        "total": result.total,
        "hits": [_hit(hit, shown[hit.work], base_url) for hit in result.hits if hit.work in shown],
        "facets": {
            field: [
                _facet(count, vocabulary, names or {})
                for count in counts
                if field not in _NAMED_FIELDS or count.value in (names or {})
            ]
            for field, counts in result.facets.items()
        },
        "took_ms": round(took_ms, 1),
    }
    return answer | ({"notice": result.notice} if result.notice else {})


def _hit(hit: Hit, work: Work, base_url: str) -> Json:
    matched = next((p for p in work.photographs if p.id == hit.photo), work.cover)
    # The index may not know yet that the photograph is shown no more: nothing of it then.
    is_shown = matched is not None and matched.id == hit.photo
    return {
        "work": work.id,
        "identifier": work.identifier,
        "title": _wording(work.title),
        "photo": matched.id if matched else None,
        "file": matched.file_name if matched else None,
        "score": round(hit.score, _SCORE_DIGITS),
        "region": list(hit.region) if hit.region and is_shown else None,
        "query_region": list(hit.query_region) if hit.query_region and is_shown else None,
        "part": hit.part,
        "reasons": [
            {"kind": reason.kind, "weight": round(reason.weight, _SCORE_DIGITS)}
            for reason in hit.reasons
        ],
        "url": f"{base_url}/works/{work.id}",
    }


def _facet(count: FacetCount, vocabulary: Vocabulary, names: Mapping[str, Wording]) -> Json:
    concept = vocabulary.get(count.value)
    label = concept.label if concept else names.get(count.value, Wording(count.value, count.value))
    return {"value": count.value, "label": _wording(label), "count": count.count}


def _wording(wording: Wording | None) -> Json:
    return {"zh": wording.zh, "en": wording.en} if wording else {"zh": "", "en": ""}


def _standing(work: Work, base_url: str) -> Json:
    """Return where a work is to be found, and why something of it is not there."""
    about: Json = {"id": work.id, "url": f"{base_url}/works/{work.id}", "state": work.state.value}
    if work.tombstone is not None:
        about["tombstone"] = asdict(work.tombstone)
    if work.embargo is not None:
        about["embargo"] = asdict(work.embargo)
    return about


def _sale_link(link: SaleLink) -> Json:
    name = _wording(_SHOP_NAMES.get(link.shop))
    return {"url": link.url, "shop": link.shop, "name": name}


def _credit(credit: Credit, base_url: str) -> Json:
    told: Json = {"role": credit.role, "standing": credit.standing}
    if credit.maker is None:
        return told
    return told | {
        "id": credit.maker.id,
        "name": _wording(credit.maker.name),
        "place": credit.maker.place,
        "url": f"{base_url}/zh/makers/{credit.maker.id}",
    }


def _photograph(photograph: Photograph) -> Json:
    return {
        "id": photograph.id,
        "role": photograph.role,
        "file": photograph.file_name,
        "media_type": photograph.media_type,
        "width_px": photograph.width_px,
        "height_px": photograph.height_px,
        "alt": _wording(photograph.alt),
    }


def _concepts(work: Work, vocabulary: Vocabulary) -> Json:
    named: Json = {}
    for field in FIELD_SCHEMES:
        found = (vocabulary.get(concept_id) for concept_id in work.concepts(field))
        # Two that were merged are one.
        known = {concept.id: concept for concept in found if concept}
        named[field] = [{"id": c.id, "label": _wording(c.label)} for c in known.values()]
    return named


def statement_json(said: Statement, vocabulary: Vocabulary, record: str = "work") -> Json:
    """Return one statement with the wording of its field and of what was said.

    Parameters
    ----------
    record
        Kind of record it is about; a photograph's is told by the statement itself.
    """
    told = {key: value for key, value in asdict(said).items() if value not in (None, "")}
    field = field_of(said.field, "photograph" if said.photograph else record)
    named: Json = {"label": _wording(field.label)} if field else {}
    if words := _value(said, field, vocabulary):
        named["value"] = _wording(words)
    # Whose word it is stands there even when the speaker is not shown.
    return {"speaker": "", **told, **named}


def _value(said: Statement, field: Field | None, vocabulary: Vocabulary) -> Wording | None:
    """Return what was said in both languages, where the archive has words for it."""
    if said.standing in _SILENT:
        return _SILENT[said.standing]
    concept = vocabulary.get(said.concept or "")
    if concept is not None:
        return concept.label
    return field.label_of(said.text) if field and said.text in field.values else None


def _occurrence(occurrence: Occurrence, vocabulary: Vocabulary) -> Json:
    told = {key: value for key, value in asdict(occurrence).items() if value != ""}
    # What was searched with may be somebody else's photograph.
    del told["made_from"]
    concept = vocabulary.get(occurrence.concept)
    label = _wording(concept.label if concept else None)
    return {"speaker": "", **told, "region": list(occurrence.region), "label": label}


def _part_of(part: PartOf, base_url: str) -> Json:
    told = {key: value for key, value in asdict(part).items() if value not in (None, "")}
    return told | {"url": f"{base_url}/works/{part.whole}"}
